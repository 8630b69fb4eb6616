"""Splitting checks: by seat, evenly, by amount. The kitchen hears nothing of it, by construction."""

from bisect import bisect_left
from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from uuid import UUID

from core.money import largest_remainder
from pos.errors import conflict, refuse
from pos.rules.bills import Bill, CheckBill, bill_of, weights_of
from pos.rules.commands.steps import an_open_check, open_book
from pos.values import commands as c
from pos.values.context import Context
from pos.values.orders import Book, Check, Part

MOST_CHECKS = 50


def split_by_seat(context: Context, command: c.SplitBySeat) -> None:
    """Each named seat's lines go to that seat's check; lines without a seat stay."""
    book = _book(context)
    for seat, check_id in sorted(command.check_ids.items()):
        if check_id not in book.checks:
            new_check(book, check_id)
        an_open_check(book, check_id)
        for line in book.top_lines():
            if line.seat == seat and line.state != "voided":
                shares = fractions_of(book, line.id)
                paid = {k: f for k, f in shares.items() if book.checks[k].state == "paid"}
                left = 1 - sum(paid.values(), Fraction(0))
                if left:
                    set_fractions(book, line.id, {**paid, check_id: left})


def split_evenly(context: Context, command: c.SplitEvenly) -> None:
    """The check and the new ones each get the same part of every line."""
    book = _book(context)
    an_open_check(book, command.check_id)
    count = len(command.new_check_ids) + 1
    fresh = [new_check(book, check_id).id for check_id in command.new_check_ids]
    for line in book.top_lines():
        shares = fractions_of(book, line.id)
        mine = shares.get(command.check_id)
        if mine:
            shares.update(dict.fromkeys((command.check_id, *fresh), mine / count))
            set_fractions(book, line.id, shares)


def split_by_amount(context: Context, command: c.SplitByAmount) -> None:
    """An amount of what is to be paid goes to a new check, spread over the lines by largest remainder.

    With service charge and added tax, before rounding off. Where no whole units of net come to just that, the nearest.
    """
    book = _book(context)
    an_open_check(book, command.check_id)
    bill = bill_of(book)
    parts = {line_id: amount for line_id, amount in bill.checks[command.check_id].parts.items() if amount > 0}
    whole, net = _unrounded(bill.checks[command.check_id]), sum(parts.values())
    if not 0 < command.amount < whole or net < 2:
        raise refuse("bad_split_amount", "More than nothing and less than the whole check.")
    fresh = new_check(book, command.new_check_id).id

    def payable(moved: int) -> int:
        _move_net(book, bill, parts, moved, command.check_id, fresh)
        return _unrounded(bill_of(book).checks[fresh])

    best = command.amount
    if whole != net:
        best = min(1 + bisect_left(range(1, net), command.amount, key=payable), net - 1)
        if best > 1 and command.amount - payable(best - 1) < payable(best) - command.amount:
            best -= 1
    _move_net(book, bill, parts, best, command.check_id, fresh)


def _unrounded(figures: CheckBill) -> int:
    return figures.total - figures.rounding


def _move_net(
    book: Book, bill: Bill, parts: Mapping[UUID, int], moved: int, from_id: UUID, to_id: UUID
) -> None:
    """So much of the net on one check, as ``bill`` has it, goes to another."""
    aways = largest_remainder(moved, list(parts.values()))
    for (line_id, amount), away in zip(parts.items(), aways, strict=True):
        shares = {
            check_id: Fraction(check_bill.parts.get(line_id, 0))
            for check_id, check_bill in bill.checks.items()
        }
        shares[from_id] = Fraction(amount - away)
        shares[to_id] = Fraction(away)
        set_fractions(book, line_id, shares)


def new_check(book: Book, check_id: UUID) -> Check:
    """Another check of the order, with the next number."""
    if check_id in book.checks:
        raise conflict("check_exists", "There is a check with this id.", check_id=str(check_id))
    if len(book.checks) >= MOST_CHECKS:
        raise refuse("too_many_checks", f"An order has at most {MOST_CHECKS} checks.")
    made = Check(check_id, book.order.id, 1 + max((x.number for x in book.checks.values()), default=0))
    book.checks[check_id] = made
    return made


def fractions_of(book: Book, line_id: UUID) -> dict[UUID, Fraction]:
    """Which fraction of a line stands on which check; they add up to 1."""
    weights = weights_of(book, line_id)
    whole = sum(weights.values())
    return {check_id: Fraction(weight, whole) for check_id, weight in weights.items()}


def set_fractions(book: Book, line_id: UUID, shares: Mapping[UUID, Fraction]) -> None:
    """Keep the fractions as the smallest whole weights."""
    kept = {check_id: share for check_id, share in shares.items() if share > 0}
    scale = lcm(*(share.denominator for share in kept.values()))
    for key in [key for key in book.parts if key[1] == line_id]:
        del book.parts[key]
    for check_id, share in kept.items():
        book.parts[(check_id, line_id)] = Part(check_id, line_id, book.order.id, int(share * scale))


def _book(context: Context) -> Book:
    context.actor.demand("order.take", context.store.id)
    return open_book(context)
