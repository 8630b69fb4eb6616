"""Queries of shifts and of the day's figures: a few sums over the day's own rows, by index."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from core.sql import Prepared
from core.uow import Unit
from pos.models.shifts import CashMoveRow, DayCloseRow, ShiftRow

_SALES = Prepared(
    """SELECT o.channel, count(DISTINCT o.id) AS orders,
        sum((c.frozen->>'net')::bigint)::bigint AS net,
        sum((c.frozen->>'service_charge')::bigint)::bigint AS service_charge,
        sum((c.frozen->>'rounding')::bigint)::bigint AS rounding,
        sum((c.frozen->>'total')::bigint)::bigint AS total,
        count(*) FILTER (WHERE o.is_late) AS late_checks
    FROM pos_order o JOIN pos_check c ON c.tenant_id = o.tenant_id AND c.order_id = o.id AND c.state = 'paid'
    WHERE o.tenant_id = %(tenant_id)s AND o.store_id = %(store_id)s AND o.business_date = %(day)s
    GROUP BY o.channel ORDER BY o.channel""",
    {},
)
_TAXES = Prepared(
    """SELECT t.name, t.rate, t.inclusive, sum(t.base)::bigint AS base, sum(t.amount)::bigint AS tax
    FROM pos_order o JOIN pos_check c ON c.tenant_id = o.tenant_id AND c.order_id = o.id AND c.state = 'paid'
    CROSS JOIN LATERAL jsonb_to_recordset(c.frozen->'taxes')
        AS t(name text, rate text, inclusive boolean, base bigint, amount bigint)
    WHERE o.tenant_id = %(tenant_id)s AND o.store_id = %(store_id)s AND o.business_date = %(day)s
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",
    {},
)
_TENDERS = Prepared(
    """SELECT p.tender, count(*) FILTER (WHERE p.refund_id IS NULL) AS payments,
        coalesce(sum(p.amount) FILTER (WHERE p.refund_id IS NULL), 0)::bigint AS taken,
        coalesce(sum(p.tip), 0)::bigint AS tips,
        coalesce(-sum(p.amount) FILTER (WHERE p.refund_id IS NOT NULL), 0)::bigint AS given_back,
        coalesce(sum(p.amount) FILTER (WHERE p.refund_id IS NULL AND o.is_late), 0)::bigint AS late_taken,
        coalesce(-sum(p.amount) FILTER (WHERE r.business_date < p.business_date), 0)::bigint AS late_given_back
    FROM pos_payment p JOIN pos_order o ON o.tenant_id = p.tenant_id AND o.id = p.order_id
    LEFT JOIN pos_refund r ON r.tenant_id = p.tenant_id AND r.id = p.refund_id
    WHERE p.tenant_id = %(tenant_id)s AND p.store_id = %(store_id)s AND p.business_date = %(day)s
    GROUP BY p.tender ORDER BY p.tender""",
    {},
)
_ADJUSTMENTS = Prepared(
    """SELECT a.kind, a.was_fired, count(*) AS times, sum(a.amount)::bigint AS amount
    FROM pos_order o JOIN pos_adjustment a ON a.tenant_id = o.tenant_id AND a.order_id = o.id
    WHERE o.tenant_id = %(tenant_id)s AND o.store_id = %(store_id)s AND o.business_date = %(day)s
    GROUP BY 1, 2 ORDER BY 1, 2""",
    {},
)
_STATES = Prepared(
    """SELECT state, count(*) AS orders, coalesce(sum(covers), 0)::bigint AS covers, min(number) AS first, max(number) AS last
    FROM pos_order WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s AND business_date = %(day)s
    GROUP BY state ORDER BY state""",
    {},
)
_WRITTEN_OFF = Prepared(
    """SELECT coalesce(sum(r.amount), 0)::bigint AS amount
    FROM pos_order o JOIN pos_refund r ON r.tenant_id = o.tenant_id AND r.order_id = o.id AND r.is_write_off
    WHERE o.tenant_id = %(tenant_id)s AND o.store_id = %(store_id)s AND o.business_date = %(day)s""",
    {},
)
_CASH = Prepared(
    """SELECT coalesce(sum(amount + tip), 0)::bigint AS cash FROM pos_payment
    WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s AND terminal_id = %(terminal_id)s
        AND business_date BETWEEN %(from_day)s AND %(to_day)s
        AND tender = 'cash' AND at >= %(from_at)s AND at < %(to_at)s""",
    {},
)
_COUNTED = Prepared(
    """SELECT max(closed_at) AS at FROM pos_shift
    WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s AND terminal_id = %(terminal_id)s""",
    {},
)
CLOSED_DAYS = Prepared(
    """SELECT business_date FROM pos_day_close
    WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s AND business_date = ANY(%(days)s)""",
    {},
)
# Whoever books money holds it with the others; whoever adds up a day or a drawer for good holds it alone.
_books = "SELECT pg_advisory_xact_lock{}(hashtextextended(%(books)s::text, 0))"
SHARE_BOOKS = Prepared(_books.format("_shared"), {})
_CLOSE_BOOKS = Prepared(_books.format(""), {})


