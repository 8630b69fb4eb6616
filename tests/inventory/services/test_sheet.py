"""Items and recipes as a spreadsheet: out and in again without a change, errors row by row, ten thousand recipes."""

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from core import clock
from core.actor import StoreSettings
from core.ids import new_id
from core.sheets.files import read_tables
from core.sheets.parse import Report
from core.uow import Unit
from inventory import ports
from inventory.ports import MenuProduct
from inventory.rules.sheet_columns import SHEETS
from inventory.services.categories import create_category
from inventory.services.closures import rebuild
from inventory.services.cost_cards import item_card
from inventory.services.items import change_item, get_item
from inventory.services.publishing import publish_version
from inventory.services.recipes import get_recipe, get_version
from inventory.services.sheet import export_inventory, import_inventory
from inventory.services.sheet_rows import recipe_rows
from inventory.store.recipes import load_written
from tests.support.accounts import House, name
from tests.support.menu import make_store
from tests.support.store_room import act, draft, make_item, make_semi, publish


@pytest.fixture
def unit(app: object, engine: Engine, house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Unit]:
    """A transaction of the brand's, never committed; on the menu are a dish D1 in sizes, and D2."""
    menu = Menu()
    monkeypatch.setattr(ports, "menu", menu)
    with Unit(engine, house.tenant_id) as unit:
        yield act(unit)


class Menu:
    """A menu that stands in for the till's room."""

    def __init__(self) -> None:
        self.products = {
            "D1": MenuProduct(new_id(), name("D1"), {"S": new_id(), "L": new_id()}),
            "D2": MenuProduct(new_id(), name("D2"), {}),
        }

    def by_code(self, unit: Unit) -> dict[str, MenuProduct]:
        return self.products


class Places:
    """The accounts room with these regions and stores."""

    def __init__(self, regions: dict[UUID, dict[str, str]], stores: Sequence[StoreSettings] = ()) -> None:
        self._regions, self._stores = regions, list(stores)

    def stores(self, unit: Unit) -> list[StoreSettings]:
        return self._stores

    def settings(self, unit: Unit, store_id: UUID) -> StoreSettings:
        return next(store for store in self._stores if store.id == store_id)

    def regions(self, unit: Unit) -> dict[UUID, dict[str, str]]:
        return self._regions


