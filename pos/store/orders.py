"""Every query of orders: read in one or two round trips, written as the difference to what was read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from core import clock
from core.ids import made_at
from core.late import Late
from core.models import Base
from core.rows import changes_of, columns_of, row_of
from core.sql import Prepared, Raw, prepared
from core.uow import Read, Unit
from pos.models.floor import TableRow
from pos.models.orders import (
    AdjustmentRow,
    CheckRow,
    DayCounter,
    LineRow,
    OrderRow,
    PartRow,
    PaymentRow,
    RefundRow,
)
from pos.store.availability import AVAILABILITY
from pos.store.catalog import CATALOG_VERSION
from pos.store.shifts import CLOSED_DAYS, SHARE_BOOKS, books_of
from pos.values.context import Table as FloorTable
from pos.values.orders import Adjustment, Book, Check, Line, Order, Part, Payment, Refund

# An order whose id was made this short a while ago is probably being opened: there is nothing of it to read ahead.
STILL_NEW = timedelta(seconds=5)
CHANGED = Raw("(pg_current_xact_id()::text)::bigint")


def _columns(model: type[Base], value: type) -> list[Any]:
    table: Any = model.__table__
    return [table.c[name] for name in columns_of(value)]


def _of_orders(model: type[Base], value: type) -> Prepared:
    table: Any = model.__table__
    return prepared(
        select(*_columns(model, value)).where(
            table.c.tenant_id == bindparam("tenant_id"), table.c.order_id == func.any(bindparam("order_ids"))
        )
    )


_order = OrderRow.__table__.c
_HEADS = prepared(
    select(*_columns(OrderRow, Order))
    .where(
        _order.tenant_id == bindparam("tenant_id"),
        _order.store_id == bindparam("store_id"),
        _order.id == func.any(bindparam("order_ids")),
    )
    .order_by(_order.id)
)
_LOCKED_HEADS = Prepared(_HEADS.text + " FOR UPDATE", _HEADS.defaults)
_MEMBERS: list[tuple[str, type[Base], type, Prepared]] = [
    (name, model, value, _of_orders(model, value))
    for name, model, value in (
        ("lines", LineRow, Line),
        ("checks", CheckRow, Check),
        ("parts", PartRow, Part),
        ("payments", PaymentRow, Payment),
        ("refunds", RefundRow, Refund),
        ("adjustments", AdjustmentRow, Adjustment),
    )
]
_NEXT_NUMBER = prepared(
    insert(DayCounter)
    .values(
        tenant_id=bindparam("tenant_id"),
        store_id=bindparam("store_id"),
        business_date=bindparam("business_date"),
        last_number=1,
    )
    .on_conflict_do_update(
        index_elements=["tenant_id", "store_id", "business_date"],
        set_={"last_number": DayCounter.__table__.c.last_number + 1},
    )
    .returning(DayCounter.__table__.c.last_number)
)
_PICKUP = Prepared("SELECT mod(current_setting(%(number)s)::bigint - 1, %(wrap)s::bigint) + 1", {})
_floor = TableRow.__table__.c
TABLES = prepared(
    select(
        _floor.id,
        _floor.name,
        select(_order.id)
        .where(
            _order.tenant_id == _floor.tenant_id,
            _order.store_id == _floor.store_id,
            _order.table_id == _floor.id,
            _order.state == "open",
            ~_order.shares_table,
        )
        .limit(1)
        .scalar_subquery()
        .label("order_id"),
    ).where(
        _floor.tenant_id == bindparam("tenant_id"),
        _floor.store_id == bindparam("store_id"),
        _floor.id == func.any(bindparam("table_ids")),
        _floor.archived_at.is_(None),
    )
)


@dataclass(frozen=True, slots=True)
class Round:
    """What a batch of commands needs to know: usually read ahead, together with the question who is asking.

    ``closed_days``: those of ``days`` that are closed.
    """

    books: dict[UUID, Book]
    menu_version: int
    stocked: frozenset[UUID]
    tables: dict[UUID, FloorTable]
    days: frozenset[date]
    closed_days: frozenset[date]
    more: list[list[Any]]


def load_round(
    unit: Unit,
    store_id: UUID,
    order_ids: Sequence[UUID],
    table_ids: Sequence[UUID],
    days: Collection[date],
    more: Sequence[Read],
) -> Round:
    """The store's books, so that no day or drawer is closed meanwhile; the orders, locked in order of their ids; the menu's version;
    what is out or counted; tables; which of the days, and of those around now, are closed.

    ``more``: what others want to have read along.
    """
    around = _days_around(clock.now())
    asked = [*around, *sorted(set(days) - set(around))]
    place = {"tenant_id": unit.tenant_id, "store_id": store_id}
    _, heads, versions, stock, closed, *others = unit.fetch(
        *_round_reads(unit.tenant_id, store_id, order_ids, asked),
        *more,
        *([(TABLES, {**place, "table_ids": list(table_ids)})] if table_ids else []),
    )
    tables = others[len(more) :]
    return Round(
        books=_with_members(unit, heads),
        menu_version=versions[0].version if versions else 0,
        stocked=frozenset(row.product_id for row in stock),
        tables={row.id: FloorTable(row.id, row.name, row.order_id) for rows in tables for row in rows},
        days=frozenset(asked),
        closed_days=frozenset(row.business_date for row in closed),
        more=others[: len(more)],
    )


def round_ahead(tenant_id: UUID, store_id: UUID, order_id: UUID) -> list[Read]:
    """What ``load_round`` is going to read, as far as it can be known from the order's id alone."""
    now = clock.now()
    reads = _round_reads(tenant_id, store_id, [order_id], _days_around(now))
    if now - made_at(order_id) > STILL_NEW:
        reads += _member_reads(tenant_id, [order_id])
    return reads


