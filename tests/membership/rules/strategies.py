"""Carts and promotions of every form, for properties that hold of all of them."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from hypothesis import strategies as st

from membership.values.carts import Buyer, Cart, CartComponent, CartLine, ManualDiscount, PointsUse
from membership.values.promotions import Benefit, Conditions, Funder, Promotion, Scope, Tier
from tests.support.carts import NOON, STORE

PRODUCTS = [UUID(int=n) for n in (100, 101, 102)]
amounts = st.integers(1, 3000)
scopes = st.builds(Scope, st.sets(st.sampled_from(PRODUCTS), max_size=2).map(frozenset))
kinds = st.one_of(
    st.builds(lambda price: (1, Benefit("special_price", price=price)), amounts),
    st.builds(lambda lane, bp: (lane, Benefit("percent_off", percent_bp=bp)), st.sampled_from([2, 3, 4]), st.integers(1, 10_000)),
    st.builds(lambda lane, amount: (lane, Benefit("amount_off", amount=amount)), st.sampled_from([2, 3, 4]), amounts),
    st.builds(lambda buy, get: (2, Benefit("buy_get", buy=buy, get=get)), st.integers(1, 2), st.integers(1, 2)),
    st.builds(lambda at, off, every: (3, Benefit("threshold_off", tiers=(Tier(at, off),), every=every)), st.integers(100, 6000), amounts, st.booleans()),
)  # fmt: skip


@st.composite
def promotions(
    draw: st.DrawFn, *, richer: bool = False, grouped: bool = False, plain_kinds: bool = False
) -> Promotion:
    """An offer; ``richer``: of more kinds, ``grouped``: also in groups of which the first applies."""
    lane, benefit = draw(kinds)
    if richer and not plain_kinds and draw(st.booleans()):
        lane, benefit = draw(
            st.sampled_from(
                [
                    (2, Benefit("nth_percent", buy=1, get=1, percent_bp=5000)),
                    (2, Benefit("bundle_price", buy=2, price=1500)),
                    (2, Benefit("percent_off", percent_bp=3333, max_units=2)),
                    (3, Benefit("threshold_percent", tiers=(Tier(2, 700), Tier(4, 1500)), counts="quantity")),
                    (3, Benefit("percent_off", percent_bp=4000, max_discount=777)),
                ]
            )
        )
    return Promotion(
        id=draw(st.uuids()),
        version=1,
        lane=lane,
        benefit=benefit,
        scope=draw(scopes),
        conditions=Conditions(min_amount=draw(st.sampled_from([0, 0, 2000])), min_quantity=draw(st.sampled_from([0, 0, 3]))),
        priority=draw(st.integers(0, 2)),
        group=(group := draw(st.sampled_from([None, None, "best", "all", *(["first"] if grouped else [])]))),
        group_mode=group or "all",
        exclusivity=draw(st.sampled_from(["none", "none", "none", "lane", "order"])),
        basis=draw(st.sampled_from(["running", "original"])) if richer and not plain_kinds else "running",
        funders=(Funder("hq", 3), Funder("store", 2)) if richer else (Funder("hq", 1),),
        matches_components=richer and draw(st.booleans()),
    )  # fmt: skip


@st.composite
def lines(draw: st.DrawFn, *, richer: bool = False) -> CartLine:
    """A line of one of three products; ``richer``: also weighed goods and set meals."""
    price = draw(st.integers(1, 4000))
    quantity = draw(st.integers(1, 3))
    plain = CartLine(
        draw(st.uuids()),
        draw(st.sampled_from(PRODUCTS)),
        Decimal(quantity),
        price,
        member_price=draw(st.sampled_from([None, None, price - 1, price + 1])),
    )
    if not richer or draw(st.booleans()):
        return plain
    if draw(st.booleans()):
        share = draw(st.integers(0, price * quantity))
        ids = draw(st.lists(st.uuids(), min_size=2, max_size=2, unique=True))
        parts = (
            CartComponent(ids[0], PRODUCTS[0], share),
            CartComponent(ids[1], PRODUCTS[2], price * quantity - share),
        )
        return CartLine(plain.id, plain.product_id, plain.quantity, price, extra=draw(st.sampled_from([0, 50])), components=parts)  # fmt: skip
    return CartLine(plain.id, plain.product_id, Decimal("0.350"), price, extra=draw(st.integers(0, 99)), is_weighed=True)  # fmt: skip


@st.composite
def carts(draw: st.DrawFn, *, richer: bool = False) -> Cart:
    """A member's cart of a few lines; ``richer``: also with points, something off by hand, and rounding."""
    found = draw(st.lists(lines(richer=richer), min_size=1, max_size=4, unique_by=lambda x: x.id))
    buyer = Buyer(UUID(int=5))
    if not richer:
        return Cart(tuple(found), STORE, "dine_in", NOON, buyer=buyer)
    return Cart(
        tuple(found),
        STORE,
        "dine_in",
        NOON,
        buyer=buyer,
        points=draw(st.none() | st.builds(PointsUse, st.integers(0, 3000), st.just(100), st.just(100), st.sampled_from([2000, 10_000]))),
        manual=draw(st.none() | st.builds(
            ManualDiscount, st.integers(0, 500), st.integers(0, 3000), st.none() | st.integers(0, 600)
        )),
        round_unit=draw(st.sampled_from([1, 10, 50])),
        round_mode=draw(st.sampled_from(["none", "down", "half_up"])),
    )  # fmt: skip


Bargain = tuple[Cart, list[Promotion]]


@st.composite
def bargains(draw: st.DrawFn, most: int = 6, *, plain_kinds: bool = False) -> Bargain:
    """Carts with weighed goods, set meals and gifts that wait to be earned; offers that take coupons, in groups, alone.

    ``plain_kinds``: those that the brute force knows, and nothing taken off at the end.
    """
    cart = draw(carts(richer=True))
    if plain_kinds:
        cart = replace(cart, points=None, manual=None, round_unit=1)
    offers = promotions(richer=True, grouped=not plain_kinds, plain_kinds=plain_kinds)
    offered = draw(st.lists(offers, max_size=most, unique_by=lambda p: p.id))
    coupons = {one.id: (one.id,) for one in offered if draw(st.booleans())}
    offered = [replace(one, needs_coupon=one.id in coupons) for one in offered]
    if draw(st.booleans()):
        gift = Benefit("gift", get=draw(st.integers(1, 2)), gift_ids=frozenset({PRODUCTS[1]}))
        when = Conditions(min_amount=draw(st.sampled_from([0, 1500])))
        promotion = Promotion(draw(st.uuids()), 1, draw(st.sampled_from([2, 3])), gift, conditions=when)
        waiting = CartLine(draw(st.uuids()), PRODUCTS[1], Decimal(2), draw(amounts), gift_of=promotion.id)
        cart, offered = replace(cart, lines=(*cart.lines, waiting)), [*offered, promotion]
    return replace(cart, coupons=coupons), offered
