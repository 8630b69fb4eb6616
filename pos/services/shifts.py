"""Shifts and days: float, cash in and out, a blind count, X while it runs, Z for good."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from core import clock
from core.actor import StoreSettings
from core.clock import business_date
from core.errors import Conflict, NotFound, Unprocessable
from core.ids import new_id
from core.uow import Unit
from pos.models.shifts import CashMoveRow, DayCloseRow, ShiftRow
from pos.rules.commands.steps import DRAWER_LOOKS_BACK
from pos.services.sales import days_meant
from pos.services.stores import store_of
from pos.store import shifts as store

MOST_DAYS = 100
Json = dict[str, Any]


def open_shift(unit: Unit, store_id: UUID, opening_float: int) -> Json:
    """Begin a shift on the terminal that asks, with a float (minor units)."""
    unit.actor.demand("shift.run", store_id)
    settings = store_of(unit, store_id)
    terminal_id = _terminal(unit)
    if store.find_open_shift(unit, terminal_id) is not None:
        raise Conflict("This terminal has an open shift.", code="shift_open")
    now = clock.now()
    row = ShiftRow(
        tenant_id=unit.tenant_id,
        id=new_id(),
        store_id=store_id,
        terminal_id=terminal_id,
        business_date=business_date(now, settings.timezone, settings.cutoff_minutes),
        opened_at=now,
        opened_by=unit.actor.staff_id,
        opened_by_name=unit.actor.staff_name,
        opening_float=opening_float,
    )
    unit.session.add(row)
    unit.audit("shift.open", "shift", row.id, {"float": opening_float}, store_id)
    return shift_view(row, [])


def current_shift(unit: Unit, store_id: UUID) -> Json | None:
    """The terminal's open shift. What it should hold is not told before it is counted."""
    unit.actor.demand("shift.run", store_id)
    store_of(unit, store_id)
    row = store.find_open_shift(unit, _terminal(unit))
    return shift_view(row, store.list_cash_moves(unit, row.id)) if row else None


def move_cash(unit: Unit, store_id: UUID, kind: str, amount: int, reason: str) -> Json:
    """Put cash into the drawer (paid_in) or take it out (paid_out), with a reason."""
    unit.actor.demand("shift.run", store_id)
    store_of(unit, store_id)
    row = _open(unit, store_id)
    _add_move(unit, row.id, kind, amount, reason)
    unit.audit(f"shift.{kind}", "shift", row.id, {"amount": amount, "reason": reason}, store_id)
    unit.session.flush()
    return shift_view(row, store.list_cash_moves(unit, row.id))


def note_cash(unit: Unit, kind: str, amount: int, reason: str) -> bool:
    """Cash that comes in or goes out for another room, which has asked who may: it belongs to the open shift, where there is one.
    Answers whether there is."""
    terminal_id = unit.actor.terminal_id
    row = store.lock_open_shift(unit, terminal_id) if terminal_id is not None else None
    if row is not None:
        _add_move(unit, row.id, kind, amount, reason)
    return row is not None


def close_shift(unit: Unit, store_id: UUID, counted: int, terminal_id: UUID | None = None) -> Json:
    """End the shift with what was counted; only now what was expected is told, and both are kept.

    ``terminal_id``: of another terminal of the store, which is broken or gone; whoever closes days may.
    """
    is_own = terminal_id in (None, unit.actor.terminal_id)
    unit.actor.demand("shift.run" if is_own else "day.close", store_id)
    settings = store_of(unit, store_id)
    store.lock_books(unit, store_id)
    row = _open(unit, store_id, terminal_id)
    now = clock.now()
    moves = store.list_cash_moves(unit, row.id)
    today = business_date(now, settings.timezone, settings.cutoff_minutes)
    # What moves after the day's Z stands in the next day's books, what came late perhaps in those of the day before.
    days = (row.business_date - DRAWER_LOOKS_BACK, today + timedelta(days=1))
    cash = store.cash_between(unit, store_id, row.terminal_id, days, (row.opened_at, now))
    row.expected = (
        row.opening_float + cash + sum(m.amount if m.kind == "paid_in" else -m.amount for m in moves)
    )
    row.counted = counted
    row.closed_at = now
    row.closed_by = unit.actor.staff_id
    row.closed_by_name = unit.actor.staff_name
    unit.audit("shift.close", "shift", row.id, {"counted": counted, "expected": row.expected}, store_id)
    return shift_view(row, moves)


def list_days(unit: Unit, store_id: UUID, first: date | None = None, last: date | None = None) -> Json:
    """A store's days with a shift or a Z report, newest first, each with its shifts. What a drawer that is not counted
    should hold is not told. At most 100 days; the last seven unless said."""
    unit.actor.demand("shift.run", store_id)
    settings = store_of(unit, store_id)
    first, last = days_meant(first, last, settings, most=MOST_DAYS)
    closed = {row.business_date: row for row in store.list_day_closes(unit, store_id, first, last)}
    listed: dict[date, list[Json]] = {day: [] for day in closed}
    for row in store.list_shifts(unit, store_id, first, last):
        listed.setdefault(row.business_date, []).append(shift_view(row, []) | {"moves": None})
    days = [
        {
            "business_date": day,
            "closed_at": closed[day].closed_at if day in closed else None,
            "closed_by": closed[day].closed_by_name if day in closed else None,
            "total": closed[day].total if day in closed else None,
            "shifts": listed[day],
        }
        for day in sorted(listed, reverse=True)
    ]
    return {"from": first, "to": last, "currency": settings.currency, "days": days}


