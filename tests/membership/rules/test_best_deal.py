"""What holds of every deal: it adds up, nobody finds a better one, and what was given comes back as it was given."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from membership.rules.promotions.index import PromotionSet
from membership.rules.promotions.pricing import price_cart
from membership.values.carts import Cart
from membership.values.promotions import Promotion
from tests.membership.rules.brute_force import cheapest_price
from tests.membership.rules.strategies import Bargain, bargains, carts, promotions


@given(carts(), st.lists(promotions(), max_size=5, unique_by=lambda p: p.id))
def test_no_brute_force_beats_the_best_deal(cart: Cart, offered: list[Promotion]) -> None:
    deal = price_cart(cart, PromotionSet(offered))
    assert deal.is_exhaustive
    assert deal.payable == cheapest_price(cart, offered)


@given(bargains(5, plain_kinds=True))
def test_nor_with_set_meals_weighed_goods_gifts_and_coupons(bargain: Bargain) -> None:
    cart, offered = bargain
    deal = price_cart(cart, PromotionSet(offered))
    assert deal.is_exhaustive
    assert deal.payable == cheapest_price(cart, offered)


@given(bargains())
def test_a_deal_adds_up_and_says_where_everything_came_from(bargain: Bargain) -> None:
    cart, offered = bargain
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


@given(bargains(), st.data())
def test_coupons_kept_for_another_time_are_told_and_priced_as_if_nobody_had_them(
    bargain: Bargain, data: st.DataObject
) -> None:
    cart, offered = bargain
    kept = data.draw(st.sets(st.sampled_from(sorted(cart.coupons)))) if cart.coupons else set()
    deal = price_cart(replace(cart, kept_coupons=frozenset(kept)), PromotionSet(offered))
    in_hand = {promotion: held for promotion, held in cart.coupons.items() if promotion not in kept}
    without = price_cart(replace(cart, coupons=in_hand), PromotionSet(offered))
    assert (deal.payable, deal.allocations) == (without.payable, without.allocations)
    assert {v.promotion_id for v in deal.trace if v.code == "coupon_kept"} == kept
    assert not {v.promotion_id for v in deal.applied} & kept


@given(bargains(), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_promotions_changes_nothing(bargain: Bargain, random: Random) -> None:
    cart, offered = bargain
    shuffled, other = list(cart.lines), list(offered)
    random.shuffle(shuffled)
    random.shuffle(other)
    there = Cart(**{**{f: getattr(cart, f) for f in Cart.__slots__}, "lines": tuple(shuffled)})
    assert price_cart(cart, PromotionSet(offered)) == price_cart(there, PromotionSet(other))
