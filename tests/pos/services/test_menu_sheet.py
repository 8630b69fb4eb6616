"""The menu as a spreadsheet: it comes back as it went out, and whatever is wrong is named by sheet, row and column."""

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from sqlalchemy import Engine

from core.errors import Forbidden
from core.ids import new_id
from core.sheets.files import read_tables
from core.sheets.parse import Report, parse_table
from core.uow import Unit
from pos.rules.sheet_columns import SHEETS
from pos.services import modifiers, prices, products, taxes
from pos.services.catalog import CATALOG_VERSION, get_catalog
from pos.services.menu_sheet import export_menu, import_menu
from tests.pos.conftest import FewStores
from tests.support.menu import name, sign_in

Sheets = dict[str, list[list[Any]]]


@pytest.fixture
def office(unit: Unit, stores: FewStores) -> Unit:
    """A transaction of somebody at head office."""
    sign_in(unit)
    return unit


def workbook(sheets: Sheets) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for number, row in enumerate(rows, 1):
            page.append(row)
            for cell in page[number] if row else ():
                if isinstance(cell.value, str) and not cell.value.startswith("=UPPER"):
                    cell.data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_back(content: bytes) -> Sheets:
    book = load_workbook(io.BytesIO(content))
    return {page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book.worksheets}


def bring_in(
    unit: Unit, sheets: Sheets | bytes, *, dry_run: bool = False, filename: str = "menu.xlsx"
) -> Report:
    content = sheets if isinstance(sheets, bytes) else workbook(sheets)
    return import_menu(unit, filename, content, dry_run=dry_run)


def places(report: Report) -> set[tuple[str, int, str, str]]:
    return {(e["sheet"], e["row"], e["column"], e["code"]) for e in report.errors}


def make_rich_menu(unit: Unit, stores: FewStores) -> None:
    """Something of everything that a sheet shows."""
    taxes.create_tax_class(
        unit, {"name": {"zh": "增值税", "en": "VAT"}, "rate": Decimal(6), "is_default": True}
    )
    report = bring_in(
        unit,
        {
            "products": [
                ["code", "name_zh", "name_en", "kind", "category", "category_en", "tax_class", "tags", "is_option",
                 "kitchen_zh", "seasonal_from", "is_seasonal", "sort", "color"],
                ["N1", "牛肉面", "Beef noodles", None, "面", "Noodles", "增值税", "hot, new", None, "牛", "2026-11-01", "yes", 1, "#aa0011"],
                [1002, "=1+1", "+cmd", "item", "面", None, None, None, "no", None, None, None, None, None],
                ["TEA", "茶", "Tea", "item", "饮料", "Drinks", None, None, None, None, None, None, 9, None],
                ["EGG", "卤蛋", "Egg", "item", None, None, None, None, "yes", None, None, None, None, None],
                ["DUCK", "鸭", "Duck", "weighed", None, None, None, None, None, None, None, None, None, None],
                ["SET", "套餐", "Set", "set meal", None, None, None, None, None, None, None, None, None, None],
            ],
            "variants": [["product", "code", "name_zh", "name_en"], ["N1", "L", "大", "Large"], ["N1", "S", "小", "Small"]],
            "modifiers": [
                ["group", "min", "max", "free", "option", "option_max", "is_default", "group_en"],
                ["加料", 0, 3, 1, "EGG", 2, "yes", "Extras"],
                ["加料", None, None, None, "TEA", None, None, None],
            ],
            "product_modifiers": [["product", "group", "max"], ["N1", "加料", 2], [1002, "加料", None]],
            "Set Meals": [
                ["set", "group_no", "group_zh", "group_en", "pick", "repeat", "component", "variant", "upcharge", "is_default", "quantity"],
                ["SET", None, None, None, None, None, "TEA", None, None, None, 2],
                ["SET", 1, "主食", "Main", 1, "no", "N1", "L", "3.50", "yes", None],
                ["SET", 1, None, None, None, None, "1002", None, None, None, None],
            ],
            "prices": [
                ["product", "variant", "price", "store", "region", "channel", "weekdays", "start", "end", "valid_from"],
                ["N1", None, 28, None, None, None, None, None, None, None],
                ["N1", "L", "32.50", None, None, None, None, None, None, None],
                ["N1", None, 25.5, "S1", None, "dine in", "1-5", "11:00", "14:00", "2026-01-01"],
                ["N1", None, 26, None, "East", None, "6,7", "22:00", "2:00", None],
                ["EGG", None, -2, None, None, None, None, None, None, None],
                ["DUCK", None, 98, None, None, None, None, None, None, None],
                ["SET", None, 50, None, None, None, None, None, None, None],
            ],
        },
    )  # fmt: skip
    assert report.errors == []
    assert (report.rows, report.created, report.updated) == (22, 22, 0)


