"""Giving money back: by line, by quantity, by amount; in any order it adds up to exactly what was paid.

A refund works on what was charged when the check was paid, never on prices or settings of today.
"""

from fractions import Fraction
from typing import Any
from uuid import UUID

from core.clock import business_date
from core.ids import derived_id
from core.money import largest_remainder, refund_of
from pos.errors import LineNotFound, conflict, refuse
from pos.events import RefundGiven
from pos.rules.bills import paid_on, share_of
from pos.rules.commands.reclaiming import reclaim
from pos.rules.commands.steps import a_check, authorise, booked_at, note_act, signed, the_book
from pos.rules.deals import note_returned, returned_by
from pos.rules.ledgers import Ledger, ledger_of
from pos.rules.same_refund import is_same_refund
from pos.rules.untaxed import with_untaxed
from pos.values import commands as c
from pos.values.context import Context, Person
from pos.values.orders import Book, Check, Line, Payment, Refund


def give_refund(context: Context, command: c.GiveRefund) -> None:
    """Give money back on a paid check, to the tenders it came from; on one that is not paid yet, of what was taken so far, by amount
    alone. The same refund again changes nothing.
    """
    book = the_book(context)
    if command.refund_id in book.refunds:
        given = book.refunds[command.refund_id]
        if not is_same_refund(book, given, command):
            raise conflict("refund_exists", "Another refund has this id.", refund_id=str(given.id))
        return
    check = _check_of(book, command)
    if not command.reason:
        raise refuse("reason_missing", "Say why the money is given back.")
    if check.state == "open":
        _give_part_back(context, book, check, command)
    else:
        _take_back_sold(context, book, check, command)


def _take_back_sold(context: Context, book: Book, check: Check, command: c.GiveRefund) -> None:
    ledger = ledger_of(book, check)
    left = {leaf: ledger.left(leaf) for leaf in ledger.charged}
    rest = None
    if command.lines is not None:
        for item in command.lines:
            _refund_item(book, check, ledger, item)
        rest = reclaim(context, book, ledger.rows, left)
        if command.amount is not None and command.amount != sum(row["amount"] for row in ledger.rows):
            raise refuse("amount_differs", "The lines do not come to the amount.")
    elif command.amount is not None:
        _refund_amount(ledger, command.amount, list(ledger.charged))
    else:
        for line_id in _top_lines_on(book, ledger):
            _refund_item(book, check, ledger, c.RefundItem(line_id))
        rest = reclaim(context, book, ledger.rows, left)
    amount = sum(row["amount"] for row in ledger.rows)
    before = [row for given in book.refunds.values() for row in given.lines]
    returned = returned_by(book, ledger.rows, before, rest)
    is_worth_nothing = rest is not None and any(Fraction(row["quantity"]) for row in ledger.rows)
    if amount <= 0 and not any(returned) and not is_worth_nothing:
        raise conflict("nothing_to_refund", "There is nothing left to give back.")
    approver = authorise(context, "payment.refund", _unapproved(book) + amount)
    _keep(context, book, check, command, ledger.rows, amount, returned, approver)


def _check_of(book: Book, command: c.GiveRefund) -> Check:
    """The check that is meant: the one that is paid, or else the one on which something was taken."""
    if command.check_id is not None:
        check = a_check(book, command.check_id)
    else:
        paid = [check for check in book.checks.values() if check.state == "paid"]
        some = paid or [check for check in book.open_checks() if paid_on(book, check.id)]
        if len(some) != 1:
            raise conflict("check_missing", "Say on which check." if some else "Nothing is paid yet.")
        check = some[0]
    if check.state == "open" and (command.lines is not None or not paid_on(book, check.id)):
        raise conflict(
            "check_not_paid",
            "The check is not paid: void or comp dishes, and give money back by amount.",
            check_id=str(check.id),
        )
    return check


def _give_part_back(context: Context, book: Book, check: Check, command: c.GiveRefund) -> None:
    """Give back of what was taken on a check that is not paid yet: nothing was sold, so nothing sold is taken back."""
    paid = paid_on(book, check.id)
    amount = paid if command.amount is None else command.amount
    if amount <= 0:
        raise refuse("amount_not_positive", "The amount is more than zero.")
    if amount > paid:
        raise conflict("more_than_paid", "That is more than was paid and not yet given back.", left=paid)
    approver = authorise(context, "payment.refund", _unapproved(book) + amount)
    _keep_refund(context, book, check, command, [], amount, approver)


def _unapproved(book: Book) -> int:
    return sum(
        refund.amount
        for refund in book.refunds.values()
        if refund.approved_by is None and not refund.is_write_off
    )


def _refund_item(book: Book, check: Check, ledger: Ledger, item: c.RefundItem) -> None:
    line = book.lines.get(item.line_id)
    leaves = [line.id, *(x.id for x in book.components(line.id))] if line else []
    if line is None or not any(leaf in ledger.charged for leaf in leaves):
        raise LineNotFound("The line is not on this check.", line_id=str(item.line_id))
    left = sum(ledger.left(leaf) for leaf in leaves)
    if item.amount is not None:
        if item.quantity is not None:
            raise refuse("quantity_or_amount", "Name a quantity or an amount, not both.")
        _refund_amount(ledger, item.amount, leaves)
        return
    sold = units_on(book, check, line)
    before = min(ledger.units.get(line.id, Fraction(0)), sold)
    more = sold - before if item.quantity is None else Fraction(item.quantity)
    if item.quantity is not None and more <= 0:
        raise refuse("quantity_not_positive", "The quantity is more than zero.", line_id=str(line.id))
    if before + more > sold:
        raise conflict(
            "not_so_many",
            "There are not so many left to refund.",
            line_id=str(line.id),
            left=str(sold - before),
        )
    amount = left
    if before + more < sold:
        amount = min(refund_of(sum(ledger.charged.get(x, 0) for x in leaves), before, more, sold), left)
    parts = largest_remainder(amount, [ledger.left(leaf) for leaf in leaves])
    for leaf, part in zip(leaves, parts, strict=True):
        per_unit = Fraction(book.lines[leaf].quantity) / Fraction(line.quantity)
        ledger.give(leaf, part, more * per_unit)


