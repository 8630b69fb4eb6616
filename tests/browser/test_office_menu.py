"""Head office edits the menu, and the tills sell it so."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.support.accounts import Caller, sign_in
from tests.support.office import Office
from tests.support.tablet import Tablet
from tests.support.till import NoodleShop


@pytest.fixture
def at_office(app: Any, noodle_shop: NoodleShop) -> Caller:
    """Head office, over HTTP."""
    return sign_in(app, noodle_shop.house, "boss")


def priced(caller: Caller, shop: NoodleShop, code: str) -> dict[str, int]:
    """A product's prices by channel, as the till gets them."""
    answer = caller.get(f"/stores/{shop.house.stores['own']}/menu")
    assert answer.status_code == 200, answer.text
    found: dict[str, int] = next(p["prices"] for p in answer.json["products"] if p["code"] == code)
    return found


def test_price_shows_its_effect_before_it_is_saved_and_then_holds_on_the_till(
    open_page: Any, noodle_shop: NoodleShop, at_office: Caller, shot: Any
) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in()
    office.go(f"/menu/products/{noodle_shop.products['N01']}?tab=prices")
    office.fill("price-brand-every", "31.5")
    effect = office.find("effect-S1-dine_in")
    expect(effect).to_contain_text("¥31.50")
    expect(effect).to_contain_text("原 ¥28.80")
    shot(office.page, "office-prices-zh")
    assert priced(at_office, noodle_shop, "N01")["dine_in"] == 2880  # nothing was sent yet
    office.save()
    expect(effect).not_to_contain_text("原")
    assert priced(at_office, noodle_shop, "N01") == dict.fromkeys(
        ("dine_in", "takeaway", "delivery", "own_app"), 3150
    )


def test_price_says_why_it_holds(open_page: Any, noodle_shop: NoodleShop, at_office: Caller) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in().in_english()
    office.go(f"/menu/products/{noodle_shop.products['N01']}?tab=prices")
    office.fill("price-brand-delivery", "35")
    office.tap("add-timed")
    office.fill("timed-amount", "24")
    office.tap("dialog-save")
    expect(office.find("timed-price")).to_contain_text("11:00–14:00")
    office.tap("effect-S1-delivery")
    reasons = office.find("explanation").get_by_role("listitem")
    expect(reasons.first).to_contain_text("¥35.00")
    expect(reasons.first).to_contain_text("Holds: the most specific price")
    expect(reasons.filter(has_text="¥28.80")).to_contain_text("For every channel")
    office.page.keyboard.press("Escape")
    office.save()
    assert priced(at_office, noodle_shop, "N01")["delivery"] == 3500
    explained = at_office.get(
        "/menu/price-explain",
        store_id=str(noodle_shop.house.stores["own"]),
        product_id=str(noodle_shop.products["N01"]),
        channel="delivery",
    ).json
    assert explained["amount"] == 3500


def test_set_meal_made_in_the_editor_is_sold_at_the_till(
    open_page: Any, noodle_shop: NoodleShop, shot: Any
) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in()
    office.go("/menu/products")
    office.tap("new")
    office.fill("name.zh", "双人套餐")
    office.fill("name.en", "Set for two")
    office.fill("code", "T09")
    office.choose(office.find("kind"), "套餐")
    office.fill("first-price", "58")
    office.tap("tab-set")
    office.pick(office.find("add-fixed"), "hsnr", "红烧牛肉面")
    office.tap("add-set-group")
    group = office.find("set-group")
    group.locator('[name="set_groups.0.name.zh"]').fill("选饮品")
    group.locator('[name="set_groups.0.name.en"]').fill("Choose a drink")
    office.pick(group.get_by_test_id("add-set-option"), "doujiang", "豆浆")
    office.pick(group.get_by_test_id("add-set-option"), "smt", "酸梅汤")
    expect(group).to_contain_text("2 选 1")
    group.get_by_label("酸梅汤: 加价").fill("2")
    shot(office.page, "office-set-meal-zh")
    office.tap("save")
    expect(office.page.locator("h1")).to_contain_text("双人套餐")
    expect(office.find("set-worth")).to_contain_text("¥34.80")  # what its components cost by themselves

    tablet = Tablet(open_page(noodle_shop.address)).sign_in("cashier").quick_order()
    tablet.tile("T09").click()
    tablet.choose("酸梅汤")
    tablet.tap("sheet-add")
    tablet.expect_due("¥60.00")


def test_what_cannot_be_sold_is_refused_at_its_field(open_page: Any, noodle_shop: NoodleShop) -> None:
    office = Office(open_page("/office/", allow=("422",)), noodle_shop.house).sign_in()
    office.go(f"/menu/products/{noodle_shop.products['T01']}?tab=set")
    office.page.get_by_label("选几份").first.fill("9")
    office.page.keyboard.press("Tab")
    office.tap("tab-basics")
    office.tap("save")
    field = office.page.locator(".el-form-item.is-error").first  # the tab on which it stands has opened
    expect(field).to_contain_text("要选的份数超过可选的数量")
    expect(office.find("refusal")).to_contain_text("有些内容不正确")


