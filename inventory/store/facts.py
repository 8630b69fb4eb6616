"""What a store's report is made of: counts, moves, theory, by instants. Each is one statement, whatever the size."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, select

from core.sql import Prepared, prepared
from core.uow import Read, Unit
from inventory.models.items import ItemRow
from inventory.models.usage import NetSalesDay, SoldDay, UsageDay
from inventory.values.report import CountResult, Move, Paid, Span

# An item's window may begin before a semi-finished item was last counted: what was there of that then is wanted, too.
_COUNTS = Prepared(
    """WITH before AS (
        SELECT DISTINCT ON (item_id) item_id, at, closing, approved_at, count_id FROM inventory_count_result
        WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s AND at <= %(since)s
        ORDER BY item_id, at DESC, approved_at DESC, count_id DESC
    )
    SELECT * FROM before
    UNION ALL
    SELECT earlier.* FROM before semi
    JOIN inventory_item i ON i.tenant_id = %(tenant_id)s AND i.id = semi.item_id AND i.kind = 'semi'
    JOIN (SELECT DISTINCT at FROM before) begins ON begins.at < semi.at
    CROSS JOIN LATERAL (
        SELECT item_id, at, closing, approved_at, count_id FROM inventory_count_result r
        WHERE r.tenant_id = %(tenant_id)s AND r.store_id = %(store_id)s AND r.item_id = semi.item_id AND r.at <= begins.at
        ORDER BY r.at DESC, r.approved_at DESC, r.count_id DESC LIMIT 1
    ) earlier
    UNION ALL
    SELECT item_id, at, closing, approved_at, count_id FROM inventory_count_result
    WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s AND at > %(since)s AND at <= %(until)s
    ORDER BY item_id, at, approved_at, count_id""",
    {},
)
_MOVES = Prepared(
    """SELECT m.item_id, m.at, m.reason, m.quantity, m.unit_cost, m.value,
        coalesce(l.standard_numerator, l.standard_quantity) AS standard, coalesce(l.standard_denominator, 1) AS standard_per,
        coalesce(d.refers_to, m.document_id) AS receipt
    FROM unnest(%(item_ids)s::uuid[], %(sinces)s::timestamptz[]) AS w(item_id, since)
    JOIN inventory_move m ON m.tenant_id = %(tenant_id)s AND m.store_id = %(store_id)s AND m.item_id = w.item_id
        AND m.at > w.since AND m.at <= %(until)s AND m.reason NOT IN ('count_adjustment', 'transfer_loss')
    LEFT JOIN inventory_document_line l ON m.reason = 'production_out' AND l.tenant_id = m.tenant_id
        AND l.document_id = m.document_id AND l.line_no = m.line_no
    LEFT JOIN inventory_document d ON m.reason = 'price_correction' AND d.tenant_id = m.tenant_id AND d.id = m.document_id
    ORDER BY m.at, m.id""",
    {},
)
_SOLD = """SELECT w.place, s.closure_id, s.cause, sum(s.quantity) AS quantity{columns}
    FROM unnest(%(since)s::timestamptz[], %(until)s::timestamptz[]) WITH ORDINALITY AS w(since, until, place)
    JOIN inventory_sold s ON s.tenant_id = %(tenant_id)s AND s.store_id = %(store_id)s
        AND s.at > w.since AND s.at <= w.until
    GROUP BY w.place, s.closure_id, s.cause{groups}"""
_SOLD_IN_ALL = Prepared(_SOLD.format(columns=", NULL::timestamptz AS at", groups=""), {})
# A day's dishes go out together, when its last one was fired.
_SOLD_BY_DAY = Prepared(
    _SOLD.format(
        columns=", max(max(s.at)) OVER (PARTITION BY w.place, s.business_date) AS at",
        groups=", s.business_date",
    ),
    {},
)
_BOOK = Prepared(
    """SELECT w.place, sum(m.quantity) AS quantity
    FROM unnest(%(item_ids)s::uuid[], %(since)s::timestamptz[], %(until)s::timestamptz[])
        WITH ORDINALITY AS w(item_id, since, until, place)
    JOIN inventory_move m ON m.tenant_id = %(tenant_id)s AND m.store_id = %(store_id)s AND m.item_id = w.item_id
        AND m.at > w.since AND m.at <= w.until AND m.reason NOT IN ('count_adjustment', 'transfer_loss')
    GROUP BY w.place""",
    {},
)
_LAST_PAID = Prepared(
    """SELECT w.item_id, w.since, m.at, m.unit_cost
    FROM unnest(%(item_ids)s::uuid[], %(sinces)s::timestamptz[]) AS w(item_id, since)
    CROSS JOIN LATERAL (
        SELECT m.at, m.unit_cost FROM inventory_move m
        WHERE m.tenant_id = %(tenant_id)s AND m.store_id = %(store_id)s AND m.item_id = w.item_id
            AND m.at <= w.since AND m.at > w.since - %(farthest)s::interval
            AND m.reason IN ('receipt', 'transfer_in') AND m.unit_cost IS NOT NULL
        ORDER BY m.at DESC, m.id DESC LIMIT 1
    ) m""",
    {},
)
_LOST = Prepared(
    """SELECT coalesce(sum(quantity * coalesce(unit_cost, 0)), 0) AS value FROM inventory_move
    WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s AND at > %(since)s AND at <= %(until)s
        AND reason = 'transfer_loss'""",
    {},
)
_item: Any = ItemRow.__table__.c
_SEMIS = prepared(
    select(_item.id, _item.is_stocked)
    .where(_item.tenant_id == bindparam("tenant_id"), _item.kind == "semi")
    .order_by(_item.id)
)
_sales: Any = NetSalesDay.__table__.c
_usage: Any = UsageDay.__table__.c
_dish: Any = SoldDay.__table__.c
_SALES = prepared(
    select(
        _sales.store_id,
        _sales.product_id,
        _sales.variant_id,
        func.sum(_sales.units).label("units"),
        func.sum(_sales.list).label("list"),
        func.sum(_sales.net).label("net"),
    )
    .where(
        _sales.tenant_id == bindparam("tenant_id"),
        _sales.store_id == func.any(bindparam("store_ids")),
        _sales.business_date.between(bindparam("first"), bindparam("last")),
    )
    .group_by(_sales.store_id, _sales.product_id, _sales.variant_id)
)
_DAYS = prepared(
    select(_usage.business_date, _usage.item_id, _usage.cause, _usage.quantity).where(
        _usage.tenant_id == bindparam("tenant_id"),
        _usage.store_id == bindparam("store_id"),
        _usage.business_date.between(bindparam("first"), bindparam("last")),
    )
)
_DISHES = prepared(
    select(
        _dish.store_id,
        _dish.product_id,
        _dish.variant_id,
        _dish.closure_id,
        _dish.cause,
        func.sum(_dish.quantity).label("quantity"),
    )
    .where(
        _dish.tenant_id == bindparam("tenant_id"),
        _dish.store_id == func.any(bindparam("store_ids")),
        _dish.business_date.between(bindparam("first"), bindparam("last")),
    )
    .group_by(_dish.store_id, _dish.product_id, _dish.variant_id, _dish.closure_id, _dish.cause)
)


class Made(NamedTuple):
    """So many made of a recipe within a span, for a cause; ``at``: of a day's, when its last dish was fired."""

    span: Span
    closure_id: UUID
    cause: str
    quantity: Decimal
    at: datetime | None