def _round_reads(
    tenant_id: UUID, store_id: UUID, order_ids: Sequence[UUID], days: Sequence[date]
) -> list[Read]:
    place = {"tenant_id": tenant_id, "store_id": store_id}
    return [
        (SHARE_BOOKS, books_of(tenant_id, store_id)),
        (_LOCKED_HEADS, {**place, "order_ids": sorted(order_ids)}),
        (CATALOG_VERSION, {"tenant_id": tenant_id}),
        (AVAILABILITY, place),
        (CLOSED_DAYS, {**place, "days": list(days)}),
    ]


def _member_reads(tenant_id: UUID, order_ids: Sequence[UUID]) -> list[Read]:
    params = {"tenant_id": tenant_id, "order_ids": list(order_ids)}
    return [(statement, params) for _, _, _, statement in _MEMBERS]


def closed_days(unit: Unit, store_id: UUID, days: Sequence[date]) -> frozenset[date]:
    """Which of the days are closed."""
    rows = unit.fetch_all(CLOSED_DAYS, tenant_id=unit.tenant_id, store_id=store_id, days=list(days))
    return frozenset(row.business_date for row in rows)


def _days_around(now: datetime) -> list[date]:
    """Every business date that a moment may have, whatever the time zone and the cut-off."""
    return [now.date() + timedelta(days=n) for n in (-1, 0, 1)]


def load_books(unit: Unit, store_id: UUID, order_ids: Sequence[UUID]) -> dict[UUID, Book]:
    """Those of the orders that exist at the store, with all that belongs to them, unlocked."""
    params = {"tenant_id": unit.tenant_id, "store_id": store_id, "order_ids": list(order_ids)}
    return _with_members(unit, unit.fetch_all(_HEADS, **params))


def _with_members(unit: Unit, heads: list[Any]) -> dict[UUID, Book]:
    books = {head.id: Book(Order(**head._asdict())) for head in heads}
    if not books:
        return books
    members = unit.fetch(*_member_reads(unit.tenant_id, list(books)))
    for (name, _, value, _), rows in zip(_MEMBERS, members, strict=True):
        for row in rows:
            made = value(**row._asdict())
            getattr(books[made.order_id], name)[_key(made)] = made
    return books


def find_book(unit: Unit, store_id: UUID, order_id: UUID) -> Book | None:
    """One order with all that belongs to it, unlocked."""
    return load_books(unit, store_id, [order_id]).get(order_id)


def give_number(unit: Unit, number: Late, store_id: UUID, day: date) -> None:
    """Make a promised number the store's next of the day; the counter is locked for the commit only."""
    unit.keep(number, _NEXT_NUMBER, tenant_id=unit.tenant_id, store_id=store_id, business_date=day)


def pickup_number(unit: Unit, number: Late, wrap: int) -> Late:
    """The number called out to guests: the order number, beginning again after ``wrap``."""
    value = unit.promise("pickup")
    unit.keep(value, _PICKUP, number=number.setting, wrap=wrap)
    return value


def save_books(unit: Unit, before: Sequence[Book], after: Sequence[Book]) -> None:
    """Write what differs: new rows, changed columns, removed rows. What went from one order to another is a change."""
    known = {book.order.id: book.order for book in before}
    for book in after:
        _save_one(unit, OrderRow, known.get(book.order.id), book.order, changed_xid=CHANGED)
    for name, model, _, _ in _MEMBERS:
        old = {key: value for book in before for key, value in getattr(book, name).items()}
        new = {key: value for book in after for key, value in getattr(book, name).items()}
        unit.add(model, [row_of(value) for key, value in new.items() if key not in old])
        for key, value in new.items():
            if key in old and value is not old[key]:
                _save_one(unit, model, old[key], value)
        for key in old.keys() - new.keys():
            unit.remove(model, _key_columns(old[key]))


def _save_one(unit: Unit, model: type[Base], old: Any, new: Any, **always: Any) -> None:
    if old is None:
        unit.add(model, [row_of(new)])
        return
    changes = changes_of(old, new)
    if changes:
        unit.change(model, _key_columns(new), {**changes, **always})


def _key(value: Any) -> Any:
    return (value.check_id, value.line_id) if isinstance(value, Part) else value.id


def _key_columns(value: Any) -> dict[str, Any]:
    if isinstance(value, Part):
        return {"check_id": value.check_id, "line_id": value.line_id}
    return {"id": value.id}
