"""What the till needs of memberships at once: deals and stored value."""

from datetime import date
from typing import Any
from uuid import UUID

import membership.errors
from core.proofs import Proof
from core.uow import Read, Unit
from membership.services import order_deals, points, stored_value, uses
from membership.values import carts as membership_carts
from membership.values.carts import ManualDiscount
from pos.errors import MemberNotFound
from pos.values.carts import Cart, CartLine
from pos.values.orders import Order


class DealsForPos:
    """The till's view of promotions, coupons and points."""

    def reads(self, tenant_id: UUID) -> list[Read]:
        """What every order reads along."""
        return order_deals.standing_reads(tenant_id)

    def are_any(self, unit: Unit, rows: list[list[Any]]) -> bool:
        """Whether the brand has promotions."""
        return order_deals.are_any(unit, rows)

    def deal(
        self, unit: Unit, cart: Cart, rows: list[list[Any]], standing: dict[str, Any] | None
    ) -> dict[str, Any]:
        """The best deal, reserved."""
        try:
            return order_deals.deal_of(unit, _asked(cart, holds=bool(standing and standing["holds"])), rows)
        except membership.errors.MemberNotFound as nobody:
            raise MemberNotFound from nobody

    def reclaims(self, rows: list[list[Any]]) -> bool:
        """Whether refunds take broken benefits back."""
        return order_deals.reclaims(rows)

    def deal_of_rest(
        self, unit: Unit, cart: Cart, rows: list[list[Any]], frozen: dict[str, Any]
    ) -> dict[str, Any]:
        """What remains, under the frozen versions."""
        return order_deals.deal_of_rest(unit, _asked(cart), rows, frozen)

    def redeem(self, unit: Unit, order: Order, business_date: date) -> None:
        """The deal is used."""
        deal = order.deal or {}
        burned = (order.member_id, order.store_id, deal["points_used"]) if order.member_id else None
        order_deals.redeem(unit, order.id, deal["holds"], burned, business_date)

    def release(self, unit: Unit, order_id: UUID) -> None:
        """What it holds is free again."""
        uses.release(unit, order_id)

    def return_points(self, unit: Unit, order: Order) -> None:
        """What it used comes back to who used it."""
        if order.member_id is not None:
            points.unburn(unit, order.member_id, order.id, order.store_id)


def _asked(cart: Cart, *, holds: bool = False) -> order_deals.AskedOrder:
    manual = cart.manual
    return order_deals.AskedOrder(
        id=cart.order_id,
        store_id=cart.store_id,
        channel=cart.channel,
        at=cart.opened_at,
        lines=tuple(deal_line(line) for line in cart.lines),
        member_id=cart.member_id,
        points=cart.points,
        coupon_codes=cart.coupon_codes,
        kept_coupons=cart.kept_coupons,
        manual=ManualDiscount(manual.amount, manual.percent_bp, manual.most) if manual else None,
        holds=holds,
    )


def deal_line(line: CartLine) -> membership_carts.CartLine:
    """A line of the till's cart as the promotions see it; a set meal's parts are its components."""
    return membership_carts.CartLine(
        id=line.line_id,
        product_id=line.product_id,
        quantity=line.quantity,
        unit_price=line.list_price,
        extra=line.extra,
        category_ids=_categories(line.category_id),
        is_weighed=line.is_weighed,
        components=tuple(
            membership_carts.CartComponent(
                part.line_id, part.product_id, part.amount, _categories(part.category_id), part.tax_rate
            )
            for part in line.parts
        ),
        gift_of=line.gift_of,
        member_price=line.member_price,
        tax_rate=line.tax_rate,
    )


def _categories(category_id: UUID | None) -> tuple[UUID, ...]:
    return () if category_id is None else (category_id,)


class StoredValueForPos:
    """The till's view of stored value."""

    def spend(
        self,
        unit: Unit,
        store_id: UUID,
        payment_id: UUID,
        member_id: UUID,
        amount: int,
        order_id: UUID,
        proof: Proof | None,
    ) -> None:
        """Take an amount."""
        stored_value.spend(unit, store_id, payment_id, member_id, amount, order_id, proof, pays_order=True)

    def give_back(self, unit: Unit, store_id: UUID, payment_id: UUID, original_id: UUID, amount: int) -> None:
        """Give back of a payment."""
        stored_value.give_back(unit, store_id, payment_id, original_id, amount)

    def demand_erased(self, unit: Unit, store_id: UUID, original_id: UUID) -> None:
        """Whether it has nowhere to go back to."""
        stored_value.demand_erased(unit, store_id, original_id)
