"""The ledger of moves: appended, and summed up from the last count."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select

from core.ids import new_id
from core.paging import Page, page
from core.sql import Prepared, prepared
from core.uow import Read, Unit
from inventory.models.stock import MoveRow, PeriodRow
from inventory.store.rows import of_tenant

# What the last count said, and what moved since: stock moves, not what counts themselves adjusted. Of the counts of just the
# moment, a count stands on those that were approved before it.
_BOOK = Prepared(
    """SELECT w.place, c.count_id, c.at AS counted_at, coalesce(c.closing, 0) AS closing,
        coalesce(m.quantity, 0) AS moved
    FROM unnest(%(item_ids)s::uuid[], %(untils)s::timestamptz[], %(approved)s::timestamptz[], %(count_ids)s::uuid[])
        WITH ORDINALITY AS w(item_id, until, approved_at, count_id, place)
    LEFT JOIN LATERAL (
        SELECT r.count_id, r.at, r.closing FROM inventory_count_result r
        WHERE r.tenant_id = %(tenant_id)s AND r.store_id = %(store_id)s AND r.item_id = w.item_id
            AND r.at <= w.until AND (r.at < w.until OR w.approved_at IS NULL
                OR (r.approved_at, r.count_id) < (w.approved_at, w.count_id))
        ORDER BY r.at DESC, r.approved_at DESC, r.count_id DESC LIMIT 1
    ) c ON true
    LEFT JOIN LATERAL (
        SELECT sum(m.quantity) AS quantity FROM inventory_move m
        WHERE m.tenant_id = %(tenant_id)s AND m.store_id = %(store_id)s AND m.item_id = w.item_id
            AND (c.at IS NULL OR m.at > c.at) AND m.at <= w.until
            AND m.reason NOT IN ('count_adjustment', 'transfer_loss')
    ) m ON true""",
    {},
)
_SEEN = """SELECT DISTINCT item_id FROM inventory_move WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s
    UNION SELECT DISTINCT item_id FROM inventory_count_result
    WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s"""
_ITEMS_SEEN = Prepared(_SEEN, {})
_ITEMS_HERE = Prepared(
    f"""SELECT i.* FROM inventory_item i WHERE i.tenant_id = %(tenant_id)s AND i.id IN ({_SEEN}
        UNION SELECT item_id FROM inventory_par WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s)""",  # noqa: S608 - made of constants
    {},
)
_PAID = """SELECT DISTINCT ON (item_id) item_id, unit_cost FROM inventory_move
    WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s{which}
        AND reason IN ('receipt', 'transfer_in') AND unit_cost IS NOT NULL AND at <= %(until)s
    ORDER BY item_id, at DESC, id DESC"""
_LAST_COSTS = Prepared(_PAID.format(which=" AND item_id = ANY(%(item_ids)s::uuid[])"), {})
_ALL_LAST_COSTS = Prepared(_PAID.format(which=""), {})
_LOTS = Prepared(
    """SELECT l.id, l.item_id, l.code, l.expires_on, sum(m.quantity) AS left_over FROM inventory_lot l
    JOIN inventory_move m ON m.tenant_id = l.tenant_id AND m.lot_id = l.id AND m.reason <> 'transfer_loss'
    WHERE l.tenant_id = %(tenant_id)s AND l.store_id = %(store_id)s AND l.expires_on <= %(by)s
    GROUP BY l.id, l.item_id, l.code, l.expires_on HAVING sum(m.quantity) > 0
    ORDER BY l.expires_on, l.code""",
    {},
)
_MOVED = Prepared(
    """SELECT w.place, m.item_id, m.at, m.location_id, m.quantity
    FROM unnest(%(since)s::timestamptz[], %(until)s::timestamptz[]) WITH ORDINALITY AS w(since, until, place)
    JOIN inventory_move m ON m.tenant_id = %(tenant_id)s AND m.store_id = %(store_id)s
        AND m.item_id = ANY(%(item_ids)s::uuid[]) AND m.at > w.since AND m.at <= w.until
        AND m.reason NOT IN ('count_adjustment', 'transfer_loss')
    ORDER BY m.at, m.id""",
    {},
)
_period: Any = PeriodRow.__table__.c
_CLOSED = prepared(
    select(_period.ends_on)
    .where(_period.tenant_id == bindparam("tenant_id"), _period.store_id == bindparam("store_id"))
    .order_by(_period.ends_on)
)
_ALL_CLOSED = prepared(
    select(_period.store_id, _period.ends_on, _period.closed_at)
    .where(_period.tenant_id == bindparam("tenant_id"))
    .order_by(_period.ends_on)
)
_FIRST_SOLD = Prepared(
    "SELECT min(at) AS at FROM inventory_sold WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s", {}
)


class Until(NamedTuple):
    """An item's stock as of a moment, that included; before a count of that moment that was ``approved_at``, or after all of them."""

    item_id: UUID
    at: datetime
    approved_at: datetime | None
    count_id: UUID


class BookSince(NamedTuple):
    """What the last count before said, which it was and when (None: never), and the net of the moves since."""

    count_id: UUID | None
    counted_at: datetime | None
    closing: Decimal
    moved: Decimal


