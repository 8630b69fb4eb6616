"""Items, as head office edits them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core import clock
from core.errors import ChangedMeanwhile
from core.ids import new_id
from core.paging import Page
from core.rows import apply_changes
from core.search import search_text
from core.uow import Unit
from inventory import ports
from inventory.errors import BadItem, CodeTaken, InUse
from inventory.models.items import CategoryRow, ItemRow, ItemUnitRow, StandardPriceRow
from inventory.rules.units import Measures, Pack, factors_of
from inventory.services.books import refuse_day_closed
from inventory.services.closures import refresh
from inventory.store import items as store
from inventory.store.book import take_book
from inventory.store.rows import find_row, get_row
from inventory.values.book import BRAND, Scope
from inventory.values.recipes import item_node

PLAIN: dict[str, Any] = {
    "category_id": None,
    "kind": "raw",
    "is_stocked": True,
    "is_catch_weight": False,
    "yield_rate": None,
    "allergens": [],
    "shelf_life_days": None,
    "tolerance_percent": None,
}
"""What an item is unless it is told otherwise."""
View = dict[str, Any]
MADE = "A recipe makes it, or leaves it: it stays semi-finished."


def list_items(unit: Unit, **wanted: Any) -> Page[View]:
    """A page of items by code."""
    unit.actor.demand_somewhere("inventory.view")
    found = store.list_items(unit, **wanted)
    units = store.units_of(unit, [row.id for row in found.items])
    return Page([_view(row, units[row.id]) for row in found.items], found.next_cursor)


def get_item(unit: Unit, item_id: UUID) -> View:
    """One item, archived or not."""
    unit.actor.demand_somewhere("inventory.view")
    return _load_view(unit, get_row(unit, ItemRow, item_id))


def create_item(unit: Unit, given: dict[str, Any]) -> View:
    """A new item: ``code``, ``name`` and ``stock_unit`` at least. Refuses units that cannot be, and a code that is taken."""
    unit.actor.demand("inventory.edit")
    if store.items_by_code(unit, [given["code"]]):
        raise CodeTaken("Another item, perhaps an archived one, has this code.")
    row = add_item(unit, given)
    unit.session.flush()
    unit.audit("item.create", "item", row.id, {"code": row.code, "name": row.name})
    return _load_view(unit, row)


def add_item(unit: Unit, given: dict[str, Any]) -> ItemRow:
    """Write an item whose code is free; the caller flushes."""
    values = PLAIN | given
    units = values.pop("units", [])
    numerator, denominator = _density(values.pop("density", None))
    _check(unit, values, units, numerator, denominator)
    row = ItemRow(
        tenant_id=unit.tenant_id,
        id=new_id(),
        search=search_text(values["name"], [values["code"]]),
        density_numerator=numerator,
        density_denominator=denominator,
        version=1,
        archived_at=None,
        **values,
    )
    unit.session.add(row)
    unit.session.flush()
    _add_units(unit, row.id, units)
    return row


def change_item(unit: Unit, item_id: UUID, given: dict[str, Any], version: int) -> View:
    """Change the given fields; ``units`` is given whole. Refuses (409) when somebody has saved since ``version``.

    The stock unit stays: everything that was ever written of the item is in it. What is published keeps the factors and
    yields that it was published with.
    """
    unit.actor.demand("inventory.edit")
    take_book(unit)
    row = get_row(unit, ItemRow, item_id)
    unit.session.refresh(row, with_for_update=True)
    if row.version != version:
        message = "Somebody else has saved this item since. Look at theirs."
        raise ChangedMeanwhile(message, current=_load_view(unit, row))
    changed = _apply(unit, row, dict(given))
    row.version += 1
    unit.session.flush()
    if "is_stocked" in changed and row.kind == "semi":
        refresh(unit, [item_node(row.id)], BRAND, clock.now())
    unit.audit("item.change", "item", row.id, changed)
    return _load_view(unit, row)


def list_standard_prices(unit: Unit, item_id: UUID) -> list[StandardPriceRow]:
    """An item's standard prices, newest first."""
    unit.actor.demand_somewhere("inventory.view")
    return store.list_prices(unit, get_row(unit, ItemRow, item_id).id)


def set_standard_price(unit: Unit, item_id: UUID, given: dict[str, Any]) -> StandardPriceRow:
    """What a stock unit should cost from a day on; the price that was set for just this day and place is replaced.

    Refuses (409 ``books_closed``) a day of closed books.
    """
    unit.actor.demand("inventory.edit")
    item = get_row(unit, ItemRow, item_id)
    store_id = given.get("store_id")
    if store_id is not None:
        ports.stores.settings(unit, store_id)
    refuse_day_closed(unit, Scope(store_id), given["valid_from"])
    row = store.find_price(unit, item.id, store_id, given["valid_from"])
    before = None if row is None else row.price
    if row is None:
        row = StandardPriceRow(
            tenant_id=unit.tenant_id, id=new_id(), item_id=item.id, **{"store_id": None} | given
        )
        unit.session.add(row)
    row.price = given["price"]
    unit.session.flush()
    unit.audit(
        "item.price", "item", item.id, {"price": [before, row.price], "from": row.valid_from}, store_id
    )
    return row