def as_csv(sheet: str, *rows: dict[str, Any]) -> bytes:
    target = io.StringIO()
    writer = csv.DictWriter(target, list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode()


def bring(unit: Unit, sheet: str, *rows: dict[str, Any], dry_run: bool = False) -> Report:
    return import_inventory(unit, f"{sheet}.csv", as_csv(sheet, *rows), dry_run=dry_run)


def faults(report: Report) -> list[tuple[int, str, str]]:
    return [(one["row"], one["column"], one["code"]) for one in report.errors]


ITEM = {"code": "rice", "name_zh": "大米", "name_en": "Rice", "stock_unit": "kg", "category": "粮"}


def test_what_is_exported_changes_nothing_when_it_comes_back(unit: Unit) -> None:
    pack = {"unit": "箱", "quantity": Decimal(12), "per": 7, "of_unit": "kg"}
    pork = make_item(unit, "pork", price="40", yield_rate="0.9375", units=[pack], allergens=["pork"])
    oil = make_item(unit, "oil", stock_unit="l", density=Decimal("0.92"))
    sauce = make_semi(unit, "sauce")
    publish(unit, {pork: "3", oil: ("250", "g", None)}, sauce, batch=Decimal("2.5"))
    product = ports.menu.by_code(unit)["D1"]
    publish(unit, {sauce: ("80", "g", "0.97")}, product_id=product.id, variant_id=product.variants["L"])
    found = import_inventory(unit, "a.xlsx", export_inventory(unit), dry_run=False)
    assert (found.errors, found.created, found.updated) == ([], 0, 0)
    assert found.rows == 7
    assert rebuild(unit, clock.now()) == 0


def test_a_recipe_in_a_unit_that_its_item_has_no_more_changes_nothing_either(unit: Unit) -> None:
    """Two bags keep the 500 g of their moment; only who writes the recipe anew needs a unit that there is."""
    pack = {"unit": "袋", "quantity": Decimal("0.5"), "of_unit": "kg"}
    made_of = [make_item(unit, "pork", units=[pack]), make_semi(unit, "sauce", units=[pack])]
    head = {"output": "sauce", "output_kind": "item", "batch": "4", "batch_unit": "袋"}
    line = {"item": "pork", "quantity": "2", "unit": "袋"}
    assert faults(bring(unit, "recipes", head | line)) == []
    for item_id in made_of:
        change_item(unit, item_id, {"units": []}, 1)
    found = import_inventory(unit, "a.xlsx", export_inventory(unit), dry_run=False)
    assert (found.errors, found.created, found.updated) == ([], 0, 0)
    assert faults(bring(unit, "recipes", head | line | {"quantity": "3"})) == [
        (2, "unit", "unit_unknown"),
        (2, "batch_unit", "unit_unknown"),
    ]


def test_what_a_sheet_does_not_tell_of_a_recipe_stays(unit: Unit) -> None:
    """One of its lines changes; its by-product with the share of the cost, the substitute and the notes are still there."""
    pork, beef, ribs = make_item(unit, "pork", price="40"), make_item(unit, "beef"), make_semi(unit, "ribs")
    shreds = make_semi(unit, "shreds")
    left = {"item_id": ribs, "quantity": Decimal("0.5"), "unit": "kg", "cost_share": Decimal("0.1")}
    version = draft(unit, {pork: "3"}, shreds, batch=Decimal(2), by_products=[left], note="by hand")
    (written,) = load_written(unit, [version])[version.id].lines
    written.substitutes, written.note = [{"item_id": str(beef), "ratio": "1.1"}], "lean"
    publish_version(unit, version.id)
    found = bring(unit, "recipes", recipe_rows(unit)[0] | {"quantity": "4"})
    assert (found.errors, found.updated) == ([], 1)
    recipe = get_recipe(unit, version.recipe_id)
    now = get_version(unit, recipe["in_force"])
    assert (now["number"], now["note"]) == (2, "by hand")
    assert [(x["quantity"], x["substitutes"], x["note"]) for x in now["lines"]] == [
        (4, [{"item_id": str(beef), "ratio": "1.1"}], "lean")
    ]
    assert [(x["item_id"], x["quantity"], x["cost_share"]) for x in now["by_products"]] == [
        (ribs, Decimal("0.5"), Decimal("0.1"))
    ]
    assert item_card(unit, ribs)["cost"] == 32  # 160 × .1 over half a kilogram


def again(unit: Unit) -> Report:
    """What goes out, brought in again."""
    return import_inventory(unit, "a.xlsx", export_inventory(unit), dry_run=False)


def test_things_of_one_name_stay_apart(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    twins = {new_id(): name("East"), new_id(): name("East"), new_id(): name("East #2")}
    monkeypatch.setattr(ports, "stores", Places(regions=twins))
    kept = [create_category(unit, {"name": name("肉"), "sort": sort}).id for sort in range(2)]
    pork, beef = (make_item(unit, code, category_id=kept[n]) for n, code in enumerate(("pork", "beef")))
    sauce = make_semi(unit, "sauce")
    for number, region_id in enumerate(twins, 1):
        publish(unit, {pork: str(number)}, sauce, region_id=region_id)
    assert {row["region"] for row in recipe_rows(unit)} == {"East", "East #3", "East #2"}
    found = again(unit)
    assert (found.errors, found.created, found.updated) == ([], 0, 0)
    assert [get_item(unit, item_id)["category_id"] for item_id in (pork, beef)] == kept


def test_the_finest_numbers_come_back_as_they_were(unit: Unit) -> None:
    pack = {"unit": "箱", "quantity": Decimal("1234567.123457"), "per": 999_999_937, "of_unit": "kg"}
    pork = make_item(unit, "pork", price="123456789012.12345678", units=[pack], yield_rate="0.00000001")
    publish(unit, {pork: "999999999.999999"}, make_semi(unit, "sauce"), batch=Decimal("999999999999.999999"))
    found = again(unit)
    assert (found.errors, found.created, found.updated) == ([], 0, 0)


def test_recipes_of_what_is_there_no_more_stay_out(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    pork, sauce = make_item(unit, "pork"), make_semi(unit, "sauce")
    dish, other = (ports.menu.by_code(unit)[code] for code in ("D1", "D2"))
    region_id, store = new_id(), make_store()
    monkeypatch.setattr(ports, "stores", Places({region_id: name("East")}, [store]))
    publish(unit, {pork: "1"}, product_id=dish.id)
    publish(unit, {pork: "2"}, product_id=dish.id, variant_id=dish.variants["S"])
    publish(unit, {pork: "3"}, product_id=dish.id, store_id=store.id)
    publish(unit, {pork: "4"}, product_id=dish.id, region_id=region_id)
    publish(unit, {pork: "5"}, product_id=other.id)
    publish(unit, {pork: "6"}, sauce)
    assert len(recipe_rows(unit)) == 6
    change_item(unit, sauce, {"code": "gravy"}, 1)
    monkeypatch.setattr(ports, "stores", Places({}))
    monkeypatch.setattr(ports, "menu", Menu())
    ports.menu.by_code(unit)["D1"] = MenuProduct(dish.id, dish.name, {"L": dish.variants["L"]})
    assert {(row["output"], row["variant"], row["quantity"]) for row in recipe_rows(unit)} == {
        ("gravy", None, 6),
        ("D1", None, 1),
    }
    found = again(unit)
    assert (found.errors, found.created, found.updated) == ([], 0, 0)


@pytest.mark.parametrize("column", ["standard_price", "yield_rate", "density", "tolerance_percent"])
@pytest.mark.parametrize(
    ("cell", "code"),
    [("1e1000000", "out_of_range"), ("-1e1000000", "out_of_range"), ("1e-1000000", "too_precise")],
)
def test_a_number_beyond_all_is_named(unit: Unit, column: str, cell: str, code: str) -> None:
    assert faults(bring(unit, "items", ITEM | {column: cell})) == [(2, column, code)]


def test_a_unit_is_a_word_without_commas(unit: Unit) -> None:
    assert faults(bring(unit, "items", ITEM | {"stock_unit": "a;b"})) == [(2, "stock_unit", "bad_form")]


def test_items_come_in_and_change(unit: Unit) -> None:
    assert bring(unit, "items", ITEM | {"standard_price": "6.4"}).created == 1
    assert bring(unit, "items", ITEM | {"standard_price": "6.4"}).updated == 0
    assert bring(unit, "items", ITEM | {"standard_price": "6.5", "yield_rate": "0.98"}).updated == 1
    found = bring(unit, "items", ITEM | {"stock_unit": "g"})
    assert faults(found) == [(2, "stock_unit", "stock_unit_fixed")]


def test_recipes_come_in_and_only_what_differs_is_published(unit: Unit) -> None:
    bring(unit, "items", ITEM, {**ITEM, "code": "congee", "kind": "semi"})
    line = {
        "output": "congee",
        "output_kind": "item",
        "batch": "8",
        "item": "rice",
        "quantity": "1",
        "unit": "kg",
    }
    dish = {
        "output": "D1",
        "variant": "S",
        "output_kind": "product",
        "item": "congee",
        "quantity": "300",
        "unit": "g",
    }
    first = bring(unit, "recipes", line, dish)
    assert (first.errors, first.created, first.updated) == ([], 2, 0)
    again = bring(unit, "recipes", line, dish | {"quantity": "320"})
    assert (again.created, again.updated) == (0, 1)
    assert [row["quantity"] for row in recipe_rows(unit)] == [Decimal(1), Decimal(320)]


def test_what_a_recipe_makes_or_leaves_stays_semi_finished(unit: Unit) -> None:
    rice, congee, skin = (make_item(unit, "rice"), make_semi(unit, "congee"), make_semi(unit, "skin"))
    left = {"item_id": skin, "quantity": Decimal(1), "unit": "kg", "cost_share": Decimal(0)}
    publish(unit, {rice: "1"}, congee, by_products=[left])
    found = bring(unit, "items", *(ITEM | {"code": code, "kind": "raw"} for code in ("congee", "skin")))
    assert faults(found) == [(2, "kind", "made_by_recipe"), (3, "kind", "made_by_recipe")]
    assert (found.created, found.updated) == (0, 0)


def test_every_error_has_its_row_and_with_one_nothing_changes(unit: Unit) -> None:
    bring(unit, "items", ITEM, {**ITEM, "code": "congee", "kind": "semi"})
    good = {"output": "D2", "item": "rice", "quantity": "1", "unit": "kg", "yield_rate": ""}
    found = bring(
        unit,
        "recipes",
        good,
        good | {"output": "D9"},
        good | {"item": "nothing"},
        good | {"unit": "ml"},
        good | {"output": "rice", "variant": "", "output_kind": "item"},
        good | {"yield_rate": "0"},
        good | {"yield_rate": "-0.5"},
        good | {"yield_rate": "0.000000001"},
        good | {"quantity": "much"},
        good | {"output": "D1", "variant": "XXL"},
    )
    assert sorted(faults(found)) == [
        (3, "output", "product_unknown"),
        (4, "item", "item_unknown"),
        (5, "unit", "unit_unknown"),
        (6, "output", "not_semi_finished"),
        (7, "yield_rate", "bad_yield"),
        (8, "yield_rate", "bad_yield"),
        (9, "yield_rate", "bad_yield"),
        (10, "quantity", "not_a_number"),
        (11, "variant", "variant_unknown"),
    ]
    assert recipe_rows(unit) == []


def test_rows_of_one_recipe_say_one_batch(unit: Unit) -> None:
    bring(unit, "items", ITEM, {**ITEM, "code": "oil"}, {**ITEM, "code": "congee", "kind": "semi"})
    head = {"output": "congee", "output_kind": "item", "quantity": "1", "unit": "kg"}
    rows = [
        head | {"item": "rice", "batch": "2", "batch_unit": "kg"},
        head | {"item": "oil", "batch": "3", "batch_unit": "g"},
    ]
    found = bring(unit, "recipes", *rows)
    assert faults(found) == [(3, "batch", "differs"), (3, "batch_unit", "differs")]
    assert recipe_rows(unit) == []
    assert bring(unit, "recipes", rows[0], rows[1] | {"batch": "", "batch_unit": ""}).created == 1


def test_a_cycle_is_told_at_its_row(unit: Unit) -> None:
    bring(unit, "items", *({**ITEM, "code": f"semi{n}", "kind": "semi"} for n in range(5)))
    ring = [
        {
            "output": f"semi{n}",
            "output_kind": "item",
            "item": f"semi{(n + 1) % 5}",
            "quantity": "1",
            "unit": "kg",
        }
        for n in range(5)
    ]
    found = bring(unit, "recipes", *ring)
    assert [code for _, _, code in faults(found)] == ["recipe_cycle"]
    assert recipe_rows(unit) == []


def test_units_that_go_round_in_a_ring_are_told_at_their_row(unit: Unit) -> None:
    bring(unit, "items", ITEM)
    found = bring(
        unit,
        "item_units",
        {"item": "rice", "unit": "箱", "quantity": "2", "of_unit": "袋"},
        {"item": "rice", "unit": "袋", "quantity": "3", "of_unit": "箱"},
    )
    assert faults(found) == [(2, "unit", "unit_loop")]


def test_a_dry_run_changes_nothing(unit: Unit) -> None:
    assert bring(unit, "items", ITEM, dry_run=True).created == 1
    assert bring(unit, "items", ITEM).created == 1


def test_the_columns_are_read_back(unit: Unit) -> None:
    report = Report()
    tables = read_tables("a.xlsx", export_inventory(unit), report, SHEETS)
    assert report.errors == []
    assert {table.sheet.name for table in tables} == {sheet.name for sheet in SHEETS}


@pytest.mark.parametrize("count", [400, pytest.param(10_000, marks=pytest.mark.long)])
def test_many_recipes_come_in_together(unit: Unit, count: int) -> None:
    semis = [{**ITEM, "code": f"semi{n}", "kind": "semi"} for n in range(count)]
    for start in range(0, count, 5_000):
        assert bring(unit, "items", ITEM, *semis[start : start + 5_000]).errors == []
    lines = [
        {
            "output": f"semi{n}",
            "output_kind": "item",
            "item": f"semi{n // 10}" if n >= 10 else "rice",
            "quantity": "2",
            "unit": "kg",
        }
        for n in range(count)
    ]
    before = unit.round_trips
    found = bring(unit, "recipes", *lines)
    assert (found.errors, found.created) == ([], count)
    assert unit.round_trips - before < 60
