"""Voids, comps and refires: who, when, why, and who approved."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from core import json
from core.ids import derived_id
from core.money import taken_after
from pos.errors import conflict, refuse
from pos.events import LineComped, LineRefired, LineVoided
from pos.rules.commands.checks import take_units
from pos.rules.commands.steps import (
    authorise,
    change_all,
    count_stock,
    describe,
    guard_unpaid,
    members,
    note_act,
    open_book,
    put,
    signed,
    the_book,
    top_line,
    units_of,
)
from pos.rules.line_nets import gross_of, net_leaves
from pos.values import commands as c
from pos.values.context import Context, Person
from pos.values.orders import Adjustment, Book, Line, Part


def void_line(context: Context, command: c.VoidLine) -> None:
    """Take units off. Before fire: gone, stock untouched. After: with a reason and a permission of its own; waste."""
    if _is_repeated(the_book(context), "void", command.void_id, command.line_id, command.quantity):
        return
    book = open_book(context)
    line = top_line(book, command.line_id)
    if line.state == "voided":
        return
    guard_unpaid(book, line)
    units = units_of(line, command.quantity, line.payable)
    if line.state == "fired" and not command.reason:
        raise refuse("reason_missing", "Say why it is voided.", line_id=str(line.id))
    permission = "order.void_fired" if line.state == "fired" else "order.void"
    value = taken_after(gross_of(line, book.components(line.id)), units, line.quantity)
    limited = unapproved(book, "void") + value if line.state == "fired" else 0
    approver = authorise(context, permission, limited)
    take_units(book, line, units, command.check_id)
    void_units(context, book, line, units, command.reason, approver=approver, void_id=command.void_id)


def void_units(
    context: Context,
    book: Book,
    line: Line,
    units: Decimal,
    reason: str,
    *,
    approver: Person | None = None,
    void_id: UUID | None = None,
    whole: bool = False,
) -> None:
    """Void units of a line; ``whole``: comped ones too, since the order is cancelled."""
    given = line.comped if whole else Decimal(0)
    if whole and line.comped:
        change_all(book, line, comped=Decimal(0))
        line = book.lines[line.id]
        units = line.standing
    if units <= 0:
        return
    before, after = line.voided, line.voided + units
    gross = gross_of(line, book.components(line.id))
    amount = taken_after(gross, after, line.quantity) - taken_after(gross, before, line.quantity)
    was_fired = line.state == "fired"
    if not was_fired:
        count_stock(context, book, line, units, back=True)
    _scale(book, line, "voided", after)
    if after == line.quantity:
        change_all(book, book.lines[line.id], state="voided")
    _adjust(context, book, line, "void", units, amount, reason, was_fired, approver, void_id)
    if was_fired:
        order = book.order
        context.events.append(
            LineVoided(
                store_id=order.store_id,
                at=context.at,
                order_id=order.id,
                business_date=order.business_date,
                table_name=order.table_name,
                timezone=context.store.timezone,
                reason=reason,
                quantity=json.quantity_text(units),
                standing=json.quantity_text(line.quantity - after),
                comped=json.quantity_text(given),
                line=describe(context, book, line),
            )
        )


def void_value(
    context: Context, book: Book, line: Line, amount: int, reason: str, options: list[dict[str, str]]
) -> None:
    """Take value off a fired line that keeps its units, since ``options`` of it went: asked for like a void after fire."""
    if not reason:
        raise refuse("reason_missing", "Say why it gets cheaper.", line_id=str(line.id))
    approver = authorise(context, "order.void_fired", unapproved(book, "void") + amount)
    detail = {"quantity": None, "options": options}
    _adjust(context, book, line, "void", Decimal(0), amount, reason, True, approver, detail=detail)


def unapproved(book: Book, kind: str) -> int:
    """What was voided after fire, or given away, on an order with nobody's approval: limits are of all of it, in whatever slices."""
    return sum(
        made.amount
        for made in book.adjustments.values()
        if made.kind == kind and made.approved_by is None and (kind != "void" or made.was_fired)
    )