def _refund_amount(ledger: Ledger, amount: int, leaves: list[UUID]) -> None:
    left = [max(ledger.left(leaf), 0) for leaf in leaves]
    if amount <= 0:
        raise refuse("amount_not_positive", "The amount is more than zero.")
    if amount > sum(left):
        raise conflict("more_than_paid", "That is more than was paid and not yet given back.", left=sum(left))
    for leaf, part in zip(leaves, largest_remainder(amount, left), strict=True):
        ledger.give(leaf, part, Fraction(0))


def units_on(book: Book, check: Check, line: Line) -> Fraction:
    """How many units of a line were paid for on a check."""
    top_id = line.parent_id or line.id
    weights = {p.check_id: p.weight for p in book.parts.values() if p.line_id == top_id}
    return Fraction(line.payable) * share_of(weights or {check.id: 1}, check.id)


def _top_lines_on(book: Book, ledger: Ledger) -> list[UUID]:
    tops = {book.lines[leaf].parent_id or leaf for leaf in ledger.charged if leaf in book.lines}
    return sorted(tops)


def _keep(
    context: Context,
    book: Book,
    check: Check,
    command: c.GiveRefund,
    rows: list[dict[str, Any]],
    amount: int,
    returned: tuple[list[dict[str, Any]], int],
    approver: Person | None,
) -> None:
    benefits, points = returned
    note_returned(book, benefits, points)
    refunded = ledger_of(book, check).refunded
    kept = _keep_refund(context, book, check, command, rows, amount, approver)
    told = benefits if book.order.state == "paid" else []
    tell_refund(context, book, check, kept, refunded, benefits=told, points=points)


def tell_refund(
    context: Context,
    book: Book,
    check: Check,
    kept: Refund,
    refunded: dict[UUID, int],
    *,
    benefits: list[dict[str, Any]],
    points: int,
) -> None:
    """Tell the others of what goes back of a sale. ``refunded``: of each line before this."""
    order = book.order
    context.events.append(
        RefundGiven(
            store_id=order.store_id,
            at=context.at,
            order_id=order.id,
            member_id=order.member_id,
            refund_id=kept.id,
            business_date=kept.business_date,
            channel=order.channel,
            amount=kept.amount,
            reason=kept.reason,
            lines=with_untaxed(book, check, kept.lines, refunded),
            benefits=benefits,
            points=points,
            is_write_off=kept.is_write_off,
        )
    )


def _keep_refund(
    context: Context,
    book: Book,
    check: Check,
    command: c.GiveRefund,
    rows: list[dict[str, Any]],
    amount: int,
    approver: Person | None,
) -> Refund:
    """Keep the refund, and move the money."""
    order = book.order
    tenders = _tenders(book, check, command.payment_id, amount)
    kept = book.refunds[command.refund_id] = Refund(
        id=command.refund_id,
        order_id=order.id,
        check_id=check.id,
        store_id=order.store_id,
        business_date=business_date(context.at, context.store.timezone, context.store.cutoff_minutes),
        amount=amount,
        lines=rows,
        reason=command.reason,
        at=context.at,
        **signed(context, approver),
    )
    for place, (payment, part) in enumerate(tenders):
        back_id = derived_id(command.refund_id, f"payment {place}")
        tender = (command.tender if payment.tender == "stored_value" else None) or payment.tender
        booked_day, booked = booked_at(context, tender)
        book.payments[back_id] = Payment(
            id=back_id,
            order_id=order.id,
            check_id=check.id,
            store_id=order.store_id,
            business_date=booked_day,
            tender=tender,
            amount=-part,
            at=booked,
            taken_by=context.actor.staff_id,
            taken_by_name=context.actor.staff_name,
            refund_id=command.refund_id,
            original_id=payment.id,
            terminal_id=context.actor.terminal_id,
        )
    told = {"amount": amount, "reason": command.reason, "refund_id": str(command.refund_id)}
    note_act(context, "payment.refund", told, approver)
    return kept


def _tenders(book: Book, check: Check, payment_id: UUID | None, amount: int) -> list[tuple[Payment, int]]:
    """Which payments the money goes back to: the one named, else each in proportion to what is left of it."""
    taken = [p for p in book.payments.values() if p.check_id == check.id and p.refund_id is None]
    if payment_id is not None:
        taken = [p for p in taken if p.id == payment_id]
    left = [p.amount + sum(x.amount for x in book.payments.values() if x.original_id == p.id) for p in taken]
    if amount > sum(left):
        raise conflict("more_than_paid", "That is more than is left of the payment.", left=sum(left))
    parts = largest_remainder(amount, left) if taken else []
    return [(payment, part) for payment, part in zip(taken, parts, strict=True) if part]