def test_two_people_at_one_product_see_what_the_other_saved(
    open_page: Any, noodle_shop: NoodleShop, at_office: Caller, shot: Any
) -> None:
    product = f"/menu/products/{noodle_shop.products['C01']}"
    office = Office(open_page("/office/", allow=("409",)), noodle_shop.house).sign_in().in_english()
    office.go(product)
    office.fill("name.en", "Cucumber, smashed")
    theirs = {"version": at_office.get(product).json["version"], "sort": 7, "tags": ["cold"]}
    assert at_office.patch(product, theirs).status_code == 200
    office.tap("save")
    conflict = office.find("conflict")
    expect(conflict).to_contain_text("Tags")
    expect(conflict).to_contain_text("cold")
    shot(office.page, "office-conflict-en")
    office.page.get_by_role("button", name="Keep mine").click()
    office.save()
    kept = at_office.get(product).json
    assert (kept["name"]["en"], kept["sort"], kept["tags"]) == ("Cucumber, smashed", 7, ["cold"])


def test_many_products_are_marked_as_sold_out_at_once(
    open_page: Any, noodle_shop: NoodleShop, at_office: Caller, shot: Any
) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in().in_english()
    office.go("/menu/products")
    office.find("search").fill("kj")  # pinyin initials, inside a name too
    office.find("search").fill("")
    for code in ("C01", "D01"):
        office.row(code).locator(".el-checkbox").click()
    shot(office.page, "office-products-en")
    office.tap("bulk-out")
    expect(office.row("C01")).to_contain_text("Sold out")
    path = f"/stores/{noodle_shop.house.stores['own']}/availability"
    out = {item["product_id"] for item in at_office.get(path).json["items"]}
    assert out == {str(noodle_shop.products[code]) for code in ("C01", "D01")}


def test_search_finds_by_pinyin_and_a_link_shows_the_same(open_page: Any, noodle_shop: NoodleShop) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in()
    office.go("/menu/products")
    office.find("search").fill("hsnrm")
    expect(office.rows).to_have_count(1)
    expect(office.row("N01")).to_contain_text("红烧牛肉面")
    expect(office.page).to_have_url(office.page.url.split("?")[0] + "?q=hsnrm")
    other = office.page.context.new_page()
    other.goto(office.page.url)
    expect(other.locator("main tbody tr")).to_have_count(1)
    expect(other.get_by_test_id("search")).to_have_value("hsnrm")


def test_page_with_unsaved_work_asks_before_it_is_left(open_page: Any, noodle_shop: NoodleShop) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in()
    office.go(f"/menu/products/{noodle_shop.products['C01']}")
    office.fill("code", "C01X")
    office.page.locator("aside nav").get_by_text("订单").click()
    question = office.page.get_by_role("dialog")
    expect(question).to_contain_text("不保存就离开")
    question.get_by_role("button", name="留下").click()
    expect(office.page.locator('[name="code"]')).to_have_value("C01X")
    office.page.locator("aside nav").get_by_text("订单").click()
    office.page.get_by_role("dialog").get_by_role("button", name="离开").click()
    expect(office.page.locator("h1")).to_have_text("订单")


def test_two_people_at_one_category_see_what_the_other_saved(
    open_page: Any, noodle_shop: NoodleShop, at_office: Caller, shot: Any
) -> None:
    office = Office(open_page("/office/", allow=("409",)), noodle_shop.house).sign_in()
    office.go("/menu/categories")
    listed = at_office.get("/menu/categories").json["items"]
    theirs = listed[0]
    one = f"/menu/categories/{theirs['id']}"
    office.row(theirs["name"]["zh"]).get_by_role("button", name="编辑").click()
    office.fill("name.zh", "汤面")
    assert at_office.patch(one, {"version": theirs["version"], "color": "#112233"}).status_code == 200
    office.tap("dialog-save")
    expect(office.find("conflict")).to_contain_text("#112233")
    shot(office.page, "office-category-conflict-zh")
    office.page.get_by_role("button", name="保留我的").click()
    office.tap("dialog-save")
    expect(office.find("dialog-save")).to_have_count(0)
    kept = at_office.get(one).json
    assert (kept["name"]["zh"], kept["color"]) == ("汤面", "#112233")
    office.row("汤面").get_by_role("button", name="编辑").click()
    office.fill("name.zh", "拌面")
    assert at_office.patch(one, {"version": kept["version"], "sort": 7}).status_code == 200
    office.tap("dialog-save")  # moved only: nothing to decide
    expect(office.find("dialog-save")).to_have_count(0)
    kept = at_office.get(one).json
    assert (kept["name"]["zh"], kept["sort"]) == ("拌面", 7)


def test_two_people_at_one_modifier_group_see_what_the_other_saved(
    open_page: Any, noodle_shop: NoodleShop, at_office: Caller, shot: Any
) -> None:
    office = Office(open_page("/office/", allow=("409",)), noodle_shop.house).sign_in()
    theirs = at_office.get("/menu/modifier-groups").json["items"][0]
    one = f"/menu/modifier-groups/{theirs['id']}"
    office.go(one)
    office.fill("name.zh", "加点料")
    fewer = theirs["options"][:1]
    assert at_office.patch(one, {"version": theirs["version"], "options": fewer}).status_code == 200
    office.tap("save")
    expect(office.find("conflict")).to_contain_text("选项")
    shot(office.page, "office-group-conflict-zh")
    office.page.get_by_role("button", name="保留我的").click()
    office.save()
    kept = at_office.get(one).json
    assert (kept["name"]["zh"], kept["options"]) == ("加点料", fewer)
