"""Moving lines between checks, and putting checks together."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from pos.errors import conflict, refuse
from pos.rules.commands.splitting import fractions_of, new_check, set_fractions
from pos.rules.commands.steps import a_check, an_open_check, open_book, top_line
from pos.values import commands as c
from pos.values.context import Context
from pos.values.orders import Book, Line


def move_to_check(context: Context, command: c.MoveToCheck) -> None:
    """Lines, or units of them, change to another check, which is made when it is new."""
    context.actor.demand("order.take", context.store.id)
    book = open_book(context)
    if command.to_check_id not in book.checks:
        new_check(book, command.to_check_id)
    target = an_open_check(book, command.to_check_id)
    for move in command.parts:
        line = top_line(book, move.line_id)
        source = an_open_check(book, move.from_check_id)
        shares = fractions_of(book, line.id)
        there = shares.get(source.id, Fraction(0))
        # Units are those that the guest pays for: one of three, of which one is comped, is half of the price.
        units = Fraction(line.payable or line.quantity)
        wanted = there if move.quantity is None else Fraction(move.quantity) / units
        if move.quantity is not None and move.quantity <= 0:
            raise refuse("quantity_not_positive", "The quantity is more than zero.", line_id=str(line.id))
        if wanted > there or not there:
            raise conflict("not_so_many", "There are not so many on that check.", line_id=str(line.id))
        if source.id != target.id:
            shares[source.id] = there - wanted
            shares[target.id] = shares.get(target.id, Fraction(0)) + wanted
            set_fractions(book, line.id, shares)


def take_units(book: Book, line: Line, units: Decimal, check_id: UUID | None) -> None:
    """Units are about to leave a line: from the check named, else from the one that has most of them, so that whole units stay whole.

    A line of which checks hold fractions of units (weighed, divided evenly) stays in proportion unless a check is named.
    """
    held = {key: share * Fraction(line.payable) for key, share in fractions_of(book, line.id).items()}
    if check_id is not None:
        an_open_check(book, check_id)
        if held.get(check_id, Fraction(0)) < units:
            raise conflict("not_so_many", "There are not so many on that check.", line_id=str(line.id))
    elif any(part.denominator != 1 for part in held.values()):
        return
    if len(held) == 1 or units == line.payable:
        return
    left = Fraction(units)
    most_first = sorted(held, key=lambda key: (-held[key], book.checks[key].number))
    for key in most_first if check_id is None else [check_id]:
        gone = min(held[key], left)
        held[key] -= gone
        left -= gone
    whole = sum(held.values())
    set_fractions(book, line.id, {key: part / whole for key, part in held.items()})


def merge_checks(context: Context, command: c.MergeChecks) -> None:
    """The other checks' lines and payments come to one check."""
    context.actor.demand("order.take", context.store.id)
    book = open_book(context)
    target = an_open_check(book, command.into_check_id)
    for check_id in command.check_ids:
        if check_id == target.id:
            raise refuse("same_check", "A check cannot be merged into itself.", check_id=str(check_id))
        known = book.checks.get(check_id)
        if known is not None and known.state == "merged":
            continue
        an_open_check(book, check_id)
        source = a_check(book, check_id)
        for line in book.top_lines():
            shares = fractions_of(book, line.id)
            gone = shares.pop(source.id, Fraction(0))
            if gone:
                shares[target.id] = shares.get(target.id, Fraction(0)) + gone
                set_fractions(book, line.id, shares)
        for payment in list(book.payments.values()):
            if payment.check_id == source.id:
                book.payments[payment.id] = replace(payment, check_id=target.id)
        for refund in list(book.refunds.values()):
            if refund.check_id == source.id:
                book.refunds[refund.id] = replace(refund, check_id=target.id)
        book.checks[source.id] = replace(source, state="merged")
