"""Whether a refund that is asked for is the one that was given under its id."""

from collections.abc import Sequence
from fractions import Fraction
from uuid import UUID

from pos.rules.given_back import amounts_back, units_back
from pos.rules.ledgers import ledger_of
from pos.values import commands as c
from pos.values.orders import Book, Refund


def is_same_refund(book: Book, given: Refund, command: c.GiveRefund) -> bool:
    """Whether the refund may have come of the command."""
    backs = [payment for payment in book.payments.values() if payment.refund_id == given.id]
    if (
        command.amount not in (None, given.amount)
        or command.check_id not in (None, given.check_id)
        or (command.payment_id and any(payment.original_id != command.payment_id for payment in backs))
    ):
        return False
    if not given.is_of_sale:
        return command.lines is None
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
