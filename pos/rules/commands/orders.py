"""Opening, changing, moving, merging and cancelling orders."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from core.clock import business_date
from pos.errors import OrderNotFound, OrderTaken, TableOccupied, conflict, refuse
from pos.rules.bills import first_check
from pos.rules.commands import adjusting, benefits, courses
from pos.rules.commands.steps import authorise, note_act, open_book, the_book
from pos.rules.line_nets import standing_gross
from pos.values import commands as c
from pos.values.catalog import CHANNELS
from pos.values.context import Context, Table
from pos.values.orders import Book, Check, Order

OLD = timedelta(days=3)


def open_order(context: Context, command: c.OpenOrder) -> None:
    """Begin the order with its first check, which bears the order's id; again: nothing changes. Another one: refused."""
    if context.book is not None:
        _guard_same(context.book.order, command)
        return
    context.actor.demand("order.take", context.store.id)
    if command.channel not in CHANNELS:
        raise refuse("unknown_channel", "There is no such channel.")
    if context.now - context.at > OLD and not context.actor.may("order.backdate", context.store.id):
        raise refuse("too_long_ago", "That was too long ago: check the terminal's clock.")
    table = _table(context, command.table_id, shared=command.share_table)
    store = context.store
    day = business_date(context.at, store.timezone, store.cutoff_minutes)
    order = Order(
        id=context.order_id,
        store_id=store.id,
        business_date=day,
        number=context.number,
        channel=command.channel,
        opened_at=context.at,
        recorded_at=context.now,
        opened_by=context.actor.staff_id,
        opened_by_name=context.actor.staff_name,
        currency=store.currency,
        terms=_terms(context),
        table_id=table.id if table else None,
        table_name=table.name if table else None,
        shares_table=command.share_table,
        covers=command.covers,
        guest_name=command.guest_name,
        note=command.note,
        due_at=command.due_at,
        is_late=day in context.closed_days,
        terminal_id=context.actor.terminal_id,
    )
    context.book = Book(order, checks={order.id: Check(order.id, order.id, 1)})


def _guard_same(existing: Order, command: c.OpenOrder) -> None:
    """Refuse an id that was used for another order; one that was changed since may have been moved, and is still the same."""
    is_moved = existing.version > 1
    if existing.channel != command.channel or not (is_moved or existing.table_id == command.table_id):
        raise OrderTaken("Another order has this id.", order_id=str(existing.id))


def _terms(context: Context) -> dict[str, Any]:
    store = context.store
    return {
        "rounding": {"unit": store.rounding.unit, "mode": store.rounding.mode, "scope": store.rounding.scope},
        "service_charge_bp": store.service_charge_bp,
        "service_charge_channels": list(store.service_charge_channels),
        "pickup_wrap": store.pickup_wrap,
    }


def _table(context: Context, table_id: UUID | None, *, shared: bool) -> Table | None:
    if table_id is None:
        return None
    table = context.tables.get(table_id)
    if table is None:
        raise refuse("unknown_table", "There is no such table in this store.", table_id=str(table_id))
    if table.order_id not in (None, context.order_id) and not shared:
        raise TableOccupied("Another open order is at this table.", order_id=str(table.order_id))
    return table


def set_order(context: Context, command: c.SetOrder) -> None:
    """Change covers, guest, note or due time."""
    context.actor.demand("order.take", context.store.id)
    book = open_book(context)
    book.order = replace(book.order, **command.fields)


def move_order(context: Context, command: c.MoveOrder) -> None:
    """Move to another table; nothing changes in the kitchen, but its screens show the new one."""
    context.actor.demand("order.take", context.store.id)
    book = open_book(context)
    table = _table(context, command.table_id, shared=command.share_table)
    if table is not None:
        book.order = replace(
            book.order, table_id=table.id, table_name=table.name, shares_table=command.share_table
        )


def merge_order(context: Context, command: c.MergeOrder) -> None:
    """Take over all lines of another open order; they go to this order's first open check."""
    context.actor.demand("order.take", context.store.id)
    other = context.others.get(command.from_order_id)
    if other is not None and other.order.merged_into == the_book(context).order.id:
        return
    book = open_book(context)
    if other is None or other.order.id == book.order.id:
        raise OrderNotFound("The other order is not there.", order_id=str(command.from_order_id))
    if other.order.state != "open":
        raise conflict("other_not_open", "The other order is no longer open.", order_id=str(other.order.id))
    if other.payments or any(check.state == "paid" for check in other.checks.values()):
        raise conflict("other_part_paid", "The other order is partly paid.", order_id=str(other.order.id))
    benefits.ask_also(context, book, other)
    home = first_check(book)
    mine = book.order.id
    for line in other.lines.values():
        book.lines[line.id] = replace(line, order_id=mine)
    for adjustment in other.adjustments.values():
        book.adjustments[adjustment.id] = replace(adjustment, order_id=mine)
    for line in other.top_lines():
        adjusting.whole_on(book, line.id, home)
    covers = (book.order.covers or 0) + (other.order.covers or 0)
    book.order = replace(
        book.order, covers=covers or None, member_id=book.order.member_id or other.order.member_id
    )
    courses.take_over_plans(context, other.order.id)
    other.lines.clear()
    other.parts.clear()
    other.adjustments.clear()
    other.order = replace(
        other.order,
        state="merged",
        merged_into=mine,
        closed_at=context.at,
        version=other.order.version + 1,
    )


def cancel_order(context: Context, command: c.CancelOrder) -> None:
    """Void every line and end the order; refused while money was taken and not given back."""
    if context.book is not None and context.book.order.state == "cancelled":
        return
    book = open_book(context)
    fired = [line for line in book.top_lines() if line.state == "fired"]
    value = sum(standing_gross(line, book.components(line.id)) for line in fired)
    limited = adjusting.unapproved(book, "void") + value if fired else 0
    approver = authorise(context, "order.void_fired" if fired else "order.void", limited)
    has_money = sum(p.amount for p in book.payments.values())
    if has_money or any(k.state == "paid" for k in book.checks.values()):
        raise conflict("has_payments", "Money was taken on this order; refund it instead.")
    for line in book.top_lines():
        if line.standing > 0 and line.state != "voided":
            units = line.standing - line.comped
            adjusting.void_units(context, book, line, units, command.reason, approver=approver, whole=True)
    book.order = replace(book.order, state="cancelled", closed_at=context.at)
    note_act(context, "order.cancel", {"reason": command.reason}, approver)
