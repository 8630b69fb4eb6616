"""Items and recipes as a spreadsheet: out and in again without a change, errors row by row, ten thousand recipes."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from core import clock
from core.ids import new_id
from core.sheets.files import read_tables
from core.sheets.parse import Report
from core.uow import Unit
from inventory import ports
from inventory.ports import MenuProduct
from inventory.rules.sheet_columns import SHEETS
from inventory.services.closures import rebuild
from inventory.services.sheet import export_inventory, import_inventory
from inventory.services.sheet_rows import recipe_rows
from tests.support.accounts import House, name
from tests.support.store_room import act, make_item, make_semi, publish


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
        (9, "quantity", "not_a_number"),
        (10, "variant", "variant_unknown"),
    ]
    assert recipe_rows(unit) == []


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
