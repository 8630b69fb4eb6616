"""Items and recipes at head office: what a dish takes, what it costs, and what a change would do before it is published."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.support.brand import made
from tests.support.larder import Larder, make_larder
from tests.support.office import Office
from tests.support.till import NoodleShop


@pytest.fixture
def larder(app: Any, noodle_shop: NoodleShop) -> Larder:
    return make_larder(app, noodle_shop)


def change(larder: Larder, code: str) -> str:
    """A new draft of a recipe, as it stands; its address."""
    recipe = larder.recipes[code]
    held = larder.boss.get(f"/inventory/recipes/{recipe}").json["in_force"]
    made(larder.boss.post(f"/inventory/recipes/{recipe}/versions", {"copy_of": held}))
    return f"/recipes/{recipe}"


def test_item_is_written_down_with_a_pack_and_a_price(
    open_page: Any, noodle_shop: NoodleShop, larder: Larder, shot: Any
) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in()
    office.go("/items")
    expect(office.row("猪肉")).to_contain_text("¥40.00 / kg")
    shot(office.page, "office-items-zh")
    office.tap("new")
    office.fill("name.zh", "木耳")
    office.fill("name.en", "Wood ear")
    office.fill("code", "EAR")
    office.fill("yield_rate", "800")
    office.tap("add-unit")
    office.fill("units.0.unit", "袋")
    office.fill("units.0.quantity", "2,5")
    office.tap("save")
    expect(office.find("prices")).to_contain_text("还没有标准价格")
    office.fill("price", "120")
    office.tap("add-price")
    expect(office.find("prices")).to_contain_text("¥120.00")
    expect(office.find("prices")).to_contain_text("生效中")
    office.tap("add-yield-test")
    office.fill("gross", "0.5")
    office.fill("net", "4,2")
    office.page.get_by_role("dialog").get_by_role("button", name="登记一次测试").click()
    expect(office.find("measured")).to_have_text("840%")
    office.tap("use-measured")
    office.save()
    shot(office.page, "office-item-zh")
    found = larder.boss.get("/inventory/items", q="me").json["items"]  # 木耳 by its pinyin
    (item,) = [one for one in found if one["code"] == "EAR"]
    factors = {one["unit"]: (one["numerator"], one["denominator"]) for one in item["factors"]}
    assert (item["yield_rate"], factors["袋"]) == ("8.4", (5, 2))


def test_recipe_is_written_shows_its_cost_and_holds_once_it_is_published(
    open_page: Any, noodle_shop: NoodleShop, larder: Larder, shot: Any
) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in()
    office.go("/recipes")
    expect(office.row("担担面")).to_contain_text("¥3.15")
    expect(office.row("担担面")).to_contain_text("18.6%")
    shot(office.page, "office-recipes-zh")
    office.tap("new")
    dialog = office.page.get_by_role("dialog")
    office.pick(dialog.get_by_test_id("product-picker"), "C01", "拍黄瓜")
    office.tap("dialog-save")
    expect(office.page.locator("h1")).to_contain_text("拍黄瓜")
    office.pick(office.find("add-line"), "bc", "白菜")  # by its pinyin
    expect(office.find("draft-state")).to_have_text("有用量未填")
    office.fill("lines.0.quantity", "200")
    expect(office.find("draft-state")).to_have_text("草稿已保存")
    expect(office.find("one-cost")).to_have_text("¥1.00")  # 200 g / 80 % at 4
    preview = office.find("preview").locator("[data-change='C01']")
    expect(preview).to_contain_text("¥1.00")
    expect(preview).to_contain_text("10.0%")
    office.fill("lines.0.yield", "50")
    expect(preview).to_contain_text("¥1.60")
    shot(office.page, "office-recipe-draft-zh")
    office.tap("publish")
    office.tap("dialog-save")
    expect(office.find("version-1")).to_contain_text("起生效")
    office.tap("tab-card")
    expect(office.find("card-cost")).to_have_text("¥1.60")
    office.go("/recipes")
    expect(office.row("拍黄瓜")).to_contain_text("16.0%")


def test_changed_sauce_shows_what_it_does_to_each_dish_before_it_is_published(
    open_page: Any, noodle_shop: NoodleShop, larder: Larder, shot: Any
) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in().in_english()
    office.go(f"/recipes/{larder.recipes['SAUCE']}")
    office.tap("new-version")
    expect(office.find("lines").locator("[data-line='PORK']")).to_be_visible()
    office.fill("lines.0.quantity", "1.5")
    preview = office.find("preview")
    expect(preview.locator("[data-change='SAUCE']")).to_contain_text("¥48.00 → ¥60.00")
    expect(preview.locator("[data-change='N02']")).to_contain_text("¥3.15 → ¥3.75")
    expect(preview.locator("[data-change='N02']")).to_contain_text("18.6% → 22.2%")
    shot(office.page, "office-recipe-preview-en")
    costs = {one["id"]: one["unit_cost"] for one in larder.boss.get("/inventory/costs").json["costs"]}
    assert Decimal(costs[larder.items["SAUCE"]]) == 48  # nothing holds before it is published
    office.tap("publish")
    office.tap("dialog-save")
    expect(office.find("version-2")).to_contain_text("In force")
    office.go(f"/recipes/{larder.recipes['N02']}?tab=card")
    card = office.find("card")
    expect(office.find("card-cost")).to_have_text("¥3.75")
    expect(card.locator("[data-card-line='PORK']")).to_contain_text("1.5 kg")  # the sauce's own level
    expect(card).to_contain_text("gluten")
    office.fill("portions", "40")
    expect(card.locator("[data-card-line='FLOUR']")).to_contain_text("6 kg")
    shot(office.page, "office-cost-card-en")


def test_what_may_stand_in_and_what_is_left_over_belong_to_the_recipe(
    open_page: Any, noodle_shop: NoodleShop, larder: Larder, shot: Any
) -> None:
    larder.item("LARD", "猪油", "Lard", "10", kind="semi")
    office = Office(open_page("/office/"), noodle_shop.house).sign_in().in_english()
    office.go(change(larder, "SAUCE"))
    lines = office.find("lines")
    lines.get_by_role("button", name="Note, order and substitutes: Pork").click()
    office.pick(lines.get_by_test_id("item-picker"), "CABBAGE", "Cabbage")
    lines.get_by_role("textbox", name="Cabbage").fill("1.5")
    left_over = office.page.locator("section").filter(has_text="By-products")
    office.pick(left_over.get_by_test_id("item-picker"), "LARD", "Lard")
    office.fill("by_products.0.quantity", "0.1")
    office.fill("by_products.0.share", "25")
    expect(office.find("draft-state")).to_have_text("Saved as a draft")
    preview = office.find("preview")
    expect(preview.locator("[data-change='SAUCE']")).to_contain_text("¥48.00 → ¥36.00")
    expect(office.find("one-cost")).to_have_text("¥36.00")
    shot(office.page, "office-recipe-left-over-en")
    office.tap("publish")
    office.tap("dialog-save")
    expect(office.find("version-2")).to_contain_text("In force")
    held = larder.boss.get(f"/inventory/recipes/{larder.recipes['SAUCE']}").json["in_force"]
    version = larder.boss.get(f"/inventory/recipe-versions/{held}").json
    (pork,), (lard,) = version["lines"], version["by_products"]
    assert pork["substitutes"] == [{"item_id": larder.items["CABBAGE"], "ratio": "1.5"}]
    assert (lard["item_id"], lard["cost_share"]) == (larder.items["LARD"], "0.25")
    costs = {one["id"]: one["unit_cost"] for one in larder.boss.get("/inventory/costs").json["costs"]}
    assert Decimal(costs[larder.items["SAUCE"]]) == 36  # lard bears a quarter


def test_ring_of_recipes_is_refused_by_name(
    open_page: Any, noodle_shop: NoodleShop, larder: Larder, shot: Any
) -> None:
    larder.item("BROTH", "高汤", "Broth", kind="semi")
    larder.recipe("BROTH", {"SAUCE": "0.1"}, item_id=larder.items["BROTH"])
    office = Office(open_page("/office/", allow=("422",)), noodle_shop.house).sign_in()
    office.go(change(larder, "SAUCE"))
    office.pick(office.find("add-line"), "BROTH", "高汤")
    office.fill("lines.1.quantity", "100")
    ring = office.find("cycle").locator("li")
    expect(ring).to_have_count(3)
    assert {words.strip() for words in ring.all_inner_texts()} == {"肉臊", "高汤"}
    expect(office.find("publish")).to_be_disabled()
    shot(office.page, "office-recipe-cycle-zh")
    office.find("lines").locator("[data-line='BROTH']").get_by_role("button", name="移除: 高汤").click()
    expect(office.find("cycle")).to_have_count(0)
    expect(office.find("publish")).to_be_enabled()


def test_store_gets_a_recipe_of_its_own(open_page: Any, noodle_shop: NoodleShop, larder: Larder) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in().in_english()
    office.go(f"/recipes/{larder.recipes['N02']}")
    office.page.get_by_role("button", name="Another recipe for a place").click()
    store = larder.boss.get("/stores").json["items"][0]
    office.choose(office.page.get_by_role("dialog").get_by_role("combobox"), store["code"])
    office.tap("dialog-save")
    expect(office.find("lines").locator("tbody tr")).to_have_count(2)  # it begins as a copy
    office.fill("lines.1.quantity", "0.3")
    expect(office.find("preview").locator("[data-change='N02']")).to_contain_text("¥3.15 → ¥3.90")
    office.tap("publish")
    office.tap("dialog-save")
    expect(office.find("version-1")).to_contain_text("In force")
    dish = noodle_shop.products["N02"]

    def cost(**query: str) -> Decimal:
        return Decimal(larder.boss.get(f"/inventory/products/{dish}/cost-card", **query).json["cost"])

    assert (cost(), cost(store_id=store["id"])) == (Decimal("3.15"), Decimal("3.9"))


def test_store_room_that_was_taken_out_changes_nothing_until_a_cell_does(
    open_page: Any, noodle_shop: NoodleShop, larder: Larder, tmp_path: Path, shot: Any
) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in()
    office.go("/items-spreadsheet")
    with office.page.expect_download() as download:
        office.tap("export")
    file = tmp_path / "inventory.xlsx"
    download.value.save_as(file)
    office.find("file").set_input_files(file)
    expect(office.page.locator("main")).to_contain_text("无需导入")
    book = load_workbook(file)
    items = book["items"]
    heads = [cell.value for cell in items[1]]
    (row,) = [r for r in items.iter_rows(min_row=2) if r[heads.index("code")].value == "PORK"]
    row[heads.index("name_zh")].value = "鲜猪肉"
    book.save(file)
    office.find("file").set_input_files(file)
    expect(office.find("figure-updated")).to_have_text("1")
    shot(office.page, "office-inventory-sheet-zh")
    office.tap("import")
    expect(office.find("import-done")).to_be_visible()
    assert larder.boss.get(f"/inventory/items/{larder.items['PORK']}").json["name"]["zh"] == "鲜猪肉"
