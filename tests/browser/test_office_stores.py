"""Stores, their floor plans, and the tills that belong to them."""

from typing import Any

from playwright.sync_api import expect

from tests.support.accounts import sign_in
from tests.support.office import Office
from tests.support.tablet import Tablet
from tests.support.till import NoodleShop


def test_enrolment_code_makes_a_tablet_a_till_and_revoking_ends_it(
    open_page: Any, noodle_shop: NoodleShop, shot: Any
) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in()
    office.go(f"/stores/{noodle_shop.house.stores['own']}?tab=terminals")
    office.tap("make-code")
    office.tap("dialog-save")
    expect(office.find("code")).to_be_visible()
    shot(office.page, "office-enrolment-code-zh")
    link = office.find("till-link").get_attribute("href")

    tablet = Tablet(open_page(link, allow=("401",))).sign_in("cashier")
    office.page.get_by_role("button", name="关闭", exact=True).click()
    expect(office.rows).to_have_count(2)
    newest = office.rows.filter(has_not_text="Till own")
    newest.get_by_role("button", name="停用").click()
    office.page.get_by_role("dialog").get_by_role("button", name="停用").click()
    expect(office.rows).to_have_count(1)
    tablet.page.reload()
    expect(tablet.find("table")).to_have_count(0)


def test_tables_are_moved_by_keyboard_and_pointer_and_saved(
    open_page: Any, noodle_shop: NoodleShop, app: Any, shot: Any
) -> None:
    store_id = noodle_shop.house.stores["own"]
    office = Office(open_page("/office/"), noodle_shop.house).sign_in().in_english()
    office.go(f"/stores/{store_id}?tab=floor")
    table = office.page.get_by_role("button", name="Table A1")
    table.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "Shift+ArrowLeft"):
        office.page.keyboard.press(key)
    office.tap("add-table")
    expect(office.find("table-form")).to_contain_text("Table A7")
    office.fill("table-name", "W1")
    box = office.page.get_by_role("button", name="Table A6").bounding_box()
    assert box is not None
    office.page.mouse.move(box["x"] + 20, box["y"] + 20)
    office.page.mouse.down()
    office.page.mouse.move(box["x"] + 80, box["y"] + 60, steps=4)
    office.page.mouse.up()
    shot(office.page, "office-floor-en")
    expect(office.find("unsaved")).to_have_text("3 tables changed")
    office.save()

    boss = sign_in(app, noodle_shop.house, "boss")
    kept = {one["name"]: one for one in boss.get(f"/stores/{store_id}/tables").json["items"]}
    assert (kept["A1"]["x"], kept["A1"]["y"], kept["A1"]["w"]) == (10, 20, 140)
    assert kept["W1"]["seats"] == 4
    assert kept["A6"]["x"] > 440
    assert kept["A6"]["y"] > 200


def test_store_is_made_with_its_time_zone_and_rounding(
    open_page: Any, noodle_shop: NoodleShop, app: Any, shot: Any
) -> None:
    office = Office(open_page("/office/", allow=("409", "422")), noodle_shop.house).sign_in()
    office.go("/stores")
    office.tap("new")
    office.fill("code", "S1")
    office.tap("save")
    expect(office.page.locator(".el-form-item.is-error").first).to_be_visible()  # the name is missing
    office.fill("name.zh", "伦敦店")
    office.fill("name.en", "London")
    office.choose(office.drop_down("时区"), "Europe/London")
    office.tap("save")
    expect(office.find("refusal")).to_contain_text("门店编号已被使用")
    office.fill("code", "LON1")
    office.choose(office.drop_down("账单抹零"), "向下")
    expect(office.page.locator("main")).to_contain_text("¥58.37 的账单变为 ¥58.30")
    shot(office.page, "office-store-zh")
    office.tap("save")
    expect(office.page.locator("h1")).to_contain_text("LON1")
    boss = sign_in(app, noodle_shop.house, "boss")
    store = next(one for one in boss.get("/stores").json["items"] if one["code"] == "LON1")
    assert store["timezone"] == "Europe/London"
    assert store["rounding"] == {"unit": 10, "mode": "down", "scope": "all"}