def measures_of(row: ItemRow, units: Iterable[ItemUnitRow]) -> Measures:
    """What is known of an item's units."""
    packs = tuple(Pack(one.unit, Fraction(one.numerator, one.denominator), one.of_unit) for one in units)
    has_density = row.density_numerator is not None and row.density_denominator is not None
    density = Fraction(row.density_numerator or 0, row.density_denominator or 1) if has_density else None
    return Measures(row.stock_unit, packs, density)


def _apply(unit: Unit, row: ItemRow, changes: dict[str, Any]) -> dict[str, list[Any]]:
    units = changes.pop("units", None)
    archived = changes.pop("archived", None)
    if changes.get("code", row.code) != row.code and store.items_by_code(unit, [changes["code"]]):
        raise CodeTaken("Another item, perhaps an archived one, has this code.")
    if changes.pop("stock_unit", row.stock_unit) != row.stock_unit:
        message = "The stock unit stays: make a new item instead."
        raise BadItem(message, code="stock_unit_fixed")
    becomes = changes.get("kind", row.kind)
    if row.kind == "semi" and becomes != "semi" and store.made_in_house(unit, [row.id]):
        raise BadItem(MADE, code="made_by_recipe")
    if "density" in changes:
        changes["density_numerator"], changes["density_denominator"] = _density(changes.pop("density"))
    if archived is not None:
        changes["archived_at"] = _archived_at(unit, row, archived)
    changed = apply_changes(row, changes)
    if "name" in changed or "code" in changed:
        row.search = search_text(row.name, [row.code])
    known = [_as_given(one) for one in store.units_of(unit, [row.id])[row.id]] if units is None else units
    _check(unit, changes, known, row.density_numerator, row.density_denominator, row.stock_unit)
    if units is not None:
        store.forget_units(unit, row.id)
        _add_units(unit, row.id, units)
        changed["units"] = [None, [one["unit"] for one in units]]
    return changed


def _archived_at(unit: Unit, row: ItemRow, archived: bool) -> Any:
    if not archived:
        return None
    recipes = store.count_recipes_with(unit, row.id)
    if recipes and row.archived_at is None:
        raise InUse(f"{recipes} recipes need this item. Change them first.", recipes=recipes)
    return row.archived_at or clock.now()


def _check(
    unit: Unit,
    values: dict[str, Any],
    units: Sequence[dict[str, Any]],
    numerator: int | None,
    denominator: int | None,
    stock_unit: str | None = None,
) -> None:
    category_id = values.get("category_id")
    if category_id is not None and find_row(unit, CategoryRow, category_id) is None:
        raise BadItem("There is no such category.", code="category_unknown")
    packs = tuple(_pack(one) for one in units)
    density = Fraction(numerator, denominator) if numerator and denominator else None
    factors_of(Measures(stock_unit or values["stock_unit"], packs, density))


def _pack(given: dict[str, Any]) -> Pack:
    return Pack(given["unit"], Fraction(given["quantity"]) / given.get("per", 1), given["of_unit"])


def _density(density: Any) -> tuple[int | None, int | None]:
    if density is None:
        return None, None
    exact = Fraction(density)
    return exact.numerator, exact.denominator


def _add_units(unit: Unit, item_id: UUID, units: Sequence[dict[str, Any]]) -> None:
    for sort, given in enumerate(units):
        quantity = _pack(given).quantity
        unit.session.add(
            ItemUnitRow(
                tenant_id=unit.tenant_id,
                item_id=item_id,
                unit=given["unit"],
                numerator=quantity.numerator,
                denominator=quantity.denominator,
                of_unit=given["of_unit"],
                is_purchase=given.get("is_purchase", False),
                is_count=given.get("is_count", False),
                barcode=given.get("barcode"),
                sort=sort,
            )
        )
    unit.session.flush()


def _as_given(row: ItemUnitRow) -> View:
    return {
        "unit": row.unit,
        "quantity": row.numerator,
        "per": row.denominator,
        "of_unit": row.of_unit,
        "is_purchase": row.is_purchase,
        "is_count": row.is_count,
        "barcode": row.barcode,
    }


def _load_view(unit: Unit, row: ItemRow) -> View:
    return _view(row, store.units_of(unit, [row.id])[row.id])


def _view(row: ItemRow, units: Sequence[ItemUnitRow]) -> View:
    measures = measures_of(row, units)
    names = ("id", "code", "name", "stock_unit", "version", *PLAIN)
    factors = factors_of(measures).items()
    return {
        **{name: getattr(row, name) for name in names},
        "archived": row.archived_at is not None,
        "density": measures.density and _decimal(measures.density),
        "units": [_as_given(one) for one in units],
        "factors": [
            {"unit": u, "numerator": f.numerator, "denominator": f.denominator} for u, f in sorted(factors)
        ],
    }


def _decimal(density: Fraction) -> Any:
    return Decimal(density.numerator) / Decimal(density.denominator)
