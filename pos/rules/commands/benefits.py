"""Who buys, and what they ask to be taken off: member, points, coupons, a discount by hand. The deal itself is made outside."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.money import percent_of
from pos.errors import conflict, refuse
from pos.rules.bills import bill_of
from pos.rules.commands.steps import authorise, open_book
from pos.rules.deals import benefits_of, wishes_of
from pos.values import commands as c
from pos.values.context import Context
from pos.values.orders import Book

MOST_COUPONS = 20


def set_member(context: Context, command: c.SetMember) -> None:
    """The order is this member's, or nobody's: the points and kept coupons were those of who it was before."""
    book = _changeable(context)
    if command.member_id == book.order.member_id:
        return
    book.order = replace(book.order, member_id=command.member_id)
    _wish(book, points=0, kept_coupons=[])


def use_points(context: Context, command: c.UsePoints) -> None:
    """Use up to so many of the member's points; 0: none."""
    book = _changeable(context)
    if command.points and book.order.member_id is None:
        raise refuse("member_missing", "Say first whose points.")
    _wish(book, points=command.points)


def add_coupon(context: Context, command: c.AddCoupon) -> None:
    """Put a coupon down by its code; again: nothing changes."""
    book = _changeable(context)
    codes = wishes_of(book)["coupons"]
    if command.code in codes:
        return
    if len(codes) >= MOST_COUPONS:
        raise refuse("too_many_coupons", f"At most {MOST_COUPONS} coupons go on an order.")
    _wish(book, coupons=[*codes, command.code])


def drop_coupon(context: Context, command: c.DropCoupon) -> None:
    """Take a coupon back."""
    book = _changeable(context)
    _wish(book, coupons=[code for code in wishes_of(book)["coupons"] if code != command.code])


def keep_coupon(context: Context, command: c.KeepCoupon) -> None:
    """Price without the coupons of a promotion: the guest keeps them for another time."""
    book = _changeable(context)
    kept, one = wishes_of(book)["kept_coupons"], str(command.promotion_id)
    if one in kept:
        return
    if len(kept) >= MOST_COUPONS:
        raise refuse("too_many_coupons", f"At most {MOST_COUPONS} kinds of coupons are kept back.")
    _wish(book, kept_coupons=[*kept, one])


def use_coupon(context: Context, command: c.UseCoupon) -> None:
    """Price with them again."""
    book = _changeable(context)
    kept = wishes_of(book)["kept_coupons"]
    _wish(book, kept_coupons=[one for one in kept if one != str(command.promotion_id)])


def ask_also(context: Context, book: Book, other: Book) -> None:
    """An order that takes over another asks for what was asked for there: coupons, what was kept back, and the discount by hand,
    as the amount that it came to. Points only where the member comes along. Refuses (409) where a discount would be lost.
    """
    mine, theirs = wishes_of(book), wishes_of(other)
    if theirs["manual"] and (mine["manual"] or book.payments):
        raise conflict(
            "other_discounted",
            "The other order has a discount by hand: take it back there, and give it anew here.",
            order_id=str(other.order.id),
        )
    if book.payments:
        return
    joined: dict[str, Any] = {
        name: [*mine[name], *(one for one in theirs[name] if one not in mine[name])]
        for name in ("coupons", "kept_coupons")
    }
    if len(joined["coupons"]) > MOST_COUPONS:
        raise refuse("too_many_coupons", f"At most {MOST_COUPONS} coupons go on an order.")
    if book.order.member_id is None:
        joined["points"] = theirs["points"]
    amount = theirs["manual"] and (theirs["manual"]["amount"] or taken_by_hand(other))
    if amount:
        joined["manual"] = {**theirs["manual"], "amount": amount, "percent_bp": 0, "most": None}
        told = {**joined["manual"], "from_order_id": str(other.order.id)}
        context.audits.append(("order.discount", book.order.id, told))
    _wish(book, **joined)


def discount_order(context: Context, command: c.DiscountOrder) -> None:
    """Take something off by hand: who, why, and above the limit who approved. A percentage takes off no more than the limit, or
    than what it came to when it was approved, however the order grows. Neither amount nor percent: nothing any more, which
    whoever takes orders may ask for, since the guest pays more, not less."""
    book = _changeable(context)
    standing = wishes_of(book)["manual"]
    if standing and standing["id"] == str(command.discount_id):
        if (standing["amount"], standing["percent_bp"]) != (command.amount, command.percent_bp):
            raise conflict(
                "discount_exists", "Another discount has this id.", discount_id=str(command.discount_id)
            )
        return
    if not command.amount and not command.percent_bp:
        if standing:
            context.audits.append(("order.discount_back", book.order.id, standing))
        _wish(book, manual=None)
        return
    if command.amount and command.percent_bp:
        raise refuse("amount_or_percent", "Name an amount or a percentage, not both.")
    if not command.reason:
        raise refuse("reason_missing", "Say why it is taken off.")
    left = sum(bill_of(book).nets.values()) + taken_by_hand(book)
    value = command.amount or percent_of(left, Decimal(command.percent_bp) / 100)
    approver = authorise(context, "order.discount", value)
    limit = context.store.approval_limit
    manual = {
        "id": str(command.discount_id),
        "amount": command.amount,
        "percent_bp": command.percent_bp,
        # A part of an order that grows: nobody said yes to more than this.
        "most": max(limit, value) if command.percent_bp and limit is not None else None,
        "reason": command.reason,
        "by": str(context.actor.staff_id),
        "by_name": context.actor.staff_name,
        "approved_by_name": approver.name if approver else None,
    }
    _wish(book, manual=manual)
    context.audits.append(("order.discount", book.order.id, manual))


def taken_by_hand(book: Book) -> int:
    """What the discount by hand takes off the order as it stands."""
    return sum(part["amount"] for part in benefits_of(book) if part["source"] == "manual")


def _changeable(context: Context) -> Book:
    context.actor.demand("order.take", context.store.id)
    book = open_book(context)
    if book.payments:
        raise conflict("order_part_paid", "Money was taken: what is taken off stays as it is.")
    return book


def _wish(book: Book, **changes: Any) -> None:
    wishes = {**wishes_of(book), **changes}
    book.order = replace(book.order, wishes=wishes if any(wishes.values()) else None)