def books_of(tenant_id: UUID, store_id: UUID) -> dict[str, str]:
    """What the lock of a store's books is named by."""
    return {"books": f"{tenant_id}/{store_id}/books"}


def lock_books(unit: Unit, store_id: UUID) -> None:
    """Wait for what is being booked at the store, and let nothing more be booked until the commit.

    What is read afterwards is all of it. To be taken before any row is locked, as commands do.
    """
    unit.fetch((_CLOSE_BOOKS, books_of(unit.tenant_id, store_id)))


def day_figures(unit: Unit, store_id: UUID, day: date) -> dict[str, list[dict[str, Any]]]:
    """The rows behind an X or Z report, in one round trip."""
    params = {"tenant_id": unit.tenant_id, "store_id": store_id, "day": day}
    names = ("channels", "taxes", "tenders", "adjustments", "states", "written_off")
    statements = (_SALES, _TAXES, _TENDERS, _ADJUSTMENTS, _STATES, _WRITTEN_OFF)
    found = unit.fetch(*((statement, params) for statement in statements))
    return {name: [row._asdict() for row in rows] for name, rows in zip(names, found, strict=True)}


def cash_between(
    unit: Unit, store_id: UUID, terminal_id: UUID, days: tuple[date, date], span: tuple[datetime, datetime]
) -> int:
    """The cash that a terminal took less what it gave back, tips included, in minor units."""
    row = unit.fetch_one(
        _CASH,
        tenant_id=unit.tenant_id,
        store_id=store_id,
        terminal_id=terminal_id,
        from_day=days[0],
        to_day=days[1],
        from_at=span[0],
        to_at=span[1],
    )
    return int(row.cash)


def counted_at(unit: Unit, store_id: UUID, terminal_id: UUID) -> datetime | None:
    """When a terminal's drawer was counted last."""
    found: datetime | None = unit.fetch_one(
        _COUNTED, tenant_id=unit.tenant_id, store_id=store_id, terminal_id=terminal_id
    ).at
    return found


def find_open_shift(unit: Unit, terminal_id: UUID) -> ShiftRow | None:
    """The terminal's open shift."""
    return unit.session.scalars(_open_shift(unit, terminal_id)).one_or_none()


def lock_open_shift(unit: Unit, terminal_id: UUID) -> ShiftRow | None:
    """The same, locked, for those who change it."""
    return unit.session.scalars(_open_shift(unit, terminal_id).with_for_update()).one_or_none()


def _open_shift(unit: Unit, terminal_id: UUID) -> Select[ShiftRow]:
    return select(ShiftRow).where(
        ShiftRow.tenant_id == unit.tenant_id,
        ShiftRow.terminal_id == terminal_id,
        ShiftRow.closed_at.is_(None),
    )


def list_open_shifts(unit: Unit, store_id: UUID, day: date) -> list[ShiftRow]:
    """The store's shifts of a day that are not closed."""
    query = select(ShiftRow).where(
        ShiftRow.tenant_id == unit.tenant_id,
        ShiftRow.store_id == store_id,
        ShiftRow.business_date == day,
        ShiftRow.closed_at.is_(None),
    )
    return list(unit.session.scalars(query))


def list_shifts(unit: Unit, store_id: UUID, first: date, last: date) -> list[ShiftRow]:
    """The store's shifts of some days, both included, as they began."""
    query = (
        select(ShiftRow)
        .where(
            ShiftRow.tenant_id == unit.tenant_id,
            ShiftRow.store_id == store_id,
            ShiftRow.business_date.between(first, last),
        )
        .order_by(ShiftRow.opened_at, ShiftRow.id)
    )
    return list(unit.session.scalars(query))


def list_cash_moves(unit: Unit, shift_id: UUID) -> list[CashMoveRow]:
    """What went into and out of a drawer besides sales."""
    query = (
        select(CashMoveRow)
        .where(CashMoveRow.tenant_id == unit.tenant_id, CashMoveRow.shift_id == shift_id)
        .order_by(CashMoveRow.at, CashMoveRow.id)
    )
    return list(unit.session.scalars(query))


def list_day_closes(unit: Unit, store_id: UUID, first: date, last: date) -> Sequence[Row[Any]]:
    """Which of some days are closed, both included: by whom, when, with which total."""
    query = select(
        DayCloseRow.business_date,
        DayCloseRow.closed_at,
        DayCloseRow.closed_by_name,
        DayCloseRow.report["total"].as_integer().label("total"),
    ).where(
        DayCloseRow.tenant_id == unit.tenant_id,
        DayCloseRow.store_id == store_id,
        DayCloseRow.business_date.between(first, last),
    )
    return unit.session.execute(query).all()


def find_day_close(unit: Unit, store_id: UUID, day: date) -> DayCloseRow | None:
    """The Z report of a day, once it is closed."""
    return unit.session.get(DayCloseRow, (unit.tenant_id, store_id, day))