class Roll(NamedTuple):
    """An item's stock to be carried on by the book from one instant to another."""

    item_id: UUID
    since: datetime
    until: datetime


def counts_read(unit: Unit, store_id: UUID, span: Span) -> Read:
    """Each item's last count up to the span's beginning, and those within; of semi-finished ones also the last where others' were."""
    return _COUNTS, {
        "tenant_id": unit.tenant_id,
        "store_id": store_id,
        "since": span.since,
        "until": span.until,
    }


def counts_from(rows: Iterable[Any]) -> dict[UUID, list[CountResult]]:
    """By item, in order of time; of two at once that which was approved later."""
    found: dict[UUID, dict[datetime, CountResult]] = {}
    for row in rows:
        found.setdefault(row.item_id, {})[row.at] = CountResult(row.at, Fraction(row.closing))
    return {item_id: list(counts.values()) for item_id, counts in found.items()}


def moves_read(unit: Unit, store_id: UUID, since: Mapping[UUID, datetime], until: datetime) -> Read:
    """Each item's moves after its own moment, but for what counts adjusted and what was lost between stores."""
    return _MOVES, {
        "tenant_id": unit.tenant_id,
        "store_id": store_id,
        "item_ids": list(since),
        "sinces": list(since.values()),
        "until": until,
    }


