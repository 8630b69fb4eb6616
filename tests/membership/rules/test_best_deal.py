"""What holds of every deal: it adds up, nobody finds a better one, and what was given comes back as it was given."""

from decimal import Decimal
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from membership.rules.promotions.index import PromotionSet
from membership.rules.promotions.pricing import price_cart
from membership.rules.promotions.refunds import given_back_in_all, refund_of, sold_lines
from membership.values.carts import Buyer, Cart, CartComponent, CartLine, ManualDiscount, PointsUse
from membership.values.promotions import Benefit, Conditions, Funder, Promotion, Scope, Tier
from tests.membership.rules.brute_force import cheapest_price
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
def promotions(draw: st.DrawFn, *, richer: bool = False) -> Promotion:
    lane, benefit = draw(kinds)
    if richer and draw(st.booleans()):
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
        group=(group := draw(st.sampled_from([None, None, "best", "all"]))),
        group_mode=group or "all",
        exclusivity=draw(st.sampled_from(["none", "none", "none", "lane", "order"])),
        basis=draw(st.sampled_from(["running", "original"])) if richer else "running",
        funders=(Funder("hq", 3), Funder("store", 2)) if richer else (Funder("hq", 1),),
        matches_components=richer and draw(st.booleans()),
    )  # fmt: skip


@st.composite
def lines(draw: st.DrawFn, *, richer: bool = False) -> CartLine:
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
        manual=draw(st.none() | st.builds(ManualDiscount, st.integers(0, 500), st.integers(0, 3000))),
        round_unit=draw(st.sampled_from([1, 10, 50])),
        round_mode=draw(st.sampled_from(["none", "down", "half_up"])),
    )  # fmt: skip


@given(carts(), st.lists(promotions(), max_size=5, unique_by=lambda p: p.id))
def test_no_brute_force_beats_the_best_deal(cart: Cart, offered: list[Promotion]) -> None:
    deal = price_cart(cart, PromotionSet(offered))
    assert deal.is_exhaustive
    assert deal.payable == cheapest_price(cart, offered)


rich = (carts(richer=True), st.lists(promotions(richer=True), max_size=6, unique_by=lambda p: p.id))


@given(*rich)
def test_a_deal_adds_up_and_says_where_everything_came_from(cart: Cart, offered: list[Promotion]) -> None:
    deal = price_cart(cart, PromotionSet(offered))
    taken = sum(part.amount for part in deal.allocations)
    assert deal.listed - taken == deal.payable == sum(deal.nets.values()) >= 0
    assert all(part.amount > 0 for part in deal.allocations if part.source != "rounding")
    if cart.round_mode != "half_up":
        assert min(deal.nets.values()) >= 0
    explained: dict[object, int] = {(v.source, v.promotion_id): v.discount for v in deal.applied}
    given: dict[object, int] = {}
    for part in deal.allocations:
        key = (part.source, part.promotion_id)
        given[key] = given.get(key, 0) + part.amount
    assert given == explained
    assert {v.promotion_id for v in deal.trace} >= {p.id for p in offered if not p.scope.names_some}
    assert all(v.numbers.get("lost_by", 0) >= 0 for v in deal.trace)


@given(*rich, st.randoms(use_true_random=False))
def test_the_order_of_lines_and_promotions_changes_nothing(
    cart: Cart, offered: list[Promotion], random: Random
) -> None:
    shuffled, other = list(cart.lines), list(offered)
    random.shuffle(shuffled)
    random.shuffle(other)
    there = Cart(**{**{f: getattr(cart, f) for f in Cart.__slots__}, "lines": tuple(shuffled)})
    assert price_cart(cart, PromotionSet(offered)) == price_cart(there, PromotionSet(other))


@given(*rich, st.randoms(use_true_random=False))
def test_refunds_in_any_order_and_parts_give_back_exactly_what_was_paid(
    cart: Cart, offered: list[Promotion], random: Random
) -> None:
    deal = price_cart(cart, PromotionSet(offered))
    units = {part.id: line.quantity for line in cart.lines for part in (line, *line.components)}
    sold = sold_lines(deal, units)
    before = dict.fromkeys(sold, Decimal(0))
    back = []
    while any(before[key] < line.units for key, line in sold.items()):
        line = random.choice([line for key, line in sold.items() if before[key] < line.units])
        left = line.units - before[line.line_id]
        more = min(left, Decimal(random.choice(["1", "0.1", "2"])))
        back.append(refund_of(line, before[line.line_id], more))
        before[line.line_id] += more
    assert given_back_in_all(back) == deal.payable
    for place in {(p.line_id, p.source, p.promotion_id, p.funder) for p in deal.allocations}:
        key = lambda p: (p.line_id, p.source, p.promotion_id, p.funder)  # noqa: E731
        assert sum(p.amount for part in back for p in part.allocations if key(p) == place) == sum(
            p.amount for p in deal.allocations if key(p) == place
        )