def test_a_workbook_makes_the_menu(office: Unit, stores: FewStores) -> None:
    make_rich_menu(office, stores)
    catalog = get_catalog(office, stores.here)
    noodles = catalog.products[catalog.by_code["N1"]]
    assert noodles.name == {"zh": "牛肉面", "en": "Beef noodles"}
    assert (noodles.tags, noodles.is_seasonal, noodles.kitchen_name) == (
        ("hot", "new"),
        True,
        {"zh": "牛", "en": "牛"},
    )
    assert [v.code for v in noodles.variants] == ["L", "S"]
    assert [(k.min, k.max, k.free) for k in noodles.group_links] == [(0, 2, 1)]
    assert [c.name["en"] for c in catalog.categories] == ["Noodles", "Drinks"]
    meal = catalog.products[catalog.by_code["SET"]]
    assert [(o.upcharge, o.is_default) for o in meal.set_groups[0].options] == [(350, True), (0, False)]
    assert [f.quantity for f in meal.set_fixed] == [2]
    rows = catalog.prices[noodles.id, None]
    assert sorted(r.amount for r in rows) == [2550, 2600, 2800]
    assert [(r.weekdays, r.start_minute, r.end_minute) for r in rows if r.store_id] == [(31, 660, 840)]
    assert "nrm" in noodles.search
    assert catalog.products[catalog.by_code["1002"]].name["zh"] == "=1+1"


def test_what_goes_out_changes_nothing_when_it_comes_in_again(office: Unit, stores: FewStores) -> None:
    make_rich_menu(office, stores)
    out = export_menu(office)
    before = get_catalog(office, stores.here)
    report = bring_in(office, out)
    assert report.errors == []
    assert (report.created, report.updated, report.removed) == (0, 0, 0)
    assert read_back(export_menu(office)) == read_back(out)
    after = get_catalog(office, stores.here)
    assert (after.products, after.prices, after.groups) == (before.products, before.prices, before.groups)


def test_another_brand_takes_the_whole_menu_over(engine: Engine, stores: FewStores, office: Unit) -> None:
    make_rich_menu(office, stores)
    out = export_menu(office)
    with Unit(engine, new_id()) as other:
        sign_in(other)
        taxes.create_tax_class(other, {"name": {"zh": "增值税", "en": "VAT"}, "rate": Decimal(6)})
        report = bring_in(other, out)
        assert report.errors == []
        assert read_back(export_menu(other)) == read_back(out)


def test_columns_may_stand_in_any_order_and_case(office: Unit) -> None:
    report = bring_in(
        office,
        {
            "PRODUCTS": [
                ["Name EN", None, "CODE", "name_zh"],
                ["Tea", "x", "T", "茶"],
                [None] * 4,
                ["Rice", None, "R", "饭"],
            ]
        },
    )
    assert (report.errors, report.rows, report.created) == ([], 2, 2)


def test_a_column_that_is_not_there_changes_nothing(office: Unit, stores: FewStores) -> None:
    make_rich_menu(office, stores)
    report = bring_in(
        office, {"products": [["code", "name_zh", "name_en"], ["N1", "牛肉面", "Beef noodles soup"]]}
    )
    assert (report.errors, report.created, report.updated) == ([], 0, 1)
    noodles = products.list_products(office, q="N1").items[0]
    assert (noodles["name"]["en"], noodles["tags"], noodles["sort"]) == (
        "Beef noodles soup",
        ["hot", "new"],
        1,
    )
    assert len(noodles["variants"]) == 2
    report = bring_in(
        office,
        {"products": [["code", "name_zh", "name_en", "tags"], ["N1", "牛肉面", "Beef noodles soup", None]]},
    )
    assert report.updated == 1
    assert products.list_products(office, q="N1").items[0]["tags"] == []


