"""Items and their units out of a spreadsheet: checked row by row, written in a few statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core import clock
from core.errors import Problem
from core.ids import new_id
from core.rows import apply_changes
from core.search import search_text
from core.sheets.parse import Report, SheetRow
from core.uow import Unit
from inventory.models.items import CategoryRow, ItemRow, ItemUnitRow, StandardPriceRow
from inventory.rules.sheet_columns import ITEMS, UNITS
from inventory.rules.units import Measures, Pack, factors_of
from inventory.services.items import MADE
from inventory.services.sheet_rows import category_names, density_of, items_in_use, plain, unit_row
from inventory.services.stores import brand_day
from inventory.store.items import (
    find_prices_from,
    forget_units,
    items_by_code,
    made_in_house,
    standard_prices,
    units_of,
)

COPIED = ("kind", "is_stocked", "is_catch_weight", "yield_rate", "shelf_life_days", "tolerance_percent")
BOUNDS: dict[str, tuple[Decimal, Decimal, int]] = {
    "yield_rate": (Decimal("0.00000001"), Decimal(100), 8),
    "density": (Decimal("0.000001"), Decimal(1000), 6),
    "tolerance_percent": (Decimal(0), Decimal(1000), 2),
    "standard_price": (Decimal(0), Decimal("999999999999.99999999"), 8),
}


@dataclass(slots=True)
class _Standing:
    """What is there already, and what of it the file changes."""

    items: dict[str, ItemRow]
    categories: dict[str, UUID]
    prices: dict[UUID, Decimal]
    units: dict[UUID, list[ItemUnitRow]]
    made: set[UUID]
    touched: set[UUID] = field(default_factory=set)


def bring_items(unit: Unit, rows: Sequence[SheetRow], units: Sequence[SheetRow], report: Report) -> None:
    """Write what differs; everything wrong is reported with its row."""
    codes = {row.values["code"] for row in rows} | {row.values["item"] for row in units}
    known = items_by_code(unit, codes)
    standing = _Standing(
        known,
        {word: key for key, word in category_names(unit).items()},
        standard_prices(unit, None, brand_day(unit, clock.now())),
        units_of(unit, (row.id for row in items_in_use(unit))),
        made_in_house(unit, [item.id for item in known.values() if item.kind == "semi"]),
    )
    seen: set[str] = set()
    new: list[dict[str, Any]] = []
    for row in rows:
        if row.values["code"] in seen:
            report.error(ITEMS.name, row.number, "code", "code_twice", "This item stands here twice.")
        elif _is_sound(row, report):
            _bring(unit, row, standing, new, report)
        seen.add(row.values["code"])
    _bring_units(unit, units, standing, report)
    unit.session.flush()
    _write_prices(unit, rows, standing, report)


def _is_sound(row: SheetRow, report: Report) -> bool:
    before = len(report.errors)
    for column, (least, most, places) in BOUNDS.items():
        number = row.values.get(column)
        if number is not None and (not least <= number <= most or number != round(number, places)):
            message = f"From {least} to {most}, up to {places} decimals."
            report.error(ITEMS.name, row.number, column, "out_of_range", message)
    return len(report.errors) == before


def _bring(unit: Unit, row: SheetRow, standing: _Standing, new: list[dict[str, Any]], report: Report) -> None:
    values = row.values
    name = {"zh": values["name_zh"], "en": values["name_en"]}
    fields = {key: values[key] for key in COPIED if key in values} | {"name": name}
    if "allergens" in values:
        fields["allergens"] = list(values["allergens"])
    if "category" in values:
        fields["category_id"] = _category(unit, values["category"], standing)
    if "density" in values:
        density = values["density"]
        exact = Fraction(density) if density is not None else None
        fields["density_numerator"] = exact.numerator if exact else None
        fields["density_denominator"] = exact.denominator if exact else None
    item = standing.items.get(values["code"])
    if item is None:
        standing.items[values["code"]] = _new_item(unit, values, fields)
        report.created += 1
        return
    if item.stock_unit != values["stock_unit"]:
        message = "The stock unit stays: make a new item instead."
        report.error(ITEMS.name, row.number, "stock_unit", "stock_unit_fixed", message)
        return
    if item.id in standing.made and fields.get("kind", "semi") != "semi":
        report.error(ITEMS.name, row.number, "kind", "made_by_recipe", MADE)
        return
    if item.archived_at is not None:
        fields["archived_at"] = None
    if apply_changes(item, fields):
        item.search = search_text(name, [item.code])
        _touch(item, standing, report)


def _new_item(unit: Unit, values: dict[str, Any], fields: dict[str, Any]) -> ItemRow:
    nothing = dict.fromkeys(
        ("category_id", "yield_rate", "density_numerator", "density_denominator", "shelf_life_days",
         "tolerance_percent", "archived_at")
    )  # fmt: skip
    item = ItemRow(
        tenant_id=unit.tenant_id,
        id=new_id(),
        code=values["code"],
        stock_unit=values["stock_unit"],
        search=search_text(fields["name"], [values["code"]]),
        version=1,
        **{**nothing, "kind": "raw", "is_stocked": True, "is_catch_weight": False, "allergens": [], **fields},
    )
    unit.session.add(item)
    return item


def _category(unit: Unit, name: str | None, standing: _Standing) -> UUID | None:
    """The category of that name; a new one where there is none."""
    if name is None:
        return None
    if name not in standing.categories:
        row: dict[str, Any] = {
            "id": new_id(),
            "name": {"zh": name, "en": name},
            "sort": len(standing.categories),
        }
        unit.add(CategoryRow, [{**row, "archived_at": None}])
        standing.categories[name] = row["id"]
    return standing.categories[name]


def _bring_units(unit: Unit, rows: Sequence[SheetRow], standing: _Standing, report: Report) -> None:
    by_item: dict[str, list[SheetRow]] = {}
    for row in rows:
        if row.values["item"] in standing.items:
            by_item.setdefault(row.values["item"], []).append(row)
        else:
            report.error(UNITS.name, row.number, "item", "item_unknown", "There is no such item.")
    unit.session.flush()
    for code, item in standing.items.items():
        found = by_item.get(code)
        if found is None:
            _check_units(item, [_pack_of(row) for row in standing.units.get(item.id, [])], 0, report)
        elif _check_units(item, [_pack(row) for row in found], found[0].number, report):
            _write_units(unit, item, found, standing, report)


def _check_units(item: ItemRow, packs: Sequence[Pack], number: int, report: Report) -> bool:
    density = density_of(item)
    try:
        factors_of(Measures(item.stock_unit, tuple(packs), Fraction(density) if density else None))
    except Problem as bad:
        report.error(UNITS.name, number, "unit", bad.code, f"{item.code}: {bad.detail}")
        return False
    return True


def _write_units(
    unit: Unit, item: ItemRow, rows: Sequence[SheetRow], standing: _Standing, report: Report
) -> None:
    blank = {"per": 1, "is_purchase": False, "is_count": False, "barcode": None}
    wanted = [blank | row.values for row in rows]
    if [_spelled(one) for one in wanted] == [
        _spelled(unit_row(item.code, one)) for one in standing.units.get(item.id, [])
    ]:
        return
    if standing.units.get(item.id):
        forget_units(unit, item.id)
    unit.add(
        ItemUnitRow,
        [
            {
                "item_id": item.id,
                "unit": one["unit"],
                "numerator": (exact := Fraction(one["quantity"]) / one["per"]).numerator,
                "denominator": exact.denominator,
                "of_unit": one["of_unit"],
                "is_purchase": one["is_purchase"],
                "is_count": one["is_count"],
                "barcode": one["barcode"],
                "sort": sort,
            }
            for sort, one in enumerate(wanted)
        ],
    )
    _touch(item, standing, report)


def _write_prices(unit: Unit, rows: Sequence[SheetRow], standing: _Standing, report: Report) -> None:
    """A price that is another from today on."""
    today = brand_day(unit, clock.now())
    wanted = {
        item.id: row.values["standard_price"]
        for row in rows
        if row.values.get("standard_price") is not None
        and (item := standing.items.get(row.values["code"])) is not None
        and plain(standing.prices.get(item.id)) != plain(row.values["standard_price"])
    }
    begun = {row.item_id: row for row in find_prices_from(unit, wanted, today)}
    for item_id, price in wanted.items():
        if item_id in begun:
            begun[item_id].price = price
    unit.add(
        StandardPriceRow,
        [
            {"id": new_id(), "item_id": item_id, "store_id": None, "valid_from": today, "price": price}
            for item_id, price in wanted.items()
            if item_id not in begun
        ],
    )
    by_id = {item.id: item for item in standing.items.values()}
    for item_id in wanted:
        if item_id in standing.prices:
            _touch(by_id[item_id], standing, report)


def _touch(item: ItemRow, standing: _Standing, report: Report) -> None:
    if item.id not in standing.touched and item.id in standing.units:
        standing.touched.add(item.id)
        item.version += 1
        report.updated += 1


def _pack(row: SheetRow) -> Pack:
    values = row.values
    return Pack(values["unit"], Fraction(values["quantity"]) / (values.get("per") or 1), values["of_unit"])


def _pack_of(row: ItemUnitRow) -> Pack:
    return Pack(row.unit, Fraction(row.numerator, row.denominator), row.of_unit)


def _spelled(row: dict[str, Any]) -> tuple[Any, ...]:
    exact = Fraction(row["quantity"]) / row["per"]
    return (row["unit"], exact, row["of_unit"], row["is_purchase"], row["is_count"], row["barcode"])