def day_report(unit: Unit, store_id: UUID, day: date) -> Json:
    """The X report of a running day, or the Z report of a closed one, as it was then. Whoever closes days sees it."""
    unit.actor.demand("shift.run", store_id)
    settings = store_of(unit, store_id)
    closed = store.find_day_close(unit, store_id, day)
    if closed is not None:
        return {
            "written_off": 0,  # days closed before there were any say nothing of them
            **closed.report,
            "kind": "Z",
            "closed_at": closed.closed_at,
            "closed_by": closed.closed_by_name,
        }
    return {**_figures(unit, settings, day), "kind": "X", "closed_at": None, "closed_by": None}


def close_day(unit: Unit, store_id: UUID, day: date) -> Json:
    """Close a day for good: its Z report never changes afterwards; what comes late is marked late.

    Refused while orders or shifts of the day are open, and before the day has begun.
    """
    unit.actor.demand("day.close", store_id)
    settings = store_of(unit, store_id)
    store.lock_books(unit, store_id)
    now = clock.now()
    if day > business_date(now, settings.timezone, settings.cutoff_minutes):
        raise Unprocessable("That day has not begun.", code="day_in_future")
    if store.find_day_close(unit, store_id, day) is not None:
        raise Conflict("The day is closed already.", code="day_closed")
    if store.list_open_shifts(unit, store_id, day):
        raise Conflict("Count and close every shift of the day first.", code="shifts_open")
    figures = _figures(unit, settings, day)
    if figures["orders"]["open"]:
        raise Conflict(
            "Settle or cancel every open order first.", code="orders_open", open=figures["orders"]["open"]
        )
    row = DayCloseRow(
        tenant_id=unit.tenant_id,
        store_id=store_id,
        business_date=day,
        closed_at=now,
        closed_by=unit.actor.staff_id,
        closed_by_name=unit.actor.staff_name,
        report=figures,
    )
    unit.session.add(row)
    unit.audit("day.close", "store", store_id, {"day": day.isoformat(), "total": figures["total"]}, store_id)
    return {**figures, "kind": "Z", "closed_at": now, "closed_by": unit.actor.staff_name}


def _figures(unit: Unit, settings: StoreSettings, day: date) -> Json:
    found = store.day_figures(unit, settings.id, day)
    states = {row["state"]: row for row in found["states"]}
    totals = {
        key: sum(row[key] for row in found["channels"])
        for key in ("net", "service_charge", "rounding", "total")
    }
    return {
        "store_id": str(settings.id),
        "business_date": day.isoformat(),
        "currency": settings.currency,
        "orders": {
            name: states[name]["orders"] if name in states else 0 for name in ("open", "paid", "cancelled")
        },
        "covers": states["paid"]["covers"] if "paid" in states else 0,
        **totals,
        "tax": sum(row["tax"] for row in found["taxes"]),
        "tips": sum(row["tips"] for row in found["tenders"]),
        "refunds": sum(row["given_back"] for row in found["tenders"]),
        "written_off": found["written_off"][0]["amount"],
        "channels": found["channels"],
        "taxes": found["taxes"],
        "tenders": found["tenders"],
        "adjustments": found["adjustments"],
        "shifts": [
            shift_view(row, []) | {"moves": None} for row in store.list_shifts(unit, settings.id, day, day)
        ],
    }


def shift_view(row: ShiftRow, moves: list[CashMoveRow]) -> Json:
    """A shift as screens see it."""
    is_closed = row.closed_at is not None
    return {
        "id": str(row.id),
        "terminal_id": str(row.terminal_id),
        "business_date": row.business_date.isoformat(),
        "opened_at": row.opened_at.isoformat(),
        "opened_by": row.opened_by_name,
        "opening_float": row.opening_float,
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
        "closed_by": row.closed_by_name,
        "counted": row.counted,
        "expected": row.expected,
        "difference": (row.counted or 0) - (row.expected or 0) if is_closed else None,
        "moves": [
            {
                "kind": m.kind,
                "amount": m.amount,
                "reason": m.reason,
                "at": m.at.isoformat(),
                "by": m.done_by_name,
            }
            for m in moves
        ],
    }


def _add_move(unit: Unit, shift_id: UUID, kind: str, amount: int, reason: str) -> None:
    unit.session.add(
        CashMoveRow(
            tenant_id=unit.tenant_id,
            id=new_id(),
            shift_id=shift_id,
            kind=kind,
            amount=amount,
            reason=reason,
            at=clock.now(),
            done_by=unit.actor.staff_id,
            done_by_name=unit.actor.staff_name,
        )
    )


def _open(unit: Unit, store_id: UUID, terminal_id: UUID | None = None) -> ShiftRow:
    row = store.lock_open_shift(unit, terminal_id or _terminal(unit))
    if row is None or row.store_id != store_id:
        raise NotFound("This terminal has no open shift.", code="shift_not_open")
    return row


def _terminal(unit: Unit) -> UUID:
    if unit.actor.terminal_id is None:
        raise Unprocessable(
            "A shift belongs to a terminal: sign in with a PIN at one.", code="terminal_needed"
        )
    return unit.actor.terminal_id
