"""Queries of items, their units and prices."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from core.paging import Page, page
from core.sql import Prepared, prepared
from core.uow import Read, Unit
from inventory.models.items import ItemRow, ItemUnitRow, StandardPriceRow
from inventory.models.recipes import RecipeLineRow, RecipeRow, RecipeVersionRow
from inventory.rules.standard_prices import PriceFrom, PriceHistory
from inventory.store.rows import of_tenant, rows_of

_price: Any = StandardPriceRow.__table__.c
_PRICES = prepared(
    select(_price.item_id, _price.price)
    .where(
        _price.tenant_id == bindparam("tenant_id"),
        _price.valid_from <= bindparam("day"),
        or_(_price.store_id.is_(None), _price.store_id == bindparam("store_id")),
    )
    .ext(distinct_on(_price.item_id))
    .order_by(_price.item_id, _price.store_id.nulls_last(), _price.valid_from.desc())
)
_HISTORY = Prepared(
    """SELECT * FROM (
        SELECT DISTINCT ON (item_id, store_id) item_id, store_id, valid_from, price FROM inventory_standard_price
        WHERE tenant_id = %(tenant_id)s AND valid_from <= %(first)s
            AND (store_id IS NULL OR store_id = ANY(%(store_ids)s::uuid[]))
        ORDER BY item_id, store_id, valid_from DESC
    ) before
    UNION ALL
    SELECT item_id, store_id, valid_from, price FROM inventory_standard_price
    WHERE tenant_id = %(tenant_id)s AND valid_from > %(first)s AND valid_from <= %(last)s
        AND (store_id IS NULL OR store_id = ANY(%(store_ids)s::uuid[]))
    ORDER BY valid_from""",
    {},
)
_item: Any = ItemRow.__table__.c
_BY_ID = prepared(
    select(ItemRow.__table__).where(
        _item.tenant_id == bindparam("tenant_id"), _item.id == func.any(bindparam("item_ids"))
    )
)
_unit: Any = ItemUnitRow.__table__.c
_UNITS = prepared(
    select(ItemUnitRow.__table__)
    .where(_unit.tenant_id == bindparam("tenant_id"), _unit.item_id == func.any(bindparam("item_ids")))
    .order_by(_unit.item_id, _unit.sort, _unit.unit)
)
_MADE = Prepared(
    """SELECT r.item_id FROM inventory_recipe r
    JOIN inventory_recipe_version v ON v.tenant_id = r.tenant_id AND v.recipe_id = r.id AND v.state = 'published'
    WHERE r.tenant_id = %(tenant_id)s AND r.item_id = ANY(%(item_ids)s::uuid[])
    UNION
    SELECT o.item_id FROM inventory_recipe_output o
    JOIN inventory_recipe_version v ON v.tenant_id = o.tenant_id AND v.id = o.version_id AND v.state = 'published'
    WHERE o.tenant_id = %(tenant_id)s AND o.item_id = ANY(%(item_ids)s::uuid[])""",
    {},
)


def list_items(
    unit: Unit,
    *,
    q: str | None = None,
    category_id: UUID | None = None,
    kind: str | None = None,
    archived: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ItemRow]:
    """A page of items by code."""
    wanted: list[ColumnElement[bool]] = []
    if q is not None:
        columns = (ItemRow.search, ItemRow.code)
        wanted.append(or_(*(column.icontains(q.lower(), autoescape=True) for column in columns)))
    if category_id is not None:
        wanted.append(ItemRow.category_id == category_id)
    if kind is not None:
        wanted.append(ItemRow.kind == kind)
    query = of_tenant(unit, ItemRow, archived=archived).where(*wanted)
    return page(unit.session, query, [ItemRow.code, ItemRow.id], cursor, limit)


def items_by_id(unit: Unit, ids: Iterable[UUID]) -> dict[UUID, Any]:
    """Items, archived or not, to be read and not changed."""
    wanted = set(ids)
    return {row.id: row for row in unit.fetch(items_read(unit, wanted))[0]} if wanted else {}


def items_read(unit: Unit, ids: Collection[UUID]) -> Read:
    """The statement that tells items, archived or not."""
    return _BY_ID, {"tenant_id": unit.tenant_id, "item_ids": list(ids)}


def units_read(unit: Unit, ids: Collection[UUID]) -> Read:
    """The statement that tells the own units of items, in their order."""
    return _UNITS, {"tenant_id": unit.tenant_id, "item_ids": list(ids)}


def countable_items(unit: Unit, category_id: UUID | None) -> list[UUID]:
    """What can be counted, of one category or all, by code: every item in use but what is only made on the way to a dish."""
    query = select(ItemRow.id).where(
        ItemRow.tenant_id == unit.tenant_id,
        ItemRow.archived_at.is_(None),
        (ItemRow.kind != "semi") | ItemRow.is_stocked.is_(True),
    )
    if category_id is not None:
        query = query.where(ItemRow.category_id == category_id)
    return list(unit.session.scalars(query.order_by(ItemRow.code)))


def items_by_code(unit: Unit, codes: Collection[str]) -> dict[str, ItemRow]:
    """Items, archived ones too, by code."""
    return {row.code: row for row in rows_of(unit, ItemRow, ItemRow.code, codes)} if codes else {}


def units_of(unit: Unit, item_ids: Iterable[UUID]) -> dict[UUID, list[ItemUnitRow]]:
    """Each item's own units, in their order."""
    wanted = set(item_ids)
    found: dict[UUID, list[ItemUnitRow]] = {item_id: [] for item_id in wanted}
    if wanted:
        for row in rows_of(
            unit, ItemUnitRow, ItemUnitRow.item_id, wanted, ItemUnitRow.sort, ItemUnitRow.unit
        ):
            found[row.item_id].append(row)
    return found


