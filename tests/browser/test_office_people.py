"""Who works for the brand, what they may do, and what they did."""

import csv
from typing import Any

from playwright.sync_api import expect

from tests.support.accounts import PASSWORD, Caller, House, sign_in
from tests.support.office import Office
from tests.support.tablet import Tablet
from tests.support.till import NoodleShop


def test_who_lacks_a_right_sees_no_button_for_it(open_page: Any, noodle_shop: NoodleShop) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in("manager")
    office.go("/menu/products")  # a store manager sees the menu, and does not edit it
    expect(office.row("N01")).to_be_visible()
    expect(office.find("new")).to_have_count(0)
    office.go(f"/menu/products/{noodle_shop.products['N01']}")
    expect(office.page.locator('[name="code"]')).to_be_disabled()
    expect(office.find("save")).to_have_count(0)
    office.go(f"/menu/products/{noodle_shop.products['N01']}?tab=prices")
    expect(office.page.locator('[name="price-brand-every"]')).to_be_disabled()
    expect(office.find("add-timed")).to_have_count(0)


def test_page_beyond_ones_roles_says_whom_to_ask(
    open_page: Any, house: House, boss: Caller, shot: Any
) -> None:
    role = {"role_id": str(house.roles["waiter"]), "store_id": str(house.stores["own"])}
    person = {"name": "Li", "email": "li@example.com", "password": PASSWORD, "locale": "en", "roles": [role]}
    assert boss.post("/staff", person).status_code == 201
    office = Office(open_page("/office/"), house).sign_in("li")
    expect(office.page.locator("aside nav")).not_to_contain_text("Staff")
    office.page.goto("/office/staff")
    expect(office.page.locator("main")).to_contain_text("Your roles do not open this page")
    shot(office.page, "office-no-right-en")


def test_nobody_gives_more_than_they_have_and_is_told_so(
    open_page: Any, noodle_shop: NoodleShop, app: Any, shot: Any
) -> None:
    house = noodle_shop.house
    office = Office(open_page("/office/", allow=("403",)), house).sign_in("manager").in_english()
    office.go(f"/staff/{house.people['cashier']}")
    office.choose(office.drop_down("Role"), "Head office")
    office.tap("save-roles")
    expect(office.find("refusal")).to_contain_text("You cannot give what you do not have")
    expect(office.find("refusal")).to_contain_text("Edit the menu and prices")
    shot(office.page, "office-refusal-en")
    boss = sign_in(app, house, "boss")
    held = boss.get(f"/staff/{house.people['cashier']}").json["roles"]
    assert [one["role_name"]["en"] for one in held] == ["Cashier"]


def test_person_is_hired_and_signs_in_at_the_till(open_page: Any, noodle_shop: NoodleShop) -> None:
    office = Office(open_page("/office/", allow=("422",)), noodle_shop.house).sign_in()
    office.go("/staff")
    office.tap("new")
    office.fill("name", "Zhou")
    office.fill("pin", "1111")
    office.choose(office.drop_down("角色"), "收银员")
    office.tap("save")
    expect(office.find("refusal")).to_contain_text("PIN 码太简单")
    office.fill("pin", "2749")
    office.tap("save")
    expect(office.page.locator("h1")).to_have_text("Zhou")
    tablet = Tablet(open_page(noodle_shop.address))
    tablet.choose_person("zhou")
    tablet.type_pin("2749")
    expect(tablet.find("table").first).to_be_visible()


def test_locked_person_is_let_in_again_with_a_new_pin(
    open_page: Any, noodle_shop: NoodleShop, shot: Any
) -> None:
    tablet = Tablet(open_page(noodle_shop.address, locale="en", allow=("401", "429")))
    tablet.choose_person("cashier")
    for _ in range(5):
        tablet.type_pin("9026")
        expect(tablet.find("pin-enter")).to_be_visible()
    expect(tablet.find("pin-message")).to_contain_text("Locked")

    office = Office(open_page("/office/"), noodle_shop.house).sign_in().in_english()
    office.go(f"/staff/{noodle_shop.house.people['cashier']}")
    expect(office.page.locator("main")).to_contain_text("PIN locked until")
    shot(office.page, "office-person-locked-en")
    office.tap("set-pin")
    office.fill("secret", "8315")
    office.tap("dialog-save")
    expect(office.page.locator("main")).not_to_contain_text("PIN locked until")
    tablet.page.reload()
    tablet.choose_person("cashier")
    tablet.type_pin("8315")
    expect(tablet.find("table").first).to_be_visible()


def test_roles_are_changed_side_by_side_and_the_log_tells_who_did_it(
    open_page: Any, house: House, boss: Caller, shot: Any
) -> None:
    office = Office(open_page("/office/", viewport="wide"), house).sign_in().in_english()
    office.go("/roles")
    office.page.get_by_label("Waiter: Take payments").click(force=True)
    office.page.get_by_label("Cashier: Refund", exact=True).click(force=True)
    expect(office.find("unsaved")).to_have_text("2 roles changed")
    shot(office.page, "office-roles-en")
    office.save()
    kept = {role["name"]["en"]: role["permissions"] for role in boss.get("/roles").json["items"]}
    assert "payment.take" in kept["Waiter"]
    assert "payment.refund" in kept["Cashier"]
    office.go("/audit")
    office.choose(office.drop_down("What"), "Role changed")
    expect(office.rows).to_have_count(2)
    expect(office.row("Role changed").first).to_contain_text("Boss")
    shot(office.page, "office-audit-en")
    with office.page.expect_download() as download:
        office.page.get_by_role("button", name="Export CSV").click()
    rows = list(csv.DictReader(download.value.path().read_text("utf-8-sig").splitlines()))
    assert [(row["What"], row["Time zone"]) for row in rows] == [("Role changed", "Asia/Shanghai")] * 2