def test_a_list_in_the_file_is_whole_and_the_others_stay(office: Unit, stores: FewStores) -> None:
    make_rich_menu(office, stores)
    before = products.list_products(office, q="N1").items[0]
    report = bring_in(
        office,
        {
            "variants": [
                ["product", "code", "name_zh", "name_en"],
                ["N1", "S", "小", "Small"],
                ["N1", "XL", "特", "Extra"],
            ]
        },
    )
    # The set meal still needs the large one.
    assert places(report) == {("set meals", 0, "variant", "archived")}
    meal = [["set", "group_no", "group_zh", "component", "variant"], ["SET", 1, "主食", "N1", "S"]]
    report = bring_in(
        office,
        {
            "variants": [
                ["product", "code", "name_zh", "name_en"],
                ["N1", "S", "小", "Small"],
                ["N1", "XL", "特", "Extra"],
            ],
            "set meals": meal,
        },
    )
    assert report.errors == []
    assert (report.created, report.updated, report.removed) == (2, 1, 4)
    after = products.list_products(office, q="N1").items[0]
    assert [v["code"] for v in after["variants"]] == ["S", "XL"]
    assert after["variants"][0]["id"] == before["variants"][1]["id"]
    assert after["group_links"] == before["group_links"]
    assert after["version"] == before["version"] + 1
    assert products.list_products(office, q="SET").items[0]["set_fixed"] == []


def test_a_dry_run_counts_and_changes_nothing(office: Unit, stores: FewStores) -> None:
    make_rich_menu(office, stores)
    out = read_back(export_menu(office))
    version = office.fetch_one(CATALOG_VERSION, tenant_id=office.tenant_id).version
    out["products"].append(["NEW", "新", "New"])
    out["prices"][1][-1] = 99
    report = bring_in(office, out, dry_run=True)
    assert (report.errors, report.created, report.updated) == ([], 1, 1)
    assert office.fetch_one(CATALOG_VERSION, tenant_id=office.tenant_id).version == version
    assert "NEW" not in get_catalog(office, stores.here).by_code
    again = bring_in(office, out)
    assert (again.created, again.updated) == (1, 1)
    assert "NEW" in get_catalog(office, stores.here).by_code


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("code", None, "required"),
        ("code", "x" * 61, "too_long"),
        ("code", "a\tb", "control_character"),
        ("name_zh", "   ", "required"),
        ("kind", "soup", "unknown_word"),
        ("kind", 7, "unknown_word"),
        ("sort", "many", "not_a_number"),
        ("sort", 1.5, "not_whole"),
        ("sort", 10**9, "out_of_range"),
        ("sort", "NaN", "not_a_number"),
        ("sort", "1e999999", "out_of_range"),
        ("is_option", "maybe", "not_yes_or_no"),
        ("seasonal_from", "31.12.2026", "not_a_date"),
        ("seasonal_from", 45000, "not_a_date"),
        ("seasonal_from", "0001-01-01", "out_of_range"),
        ("color", "red", "bad_form"),
        ("picture_url", "javascript:1", "bad_form"),
        ("prep_seconds", -1, "out_of_range"),
        ("tags", "x" * 41, "too_long"),
        ("tax_class", "nowhere", "unknown"),
    ],
)
def test_a_bad_cell_is_named(office: Unit, column: str, cell: object, code: str) -> None:
    fields = {"code": "A", "name_zh": "A", "name_en": "A", column: cell}
    book = {
        "products": [
            list(fields),
            [f"{v}1" if k in ("code", "name_zh", "name_en") else None for k, v in fields.items()],
            list(fields.values()),
        ]
    }
    report = bring_in(office, book)
    assert ("products", 3, column, code) in places(report), report.errors
    assert products.list_products(office).items == []


