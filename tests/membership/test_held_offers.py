"""What an order holds of caps and coupons: its own never counts against it, and what nobody pays is others' after twelve hours."""

import random
from collections import Counter as Tally
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from app.factory import App
from app.member_days import look_over_one
from core import clock
from core.ids import new_id
from membership.services.uses import HELD_FOR
from tests.support.accounts import Caller, sign_in, sign_in_at_terminal
from tests.support.brand import made
from tests.support.counter import OPEN, Counter, of_member, pay

pytestmark = pytest.mark.usefixtures("alone")

THREE_OFF = {"lane": 3, "benefit": {"kind": "threshold_off", "tiers": [{"threshold": 2000, "value": 300}]}}
FIVE_OFF = {"lane": 4, "benefit": {"kind": "amount_off", "amount": 500}, "needs_coupon": True}
CAPS: tuple[dict[str, int], ...] = (
    {"total": 1},
    {"per_member": 1},
    {"per_day": 1},
    {"per_store": 1},
    {"budget": 300},
)
NOODLES, COLD, DRINK = "N01", "C01", "D01"  # 28.80, 10.00, 6.00


@contextmanager
def after_twelve_hours(counter: Counter) -> Iterator[None]:
    with clock.frozen(clock.now() + HELD_FOR + timedelta(minutes=1)):
        counter.boss = sign_in(counter.app, counter.shop.house, "boss")
        counter.cashier = sign_in_at_terminal(counter.app, counter.shop.house, "cashier")
        yield


def off(order: Any) -> int:
    return int(order["totals"]["discounts"])


@pytest.mark.parametrize("caps", CAPS, ids=lambda caps: next(iter(caps)))
def test_own_reservation_does_not_count_against_the_order(counter: Counter, caps: dict[str, int]) -> None:
    counter.promotion({**THREE_OFF, "caps": caps})
    member, order_id = counter.member(), new_id()
    taken_off = [off(counter.send(order_id, OPEN, of_member(member), counter.dish(NOODLES)))]
    taken_off += [off(counter.send(order_id, counter.dish(COLD))) for _ in range(3)]
    taken_off.append(off(counter.send(order_id, {"type": "use_points", "points": 0})))
    taken_off.append(off(counter.send(order_id, {"type": "add_coupon", "code": "nobody's"})))
    assert taken_off == [300] * 6
    order = counter.send(order_id, counter.dish(NOODLES), pay(2 * 2880 + 3 * 1000 - 300))
    assert (order["state"], off(order)) == ("paid", 300)
    assert {row[1:] for row in counter.rows("SELECT part, reserved, committed FROM membership_cap")} <= {
        (0, 1),
        (0, 300),
    }
    assert off(counter.send(new_id(), OPEN, of_member(member), counter.dish(NOODLES))) == 0


def test_of_two_orders_that_are_open_at_once_one_alone_is_the_first(counter: Counter) -> None:
    counter.promotion({**THREE_OFF, "conditions": {"first_order_only": True}})
    member, one, two = counter.member(), new_id(), new_id()
    assert off(counter.send(one, OPEN, of_member(member), counter.dish(NOODLES))) == 300
    assert off(counter.send(two, OPEN, of_member(member), counter.dish(NOODLES))) == 0
    counter.send(one, {"type": "cancel_order", "reason": "left"})
    assert off(counter.send(two, counter.dish(COLD))) == 300
    assert counter.send(two, pay(3580))["state"] == "paid"
    # The visit is counted a moment later: until then, too, there is no second first order.
    assert off(counter.send(new_id(), OPEN, of_member(member), counter.dish(NOODLES))) == 0


def test_budget_is_what_others_left_of_it(counter: Counter) -> None:
    tenth = {"lane": 3, "benefit": {"kind": "percent_off", "percent_bp": 2000}}
    counter.promotion({**tenth, "caps": {"budget": 1000}})
    order_id, other = new_id(), new_id()
    assert off(counter.send(order_id, OPEN, counter.dish(NOODLES))) == 576
    assert off(counter.send(other, OPEN, counter.dish(COLD, 2))) == 400
    assert off(counter.send(order_id, counter.dish(DRINK))) == 0  # 696 and 400 are more than there is
    assert off(counter.send(other, {"type": "cancel_order", "reason": "left"})) == 0
    assert off(counter.send(order_id, counter.dish(COLD))) == 896
    assert counter.rows("SELECT reserved, committed FROM membership_cap") == [(896, 0)]


