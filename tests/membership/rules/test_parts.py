"""Many candidates are searched part by part: the same deal as by trying everything, and exact however many there are."""

from dataclasses import replace
from unittest.mock import patch
from uuid import UUID

import pytest
from hypothesis import given

from core.ids import new_id
from membership.rules.promotions import search
from membership.rules.promotions.index import PromotionSet
from membership.rules.promotions.pricing import price_cart
from membership.rules.promotions.search import Search
from membership.values.carts import Cart, PointsUse
from membership.values.deals import Deal
from membership.values.promotions import Promotion
from tests.membership.rules.brute_force import cheapest_price
from tests.membership.rules.strategies import Bargain, bargains
from tests.support.carts import make_cart, make_line, make_promotion, tiers


class Coupled(Exception):
    """The candidates cannot be taken apart."""


def parted(cart: Cart, offered: list[Promotion]) -> Deal | None:
    """The deal when even a few choice sets count as many; None where the candidates cannot be taken apart."""
    with patch.object(search, "EXHAUSTIVE", 0), patch.object(Search, "_best_of_forks", side_effect=Coupled):
        try:
            return price_cart(cart, PromotionSet(offered))
        except Coupled:
            return None


@given(bargains(5, plain_kinds=True))
def test_no_brute_force_beats_the_parts(bargain: Bargain) -> None:
    cart, offered = bargain
    deal = parted(cart, offered)
    assert deal is None or deal.payable == cheapest_price(cart, offered)


@given(bargains(7))
def test_part_by_part_is_the_same_deal_as_all_at_once(bargain: Bargain) -> None:
    cart, offered = bargain
    deal = parted(cart, offered)
    whole = price_cart(cart, PromotionSet(offered))
    if deal is None or not whole.is_exhaustive:
        return
    assert (deal.payable, deal.applied, deal.allocations) == (whole.payable, whole.applied, whole.allocations)
    assert all(verdict.numbers.get("lost_by", 0) >= 0 for verdict in deal.trace)


def test_forty_offers_on_their_own_dishes_are_decided_exactly() -> None:
    lines = [make_line(1_000 + 10 * n, 2) for n in range(12)]
    offered = [
        offer
        for line in lines
        for offer in (
            make_promotion("percent_off", 2, on=line, percent_bp=1_000),
            make_promotion("buy_get", 2, on=line, buy=1, get=1, percent_bp=5_000),
            make_promotion("amount_off", 2, on=line, amount=100, group=str(line.id), group_mode="best"),
            make_promotion(
                "bundle_price", 2, on=line, buy=2, price=1_500, group=str(line.id), group_mode="best"
            ),
        )
    ]
    offered.append(make_promotion("threshold_off", 3, tiers=tiers((15_000, 3_000))))
    offered.append(make_promotion("percent_off", 2, percent_bp=500))
    deal = price_cart(make_cart(*lines), PromotionSet(offered))
    assert deal.is_exhaustive
    assert deal.payable <= price_cart(make_cart(*lines), PromotionSet(offered[:-2])).payable


def test_a_net_that_stays_above_a_threshold_pays() -> None:
    """Thirteen dishes of 10.00 with 1.00 off each: three of them are left dearer, so that 30.00 off is reached."""
    lines = [make_line(1_000) for _ in range(13)]
    offered = [make_promotion("amount_off", 2, on=line, amount=100) for line in lines]
    full = make_promotion("threshold_off", 3, tiers=tiers((12_000, 3_000)))
    deal = price_cart(make_cart(*lines), PromotionSet([*offered, full]))
    assert (deal.is_exhaustive, deal.payable, len(deal.applied)) == (True, 9_000, 11)


def test_what_is_truly_coupled_is_bounded_and_says_so() -> None:
    lines = [make_line(1_000 + n, 3) for n in range(6)]
    offered = [make_promotion("percent_off", 2, percent_bp=300 + n, max_units=2) for n in range(14)]
    deal = price_cart(make_cart(*lines), PromotionSet(offered))
    assert not deal.is_exhaustive
    assert deal.listed - sum(part.amount for part in deal.allocations) == deal.payable


def test_an_offer_alone_in_its_lane_or_order_is_decided_with_the_parts() -> None:
    lines = [make_line(2_000) for _ in range(8)]
    offered = [
        make_promotion("percent_off", 2, on=line, percent_bp=bp) for line in lines for bp in (1_000, 500)
    ]
    lane = make_promotion("percent_off", 2, percent_bp=1_600, exclusivity="lane")
    deal = price_cart(make_cart(*lines), PromotionSet([*offered, lane]))
    assert (deal.is_exhaustive, {verdict.promotion_id for verdict in deal.applied}) == (True, {lane.id})
    order = replace(lane, id=UUID(int=new_id().int), lane=3, exclusivity="order")
    order = replace(order, benefit=replace(order.benefit, percent_bp=1_700))
    deal = price_cart(make_cart(*lines), PromotionSet([*offered, lane, order]))
    assert (deal.is_exhaustive, {verdict.promotion_id for verdict in deal.applied}) == (True, {order.id})


@pytest.mark.parametrize("least", [4_000, 5_600, 6_150, 6_300])
@pytest.mark.parametrize("first", ["threshold_off", "percent_off", "amount_off"])
def test_what_a_coupon_asks_for_is_read_after_what_came_before_it(first: str, least: int) -> None:
    lines = [make_line(800 + 7 * n) for n in range(9)]
    offered = [make_promotion("amount_off", 2, on=line, amount=90 + n) for n, line in enumerate(lines)]
    kinds = {
        "threshold_off": {"tiers": tiers((6_500, 500), (7_000, 900))},
        "percent_off": {"percent_bp": 850, "max_discount": 600},
        "amount_off": {"amount": 350},
    }
    offered.append(make_promotion(first, 3, **kinds[first]))
    coupon = make_promotion("amount_off", 4, amount=1_200, min_amount=least, needs_coupon=True)
    cart = make_cart(*lines, coupons={coupon.id: (coupon.id,)}, points=PointsUse(900, 100, 100, 2_000))
    deal, whole = parted(cart, [*offered, coupon]), price_cart(cart, PromotionSet([*offered, coupon]))
    assert deal is not None
    assert (deal.payable, deal.applied, whole.is_exhaustive) == (whole.payable, whole.applied, True)