def test_references_and_rules_are_checked_row_by_row(office: Unit, stores: FewStores) -> None:
    make_rich_menu(office, stores)
    out = read_back(export_menu(office))
    cases: list[tuple[str, list[Any], list[Any], set[tuple[int, str, str]]]] = [
        ("variants", ["product", "code", "name_zh", "name_en"], ["X", "L", "大", "L"], {(2, "product", "unknown")}),
        ("modifiers", ["group", "option"], ["加料", "X"], {(2, "option", "unknown")}),
        ("modifiers", ["group", "option", "min", "max"], ["加料", "EGG", 3, 1], {(2, "min", "min_over_max")}),
        ("modifiers", ["group", "option", "min", "max"], ["加料", "EGG", 3, 3], {(2, "min", "min_too_many")}),
        ("modifiers", ["group", "option"], ["新", "DUCK"], {(2, "option", "option_kind")}),
        ("product modifiers", ["product", "group"], ["N1", "没有"], {(2, "group", "unknown")}),
        ("product modifiers", ["product", "group"], ["EGG", "加料"], {(2, "group", "group_cycle")}),
        ("set meals", ["set", "component"], ["SET", "DUCK"], {(2, "component", "component_kind")}),
        ("set meals", ["set", "component"], ["SET", "SET"], {(2, "component", "set_in_set")}),
        ("set meals", ["set", "component"], ["TEA", "EGG"], {(0, "kind", "not_a_set_meal")}),
        ("set meals", ["set", "component", "variant"], ["SET", "TEA", "L"], {(2, "variant", "unknown")}),
        ("set meals", ["set", "component", "group_no", "group_zh", "pick"], ["SET", "TEA", 3, "A", 2], {(2, "pick", "pick_too_many")}),
        ("set meals", ["set", "component", "group_no", "group_zh"], ["SET", "TEA", 2, None], {(2, "group_zh", "required")}),
        ("prices", ["product", "price"], ["X", 1], {(2, "product", "unknown")}),
        ("prices", ["product", "price"], ["N1", 1.005], {(2, "price", "too_precise")}),
        ("prices", ["product", "price"], ["N1", -1], {(2, "price", "negative_price")}),
        ("prices", ["product", "price"], ["N1", "free"], {(2, "price", "not_a_number")}),
        ("prices", ["product", "price", "store"], ["N1", 1, "S9"], {(2, "store", "unknown")}),
        ("prices", ["product", "price", "region"], ["N1", 1, "West"], {(2, "region", "unknown")}),
        ("prices", ["product", "price", "store", "region"], ["N1", 1, "S1", "East"], {(2, "region", "one_place")}),
        ("prices", ["product", "price", "start"], ["N1", 1, "11:00"], {(2, "end", "daypart")}),
        ("prices", ["product", "price", "start", "end"], ["N1", 1, "11:60", "25:00"], {(2, "start", "not_a_time"), (2, "end", "out_of_range")}),
        ("prices", ["product", "price", "weekdays"], ["N1", 1, "5-1"], {(2, "weekdays", "not_weekdays")}),
        ("prices", ["product", "price", "region", "weekdays", "start", "end"], ["N1", 1, "East", "5,6", "23:00", "23:30"], {(2, "price", "price_ties")}),
    ]  # fmt: skip
    for sheet, headings, row, expected in cases:
        report = bring_in(office, {sheet: [headings, row]}, dry_run=True)
        assert expected <= {(r, c, code) for _, r, c, code in places(report)}, (sheet, row, report.errors)
        assert all(e["message"] and e["sheet"] for e in report.errors)
    assert read_back(export_menu(office)) == out


def test_the_same_row_twice_is_an_error(office: Unit) -> None:
    headings = ["code", "name_zh", "name_en"]
    report = bring_in(office, {"products": [headings, ["A", "甲", "A"], ["A", "乙", "B"]]})
    assert places(report) == {("products", 3, "code", "duplicate")}


def test_rows_of_one_group_agree(office: Unit) -> None:
    rows = [["group", "option", "max"], ["G", "A", 2], ["G", "B", 3]]
    heads = [["code", "name_zh", "name_en"], ["A", "甲", "A"], ["B", "乙", "B"]]
    report = bring_in(office, {"products": heads, "modifiers": rows})
    assert places(report) == {("modifiers", 3, "max", "differs")}