def moves_from(rows: Iterable[Any]) -> dict[UUID, list[Move]]:
    """By item, in order."""
    found: dict[UUID, list[Move]] = {}
    for row in rows:
        move = Move(
            row.item_id,
            row.at,
            row.reason,
            Fraction(row.quantity),
            _exact_cost(row),
            _fraction(row.value),
            None if row.standard is None else Fraction(row.standard) / Fraction(row.standard_per),
            row.receipt,
        )
        found.setdefault(row.item_id, []).append(move)
    return found


def last_paid_read(
    unit: Unit, store_id: UUID, wanted: Collection[tuple[UUID, datetime]], farthest: timedelta
) -> Read:
    """What each item was last received at until its moment, at most so long before; ``last_paid_from`` reads the rows."""
    return _LAST_PAID, {
        "tenant_id": unit.tenant_id,
        "store_id": store_id,
        "item_ids": [item_id for item_id, _ in wanted],
        "sinces": [since for _, since in wanted],
        "farthest": farthest,
    }


def last_paid_from(rows: Iterable[Any]) -> dict[tuple[UUID, datetime], Paid]:
    """By item and moment; nothing for what was not received."""
    return {(row.item_id, row.since): Paid(row.at, Fraction(row.unit_cost)) for row in rows}


def made_read(unit: Unit, store_id: UUID, spans: Sequence[Span], *, by_day: bool) -> Read:
    """What was made in each span, by recipe and cause, and business day if that is asked for; ``made_from`` reads the rows."""
    return _SOLD_BY_DAY if by_day else _SOLD_IN_ALL, {
        "tenant_id": unit.tenant_id,
        "store_id": store_id,
        "since": [span.since for span in spans],
        "until": [span.until for span in spans],
    }


def made_from(spans: Sequence[Span], rows: Iterable[Any]) -> list[Made]:
    """What the rows of ``made_read`` say."""
    return [Made(spans[row.place - 1], row.closure_id, row.cause, row.quantity, row.at) for row in rows]


def moved_read(unit: Unit, store_id: UUID, rolls: Sequence[Roll]) -> Read:
    """What the ledger's moves added to each item between two instants; ``moved_from`` reads the rows."""
    return _BOOK, {
        "tenant_id": unit.tenant_id,
        "store_id": store_id,
        "item_ids": [roll.item_id for roll in rolls],
        "since": [roll.since for roll in rolls],
        "until": [roll.until for roll in rolls],
    }


def moved_from(rolls: Sequence[Roll], rows: Iterable[Any]) -> dict[Roll, Decimal]:
    """Nothing for what did not move."""
    return {rolls[row.place - 1]: row.quantity for row in rows}


