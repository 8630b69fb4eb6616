"""Courses: which are out, and telling of those that were finished."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from core.uow import Unit
from kitchen.events import CourseReady
from kitchen.rules.plan import settle
from kitchen.services.work import Work
from kitchen.store import courses as store
from kitchen.values.tickets import Rail


def lines_out(unit: Unit, line_ids: Collection[UUID]) -> dict[UUID, datetime | None]:
    """Of the lines (by their ids and those of their components) that stations make, by the ids of the lines: when the last
    dish of the course with which it was fired was bumped; None while a station has something of it to make or to look at, or when
    nobody ever bumped it. What this transaction did so far counts.
    """
    if not line_ids:
        return {}
    unit.settle()
    return store.lines_out(unit, line_ids)


def open_courses(rail: Rail) -> set[tuple[UUID, int]]:
    """The courses of which something is awaited."""
    tickets = {rail.tickets[item.ticket_id] for item in rail.items.values() if item.is_awaited}
    return {(ticket.order_id, ticket.course) for ticket in tickets}


def tell_ready(unit: Unit, work: Work, open_before: set[tuple[UUID, int]], at: datetime) -> None:
    """Close tickets of which nothing is left, and say which courses were finished since."""
    settle(work.rail, at)
    for order_id, course in sorted(open_before - open_courses(work.rail)):
        ticket = next(t for t in work.rail.tickets.values() if (t.order_id, t.course) == (order_id, course))
        unit.record(
            CourseReady(
                store_id=work.store_id,
                at=at,
                order_id=order_id,
                course=course,
                business_date=ticket.business_date,
            )
        )
