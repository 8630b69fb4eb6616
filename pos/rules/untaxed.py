"""Sales without the tax that prices contain: what of list and net is the restaurant's own. Money in minor units.

Taken off each priced line of each check, half up; a refund takes back its part of that, and a whole refund all of it.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from core.money import refund_of, taken_after, tax_within
from pos.rules.ledgers import ledger_of
from pos.values.orders import Book, Check, Line


def rate_within(line: Line) -> Decimal:
    """The per cent of tax that a line's price contains: none, where tax comes on top."""
    return line.tax_rate if line.tax_inclusive else Decimal(0)


def untaxed(line: Line, amount: int) -> int:
    """The amount without the tax that is in it; all of it, where tax comes on top."""
    rate = rate_within(line)
    return amount - tax_within(amount, rate) if rate else amount


def untaxed_nets(book: Book) -> dict[str, int]:
    """What each priced line brought on the paid checks, without tax."""
    sums: dict[str, int] = {}
    for check in book.checks.values():
        for leaf_id, amount in (check.frozen or {}).get("leaves", {}).items():
            sums[leaf_id] = sums.get(leaf_id, 0) + untaxed(book.lines[UUID(leaf_id)], amount)
    return sums


def untaxed_left(book: Book) -> int:
    """What a paid order brought without tax, less what refunds took back of that."""
    left = sum(untaxed_nets(book).values())
    for check in book.checks.values():
        ledger = ledger_of(book, check)
        for leaf_id, back in ledger.refunded.items():
            net = untaxed(book.lines[leaf_id], (check.frozen or {})["leaves"].get(str(leaf_id), 0))
            left -= taken_after(net, back, ledger.charged.get(leaf_id, 0))
    return left


def with_untaxed(
    book: Book, check: Check, rows: list[dict[str, Any]], refunded: dict[UUID, int]
) -> list[dict[str, Any]]:
    """A refund's rows, each with what of its line's net goes back, without tax. ``refunded``: of each line before this."""
    frozen = check.frozen or {}
    before = dict(refunded)
    told = []
    for row in rows:
        leaf_id = UUID(row["line_id"])
        net = untaxed(book.lines[leaf_id], frozen["leaves"].get(row["line_id"], 0))
        given = before.get(leaf_id, 0)
        back = refund_of(net, given, row["amount"], frozen["charged"][row["line_id"]]) if row["amount"] else 0
        before[leaf_id] = given + row["amount"]
        told.append({**row, "net_untaxed": back})
    return told