def test_coupon_with_a_cap_stays_while_its_order_changes(counter: Counter) -> None:
    offer = counter.promotion({**FIVE_OFF, "caps": {"per_member": 1}})
    member, order_id = counter.member(), new_id()
    made(counter.boss.post(f"/promotions/{offer}/coupons", {"member_ids": [member]}))
    assert off(counter.send(order_id, OPEN, of_member(member), counter.dish(NOODLES))) == 500
    assert off(counter.send(order_id, counter.dish(COLD))) == 500


def test_order_that_changes_waits_for_no_database_more_often(counter: Counter) -> None:
    for code in (NOODLES, COLD):
        scope = {"product_ids": [str(counter.shop.products[code])]}
        offer = {"lane": 2, "benefit": {"kind": "amount_off", "amount": 100}, "scope": scope}
        counter.promotion({**offer, "caps": {"total": 9, "budget": 900}})
    order_id = new_id()
    counter.send(order_id, OPEN, counter.dish(DRINK))
    first = counter.trips(order_id, counter.dish(NOODLES))
    assert counter.trips(order_id, counter.dish(COLD)) == first  # though it has something to give back


def test_cap_of_an_order_that_nobody_paid_is_the_next_ones(counter: Counter) -> None:
    counter.promotion({**THREE_OFF, "caps": {"total": 1}})
    left, next_one = new_id(), new_id()
    assert off(counter.send(left, OPEN, counter.dish(NOODLES))) == 300
    assert off(counter.send(next_one, OPEN, counter.dish(NOODLES))) == 0
    with after_twelve_hours(counter):
        assert off(counter.send(next_one, counter.dish(COLD))) == 300
        refused = counter.send(left, pay(2580), status=409)
        assert refused["code"] == "cap_reached"
        order = counter.send(left, {"type": "use_points", "points": 0})  # priced anew
        assert order["totals"]["due"] == 2880
        assert counter.send(left, pay(2880))["state"] == "paid"
        assert counter.send(next_one, pay(3580))["state"] == "paid"
    assert counter.rows("SELECT reserved, committed FROM membership_cap") == [(0, 1)]


def test_late_order_is_paid_at_its_price_while_nobody_else_took_it(counter: Counter) -> None:
    counter.promotion({**THREE_OFF, "caps": {"total": 1}})
    left = new_id()
    counter.send(left, OPEN, counter.dish(NOODLES))
    with after_twelve_hours(counter):
        order = counter.send(left, pay(2580))
        assert (order["state"], off(order)) == ("paid", 300)
        assert off(counter.send(new_id(), OPEN, counter.dish(NOODLES))) == 0
    assert counter.rows("SELECT reserved, committed FROM membership_cap") == [(0, 1)]


def test_coupon_of_an_order_that_nobody_paid_is_in_hand_again(counter: Counter) -> None:
    offer = counter.promotion(FIVE_OFF)
    member, left, next_one = counter.member(), new_id(), new_id()
    made(counter.boss.post(f"/promotions/{offer}/coupons", {"member_ids": [member]}))
    assert off(counter.send(left, OPEN, of_member(member), counter.dish(NOODLES))) == 500
    assert off(counter.send(next_one, OPEN, of_member(member), counter.dish(NOODLES))) == 0
    with after_twelve_hours(counter):
        assert off(counter.send(next_one, counter.dish(COLD))) == 500
        assert counter.send(left, pay(2380), status=409)["code"] == "cap_reached"
        assert off(counter.send(left, {"type": "use_points", "points": 0})) == 0
        assert counter.send(next_one, pay(3380))["state"] == "paid"
        assert counter.send(left, pay(2880))["state"] == "paid"
    assert counter.rows("SELECT state, order_id FROM membership_coupon") == [("redeemed", next_one)]


def test_coupon_of_an_order_that_nobody_paid_can_be_voided(counter: Counter) -> None:
    offer = counter.promotion(FIVE_OFF)
    issued = made(counter.boss.post(f"/promotions/{offer}/coupons", {"codes": 1}))["coupons"][0]
    show = {"type": "add_coupon", "code": issued["code"]}
    left, path = new_id(), f"/coupons/{issued['id']}/void"
    assert off(counter.send(left, OPEN, counter.dish(NOODLES), show)) == 500
    assert made(counter.boss.post(path), 409)["code"] == "coupon_not_usable"
    with after_twelve_hours(counter):
        assert made(counter.boss.post(path), 200)["state"] == "voided"
        assert counter.send(left, pay(2380), status=409)["code"] == "cap_reached"


