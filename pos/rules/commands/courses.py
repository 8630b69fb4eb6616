"""Firing, holding, and planning when courses are fired."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from pos.errors import refuse
from pos.events import LinesFired, LinesPrinted
from pos.rules.commands.steps import change_all, describe, open_book, put, the_book, top_line
from pos.values import commands as c
from pos.values.context import Context
from pos.values.courses import CoursePlan
from pos.values.orders import Book, Line


def fire(context: Context, command: c.Fire) -> None:
    """Send held lines to the kitchen: those named, those of a course, or all that are not on hold."""
    context.actor.demand("order.take", context.store.id)
    book = open_book(context)
    if command.line_ids is not None:
        lines = [top_line(book, line_id) for line_id in command.line_ids]
    elif command.course is not None:
        lines = [line for line in book.top_lines() if line.course == command.course]
    else:
        lines = [line for line in book.top_lines() if not line.on_hold]
    fire_lines(context, book, lines)


def plan_course(context: Context, command: c.PlanCourse) -> None:
    """Plan a course. When it waits for one that the kitchen has finished already, it is fired with this batch."""
    context.actor.demand("order.take", context.store.id)
    open_book(context)
    if (command.when == "at") != (command.fire_at is not None):
        raise refuse("bad_course_plan", "A course that is fired at a time, and no other, has fire_at.")
    _keep(context, CoursePlan(command.course, command.when, command.fire_at))


def take_over_plans(context: Context, other_id: UUID) -> None:
    """Plans go with the lines of an order that this one takes over; a course planned here already keeps its plan."""
    for course, when in context.planned.get(other_id, {}).items():
        context.planned.setdefault(context.order_id, {}).setdefault(course, when)


def fire_freed(context: Context) -> None:
    """Fire the courses that wait for one that is out, or of which the batch at hand left nothing to wait for.

    Asked when all of the batch is done, so that what it fires, refires or adds is waited for.
    """
    book = context.book
    if book is None or book.order.state != "open":
        return
    planned = context.planned.get(context.order_id, {})
    for course in sorted(course for course, when in planned.items() if when == "after_previous"):
        if is_finished(book, course, context.out):
            fire_lines(context, book, lines_of(book, course))
            _keep(context, CoursePlan(course, "hand"))


def _keep(context: Context, plan: CoursePlan) -> None:
    context.plans[plan.course] = plan
    context.planned.setdefault(context.order_id, {})[plan.course] = plan.when


def fire_planned(context: Context, command: c.FirePlanned) -> None:
    """Fire what is held of a planned course; an order that is no longer open is left as it is."""
    context.actor.demand("order.take", context.store.id)
    book = the_book(context)
    if book.order.state == "open":
        fire_lines(context, book, lines_of(book, command.course))


def lines_of(book: Book, course: int) -> list[Line]:
    """The lines of a course; those without a course are before the first."""
    return [line for line in book.top_lines() if (line.course or 0) == course]


def course_before(book: Book, course: int) -> int | None:
    """The course that is cooked before this one; None when there is none."""
    courses = {line.course or 0 for line in book.top_lines() if line.state != "voided"}
    return max((found for found in courses if found < course), default=None)


def out_at(book: Book, course: int, out: Mapping[UUID, datetime | None]) -> datetime | None:
    """When all that was fired of a course was out of the kitchen; None while it is not. ``out``: as in the context.

    Lines that no station makes are not waited for, but a course of nothing else is never out.
    """
    told = [out[line.id] for line in lines_of(book, course) if line.state == "fired" and line.id in out]
    known = [at for at in told if at is not None]
    return max(known, default=None) if len(known) == len(told) else None


def is_finished(book: Book, course: int, out: Mapping[UUID, datetime | None]) -> bool:
    """Whether the kitchen has finished the course before this one, and nothing of it is held.

    A course of which everything is voided is done.
    """
    before = course_before(book, course)
    if before is None:
        return any((line.course or 0) < course for line in book.top_lines())
    is_held = any(line.state == "held" for line in lines_of(book, before))
    return not is_held and out_at(book, before, out) is not None


def fire_lines(context: Context, book: Book, lines: list[Line]) -> None:
    """Fire those of the lines that are still held; lines fired before stay as they are."""
    held = [line for line in lines if line.state == "held"]
    if not held:
        return
    again = any(line.state == "fired" or line.fired_at for line in book.lines.values())
    for line in held:
        change_all(book, line, state="fired", fired_at=context.at, on_hold=False)
        context.out[line.id] = None
    order = book.order
    context.events.append(
        LinesFired(
            store_id=order.store_id,
            at=context.at,
            order_id=order.id,
            order_number=order.number,
            business_date=order.business_date,
            channel=order.channel,
            table_name=order.table_name,
            timezone=context.store.timezone,
            again=again,
            order_note=order.note,
            lines=[describe(context, book, book.lines[line.id]) for line in held],
        )
    )


def tell_on_paper(context: Context, command: c.TellOnPaper) -> None:
    """Pass on that the kitchen has fired lines on paper. Of lines that were refused meanwhile, or are not fired, it hears nothing."""
    context.actor.demand("order.take", context.store.id)
    book = the_book(context)
    fired = [line.id for line in book.top_lines() if line.id in command.line_ids and line.fired_at]
    if fired:
        order = book.order
        context.events.append(
            LinesPrinted(store_id=order.store_id, at=context.at, order_id=order.id, line_ids=fired)
        )


def hold(context: Context, command: c.Hold) -> None:
    """Keep lines back from a plain fire."""
    context.actor.demand("order.take", context.store.id)
    book = open_book(context)
    for line_id in command.line_ids:
        line = top_line(book, line_id)
        if line.state == "held":
            put(book, replace(line, on_hold=True))
