"""Makers of carts and promotions for tests of the promotion rules."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.ids import new_id
from membership.values.carts import Cart, CartLine, WallMoment
from membership.values.promotions import Benefit, Conditions, Promotion, Scope, Tier

STORE = UUID(int=1)
SUNDAY = date(2026, 11, 22)
NOON = WallMoment(SUNDAY, 12 * 60)


def make_line(unit_price: int, quantity: int | str = 1, product: UUID | None = None, **more: Any) -> CartLine:
    """A line of a product of its own, unless one is given."""
    return CartLine(new_id(), product or new_id(), Decimal(quantity), unit_price, **more)


def make_cart(*lines: CartLine, **more: Any) -> Cart:
    """A cart at noon on a Sunday, dine-in."""
    plain = {"store_id": STORE, "channel": "dine_in", "moment": NOON}
    return Cart(lines, **(plain | more))


def make_promotion(kind: str, lane: int, *, on: CartLine | None = None, **more: Any) -> Promotion:
    """A promotion; what the benefit does not know is a field of the promotion or of its conditions."""
    fields = Benefit.__dataclass_fields__
    benefit = {name: more.pop(name) for name in list(more) if name in fields}
    when = {name: more.pop(name) for name in list(more) if name in Conditions.__dataclass_fields__}
    if on is not None:
        more["scope"] = Scope(frozenset({on.product_id}))
    return Promotion(new_id(), 1, lane, Benefit(kind, **benefit), conditions=Conditions(**when), **more)


def tiers(*pairs: tuple[int, int]) -> tuple[Tier, ...]:
    """From so much on, so much."""
    return tuple(Tier(*pair) for pair in pairs)
