"""Courses that fire by themselves: at their time, or when the kitchen has bumped the one before.

Nobody at a till asks for it, so it is done in the name of the person who planned it. Each course is fired once: the order is
locked, and the plan is closed in the transaction that fires.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from core import clock
from core.actor import Actor
from core.events import Recorded
from core.uow import Unit
from pos.errors import OrderNotFound
from pos.rules.commands.courses import course_before, is_finished, next_course
from pos.services.orders import run_commands
from pos.store import course_plans as store
from pos.store.orders import find_book
from pos.values import commands as c

MOST_MERGES = 20


def list_courses(unit: Unit, store_id: UUID, order_id: UUID) -> list[dict[str, Any]]:
    """How an order's courses are to be fired, and which the kitchen has finished."""
    unit.actor.demand("order.view", store_id)
    book = find_book(unit, store_id, order_id)
    if book is None:
        raise OrderNotFound
    known = {row.course: row for row in store.list_plans(unit, order_id)}
    lines = [line for line in book.top_lines() if line.state != "voided"]
    found = []
    for course in sorted({line.course or 0 for line in lines} | known.keys()):
        row = known.get(course)
        is_planned = row is not None and row.closed_at is None
        found.append(
            {
                "course": course,
                "when": row.mode if row is not None and is_planned else "hand",
                "fire_at": row.fire_at if row is not None and is_planned else None,
                "held": sum(1 for line in lines if (line.course or 0) == course and line.state == "held"),
                "ready_at": row.ready_at if row is not None else None,
            }
        )
    return found


def on_courses_ready(unit: Unit, events: Sequence[Recorded]) -> None:
    """The kitchen has finished courses: fire those that wait for them. Hearing of it twice changes nothing."""
    for event in events:
        order_id, course = UUID(event.payload["order_id"]), int(event.payload["course"])
        found = _find_open(unit, order_id)
        if found is None:
            continue
        order_id, store_id = found
        store.note_ready(unit, store_id, order_id, course, event.at)
        book = find_book(unit, store_id, order_id)
        following = next_course(book, course) if book is not None else None
        if book is None or following is None or course_before(book, following) != course:
            continue
        ready = store.ready_courses(unit, order_id)
        if is_finished(book, following, ready):
            _fire(unit, store_id, order_id, following, "after_previous")


def fire_at_time(unit: Unit, order_id: UUID, course: int) -> None:
    """Fire a course whose time has come; does nothing when somebody was quicker, or thought better of it."""
    found = store.lock_order(unit, order_id)
    if found is None or found.state != "open":
        store.close_plans(unit, order_id, clock.now())
        return
    _fire(unit, found.store_id, order_id, course, "at")


def list_due(unit: Unit, at: datetime) -> list[tuple[UUID, int]]:
    """Courses whose time has come."""
    return [(row.order_id, row.course) for row in store.list_due(unit, at)]


def _find_open(unit: Unit, order_id: UUID) -> tuple[UUID, UUID] | None:
    """The open order, locked, in which an order's lines now are: the kitchen heard nothing of merges."""
    for _ in range(MOST_MERGES):
        found = store.lock_order(unit, order_id)
        if found is None:
            return None
        if found.state == "open":
            return order_id, found.store_id
        store.close_plans(unit, order_id, clock.now())
        if found.state != "merged":
            return None
        order_id = found.merged_into
    return None


def _fire(unit: Unit, store_id: UUID, order_id: UUID, course: int, mode: str) -> None:
    now = clock.now()
    plans = {row.course: row for row in store.list_plans(unit, order_id)}
    plan = plans.get(course)
    if plan is None or plan.mode != mode or plan.closed_at is not None:
        return
    if plan.fire_at is not None and plan.fire_at > now:
        return
    before, attempt = unit.actor_or_none, unit.attempt
    unit.actor_or_none = Actor(
        unit.tenant_id, plan.planned_by, "", None, {store_id: frozenset({"order.take"})}
    )
    # Nobody tries this again with fresh settings, as the edge would: so they are read fresh at once.
    unit.attempt = max(1, attempt)
    try:
        run_commands(unit, store_id, order_id, [c.FirePlanned(course=course)])
        store.close_plan(unit, order_id, course, now)
        unit.settle()
    finally:
        unit.actor_or_none, unit.attempt = before, attempt