def comp_line(context: Context, command: c.CompLine) -> None:
    """Give units away: they cost the guest nothing and still count as made."""
    if _is_repeated(the_book(context), "comp", command.comp_id, command.line_id, command.quantity):
        return
    book = open_book(context)
    line = top_line(book, command.line_id)
    guard_unpaid(book, line)
    units = units_of(line, command.quantity, line.payable)
    if not command.reason:
        raise refuse("reason_missing", "Say why it is given away.", line_id=str(line.id))
    components = book.components(line.id)
    before = sum(net_leaves(line, components).values())
    given = replace(line, comped=line.comped + units)
    amount = before - sum(net_leaves(given, components).values())
    approver = authorise(context, "order.comp", unapproved(book, "comp") + amount)
    take_units(book, line, units, command.check_id)
    _scale(book, line, "comped", given.comped)
    _adjust(
        context,
        book,
        line,
        "comp",
        units,
        amount,
        command.reason,
        line.state == "fired",
        approver,
        command.comp_id,
    )
    order = book.order
    context.events.append(
        LineComped(
            store_id=order.store_id,
            at=context.at,
            order_id=order.id,
            business_date=order.business_date,
            reason=command.reason,
            quantity=json.quantity_text(units),
            amount=amount,
            was_fired=line.state == "fired",
            line=describe(context, book, line),
        )
    )


def refire_line(context: Context, command: c.RefireLine) -> None:
    """Cook units again: the kitchen gets a new item, the bill stays."""
    book = the_book(context)
    if _is_repeated(book, "refire", command.refire_id, command.line_id, command.quantity):
        return
    if book.order.state not in ("open", "paid"):
        raise conflict("order_not_open", "The order is over.", state=book.order.state)
    line = top_line(book, command.line_id)
    if line.state != "fired":
        raise conflict("line_not_fired", "It was not fired yet.", line_id=str(line.id))
    units = units_of(line, command.quantity, line.standing)
    if not command.reason:
        raise refuse("reason_missing", "Say why it is cooked again.", line_id=str(line.id))
    approver = authorise(context, "order.refire")
    _adjust(context, book, line, "refire", units, 0, command.reason, True, approver, command.refire_id)
    context.out[line.id] = None
    order = book.order
    context.events.append(
        LineRefired(
            store_id=order.store_id,
            at=context.at,
            order_id=order.id,
            order_number=order.number,
            business_date=order.business_date,
            channel=order.channel,
            table_name=order.table_name,
            timezone=context.store.timezone,
            refire_id=command.refire_id,
            reason=command.reason,
            quantity=json.quantity_text(units),
            order_note=order.note,
            line=describe(context, book, line),
        )
    )


def _is_repeated(
    book: Book, kind: str, made_id: UUID | None, line_id: UUID, quantity: Decimal | None
) -> bool:
    """Whether this was done under this id already. Refuses (409) when something else was."""
    made = book.adjustments.get(made_id) if made_id else None
    if made is None:
        return False
    if (made.kind, made.line_id) != (kind, line_id) or quantity not in (None, made.quantity):
        raise conflict("adjustment_exists", "Another adjustment has this id.", adjustment_id=str(made.id))
    return True


def whole_on(book: Book, line_id: UUID, check_id: UUID) -> None:
    """Put a line wholly on one check."""
    for key in [key for key in book.parts if key[1] == line_id]:
        del book.parts[key]
    book.parts[(check_id, line_id)] = Part(check_id, line_id, book.order.id, 1)


def _scale(book: Book, line: Line, field: str, units: Decimal) -> None:
    """Set voided or comped units on a line, and the same part of each component."""
    for member in members(book, line):
        changes: dict[str, Any] = {field: units * member.quantity / line.quantity}
        put(book, replace(member, **changes))


def _adjust(
    context: Context,
    book: Book,
    line: Line,
    kind: str,
    units: Decimal,
    amount: int,
    reason: str,
    was_fired: bool,
    approver: Person | None,
    adjustment_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    made_id = adjustment_id or derived_id(line.id, f"{kind} {len(book.adjustments)}")
    book.adjustments[made_id] = Adjustment(
        id=made_id,
        order_id=book.order.id,
        line_id=line.id,
        kind=kind,
        was_fired=was_fired,
        quantity=units,
        amount=amount,
        reason=reason,
        at=context.at,
        **signed(context, approver),
    )
    if was_fired or kind != "void":
        told = {
            "line_id": str(line.id),
            "name": line.name,
            "quantity": json.quantity_text(units),
            "amount": amount,
            "reason": reason,
            **(detail or {}),
        }
        note_act(context, f"order.{kind}", told, approver)