def test_coupon_of_a_stopped_campaign_is_good_for_its_open_order_alone(counter: Counter) -> None:
    offer, member, tenant_id = counter.promotion(FIVE_OFF), counter.member(), counter.shop.house.tenant_id
    other = counter.member()
    campaign = {"name": {"zh": "x", "en": "x"}, "promotion_id": offer, "audience": {}, "state": "scheduled"}
    kept = made(counter.boss.post("/campaigns", campaign | {"repeats": "daily"}))
    look_over_one(counter.engine, tenant_id)
    left, used = new_id(), new_id()
    assert off(counter.send(left, OPEN, of_member(member), counter.dish(NOODLES))) == 500
    assert off(counter.send(used, OPEN, of_member(other), counter.dish(NOODLES))) == 500
    stop = {"state": "stopped", "version": 1, "void_unused": True}
    made(counter.boss.patch(f"/campaigns/{kept['id']}", stop), 200)
    for order_id in (left, used):
        assert off(counter.send(order_id, counter.dish(COLD))) == 500
    counter.send(left, {"type": "cancel_order", "reason": "left"})
    assert counter.send(used, pay(3380))["state"] == "paid"
    assert off(counter.send(new_id(), OPEN, of_member(member), counter.dish(NOODLES))) == 0
    states = counter.rows("SELECT state FROM membership_coupon ORDER BY state")
    assert states == [("redeemed",), ("voided",)]


def test_coupon_of_a_stopped_campaign_does_not_come_back_from_an_order_that_nobody_paid(
    counter: Counter,
) -> None:
    offer, member, tenant_id = counter.promotion(FIVE_OFF), counter.member(), counter.shop.house.tenant_id
    campaign = {"name": {"zh": "x", "en": "x"}, "promotion_id": offer, "audience": {}, "state": "scheduled"}
    kept = made(counter.boss.post("/campaigns", campaign | {"repeats": "daily"}))
    look_over_one(counter.engine, tenant_id)
    assert off(counter.send(new_id(), OPEN, of_member(member), counter.dish(NOODLES))) == 500
    stop = {"state": "stopped", "version": 1, "void_unused": True}
    made(counter.boss.patch(f"/campaigns/{kept['id']}", stop), 200)
    with after_twelve_hours(counter):
        assert off(counter.send(new_id(), OPEN, of_member(member), counter.dish(NOODLES))) == 0
        look_over_one(counter.engine, tenant_id)
    assert counter.rows("SELECT state FROM membership_coupon") == [("voided",)]


def test_days_work_gives_back_what_nobody_paid(counter: Counter) -> None:
    offer = counter.promotion({**FIVE_OFF, "caps": {"total": 1}})
    member = counter.member()
    made(counter.boss.post(f"/promotions/{offer}/coupons", {"member_ids": [member]}))
    counter.send(new_id(), OPEN, of_member(member), counter.dish(NOODLES))
    for state, reserved in (("reserved", 1), ("issued", 0)):
        assert counter.rows("SELECT state FROM membership_coupon") == [(state,)]
        assert counter.rows("SELECT reserved FROM membership_cap") == [(reserved,)]
        with after_twelve_hours(counter):
            look_over_one(counter.engine, counter.shop.house.tenant_id)


def test_orders_that_take_two_caps_in_any_order_never_wait_for_each_other(counter: Counter, app: App) -> None:
    dishes = (COLD, DRINK)
    for code in dishes:
        scope = {"product_ids": [str(counter.shop.products[code])]}
        offer = {"lane": 2, "benefit": {"kind": "amount_off", "amount": 100}, "scope": scope}
        counter.promotion({**offer, "caps": {"total": 100_000, "budget": 10**9}})

    def served(turn: int) -> list[int]:
        chance, cashier = random.Random(turn), Caller(app.test_client(), counter.cashier.token)
        asked = []
        for _ in range(4):
            path = f"/stores/{counter.store_id}/orders/{new_id()}/commands"
            one, two = chance.sample(dishes, 2)
            steps = ([OPEN, counter.dish(one)], [counter.dish(two)], [pay(1400)])
            asked += [(path, {"commands": commands}) for commands in steps]
        return [cashier.post(*one).status_code for one in asked]

    with ThreadPoolExecutor(8) as pool:
        answers = Tally(answer for many in pool.map(served, range(12)) for answer in many)
    assert answers == {200: 12 * 4 * 3}
    caps = counter.rows("SELECT part, reserved, committed FROM membership_cap ORDER BY part")
    assert caps == [("budget", 0, 4800)] * 2 + [("total", 0, 48)] * 2