def test_headings_are_checked(office: Unit) -> None:
    report = bring_in(office, {"products": [["code", "name_zh", "price", "code"], ["A", "甲", 1, "A"]]})
    assert places(report) == {
        ("products", 1, "price", "unknown_column"),
        ("products", 1, "code", "column_twice"),
        ("products", 1, "name_en", "missing_column"),
    }
    report = bring_in(office, {"Sheet1": [["this", "is"], ["no", "menu"]]})
    assert places(report) == {("Sheet1", 1, "", "unknown_sheet")}
    assert bring_in(office, {"Sheet1": [], "products": []}).errors == []


def test_a_formula_counts_by_its_value_and_without_one_is_an_error(office: Unit) -> None:
    book = {"products": [["code", "name_zh", "name_en"], ["A", "甲", '=UPPER("a")']]}
    assert places(bring_in(office, book)) == {("products", 2, "name_en", "formula_without_value")}
    with_value = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(book))) as old, zipfile.ZipFile(with_value, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry.endswith("sheet1.xml"):
                assert b"<v></v>" in content or b"<v />" in content or b"<v/>" in content
                for empty in (b"<v></v>", b"<v />", b"<v/>"):
                    content = content.replace(empty, b"<v>Apple</v>")
                content = content.replace(b'<c r="C2">', b'<c r="C2" t="str">')
            new.writestr(entry, content)
    report = bring_in(office, with_value.getvalue())
    assert report.errors == []
    assert products.list_products(office).items[0]["name"]["en"] == "Apple"


CSV = "code,name_zh,name_en\nA1,牛肉面,Beef noodles\n"


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("gb18030"),
        CSV.encode("utf-16"),
        CSV.replace(",", ";").encode(),
        CSV.replace(",", "\t").encode(),
        CSV.replace("\n", "\r\n").encode(),
        ("\n\n" + CSV).encode().lstrip(),
        b'code,name_zh,name_en\nA1,"\xe7\x89\x9b\xe8\x82\x89\xe9\x9d\xa2","Beef noodles"\n',
    ],
)
def test_csv_is_read_in_the_encodings_that_people_have(office: Unit, content: bytes) -> None:
    report = bring_in(office, content, filename="products.csv")
    assert report.errors == []
    assert products.list_products(office).items[0]["name"] == {"zh": "牛肉面", "en": "Beef noodles"}


def test_a_csv_of_any_name_is_known_by_its_headings(office: Unit) -> None:
    assert bring_in(office, CSV.encode(), filename="my stuff (2).csv").created == 1
    report = bring_in(office, b"product,price\nA1,10\nA1,11\n", filename="x.csv")
    assert places(report) == {("prices", 3, "valid_to", "duplicate")}
    assert bring_in(office, b"product,price\nA1,10\n", filename="").created == 1


@pytest.mark.parametrize("bad", [b"B,\xe6\xb1\xa4,\xff\xfe\n", b"B,Caf\xe9s,x\n", b"B,\xe6\xb1,x\n"])
def test_bad_bytes_are_named_by_their_line(office: Unit, bad: bytes) -> None:
    report = bring_in(office, CSV.encode() + bad, filename="products.csv")
    assert places(report) == {("", 3, "", "bad_bytes")}


def test_an_open_quote_is_named_by_its_line(office: Unit) -> None:
    report = bring_in(office, b'code,name_zh,name_en\nA,"B,C\n', filename="products.csv")
    assert {(e["sheet"], e["code"]) for e in report.errors} == {("products", "bad_csv")}


def test_too_many_rows_are_refused(office: Unit) -> None:
    rows = "".join(f"A{i},n,n\n" for i in range(10_001))
    report = bring_in(office, f"code,name_zh,name_en\n{rows}".encode(), filename="products.csv")
    assert {e["code"] for e in report.errors} == {"too_many_rows"}


