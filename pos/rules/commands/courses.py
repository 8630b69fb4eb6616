"""Firing, holding, and planning when courses are fired."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from pos.errors import refuse
from pos.events import LinesFired
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
    """Plan a course. When it waits for one that the kitchen has finished already, it is fired at once."""
    context.actor.demand("order.take", context.store.id)
    book = open_book(context)
    if (command.when == "at") != (command.fire_at is not None):
        raise refuse("bad_course_plan", "A course that is fired at a time, and no other, has fire_at.")
    plan = CoursePlan(command.course, command.when, command.fire_at)
    if command.when == "after_previous" and is_finished(book, command.course, context.ready_courses):
        fire_lines(context, book, lines_of(book, command.course))
        plan = CoursePlan(command.course, "hand")
    context.plans.append(plan)
    (context.waiting.add if plan.when == "after_previous" else context.waiting.discard)(plan.course)


def fire_freed(context: Context, book: Book) -> None:
    """Fire the courses that waited for what is voided now."""
    for course in sorted(context.waiting):
        if is_finished(book, course, context.ready_courses):
            fire_lines(context, book, lines_of(book, course))
            context.plans.append(CoursePlan(course, "hand"))
            context.waiting.discard(course)


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


def next_course(book: Book, course: int) -> int | None:
    """The course that is cooked after this one; None when there is none."""
    courses = {line.course or 0 for line in book.top_lines() if line.state != "voided"}
    return min((found for found in courses if found > course), default=None)


def is_finished(book: Book, course: int, ready: Mapping[int, datetime]) -> bool:
    """Whether the kitchen has finished the course before this one, with nothing of it held or fired since.

    A course of which everything is voided is done.
    """
    before = course_before(book, course)
    if before is None:
        return any((line.course or 0) < course for line in book.top_lines())
    if before not in ready:
        return False
    lines = [line for line in lines_of(book, before) if line.state != "voided"]
    return all(line.fired_at is not None and line.fired_at <= ready[before] for line in lines)


def fire_lines(context: Context, book: Book, lines: list[Line]) -> None:
    """Fire those of the lines that are still held; lines fired before stay as they are."""
    held = [line for line in lines if line.state == "held"]
    if not held:
        return
    again = any(line.state == "fired" or line.fired_at for line in book.lines.values())
    for line in held:
        change_all(book, line, state="fired", fired_at=context.at, on_hold=False)
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


def hold(context: Context, command: c.Hold) -> None:
    """Keep lines back from a plain fire."""
    context.actor.demand("order.take", context.store.id)
    book = open_book(context)
    for line_id in command.line_ids:
        line = top_line(book, line_id)
        if line.state == "held":
            put(book, replace(line, on_hold=True))