def lost_in_transit(unit: Unit, store_id: UUID, span: Span) -> Decimal:
    """What left the store in the span and arrived nowhere, at its frozen prices: nobody's stock, and nobody's use."""
    row = unit.fetch_one(
        _LOST, tenant_id=unit.tenant_id, store_id=store_id, since=span.since, until=span.until
    )
    return Decimal(row.value)


def semis_read(unit: Unit) -> Read:
    """The semi-finished items, always in the same order, and whether each is stocked."""
    return _SEMIS, {"tenant_id": unit.tenant_id}


def list_sales(unit: Unit, store_id: UUID, first: date, last: date) -> list[Any]:
    """What each product brought on these days: units, list and net in minor units."""
    return unit.fetch(sales_read(unit, [store_id], first, last))[0]


def sales_read(unit: Unit, store_ids: Sequence[UUID], first: date, last: date) -> Read:
    """The same, store by store."""
    return _SALES, {"tenant_id": unit.tenant_id, "store_ids": list(store_ids), "first": first, "last": last}


def list_usage_days(unit: Unit, store_id: UUID, first: date, last: date) -> list[Any]:
    """What each day's sales should have used, by item and cause, raw-equivalent."""
    return unit.fetch_all(_DAYS, tenant_id=unit.tenant_id, store_id=store_id, first=first, last=last)


def list_dishes(unit: Unit, store_id: UUID, first: date, last: date) -> list[Any]:
    """What was made on these days, by product, recipe and cause."""
    return unit.fetch(dishes_read(unit, [store_id], first, last))[0]


def dishes_read(unit: Unit, store_ids: Sequence[UUID], first: date, last: date) -> Read:
    """The same, store by store."""
    return _DISHES, {"tenant_id": unit.tenant_id, "store_ids": list(store_ids), "first": first, "last": last}


def _exact_cost(row: Any) -> Fraction | None:
    """What one comes to: by the money of all where that is told, since a cost to one is rounded."""
    if row.value is not None and row.quantity:
        return Fraction(row.value) / Fraction(row.quantity)
    return _fraction(row.unit_cost)


def _fraction(number: Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)


_BEHIND = Prepared(
    """SELECT m.id, m.item_id, m.at, m.posted_at, m.reason, m.quantity, m.unit_cost, m.value, m.cause, m.prior_period,
        d.id AS document_id, d.kind, d.number, d.reference, d.supplier, d.photo_id
    FROM inventory_move m
    LEFT JOIN inventory_document d ON d.tenant_id = m.tenant_id AND d.id = m.document_id
    WHERE m.tenant_id = %(tenant_id)s AND m.store_id = %(store_id)s AND m.item_id = ANY(%(item_ids)s::uuid[])
        AND m.at > %(since)s AND m.at <= %(until)s
    ORDER BY m.at, m.id""",
    {},
)
_EATEN = Prepared(
    """SELECT s.product_id, s.variant_id, s.closure_id, s.cause, sum(s.quantity) AS quantity
    FROM inventory_sold s
    WHERE s.tenant_id = %(tenant_id)s AND s.store_id = %(store_id)s AND s.at > %(since)s AND s.at <= %(until)s
        AND s.closure_id <> '00000000-0000-0000-0000-000000000000'
    GROUP BY s.product_id, s.variant_id, s.closure_id, s.cause""",
    {},
)


def list_behind(unit: Unit, store_id: UUID, item_ids: Sequence[UUID], span: Span) -> list[Any]:
    """The moves of some items in the span, each with the document that made it."""
    return unit.fetch_all(
        _BEHIND,
        tenant_id=unit.tenant_id,
        store_id=store_id,
        item_ids=list(item_ids),
        since=span.since,
        until=span.until,
    )


def list_eaten(unit: Unit, store_id: UUID, span: Span) -> list[Any]:
    """What was made in the span, by product, recipe and cause."""
    return unit.fetch_all(
        _EATEN, tenant_id=unit.tenant_id, store_id=store_id, since=span.since, until=span.until
    )