def book_read(unit: Unit, store_id: UUID, wanted: Sequence[Until]) -> Read:
    """For each item and moment the last count's result up to it, and what moved between; ``book_from`` reads the rows."""
    return _BOOK, {
        "tenant_id": unit.tenant_id,
        "store_id": store_id,
        "item_ids": [one.item_id for one in wanted],
        "untils": [one.at for one in wanted],
        "approved": [one.approved_at for one in wanted],
        "count_ids": [one.count_id for one in wanted],
    }


def book_from(wanted: Sequence[Until], rows: Iterable[Any]) -> dict[Until, BookSince]:
    """What the rows of ``book_read`` say."""
    return {
        wanted[row.place - 1]: BookSince(row.count_id, row.counted_at, row.closing, row.moved) for row in rows
    }


def moves_read(
    unit: Unit, store_id: UUID, item_ids: Collection[UUID], spans: Sequence[tuple[datetime, datetime]]
) -> Read:
    """(place, item_id, at, location_id, quantity) of stock moves in each span, by its place from 1 on: after its
    beginning, until its end and then included."""
    return _MOVED, {
        "tenant_id": unit.tenant_id,
        "store_id": store_id,
        "item_ids": list(item_ids),
        "since": [since for since, _ in spans],
        "until": [until for _, until in spans],
    }


def first_sold_at(unit: Unit, store_id: UUID) -> datetime | None:
    """When the store sold the first dish that we know of."""
    found: datetime | None = unit.fetch_one(_FIRST_SOLD, tenant_id=unit.tenant_id, store_id=store_id).at
    return found


def items_seen(unit: Unit, store_id: UUID) -> set[UUID]:
    """Every item that ever moved or was counted at the store."""
    return {row.item_id for row in unit.fetch_all(_ITEMS_SEEN, tenant_id=unit.tenant_id, store_id=store_id)}


def items_here_read(unit: Unit, store_id: UUID) -> Read:
    """The statement that tells every item that ever moved or was counted at the store, or has a par level there."""
    return _ITEMS_HERE, {"tenant_id": unit.tenant_id, "store_id": store_id}


def last_costs(
    unit: Unit, store_id: UUID, item_ids: Collection[UUID], until: datetime
) -> dict[UUID, Decimal]:
    """What was last paid for each item, to one stock unit; nothing for what was never received."""
    rows = unit.fetch_all(
        _LAST_COSTS, tenant_id=unit.tenant_id, store_id=store_id, item_ids=list(item_ids), until=until
    )
    return {row.item_id: row.unit_cost for row in rows}


def all_last_costs_read(unit: Unit, store_id: UUID, until: datetime) -> Read:
    """(item_id, unit_cost): the same of every item that was received."""
    return _ALL_LAST_COSTS, {"tenant_id": unit.tenant_id, "store_id": store_id, "until": until}


def lots_expiring_read(unit: Unit, store_id: UUID, by: date) -> Read:
    """Lots that are not known to be used up and may be used until ``by`` at the longest, the first to expire first."""
    return _LOTS, {"tenant_id": unit.tenant_id, "store_id": store_id, "by": by}


def append_moves(unit: Unit, rows: Iterable[dict[str, Any]]) -> None:
    """Add moves; what a row does not say is null."""
    plain: dict[str, Any] = dict.fromkeys(
        ("unit_cost", "value", "lot_id", "location_id", "document_id", "line_no", "cause", "prior_period")
    )
    unit.add(MoveRow, [{"id": new_id(), **plain, **row} for row in rows])


def list_moves(
    unit: Unit,
    store_id: UUID,
    *,
    item_id: UUID | None = None,
    reason: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[MoveRow]:
    """A page of the store's moves, newest first."""
    wanted: list[ColumnElement[bool]] = [MoveRow.store_id == store_id]
    for column, value in ((MoveRow.item_id, item_id), (MoveRow.reason, reason)):
        if value is not None:
            wanted.append(column == value)
    if since is not None:
        wanted.append(MoveRow.at > since)
    if until is not None:
        wanted.append(MoveRow.at <= until)
    query = of_tenant(unit, MoveRow).where(*wanted)
    return page(unit.session, query, [MoveRow.at, MoveRow.id], cursor, limit, newest_first=True)


def closed_read(unit: Unit, store_id: UUID) -> Read:
    """The statement that tells the last days of the store's closed periods, in order."""
    return _CLOSED, {"tenant_id": unit.tenant_id, "store_id": store_id}


def closed_until(unit: Unit, store_id: UUID) -> list[date]:
    """The last days of the store's closed periods, in order."""
    return days_of(unit.fetch(closed_read(unit, store_id))[0])


def days_of(rows: Iterable[Any]) -> list[date]:
    """What the rows of ``closed_read`` say."""
    return [row.ends_on for row in rows]


def all_closed(unit: Unit) -> list[Any]:
    """(store_id, ends_on, closed_at) of every closed period of the brand's stores, in order of their last days."""
    return unit.fetch_all(_ALL_CLOSED, tenant_id=unit.tenant_id)
