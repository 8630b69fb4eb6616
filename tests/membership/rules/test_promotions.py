"""What each kind of promotion takes off, and what the guest is told about those that do not apply."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import new_id
from core.money import largest_remainder
from membership.rules.promotions.index import PromotionSet
from membership.rules.promotions.pricing import price_cart
from membership.values.carts import Buyer, Cart, CartComponent, ManualDiscount, PointsUse, WallMoment
from membership.values.deals import Deal
from membership.values.promotions import Funder, Limits, Promotion, Scope
from tests.support.carts import SUNDAY, make_cart, make_line, make_promotion, tiers


def priced(cart: Cart, *promotions: Promotion, **more: Any) -> Deal:
    return price_cart(cart, PromotionSet(promotions), **more)


def code_of(deal: Deal, promotion: Promotion) -> str:
    (found,) = [verdict.code for verdict in deal.trace if verdict.promotion_id == promotion.id]
    return found


@pytest.mark.parametrize(
    ("kind", "lane", "benefit", "payable"),
    [
        ("percent_off", 2, {"percent_bp": 1250}, 8787),  # 12.5 % of 1004 is 126 half up, of 9039 1130
        ("percent_off", 3, {"percent_bp": 1250}, 8788),
        ("amount_off", 2, {"amount": 1500}, 10043 - 1004 - 1500),  # a unit, and no more than it costs
        ("amount_off", 3, {"amount": 1500}, 8543),
        ("threshold_off", 3, {"tiers": tiers((5000, 500), (10000, 1200))}, 8843),
        ("threshold_off", 3, {"tiers": tiers((2000, 300)), "every": True}, 8543),
        ("threshold_off", 3, {"tiers": tiers((2000, 300)), "every": True, "max_times": 2}, 9443),
        ("threshold_percent", 3, {"tiers": tiers((10000, 1000))}, 9039),
        ("percent_off", 3, {"percent_bp": 5000, "max_discount": 2000}, 8043),
        ("bundle_price", 2, {"buy": 2, "price": 9000}, 9000),
        ("bundle_price", 2, {"buy": 2, "price": 11000}, 10043),
        ("buy_get", 2, {"buy": 1, "get": 1}, 9039),
        ("nth_percent", 2, {"buy": 1, "get": 1, "percent_bp": 5000}, 9541),
        ("special_price", 1, {"price": 1000}, 2000),
    ],
)
def test_each_kind(kind: str, lane: int, benefit: dict[str, Any], payable: int) -> None:
    cart = make_cart(make_line(1004), make_line(9039))
    deal = priced(cart, make_promotion(kind, lane, **benefit))
    assert deal.payable == payable
    assert sum(part.amount for part in deal.allocations) == deal.listed - deal.payable


def test_five_hundred_off_three_dishes_is_shared_by_largest_remainder() -> None:
    lines = [make_line(price) for price in (2200, 1200, 1000)]
    deal = priced(make_cart(*lines), make_promotion("amount_off", 3, amount=500))
    shares = {part.line_id: part.amount for part in deal.allocations}
    assert [shares[line.id] for line in lines] == [250, 136, 114]


def test_the_lower_of_member_price_and_special_price_never_both() -> None:
    buyer = Buyer(new_id())
    line = make_line(3000, member_price=2500)
    special = make_promotion("special_price", 1, price=2700)
    deal = priced(make_cart(line, buyer=buyer), special)
    assert (deal.payable, code_of(deal, special)) == (2500, "not_lower")
    lower = make_promotion("special_price", 1, price=2400)
    deal = priced(make_cart(line, buyer=buyer), special, lower)
    assert (deal.payable, [v.promotion_id for v in deal.applied]) == (2400, [lower.id])


def test_the_cheapest_units_are_given_and_no_unit_is_used_twice() -> None:
    dear, cheap = make_line(5000, 2), make_line(1000, 2)
    one = make_promotion("buy_get", 2, buy=2, get=1)
    other = make_promotion("buy_get", 2, buy=1, get=1, max_times=1, priority=1)
    deal = priced(make_cart(dear, cheap), one, other)
    assert deal.payable == 10000 + 2000 - 1000
    assert [v.code for v in deal.trace].count("applied") == 1
    deal = priced(make_cart(dear, cheap, make_line(900, 1)), one, other)
    assert deal.payable == 12900 - 900 - 5000  # triggers are the cheapest that are left, too
    assert {v.code for v in deal.trace} == {"applied"}


def test_a_reward_of_another_product_leaves_what_triggers_it() -> None:
    tea, cake = make_line(1000), make_line(2000)
    both = Scope(frozenset({tea.product_id, cake.product_id}))
    gives = make_promotion("buy_get", 2, on=tea, buy=1, get=1, reward=both)
    assert priced(make_cart(tea, cake), gives).payable == 1000


def test_thresholds_read_the_net_at_the_lanes_entry_without_gifts() -> None:
    line = make_line(10000)
    ten = make_promotion("percent_off", 2, percent_bp=1000)
    first = make_promotion("threshold_off", 3, tiers=tiers((9000, 1000)))
    second = make_promotion("threshold_off", 3, tiers=tiers((9000, 500)), priority=1)
    assert priced(make_cart(line), ten, first, second).payable == 10000 - 1000 - 1500
    short = make_promotion("threshold_off", 3, tiers=tiers((9001, 100)))
    gift = make_promotion("gift", 3, gift_ids=frozenset({line.product_id}), get=1, min_amount=9001)
    given = make_line(100, gift_of=gift.id)
    deal = priced(make_cart(line, given), ten, gift)
    assert code_of(deal, gift) != "applied"
    deal = priced(make_cart(line), make_promotion("percent_off", 2, percent_bp=1000), short)
    assert code_of(deal, short) == "short_amount"


def test_six_more_for_ten_off() -> None:
    promotion = make_promotion("threshold_off", 3, tiers=tiers((5000, 1000), (9000, 2000)))
    deal = priced(make_cart(make_line(4400)), promotion)
    (nudge,) = deal.nudges
    assert (nudge.more_amount, nudge.off) == (600, 1000)
    (nudge,) = priced(make_cart(make_line(8400)), promotion).nudges
    assert (nudge.more_amount, nudge.off) == (600, 2000)
    pairs = make_promotion("buy_get", 2, buy=2, get=1)
    (nudge,) = priced(make_cart(make_line(4400)), pairs).nudges
    assert nudge.more_quantity == 2


@pytest.mark.parametrize(
    ("net", "change", "nudges"),
    [
        (5760, {}, [(240, 600)]),
        (6000, {}, [(3000, 900)]),
        (5760, {"max_times": 1}, []),
        (5760, {"max_discount": 500}, [(240, 500)]),
        (5760, {"max_discount": 300}, []),
        (5760, {"tiers": tiers((3000, 300), (5900, 700))}, [(140, 700)]),
        (5760, {"tiers": tiers((3000, 300), (5000, 700))}, [(4240, 1400)]),
        (5760, {"tiers": tiers((0, 300))}, []),
    ],
)
def test_each_whole_threshold_is_told_before_it_is_reached(
    net: int, change: dict[str, Any], nudges: list[tuple[int, int]]
) -> None:
    plain = {"tiers": tiers((3000, 300)), "every": True}
    promotion = make_promotion("threshold_off", 3, **(plain | change))
    found = priced(make_cart(make_line(net)), promotion).nudges
    assert [(nudge.more_amount, nudge.off) for nudge in found] == nudges


def test_a_gift_costs_nothing_once_it_is_earned() -> None:
    meal, tea = make_line(10000), new_id()
    gift = make_promotion("gift", 3, gift_ids=frozenset({tea}), get=1, min_amount=10000)
    deal = priced(make_cart(meal), gift)
    assert (deal.payable, code_of(deal, gift)) == (10000, "gift_open")
    assert deal.trace[0].numbers == {"quantity": 1, "gift_ids": [str(tea)]}
    cart = make_cart(meal, make_line(800, 2, product=tea, gift_of=gift.id))
    assert priced(cart, gift).payable == 10800


def test_a_set_meal_is_one_unit_and_its_discount_falls_on_its_components() -> None:
    parts = tuple(CartComponent(new_id(), new_id(), amount) for amount in (2880, 1690, 430))
    dinner = make_line(5000, components=parts)
    off = make_promotion("amount_off", 3, amount=1000)
    deal = priced(make_cart(dinner), off)
    assert sorted(part.amount for part in deal.allocations) == [86, 338, 576]
    assert {part.top_line_id for part in deal.allocations} == {dinner.id}
    component = Scope(frozenset({parts[0].product_id}))
    unflagged = make_promotion("percent_off", 2, percent_bp=5000, scope=component)
    assert priced(make_cart(dinner), unflagged).payable == 5000
    flagged = make_promotion("percent_off", 2, percent_bp=5000, scope=component, matches_components=True)
    deal = priced(make_cart(dinner), flagged, off)
    assert deal.payable == 5000 - 1440 - 1000
    assert sum(deal.nets.values()) == deal.payable


@pytest.mark.parametrize(
    ("kind", "benefit", "off"),
    [
        ("buy_get", {"buy": 2, "get": 1}, 5000),
        ("nth_percent", {"buy": 1, "get": 1, "percent_bp": 5000}, 2500),
        ("amount_off", {"amount": 5000}, 15000),
        ("percent_off", {"percent_bp": 10_000, "max_units": 1}, 5000),
    ],
)
def test_each_of_several_equal_set_meals_costs_the_same_however_its_components_divide(
    kind: str, benefit: dict[str, int], off: int
) -> None:
    shares = [7500, 4091, 3409]  # of three sets at 50.00 over dishes at 22.00, 12.00 and 10.00
    parts = tuple(CartComponent(new_id(), new_id(), share) for share in shares)
    sets = make_line(5000, 3, components=parts)
    offer = make_promotion(kind, 2, on=sets, **benefit)
    deal = priced(make_cart(sets), offer)
    assert deal.payable == 15000 - off
    assert sum(part.amount for part in deal.allocations) == off


def test_a_set_meals_discount_falls_on_whole_components_however_many_units_it_is_for() -> None:
    parts = [CartComponent(new_id(), new_id(), amount) for amount in (7757, 4552, 2691)]
    deal = priced(
        make_cart(make_line(5000, 3, components=tuple(parts))), make_promotion("amount_off", 3, amount=1000)
    )
    assert [part.amount - deal.nets[part.id] for part in parts] == [517, 304, 179]


@given(
    st.lists(st.integers(1, 9999), min_size=1, max_size=4),
    st.integers(1, 5),
    st.integers(0, 6000),
    st.integers(1, 30000),
    st.integers(0, 20000),
)
def test_each_discount_falls_on_lines_and_then_on_a_sets_components(
    weights: list[int], quantity: int, other: int, first: int, by_hand: int
) -> None:
    whole = 5000 * quantity
    amounts = largest_remainder(whole, weights)
    parts = [CartComponent(new_id(), new_id(), amount) for amount in amounts]
    dinner = make_line(5000, quantity, components=tuple(parts))
    tea = make_line(other)
    cart = make_cart(dinner, tea, manual=ManualDiscount(by_hand, 0) if by_hand else None)
    deal = priced(cart, make_promotion("amount_off", 3, amount=first))
    lines, nets = {dinner.id: whole, tea.id: other}, amounts
    for amount in (min(first, whole + other), min(by_hand, max(whole + other - first, 0))):
        ordered = sorted(
            lines, key=lambda line: (dinner.product_id if line == dinner.id else tea.product_id).int
        )
        shares = dict(zip(ordered, largest_remainder(amount, [lines[line] for line in ordered]), strict=True))
        cuts = largest_remainder(shares[dinner.id], nets)
        nets = [net - cut for net, cut in zip(nets, cuts, strict=True)]
        lines = {line: lines[line] - shares[line] for line in lines}
    assert [deal.nets[part.id] for part in parts] == nets
    assert deal.nets.get(tea.id, 0) == lines[tea.id]


@pytest.mark.parametrize("exclusivity", ["lane", "order"])
def test_what_excludes_others_wins_only_when_it_is_better(exclusivity: str) -> None:
    cart = make_cart(make_line(10000))
    alone = make_promotion("percent_off", 3, percent_bp=2000, exclusivity=exclusivity)
    other = make_promotion("percent_off", 3, percent_bp=500, priority=1)
    deal = priced(cart, alone, other)
    assert (deal.payable, code_of(deal, other)) == (8000, "excluded")
    better = make_promotion("amount_off", 3, amount=2500, priority=2)
    deal = priced(cart, alone, other, better)
    assert (deal.payable, code_of(deal, alone)) == (7000, "excluded")
    (lost,) = [v.numbers["lost_by"] for v in deal.trace if v.promotion_id == alone.id]
    assert lost == 1000


def test_groups() -> None:
    cart = make_cart(make_line(10000))
    ten, twenty = (make_promotion("amount_off", 3, amount=n, priority=n, group="g", group_mode="first") for n in (1000, 2000))  # fmt: skip
    deal = priced(cart, ten, twenty)
    assert (deal.payable, code_of(deal, twenty)) == (9000, "group_taken")
    ten, twenty = (make_promotion("amount_off", 3, amount=n, priority=n, group="g", group_mode="best") for n in (1000, 2000))  # fmt: skip
    deal = priced(cart, ten, twenty)
    assert (deal.payable, code_of(deal, ten)) == (8000, "lost")
    ten, twenty = (make_promotion("amount_off", 3, amount=n, group="g") for n in (1000, 2000))
    assert priced(cart, ten, twenty).payable == 7000


def test_ties_go_to_fewer_promotions_then_priority_then_id() -> None:
    cart = make_cart(make_line(10000))
    whole = make_promotion("amount_off", 3, amount=1000, exclusivity="order", priority=9)
    halves = [make_promotion("amount_off", 3, amount=500) for _ in "ab"]
    deal = priced(cart, *halves, whole)
    assert [v.promotion_id for v in deal.applied] == [whole.id]
    rivals = [make_promotion("amount_off", 3, amount=1000, exclusivity="order") for _ in "abc"]
    deal = priced(cart, *rivals)
    assert [v.promotion_id for v in deal.applied] == [min(rival.id for rival in rivals)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"store_ids": frozenset({new_id()})}, "store"),
        ({"region_ids": frozenset({new_id()})}, "region"),
        ({"channels": frozenset({"delivery"})}, "channel"),
        ({"weekdays": 0b0111111}, "schedule"),
        ({"start_minute": 720, "end_minute": 721}, None),
        (
            {"start_minute": 1320, "end_minute": 721},
            "schedule",
        ),  # the night that began on Saturday: until 12:01
        ({"start_minute": 1320, "end_minute": 721, "weekdays": 0b0100000}, None),
        ({"month_days": frozenset({8, 18})}, "schedule"),
        ({"holidays_only": True}, "holiday"),
        ({"members_only": True}, None),
        ({"segments": frozenset({"lost"})}, "segment"),
        ({"segments": frozenset({"regular"})}, None),
        ({"tier_ids": frozenset({new_id()})}, "tier"),
        ({"birthday": "day"}, "birthday"),
        ({"birthday": "week"}, None),
        ({"birthday": "month"}, None),
        ({"first_order_only": True}, "first_order"),
        ({"min_quantity": 2}, "short_quantity"),
        ({"min_amount": 1001}, "short_amount"),
        ({"needs_coupon": True}, "coupon_needed"),
    ],
)
def test_why_not(change: dict[str, Any], code: str | None) -> None:
    if change.get("end_minute") == 721 and "weekdays" not in change and change["start_minute"] == 1320:
        change = {**change, "weekdays": 0b1000000}
    buyer = Buyer(new_id(), segments=frozenset({"regular"}), born_on=(11, 18))
    promotion = make_promotion("amount_off", 3, amount=100, **change)
    deal = priced(make_cart(make_line(1000), buyer=buyer), promotion, named=[promotion.id])
    assert code_of(deal, promotion) == (code or "applied")
    assert deal.payable == (1000 if code else 900)


@pytest.mark.parametrize(
    "change",
    [
        {"weekdays": 0b1000000},
        {"month_days": frozenset({22})},
        {"valid_from": SUNDAY, "valid_to": SUNDAY},
        {"holidays_only": True},
        {"birthday": "day"},
        {"birthday": "week"},
        {"anniversary": "day"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_night_belongs_to_the_day_on_which_it_begins(change: dict[str, Any]) -> None:
    buyer = Buyer(new_id(), born_on=(11, 22), joined_on=SUNDAY.replace(year=2020))
    night = make_promotion("amount_off", 3, amount=100, start_minute=1320, end_minute=120, **change)

    def payable(days: int, minute: int) -> int:
        moment = WallMoment(SUNDAY + timedelta(days=days), minute)
        cart = make_cart(make_line(1000), buyer=buyer, moment=moment, holidays=(SUNDAY,))
        return priced(cart, night).payable

    assert [payable(0, 60), payable(0, 720), payable(0, 1380)] == [_before_sunday(change), 1000, 900]
    assert [payable(1, 60), payable(1, 120), payable(1, 1380)] == [900, 1000, 1000]


def _before_sunday(change: dict[str, Any]) -> int:
    """At one o'clock on Sunday it is still Saturday's night: of the week alone that is the same one."""
    return 900 if change.get("birthday") == "week" else 1000


@pytest.mark.parametrize(
    ("joined", "today", "within", "is_kept"),
    [
        ("2025-12-31", "2026-01-01", "week", False),  # the day after they joined
        ("2026-01-01", "2026-12-28", "week", True),  # the Monday of the week of their first anniversary
        ("2026-01-01", "2026-12-27", "week", False),
        ("2026-01-01", "2027-01-03", "week", True),
        ("2026-11-30", "2026-11-02", "month", False),
        ("2025-11-30", "2026-11-02", "month", True),
        ("2024-02-29", "2025-02-28", "day", True),
        ("2024-02-29", "2024-02-29", "day", False),
    ],
)
def test_an_anniversary_is_kept_from_a_year_after_joining(
    joined: str, today: str, within: str, is_kept: bool
) -> None:
    promotion = make_promotion("amount_off", 3, amount=100, anniversary=within)
    buyer = Buyer(new_id(), joined_on=date.fromisoformat(joined))
    cart = make_cart(make_line(1000), buyer=buyer, moment=WallMoment(date.fromisoformat(today), 720))
    assert priced(cart, promotion).payable == (900 if is_kept else 1000)


def test_caps_and_budgets() -> None:
    cart, promotion = make_cart(make_line(1000)), make_promotion("amount_off", 3, amount=100)
    for limits, code in (
        (Limits(uses_left=0), "cap"),
        (Limits(budget_left=99), "budget"),
        (Limits(uses_left=1, budget_left=100), "applied"),
    ):
        assert code_of(priced(cart, promotion, limits={promotion.id: limits}), promotion) == code


def test_a_coupon_counts_when_it_is_in_hand() -> None:
    promotion = make_promotion("amount_off", 4, amount=300, needs_coupon=True)
    coupon = new_id()
    deal = priced(make_cart(make_line(1000), coupons={promotion.id: (coupon,)}), promotion)
    assert [(v.source, v.coupon_id, v.discount) for v in deal.applied] == [("coupon", coupon, 300)]


def test_points_then_what_is_taken_off_by_hand_then_rounding() -> None:
    cart = make_cart(
        make_line(9999),
        points=PointsUse(points=2550, block=100, worth=100, highest_bp=2000),
        manual=ManualDiscount(percent_bp=1000),
        round_unit=10,
        round_mode="down",
    )
    deal = priced(cart)
    assert [(v.source, v.discount) for v in deal.trace] == [
        ("points", 1900),
        ("manual", 810),
        ("rounding", 9),
    ]
    assert (deal.points_used, deal.payable) == (1900, 7280)


def test_who_funds_it_adds_up_over_lines_and_funders() -> None:
    lines = [make_line(333) for _ in range(7)]
    funders = (Funder("hq", 6), Funder("a", 4))
    deal = priced(make_cart(*lines), make_promotion("percent_off", 3, percent_bp=3300, funders=funders))
    by_funder = {who: sum(p.amount for p in deal.allocations if p.funder == who) for who in ("hq", "a")}
    assert by_funder == {"hq": 461, "a": 308}


def test_nothing_is_promised_that_another_promotion_keeps_out() -> None:
    cart = make_cart(make_line(2880))
    off = make_promotion("threshold_off", 3, tiers=tiers((3000, 200)))
    assert [nudge.more_amount for nudge in priced(cart, off).nudges] == [120]
    alone = make_promotion("amount_off", 3, amount=500, exclusivity="order")
    assert priced(cart, off, alone).nudges == ()


def test_a_member_price_that_a_lower_price_beats_is_explained() -> None:
    line = make_line(1000, member_price=900)
    special = make_promotion("special_price", 1, on=line, price=800)
    deal = priced(make_cart(line, buyer=Buyer(new_id())), special)
    assert deal.payable == 800
    assert [verdict.code for verdict in deal.trace if verdict.source == "member_price"] == ["not_lower"]
