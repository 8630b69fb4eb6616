"""The menu as a spreadsheet, out and in."""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.support.accounts import sign_in
from tests.support.office import Office
from tests.support.till import NoodleShop

WRONG = (
    "code,name_zh,name_en,category,tax_class,sort\n"
    "N01,红烧牛肉面,Braised beef noodles,面,,first\n"
    "N90,,Nameless,面,,1\n"
    "N91,新面,New noodles,面,No such class,2\n"
)
RIGHT = "code,name_zh,name_en,category,sort\nN01,红烧牛肉面,Beef noodles,面,1\nN91,新面,New noodles,新品,2\n"


def test_errors_are_shown_row_by_row_and_the_corrected_file_is_imported(
    open_page: Any, noodle_shop: NoodleShop, app: Any, tmp_path: Path, shot: Any
) -> None:
    file = tmp_path / "products.csv"
    file.write_text(WRONG, encoding="utf-8")
    office = Office(open_page("/office/"), noodle_shop.house).sign_in()
    office.go("/menu/spreadsheet")
    office.find("file").set_input_files(file)
    errors = office.find("sheet-errors")
    expect(errors).to_contain_text("有 3 处错误，未做任何改动")
    rows = errors.locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("sort")
    expect(rows.nth(0)).to_contain_text("应为")
    expect(rows.nth(1)).to_contain_text("name_zh")
    expect(rows.nth(2)).to_contain_text("tax_class")
    shot(office.page, "office-import-errors-zh")

    file.write_text(RIGHT, encoding="utf-8")
    office.find("file").set_input_files(file)
    expect(office.find("figure-created")).to_have_text("1")
    expect(office.find("figure-updated")).to_have_text("1")
    boss = sign_in(app, noodle_shop.house, "boss")
    assert boss.get("/menu/products", q="N91").json["items"] == []  # so far it was only checked
    office.tap("import")
    expect(office.find("import-done")).to_be_visible()
    found = boss.get("/menu/products", q="N91").json["items"]
    assert [product["name"]["en"] for product in found] == ["New noodles"]


def test_menu_that_was_taken_out_changes_nothing_when_it_comes_in(
    open_page: Any, noodle_shop: NoodleShop, tmp_path: Path
) -> None:
    office = Office(open_page("/office/"), noodle_shop.house).sign_in().in_english()
    office.go("/menu/spreadsheet")
    with office.page.expect_download() as download:
        office.tap("export")
    file = tmp_path / "menu.xlsx"
    download.value.save_as(file)
    assert "products" in load_workbook(file, read_only=True).sheetnames
    office.find("file").set_input_files(file)
    expect(office.page.locator("main")).to_contain_text("there is nothing to import")
    expect(office.find("import")).to_have_count(0)