def forget_units(unit: Unit, item_id: UUID) -> None:
    """Take the item's own units away."""
    unit.session.execute(
        delete(ItemUnitRow).where(ItemUnitRow.tenant_id == unit.tenant_id, ItemUnitRow.item_id == item_id)
    )


def list_prices(unit: Unit, item_id: UUID) -> list[StandardPriceRow]:
    """An item's standard prices, newest first."""
    query = of_tenant(unit, StandardPriceRow).where(StandardPriceRow.item_id == item_id)
    return list(unit.session.scalars(query.order_by(StandardPriceRow.valid_from.desc(), StandardPriceRow.id)))


def find_price(unit: Unit, item_id: UUID, store_id: UUID | None, valid_from: date) -> StandardPriceRow | None:
    """The standard price that begins on just this day."""
    query = of_tenant(unit, StandardPriceRow).where(
        StandardPriceRow.item_id == item_id,
        StandardPriceRow.store_id.is_not_distinct_from(store_id),
        StandardPriceRow.valid_from == valid_from,
    )
    found: StandardPriceRow | None = unit.session.scalar(query)
    return found


def find_prices_from(unit: Unit, item_ids: Iterable[UUID], day: date) -> list[StandardPriceRow]:
    """The brand's standard prices of these items that begin on just this day."""
    query = of_tenant(unit, StandardPriceRow).where(
        StandardPriceRow.item_id.in_(list(item_ids)),
        StandardPriceRow.store_id.is_(None),
        StandardPriceRow.valid_from == day,
    )
    return list(unit.session.scalars(query))


def standard_prices(unit: Unit, store_id: UUID | None, day: date) -> dict[UUID, Decimal]:
    """Each item's standard price on a day, in major units to one stock unit: the store's own before the brand's."""
    return prices_from(unit.fetch(prices_read(unit, store_id, day))[0])


def prices_read(unit: Unit, store_id: UUID | None, day: date) -> Read:
    """The statement that tells it; ``prices_from`` reads the rows."""
    return _PRICES, {"tenant_id": unit.tenant_id, "store_id": store_id, "day": day}


def price_history_read(unit: Unit, store_ids: Sequence[UUID], first: date, last: date) -> Read:
    """The standard prices that held at stores on some day of these; ``price_histories_from`` reads the rows."""
    return _HISTORY, {"tenant_id": unit.tenant_id, "store_ids": list(store_ids), "first": first, "last": last}


def price_histories_from(store_ids: Iterable[UUID], rows: Iterable[Any]) -> dict[UUID, PriceHistory]:
    """By store; ``rules.standard_prices`` says which price held when."""
    told: dict[UUID | None, dict[UUID, list[PriceFrom]]] = {}
    for row in rows:
        prices = told.setdefault(row.store_id, {}).setdefault(row.item_id, [])
        prices.append(PriceFrom(row.valid_from, Fraction(row.price)))
    brand = told.get(None, {})
    return {store_id: PriceHistory(told.get(store_id, {}), brand) for store_id in store_ids}


def prices_from(rows: Iterable[Any]) -> dict[UUID, Decimal]:
    """What the rows of ``prices_read`` say."""
    return {row.item_id: row.price for row in rows}


def count_recipes_with(unit: Unit, item_id: UUID) -> int:
    """How many recipes in use make the item, or take it in a version that still holds or is a draft."""
    takes = and_(
        RecipeVersionRow.tenant_id == RecipeLineRow.tenant_id, RecipeVersionRow.id == RecipeLineRow.version_id
    )
    used = (
        select(RecipeVersionRow.recipe_id)
        .join(RecipeLineRow, takes)
        .where(
            RecipeLineRow.tenant_id == unit.tenant_id,
            RecipeLineRow.item_id == item_id,
            RecipeVersionRow.valid_to.is_(None),
        )
    )
    query = select(func.count()).select_from(
        of_tenant(unit, RecipeRow, archived=False)
        .where(or_(RecipeRow.item_id == item_id, RecipeRow.id.in_(used)))
        .subquery()
    )
    return unit.session.scalar(query) or 0


def made_in_house(unit: Unit, item_ids: Collection[UUID]) -> set[UUID]:
    """Which of the items a published recipe ever made, or left as a by-product."""
    return {row.item_id for row in unit.fetch_all(_MADE, tenant_id=unit.tenant_id, item_ids=list(item_ids))}
