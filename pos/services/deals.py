"""What is taken off an order: priced when something of it changed, kept from the first payment on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from core.uow import Unit
from pos import ports
from pos.errors import MemberNotFound, refuse
from pos.rules.commands.benefits import set_member
from pos.rules.deals import cart_of, kept_deal
from pos.values import commands as c
from pos.values.carts import Cart
from pos.values.context import Context
from pos.values.orders import Book, Payment

# After these the order is priced anew even when nothing of it changed: the member's points or coupons may have.
ASKING = (c.SetMember, c.UsePoints, c.AddCoupon, c.DropCoupon, c.KeepCoupon, c.UseCoupon, c.DiscountOrder)


def pricer(
    unit: Unit, context: Context, commands: Sequence[c.Command], rows: list[list[Any]]
) -> Callable[[], None]:
    """What finds the order's deal; it asks only when the order is not what it was when it was last priced."""
    book = context.book
    named = {known.order.member_id for known in (book, *context.others.values()) if known is not None}
    priced: Cart | None = None
    if book is not None and not any(isinstance(command, ASKING) for command in commands):
        priced = cart_of(book, context.catalog) if _is_priced(unit, book, rows) else None

    def price() -> None:
        nonlocal priced
        book = context.book
        if book is None or book.order.state != "open" or book.payments or not _is_priced(unit, book, rows):
            return
        for other in context.others.values():  # what an order held that was taken over is free for this one
            _end_of_deal(unit, other)
        cart = cart_of(book, context.catalog)
        if cart != priced:
            try:
                found = ports.deals.deal(unit, cart, rows, book.order.deal)
            except MemberNotFound:
                if cart.member_id is None or cart.member_id not in named:
                    raise
                # Who was named before was erased since: the order is nobody's, and goes on.
                set_member(context, c.SetMember(member_id=None))
                cart = cart_of(book, context.catalog)
                found = ports.deals.deal(unit, cart, rows, book.order.deal)
            deal = kept_deal(book, found)
            book.order = replace(book.order, deal=deal if deal != book.order.deal else book.order.deal)
            priced = cart

    return price


def pricer_of_rest(
    unit: Unit, context: Context, rows: list[list[Any]]
) -> Callable[[Cart], dict[str, Any]] | None:
    """What finds the deal of the rest of a paid order, where the brand takes back benefits whose conditions a refund breaks."""
    deal = context.book.order.deal if context.book else None
    if deal is None or not ports.deals.reclaims(rows):
        return None
    return lambda cart: ports.deals.deal_of_rest(unit, cart, rows, deal)


def settle_deal(unit: Unit, context: Context, standing: Book | None) -> None:
    """What follows from the batch: the deal is used with the first payment, given back by an order that ends without one;
    stored value is taken and given back.
    """
    book = context.book
    if book is None:
        return
    _end_of_deal(unit, book)
    for other in context.others.values():
        _end_of_deal(unit, other)
    known = standing.payments if standing else {}
    for payment in book.payments.values():
        if payment.id not in known:
            _settle_value(unit, context, book, payment)


def _settle_value(unit: Unit, context: Context, book: Book, payment: Payment) -> None:
    """Take a payment's stored value, or give it back; in another way only where it has nowhere to go back to."""
    original = book.payments[payment.original_id] if payment.original_id else None
    if original is not None and original.tender == "stored_value":
        if payment.tender == "stored_value":
            ports.stored_value.give_back(unit, payment.store_id, payment.id, original.id, -payment.amount)
        else:
            ports.stored_value.demand_erased(unit, payment.store_id, original.id)
    elif payment.tender == "stored_value":
        if book.order.member_id is None:
            raise refuse("member_missing", "Say first whose stored value.")
        ports.stored_value.spend(
            unit,
            payment.store_id,
            payment.id,
            book.order.member_id,
            payment.amount,
            book.order.id,
            context.proofs.get(payment.id),
        )


def _is_priced(unit: Unit, book: Book, rows: list[list[Any]]) -> bool:
    order = book.order
    return bool(order.deal or order.wishes or order.member_id) or ports.deals.are_any(unit, rows)


def _end_of_deal(unit: Unit, book: Book) -> None:
    order = book.order
    deal = order.deal
    if not deal:
        return
    if order.state in ("cancelled", "merged") or book.is_unsold:
        if deal["is_frozen"] and deal["points_used"]:
            ports.deals.return_points(unit, order)
        if deal["holds"]:
            ports.deals.release(unit, order.id)
        # Nothing more to give back, however often it is said that the order is over.
        book.order = replace(order, deal={**deal, "holds": [], "points_used": 0})
    elif book.payments and not deal["is_frozen"]:
        ports.deals.redeem(unit, order, order.business_date)
        book.order = replace(order, deal={**deal, "is_frozen": True})
