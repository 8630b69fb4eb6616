"""Ending an order of which something will never be paid (逃单): what was made was used, what was paid stays, the rest is written off.

A write-off is kept like a refund of so much of what was sold, for which no money moves: so points, benefits, funding and net sales
follow it as they follow any refund, and nobody can be given back what they never paid.
"""

from dataclasses import replace
from fractions import Fraction

from core.ids import derived_id
from core.money import largest_remainder
from pos.errors import conflict
from pos.rules.bills import CheckBill, bill_of, freeze, paid_on, weights_of
from pos.rules.commands.adjusting import unapproved, void_units
from pos.rules.commands.paying import settle
from pos.rules.commands.refunds import tell_refund
from pos.rules.commands.steps import authorise, note_act, open_book, signed, the_book
from pos.rules.deals import note_returned, returned_by
from pos.rules.ledgers import ledger_of
from pos.values import commands as c
from pos.values.context import Context, Person
from pos.values.orders import Book, Check, Refund


def write_off(context: Context, command: c.WriteOff) -> None:
    """Close every open check, with what is due on it written off, and so the order. What was not fired is not made, unless a part
    of it is paid. Said again, it changes nothing.
    """
    if the_book(context).written_off:
        return
    book = open_book(context)
    authorise(context, "order.comp")
    _void_waiting(context, book, command.reason)
    settle(context, book)
    bill = bill_of(book)
    due = {check.id: bill.checks[check.id].total - paid_on(book, check.id) for check in book.open_checks()}
    amount = sum(due.values())
    if not amount:
        raise conflict(
            "nothing_to_write_off",
            "Nothing was made that is not paid: void what is not fired, or cancel the order.",
        )
    approver = authorise(context, "order.comp", unapproved(book, "comp") + amount)
    is_sold = amount < sum(figures.total for figures in bill.checks.values())
    for check in book.open_checks():
        _close(context, book, check, bill.checks[check.id])
        if due[check.id]:
            _keep(
                context, book, book.checks[check.id], due[check.id], command.reason, approver, is_sold=is_sold
            )
    note_act(context, "order.write_off", {"amount": amount, "reason": command.reason}, approver)
    settle(context, book)


def _void_waiting(context: Context, book: Book, reason: str) -> None:
    """What was not fired and of which nothing is paid is never made."""
    for line in book.top_lines():
        is_paid = any(book.checks[check_id].state == "paid" for check_id in weights_of(book, line.id))
        if line.state == "held" and not is_paid:
            units = line.standing - line.comped
            void_units(context, book, line, units, reason, approver=context.approver, whole=True)


def _close(context: Context, book: Book, check: Check, figures: CheckBill) -> None:
    book.checks[check.id] = replace(check, state="paid", paid_at=context.at, frozen=freeze(figures))


def _keep(
    context: Context,
    book: Book,
    check: Check,
    amount: int,
    reason: str,
    approver: Person | None,
    *,
    is_sold: bool,
) -> None:
    """Spread the loss over the check's lines by what they were charged. Of an order that nobody paid anything for, what it used
    comes back at its end, as of one that is cancelled.
    """
    ledger, order = ledger_of(book, check), book.order
    for leaf_id, part in zip(
        ledger.charged, largest_remainder(amount, list(ledger.charged.values())), strict=True
    ):
        ledger.give(leaf_id, part, Fraction(0))
    before = [row for refund in book.refunds.values() for row in refund.lines]
    benefits, points = returned_by(book, ledger.rows, before)
    note_returned(book, benefits, points)
    kept = Refund(
        id=derived_id(order.id, f"write off {check.id}"),
        order_id=order.id,
        check_id=check.id,
        store_id=order.store_id,
        business_date=order.business_date,
        amount=amount,
        lines=ledger.rows,
        reason=reason,
        at=context.at,
        **signed(context, approver),
        is_write_off=True,
    )
    refunded = ledger_of(book, check).refunded
    tell_refund(context, book, check, kept, refunded, benefits=[], points=points if is_sold else 0)
    book.refunds[kept.id] = kept
