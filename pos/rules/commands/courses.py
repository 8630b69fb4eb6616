"""Firing and holding."""

from dataclasses import replace

from pos.events import LinesFired
from pos.rules.commands.steps import change_all, describe, open_book, put, top_line
from pos.values import commands as c
from pos.values.context import Context
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
