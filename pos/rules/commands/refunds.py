"""Giving money back: by line, by quantity, by amount; in any order it adds up to exactly what was paid.

A refund works on what was charged when the check was paid, never on prices or settings of today.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core import json
from core.clock import business_date
from core.ids import derived_id
from core.money import largest_remainder, refund_of
from pos.errors import LineNotFound, conflict, refuse
from pos.events import RefundGiven
from pos.rules.bills import share_of
from pos.rules.commands.reclaiming import reclaim
from pos.rules.commands.steps import a_check, authorise, booked_at, the_book
from pos.rules.deals import note_returned, returned_by
from pos.rules.given_back import amounts_back, units_back
from pos.rules.untaxed import with_untaxed
from pos.values import commands as c
from pos.values.context import Context, Person
from pos.values.orders import Book, Check, Line, Payment, Refund


@dataclass(slots=True)
class Ledger:
    """What each priced line of a check was charged, and what of it was given back, in minor units and in units."""

    charged: dict[UUID, int]
    refunded: dict[UUID, int]
    units: dict[UUID, Fraction]
    rows: list[dict[str, Any]]

    def left(self, leaf_id: UUID) -> int:
        """What can still be given back for a line."""
        return self.charged.get(leaf_id, 0) - self.refunded.get(leaf_id, 0)

    def give(self, leaf_id: UUID, amount: int, units: Fraction) -> None:
        """Note a line's part of the refund."""
        self.refunded[leaf_id] = self.refunded.get(leaf_id, 0) + amount
        self.units[leaf_id] = self.units.get(leaf_id, Fraction(0)) + units
        if amount or units:
            self.rows.append({"line_id": str(leaf_id), "quantity": _units_text(units), "amount": amount})


def give_refund(context: Context, command: c.GiveRefund) -> None:
    """Give money back on a paid check, to the tenders it came from. The same refund again changes nothing."""
    book = the_book(context)
    if command.refund_id in book.refunds:
        given = book.refunds[command.refund_id]
        if not _is_same(book, given, command):
            raise conflict("refund_exists", "Another refund has this id.", refund_id=str(given.id))
        return
    check = _paid_check(book, command.check_id)
    if not command.reason:
        raise refuse("reason_missing", "Say why the money is given back.")
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
    unapproved = sum(x.amount for x in book.refunds.values() if x.approved_by is None)
    approver = authorise(context, "payment.refund", unapproved + amount)
    _keep(context, book, check, command, ledger.rows, amount, returned, approver)


def _is_same(book: Book, given: Refund, command: c.GiveRefund) -> bool:
    """Whether the refund may have come of the command."""
    backs = [payment for payment in book.payments.values() if payment.refund_id == given.id]
    if (
        command.amount not in (None, given.amount)
        or command.check_id not in (None, given.check_id)
        or (command.payment_id and any(payment.original_id != command.payment_id for payment in backs))
    ):
        return False
    if command.lines is not None:
        return _are_same_lines(book, given, command.lines)
    if command.amount is not None:
        return not any(units_back(given.lines).values())
    return _is_whole(book, given, list(ledger_of(book, book.checks[given.check_id]).charged))


def _are_same_lines(book: Book, given: Refund, items: Sequence[c.RefundItem]) -> bool:
    """By lines: nothing else was given back, and of each line as many units, or as much, as its items say together."""
    asked: dict[UUID, list[c.RefundItem]] = {}
    for item in items:
        asked.setdefault(item.line_id, []).append(item)
    leaves = {line_id: [line_id, *(x.id for x in book.components(line_id))] for line_id in asked}
    known = {leaf for members in leaves.values() for leaf in members}
    units, amounts = units_back(given.lines), amounts_back(given.lines)
    if any(leaf not in known and (units[leaf] or not _is_set_anew(book)) for leaf in units):
        return False
    for line_id, of_line in asked.items():
        if any(item.quantity is None and item.amount is None for item in of_line):
            same = _is_whole(book, given, leaves[line_id])
        elif any(item.quantity is not None for item in of_line):
            same = units.get(line_id) == sum(Fraction(item.quantity or 0) for item in of_line)
        else:
            back = sum(amounts.get(leaf, 0) for leaf in leaves[line_id])
            same = _is_set_anew(book) or back == sum(item.amount or 0 for item in of_line)
        if not same:
            return False
    return True


def _is_whole(book: Book, given: Refund, leaves: list[UUID]) -> bool:
    """Whether all that was left of these may have been given back: there is nothing left since."""
    ledger, units = ledger_of(book, book.checks[given.check_id]), units_back(given.lines)
    return all(not ledger.left(leaf) or (_is_set_anew(book) and leaf in units) for leaf in leaves)


def _is_set_anew(book: Book) -> bool:
    """Whether ``reclaim`` may have changed what a refund's lines come to, and put some of it on others."""
    return bool((book.order.deal or {}).get("offs"))


def _paid_check(book: Book, check_id: UUID | None) -> Check:
    if check_id is None:
        paid = [check for check in book.checks.values() if check.state == "paid"]
        if len(paid) != 1:
            raise conflict("check_missing", "Say on which check." if paid else "Nothing is paid yet.")
        return paid[0]
    check = a_check(book, check_id)
    if check.state != "paid":
        raise conflict(
            "check_not_paid", "The check is not paid; void or comp instead.", check_id=str(check_id)
        )
    return check


def ledger_of(book: Book, check: Check) -> Ledger:
    """What was charged and given back so far on a paid check."""
    charged = {UUID(k): v for k, v in (check.frozen or {}).get("charged", {}).items()}
    rows = [row for refund in book.refunds.values() if refund.check_id == check.id for row in refund.lines]
    return Ledger(charged, amounts_back(rows), units_back(rows), [])


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
    day = business_date(context.at, context.store.timezone, context.store.cutoff_minutes)
    benefits, points = returned
    note_returned(book, benefits, points)
    order = book.order
    told = with_untaxed(book, check, rows, ledger_of(book, check).refunded)
    book.refunds[command.refund_id] = Refund(
        id=command.refund_id,
        order_id=order.id,
        check_id=check.id,
        store_id=order.store_id,
        business_date=day,
        amount=amount,
        lines=rows,
        reason=command.reason,
        at=context.at,
        done_by=context.actor.staff_id,
        done_by_name=context.actor.staff_name,
        approved_by=approver.id if approver else None,
        approved_by_name=approver.name if approver else None,
    )
    for place, (payment, part) in enumerate(_tenders(book, check, command.payment_id, amount)):
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
    context.events.append(
        RefundGiven(
            store_id=order.store_id,
            at=context.at,
            order_id=order.id,
            member_id=order.member_id,
            refund_id=command.refund_id,
            business_date=day,
            channel=order.channel,
            amount=amount,
            reason=command.reason,
            lines=told,
            benefits=benefits,
            points=points,
        )
    )
    context.audits.append(
        (
            "payment.refund",
            order.id,
            {"amount": amount, "reason": command.reason, "refund_id": str(command.refund_id)},
        )
    )


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


def _units_text(units: Fraction) -> str:
    if units.denominator == 1:
        return str(units.numerator)
    exact = Decimal(units.numerator) / Decimal(units.denominator)
    return json.quantity_text(exact) if Fraction(exact) == units else f"{units.numerator}/{units.denominator}"