def zip_bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (129 * 1024 * 1024))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"", "empty"),
        (lambda: b"\n\n\n", "empty"),
        (lambda: b"PK\x03\x04garbage", "unreadable"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old_format"),
        (lambda: workbook({"products": [["code"]]})[:800], "unreadable"),
        (zip_bomb, "too_large"),
        (lambda: b"x" * (8 * 1024 * 1024 + 1), "too_large"),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "bad_bytes"),
        (lambda: b"%PDF-1.7\n1 0 obj", "unknown_sheet"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(office: Unit, make: Callable[[], bytes], code: str) -> None:
    assert {e["code"] for e in bring_in(office, make()).errors} == {code}


@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda t: f"code,name_zh,name_en\n{t}".encode("utf-8", "replace"))
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_at_all_break_the_reading(content: bytes) -> None:
    report = Report()
    for table in read_tables("products.csv", content, report, SHEETS):
        parse_table(table, report)
    assert all(set(e) == {"sheet", "row", "column", "code", "message"} for e in report.errors)


@given(st.integers(0, 100_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_breaks_nothing(place: int, bytes_put_in: bytes) -> None:
    content = bytearray(workbook({"products": [["code", "name_zh", "name_en"], ["A", "甲", "A"]]}))
    place %= len(content)
    content[place : place + len(bytes_put_in)] = bytes_put_in
    report = Report()
    for table in read_tables("menu.xlsx", bytes(content), report, SHEETS):
        parse_table(table, report)


def test_groups_of_one_name_are_told_apart(office: Unit, stores: FewStores) -> None:
    tea = products.create_product(office, {"code": "T", "name": name("T")})["id"]
    options = [{"product_id": tea, "max": 1, "is_default": False}]
    first = modifiers.create_group(office, {"name": {"zh": "辣度", "en": "Heat"}, "options": options})
    second = modifiers.create_group(
        office, {"name": {"zh": "辣度", "en": "Heat of soup"}, "options": options}
    )
    out = read_back(export_menu(office))
    assert [row[0] for row in out["modifiers"][1:]] == ["辣度", "辣度 #2"]
    out["modifiers"][2][4] = 3
    report = bring_in(office, out)
    assert (report.errors, report.updated) == ([], 1)
    assert modifiers.get_group(office, second["id"])["max"] == 3
    assert modifiers.get_group(office, first["id"])["max"] == 1


def test_a_name_that_looks_numbered_keeps_its_group(office: Unit) -> None:
    tea = products.create_product(office, {"code": "T", "name": name("T")})["id"]
    options = [{"product_id": tea, "max": 1, "is_default": False}]
    made = [
        modifiers.create_group(office, {"name": name(text), "sort": place, "options": options})
        for place, text in enumerate(["辣", "辣", "辣 #2"])
    ]
    out = read_back(export_menu(office))
    assert [row[0] for row in out["modifiers"][1:]] == ["辣", "辣 #3", "辣 #2"]
    assert places(bring_in(office, out)) == set()
    assert [modifiers.get_group(office, group["id"]) for group in made] == made


def test_a_group_without_options_goes_out_and_comes_in(office: Unit, stores: FewStores) -> None:
    empty = modifiers.create_group(office, {"name": name("加料"), "options": []})
    products.create_product(
        office, {"code": "T", "name": name("T"), "group_links": [{"group_id": empty["id"]}]}
    )
    out = read_back(export_menu(office))
    report = bring_in(office, out)
    assert (report.errors, report.created, report.updated, report.removed) == ([], 0, 0, 0)
    out["modifiers"].append(["另", "另", "Another", 0, 1, 0, 0, None, None, None])
    assert (bring_in(office, out).errors, len(modifiers.list_groups(office).items)) == ([], 2)
    out["modifiers"].append(["另", "另", "Another", 0, 1, 0, 0, "T", None, None])
    assert places(bring_in(office, out)) == {("modifiers", 3, "option", "required")}


def test_a_row_without_its_option_takes_none_away(office: Unit, stores: FewStores) -> None:
    make_rich_menu(office, stores)
    report = bring_in(office, {"modifiers": [["group", "option"], ["加料", None]]})
    assert places(report) == {("modifiers", 2, "option", "required")}
    assert len(modifiers.list_groups(office).items[0]["options"]) == 2


def test_a_fixed_component_may_come_twice(office: Unit, stores: FewStores) -> None:
    make_rich_menu(office, stores)
    meal = products.list_products(office, q="SET").items[0]
    twice = [*meal["set_fixed"], {**meal["set_fixed"][0], "id": None, "quantity": 1}]
    meal = products.change_product(office, meal["id"], {"set_fixed": twice}, meal["version"])
    out = read_back(export_menu(office))
    report = bring_in(office, out)
    assert (report.errors, report.created, report.updated, report.removed) == ([], 0, 0, 0)
    (second,) = [row for row in out["set meals"] if row[-1] == 1]
    second[-1] = 5
    report = bring_in(office, out)
    assert (report.errors, report.created, report.updated, report.removed) == ([], 0, 1, 0)
    after = products.get_product(office, meal["id"])["set_fixed"]
    assert [part["id"] for part in after] == [part["id"] for part in meal["set_fixed"]]
    assert [part["quantity"] for part in after] == [2, 5]
    out["set meals"].remove(second)
    report = bring_in(office, out)
    assert (report.errors, report.removed) == ([], 1)
    assert products.get_product(office, meal["id"])["set_fixed"] == after[:1]


def test_a_price_that_is_typed_by_now_is_not_shown(office: Unit, stores: FewStores) -> None:
    make_rich_menu(office, stores)
    duck = products.list_products(office, q="DUCK").items[0]
    products.change_product(office, duck["id"], {"kind": "open_price"}, duck["version"])
    out = export_menu(office)
    assert "DUCK" not in [row[0] for row in read_back(out)["prices"]]
    report = bring_in(office, out)
    assert (report.errors, report.updated) == ([], 0)


def test_what_takes_something_off_stays_an_option(office: Unit, stores: FewStores) -> None:
    make_rich_menu(office, stores)
    heads = ["code", "name_zh", "name_en", "is_option"]
    report = bring_in(office, {"products": [heads, ["EGG", "卤蛋", "Egg", "no"]]})
    assert places(report) == {("products", 2, "is_option", "negative_price")}
    dearer = [["product", "price"], ["EGG", 2]]
    report = bring_in(office, {"products": [heads, ["EGG", "卤蛋", "Egg", "no"]], "prices": dearer})
    assert (report.errors, report.updated) == ([], 2)


@pytest.mark.parametrize("column", ["price", "member_price"])
@pytest.mark.parametrize(
    ("cell", "code"),
    [("1e1000000", "out_of_range"), ("-1e1000000", "out_of_range"), ("1e-1000000", "too_precise")],
)
def test_a_number_beyond_all_is_named(office: Unit, column: str, cell: str, code: str) -> None:
    products.create_product(office, {"code": "T", "name": name("T")})
    row = {"product": "T", "price": 1, "member_price": 1, column: cell}
    report = bring_in(office, {"prices": [list(row), list(row.values())]})
    assert places(report) == {("prices", 2, column, code)}


def test_an_archived_product_comes_back_by_its_code(office: Unit) -> None:
    made = products.create_product(office, {"code": "T", "name": name("T")})
    products.archive_product(office, made["id"])
    report = bring_in(office, {"products": [["code", "name_zh", "name_en"], ["T", "茶", "Tea"]]})
    assert (report.errors, report.created) == ([], 1)
    assert products.get_product(office, made["id"])["archived"] is False


def test_prices_of_the_file_take_the_place_of_those_that_stand(office: Unit, stores: FewStores) -> None:
    make_rich_menu(office, stores)
    count = len(prices.list_prices(office, limit=200).items)
    report = bring_in(office, {"prices": [["product", "price"], ["N1", 30], ["TEA", 5]]})
    assert (report.errors, report.created, report.updated) == ([], 1, 1)
    assert len(prices.list_prices(office, limit=200).items) == count + 1


def test_without_the_right_nothing_comes_in_or_goes_out(unit: Unit, stores: FewStores) -> None:
    sign_in(unit, "menu.edit")
    with pytest.raises(Forbidden):
        bring_in(unit, CSV.encode())
    with pytest.raises(Forbidden):
        export_menu(unit)
    sign_in(unit, "menu.import", "menu.view", store=stores.here)
    with pytest.raises(Forbidden):
        bring_in(unit, CSV.encode())
    sign_in(unit)
    assert products.list_products(unit).items == []
