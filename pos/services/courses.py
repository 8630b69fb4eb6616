"""Courses that fire by themselves: at their time, or when the kitchen has bumped the one before.

Nobody at a till asks for it, so it is done in the name of the person who planned it. Each course is fired once: the order is
locked, and the plan is closed in the transaction that fires. Which courses are out is asked of the kitchen each time, line by
line, and kept nowhere else: so it is right after merges, recalls and refires, whatever was heard, when and how often.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from core import clock
from core.actor import Actor
from core.events import Recorded
from core.uow import Unit
from pos import ports
from pos.errors import OrderNotFound
from pos.rules.commands.courses import is_finished, out_at
from pos.services.orders import run_commands
from pos.store import course_plans as store
from pos.store.orders import find_book, load_books
from pos.values import commands as c
from pos.values.orders import Book

MOST_MERGES = 20


def list_courses(unit: Unit, store_id: UUID, order_id: UUID) -> list[dict[str, Any]]:
    """How an order's courses are to be fired, and which the kitchen has finished."""
    unit.actor.demand("order.view", store_id)
    book = find_book(unit, store_id, order_id)
    if book is None:
        raise OrderNotFound
    planned = {row.course: row for row in store.list_open(unit, [order_id])}
    out = ports.kitchen.lines_out(unit, book.fired_ids())
    lines = [line for line in book.top_lines() if line.state != "voided"]
    found = []
    for course in sorted({line.course or 0 for line in lines} | planned.keys()):
        row = planned.get(course)
        found.append(
            {
                "course": course,
                "when": row.mode if row is not None else "hand",
                "fire_at": row.fire_at if row is not None else None,
                "held": sum(1 for line in lines if (line.course or 0) == course and line.state == "held"),
                "ready_at": out_at(book, course, out),
            }
        )
    return found


def on_courses_ready(unit: Unit, events: Sequence[Recorded]) -> None:
    """The kitchen has finished courses: fire those that wait for them, as the kitchen stands by now."""
    stores = _lock_open(unit, {UUID(event.payload["order_id"]) for event in events})
    waiting = [row for row in store.list_open(unit, stores) if row.mode == "after_previous"] if stores else []
    if not waiting:
        return
    books = _books(unit, {row.order_id: stores[row.order_id] for row in waiting})
    fired = [line_id for book in books.values() for line_id in book.fired_ids()]
    out = ports.kitchen.lines_out(unit, fired)
    for row in waiting:
        if is_finished(books[row.order_id], row.course, out):
            _fire(unit, stores[row.order_id], row.order_id, row.course, "after_previous")


def fire_at_time(unit: Unit, order_id: UUID, course: int) -> None:
    """Fire a course whose time has come; does nothing when somebody was quicker, or thought better of it."""
    for found in store.lock_orders(unit, [order_id]):
        if found.state == "open":
            _fire(unit, found.store_id, order_id, course, "at")
        else:
            store.close_plans(unit, [order_id], clock.now())


def list_due(unit: Unit, at: datetime) -> list[tuple[UUID, int]]:
    """Courses whose time has come."""
    return [(row.order_id, row.course) for row in store.list_due(unit, at)]


def _lock_open(unit: Unit, order_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The open orders, locked, in which the orders' lines now are, with their stores: the kitchen heard nothing of merges."""
    stores: dict[UUID, UUID] = {}
    over: list[UUID] = []
    for _ in range(MOST_MERGES):
        if not order_ids:
            break
        rows = store.lock_orders(unit, order_ids)
        stores |= {row.id: row.store_id for row in rows if row.state == "open"}
        over += [row.id for row in rows if row.state != "open"]
        order_ids = {row.merged_into for row in rows if row.state == "merged"} - stores.keys()
    if over:
        store.close_plans(unit, over, clock.now())
    return stores


def _books(unit: Unit, stores: dict[UUID, UUID]) -> dict[UUID, Book]:
    books: dict[UUID, Book] = {}
    for store_id in sorted(set(stores.values())):
        books |= load_books(unit, store_id, [found for found, its in stores.items() if its == store_id])
    return books


def _fire(unit: Unit, store_id: UUID, order_id: UUID, course: int, mode: str) -> None:
    now = clock.now()
    plans = {row.course: row for row in store.list_open(unit, [order_id])}
    plan = plans.get(course)
    if plan is None or plan.mode != mode:
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
