"""Refunds where a brand takes benefits back whose conditions a refund breaks: the guest ends up having paid what the rest costs."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core.money import largest_remainder
from pos.rules.bills import bill_of
from pos.rules.commands.steps import members, put
from pos.rules.deals import Deal, cart_of, kept_deal
from pos.rules.given_back import units_back
from pos.values.context import Context
from pos.values.orders import Book, Check

Row = dict[str, Any]


def reclaim(context: Context, book: Book, rows: list[Row], left: dict[UUID, int]) -> Deal | None:
    """Set the amounts of a refund's rows: max(0, paid so far - price of what remains under the frozen versions). Answers the deal
    of what remains; None where nothing was changed.

    ``left``: what can be given back for each line of the check at most. Nothing changes where nothing was taken off, while a check is
    unpaid, or when a piece is given back in parts.
    """
    if context.price_rest is None or book.order.state != "paid" or not (book.order.deal or {}).get("offs"):
        return None
    before = [row for refund in book.refunds.values() for row in refund.lines]
    rest = _rest(book, units_back([*before, *rows]))
    if rest is None:
        return None
    cart = cart_of(rest, context.catalog)
    if cart.lines:
        rest.order = replace(rest.order, deal=kept_deal(rest, context.price_rest(cart)))
    costs = sum(check.total for check in bill_of(rest).checks.values())
    paid = sum((check.frozen or {}).get("total", 0) for check in book.checks.values())
    given_back = sum(refund.given_back for refund in book.refunds.values())
    _share(rows, min(max(0, paid - given_back - costs), sum(left.values())), left)
    return rest.order.deal or {"parts": [], "points_used": 0}


def _share(rows: list[Row], amount: int, left: dict[UUID, int]) -> None:
    """Put an amount on a refund's rows as far as their lines bear it; what is more, on the other lines of the check."""
    named = [UUID(row["line_id"]) for row in rows]
    own = min(amount, sum(left[line_id] for line_id in named))
    for row, part in zip(rows, largest_remainder(own, [left[line_id] for line_id in named]), strict=True):
        row["amount"] = part
    others = [line_id for line_id in left if line_id not in named]
    for line_id, part in zip(
        others, largest_remainder(amount - own, [left[line_id] for line_id in others]), strict=True
    ):
        if part:
            rows.append({"line_id": str(line_id), "quantity": "0", "amount": part})


def _rest(book: Book, gone: dict[UUID, Fraction]) -> Book | None:
    """The order without these units, on one check; None where whole pieces cannot be told."""
    rest = Book(replace(book.order, deal=None), dict(book.lines))
    rest.checks[book.order.id] = Check(book.order.id, book.order.id, 1)
    for line in book.top_lines():
        units = gone.get(line.id, Fraction(0))
        if line.kind != "weighed" and units.denominator != 1:
            return None
        voided = Decimal(units.numerator) / Decimal(units.denominator)
        for member in members(book, line):
            put(rest, replace(member, voided=member.voided + voided * member.quantity / line.quantity))
    return rest
