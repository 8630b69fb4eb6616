"""A member at the till: what is taken off an order, why, who bears it, and what comes back with a refund."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from core.ids import new_id
from core.late import Late
from core.uow import Unit
from tests.support.brand import made
from tests.support.counter import OPEN, Counter, of_member, pay
from tests.support.waiting import wait_until

pytestmark = pytest.mark.usefixtures("alone")

NOODLES, COLD, CHICKEN, DRINK = "N01", "C01", "C02", "D01"  # 28.80, 10.00, 22.00, 6.00


FULL_OFF = {"lane": 3, "benefit": {"kind": "threshold_off", "tiers": [{"threshold": 5000, "value": 1000}]}}


def test_threshold_is_told_and_reached(counter: Counter) -> None:
    offer = counter.promotion(FULL_OFF)
    order_id = new_id()
    order = counter.send(order_id, OPEN, counter.dish(NOODLES), counter.dish(COLD))
    assert (order["totals"]["discounts"], order["totals"]["due"]) == (0, 3880)
    (nudge,) = order["deal"]["nudges"]
    assert (nudge["promotion_id"], nudge["more_amount"], nudge["off"]) == (offer, 1120, 1000)
    assert nudge["name"] == {"zh": "优惠", "en": "Offer"}

    order = counter.send(order_id, counter.dish(CHICKEN))
    assert (order["totals"]["list"], order["totals"]["discounts"], order["totals"]["due"]) == (
        6080,
        1000,
        5080,
    )
    assert sum(line["discount"] for line in order["lines"]) == 1000
    assert sum(line["net"] for line in order["lines"]) == 5080
    verdict = next(v for v in order["deal"]["trace"] if v["promotion_id"] == offer)
    assert (verdict["code"], verdict["discount"]) == ("applied", 1000)

    chicken = order["lines"][2]["id"]
    order = counter.send(order_id, {"type": "void_line", "line_id": chicken})
    assert (order["totals"]["discounts"], order["totals"]["due"]) == (0, 3880)


def test_what_was_taken_off_stays_once_money_is_taken(counter: Counter) -> None:
    offer = counter.promotion(FULL_OFF)
    order_id = new_id()
    counter.send(order_id, OPEN, counter.dish(NOODLES, 2), pay(1000))
    made(counter.boss.patch(f"/promotions/{offer}", {"version": 1, "state": "paused"}), 200)
    order = counter.send(order_id, counter.dish(COLD))
    assert order["deal"]["is_frozen"]
    assert (order["totals"]["discounts"], order["totals"]["due"]) == (1000, 5760 + 1000 - 1000 - 1000)
    refused = counter.send(order_id, {"type": "use_points", "points": 0}, status=409)
    assert refused["code"] == "order_part_paid"
    order = counter.send(order_id, pay(4760))
    assert order["state"] == "paid"
    back = {"type": "refund", "refund_id": str(new_id()), "reason": "sick"}
    order = counter.send(order_id, back, who=counter.manager)
    assert order["totals"]["refunded"] == 5760  # just what was paid, though nobody gets anything off any more


def test_one_batch_opens_prices_and_pays(counter: Counter) -> None:
    counter.promotion(
        {
            "lane": 2,
            "benefit": {"kind": "percent_off", "percent_bp": 5000},
            "scope": {"product_ids": [str(counter.shop.products[DRINK])]},
        }
    )
    order = counter.send(new_id(), OPEN, counter.dish(DRINK, 3), counter.dish(COLD), pay(1900))
    assert (order["state"], order["totals"]["discounts"]) == ("paid", 900)


def test_set_meal_bears_its_part_of_every_benefit(counter: Counter) -> None:
    counter.promotion({"lane": 3, "benefit": {"kind": "percent_off", "percent_bp": 1000}})
    order_id = new_id()
    order = counter.send(order_id, OPEN, counter.dish("T01", 3))
    line = order["lines"][0]
    parts = sum(part["amount"] for part in line["components"])
    assert parts == line["net"] == line["line_total"] - line["discount"]
    assert line["discount"] == round(line["line_total"] / 10)
    due = order["totals"]["due"]
    counter.send(order_id, pay(due))
    given = 0
    for number in range(3):
        item = {"line_id": line["id"], "quantity": "1"}
        back = {"type": "refund", "refund_id": str(new_id()), "reason": "cold", "lines": [item]}
        order = counter.send(order_id, back, who=counter.manager)
        assert order["totals"]["refunded"] > given, number
        given = order["totals"]["refunded"]
    assert given == due


def test_points_are_used_earned_and_come_back(counter: Counter) -> None:
    member = counter.member()
    first, second = new_id(), new_id()
    counter.send(first, OPEN, of_member(member), counter.dish(NOODLES, 10), pay(28800))
    counter.hear()
    assert counter.points(member) == 288
    order = counter.send(
        second, OPEN, of_member(member), {"type": "use_points", "points": 250}, counter.dish(COLD, 2)
    )
    assert (order["deal"]["points_used"], order["totals"]["discounts"], order["totals"]["due"]) == (
        200,
        200,
        1800,
    )
    assert counter.points(member) == 288  # used by the payment, not by the wish
    counter.send(second, pay(1800))
    assert counter.points(member) == 88
    counter.hear()
    assert counter.points(member) == 88 + 18
    line = order["lines"][0]["id"]
    half = {
        "type": "refund",
        "refund_id": str(new_id()),
        "reason": "x",
        "lines": [{"line_id": line, "quantity": "1"}],
    }
    counter.send(second, half, who=counter.manager)
    counter.hear()
    assert counter.points(member) == 88 + 9 + 100
    counter.send(second, {"type": "refund", "refund_id": str(new_id()), "reason": "x"}, who=counter.manager)
    counter.hear()
    assert counter.points(member) == 288


def test_points_used_elsewhere_meanwhile_are_not_used_twice(counter: Counter) -> None:
    member = counter.member()
    counter.send(new_id(), OPEN, of_member(member), counter.dish(NOODLES, 4), pay(11520))
    counter.hear()
    use = {"type": "use_points", "points": 100}
    one, two = new_id(), new_id()
    for order_id in (one, two):
        counter.send(order_id, OPEN, of_member(member), use, counter.dish(COLD, 2))
    counter.send(one, pay(1900))
    refused = counter.send(two, pay(1900), status=409)
    assert refused["code"] == "not_enough_points"
    order = counter.send(two, use)  # asked again: what is left of them
    assert order["totals"]["due"] == 2000
    assert counter.send(two, pay(2000))["state"] == "paid"


def test_stored_value_pays_and_takes_its_refund_back(counter: Counter) -> None:
    chosen = {"recharge_plans": [{"amount": 5000, "bonus": 1000}]}
    made(counter.boss.put("/member-settings", chosen), 200)
    member = counter.member()
    recharge = {"value_id": str(new_id()), "member_id": member, "amount": 5000}
    made(counter.cashier.post(f"/stores/{counter.store_id}/stored-value/recharges", recharge))
    order_id = new_id()
    order = counter.send(
        order_id, OPEN, of_member(member), counter.dish(NOODLES), pay(2400, "stored_value"), pay(480)
    )
    assert order["state"] == "paid"
    assert balance(counter, member) == (3000, 600)
    payment = order["checks"][0]["payments"][0]["id"]
    past = {"value_id": str(new_id()), "original_id": payment, "amount": 600}
    refused = counter.boss.post(f"/stores/{counter.store_id}/stored-value/refunds", past)
    assert (refused.status_code, refused.json["code"]) == (409, "belongs_to_order")
    assert balance(counter, member) == (3000, 600)
    back = {"type": "refund", "refund_id": str(new_id()), "reason": "x", "amount": 600, "payment_id": payment}
    counter.send(order_id, back, who=counter.manager)
    assert balance(counter, member) == (3500, 700)

    begun = new_id()
    counter.send(begun, OPEN, of_member(member), counter.dish(NOODLES), pay(1200, "stored_value"))
    assert balance(counter, member) == (2500, 500)
    undone = {"type": "refund", "refund_id": str(new_id()), "reason": "left"}
    gone = {"type": "cancel_order", "reason": "left"}
    assert counter.send(begun, undone, gone, who=counter.manager)["state"] == "cancelled"
    assert balance(counter, member) == (3500, 700)

    other = new_id()
    order = counter.send(other, OPEN, of_member(member), counter.dish(NOODLES, 2))
    refused = counter.send(other, pay(5760, "stored_value"), status=409)
    assert refused["code"] == "not_enough_value"
    assert balance(counter, member) == (3500, 700)
    nobody = new_id()
    refused = counter.send(nobody, OPEN, counter.dish(COLD), pay(1000, "stored_value"), status=422)
    assert refused["code"] == "member_missing"


def test_a_tip_is_not_paid_with_stored_value(counter: Counter) -> None:
    member, order_id = counter.member(), new_id()
    recharge = {"value_id": str(new_id()), "member_id": member, "amount": 5000}
    made(counter.cashier.post(f"/stores/{counter.store_id}/stored-value/recharges", recharge))
    counter.send(order_id, OPEN, of_member(member), counter.dish(COLD))
    refused = counter.send(order_id, pay(1000, "stored_value", tip=500), status=422)
    assert refused["code"] == "tip_not_stored_value"
    assert balance(counter, member) == (5000, 0)


def test_what_was_spent_elsewhere_or_given_back_pays_no_order(counter: Counter) -> None:
    member, order_id, other = counter.member(), new_id(), new_id()
    value = f"/stores/{counter.store_id}/stored-value"
    whose = {"member_id": member, "amount": 1000}
    made(counter.cashier.post(f"{value}/recharges", {"value_id": str(new_id()), **whose, "amount": 4000}))
    spends = [{"value_id": str(new_id()), **whose, **of} for of in ({}, {"order_id": str(other)})]
    own, gone = ({"value_id": str(new_id()), **whose, "order_id": str(order_id)} for _ in "ab")
    for spend in (*spends, own, gone):
        made(counter.cashier.post(f"{value}/spends", spend))
    back = {"value_id": str(new_id()), "original_id": gone["value_id"], "amount": 400}
    made(counter.boss.post(f"{value}/refunds", back))
    counter.send(order_id, OPEN, of_member(member), counter.dish(COLD))
    for spend in (*spends, gone):
        refused = counter.send(
            order_id, {**pay(1000, "stored_value"), "payment_id": spend["value_id"]}, status=409
        )
        assert refused["code"] == "id_reused"
    order = counter.send(order_id, {**pay(1000, "stored_value"), "payment_id": own["value_id"]})
    assert order["state"] == "paid"
    assert balance(counter, member) == (400, 0)


@pytest.mark.parametrize("is_paid_first", [True, False])
def test_a_use_pays_an_order_or_is_given_back_and_never_both(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, is_paid_first: bool
) -> None:
    member, order_id = counter.member(), new_id()
    value = f"/stores/{counter.store_id}/stored-value"
    whose = {"member_id": member, "amount": 1000}
    made(counter.cashier.post(f"{value}/recharges", {"value_id": str(new_id()), **whose}))
    spend = {"value_id": str(new_id()), **whose, "order_id": str(order_id)}
    made(counter.cashier.post(f"{value}/spends", spend))
    counter.send(order_id, OPEN, of_member(member), counter.dish(COLD))
    paying = {"commands": [{**pay(1000, "stored_value"), "payment_id": spend["value_id"]}]}
    back = {"value_id": str(new_id()), "original_id": spend["value_id"], "amount": 1000}

    def paid() -> TestResponse:
        return counter.cashier.post(f"/stores/{counter.store_id}/orders/{order_id}/commands", paying)

    def given_back() -> TestResponse:
        return counter.boss.post(f"{value}/refunds", back)

    done, refused = beside(
        counter, monkeypatch, *((paid, given_back) if is_paid_first else (given_back, paid))
    )

    made(done, 200 if is_paid_first else 201)
    code = "belongs_to_order" if is_paid_first else "id_reused"
    assert (refused.status_code, refused.json["code"]) == (409, code)
    assert balance(counter, member) == (0 if is_paid_first else 1000, 0)


def beside(
    counter: Counter,
    monkeypatch: pytest.MonkeyPatch,
    first: Callable[[], TestResponse],
    second: Callable[[], TestResponse],
) -> tuple[TestResponse, TestResponse]:
    """Two requests: the first has done all but its commit when the second comes, and goes on once that one waits."""
    has_written, commit = Event(), Unit.commit

    def held(unit: Unit) -> dict[Late, str]:
        if not has_written.is_set():
            unit.settle()
            unit.fetch()
            has_written.set()
            wait_until(lambda: _is_waiting(counter), what="the second to wait for the first")
        return commit(unit)

    monkeypatch.setattr(Unit, "commit", held)
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(first)
        assert has_written.wait(10)
        other = pool.submit(second)
        return one.result(), other.result()


def _is_waiting(counter: Counter) -> bool:
    waiting = """SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE NOT granted AND datname = current_database()"""
    with counter.engine.connect() as connection:
        return connection.execute(text(waiting)).first() is not None


def balance(counter: Counter, member: str) -> tuple[int, int]:
    found = made(counter.boss.get(f"/members/{member}/stored-value"), 200)["balance"]
    return found["principal"], found["bonus"]


def test_coupon_is_used_once_and_comes_back_with_a_cancelled_order(counter: Counter) -> None:
    terms = {"lane": 4, "benefit": {"kind": "amount_off", "amount": 500}, "needs_coupon": True}
    offer = counter.promotion(terms)
    issued = made(counter.boss.post(f"/promotions/{offer}/coupons", {"codes": 1}))["coupons"]
    show = {"type": "add_coupon", "code": issued[0]["code"]}
    one, two = new_id(), new_id()
    assert counter.send(one, OPEN, counter.dish(COLD), show)["totals"]["due"] == 500
    assert counter.send(two, OPEN, counter.dish(COLD), show)["totals"]["due"] == 1000
    counter.send(one, {"type": "cancel_order", "reason": "left"})
    assert counter.send(two, show, counter.dish(DRINK))["totals"]["due"] == 1100
    assert counter.send(two, pay(1100))["state"] == "paid"
    assert counter.send(new_id(), OPEN, counter.dish(COLD), show)["totals"]["due"] == 1000


FIVE_OFF = {"lane": 4, "benefit": {"kind": "amount_off", "amount": 500}, "needs_coupon": True}


def test_all_that_an_order_used_comes_back_when_its_money_went_back_and_it_is_cancelled(
    counter: Counter,
) -> None:
    made(counter.boss.put("/member-settings", {"points_highest_bp": 10_000}), 200)
    offer, member = counter.promotion({**FIVE_OFF, "caps": {"total": 1}}), counter.member()
    counter.send(new_id(), OPEN, of_member(member), counter.dish(NOODLES, 10), pay(28_800))
    counter.hear()
    made(counter.boss.post(f"/promotions/{offer}/coupons", {"member_ids": [member]}))
    order_id, use = new_id(), {"type": "use_points", "points": 200}
    cancel = {"type": "cancel_order", "reason": "left"}
    order = counter.send(order_id, OPEN, of_member(member), use, counter.dish(COLD, 3), pay(1000))
    assert (order["totals"]["discounts"], counter.points(member)) == (700, 88)
    assert counter.send(order_id, cancel, status=409)["code"] == "has_payments"
    back = {"type": "refund", "refund_id": str(new_id()), "reason": "x"}
    counter.send(order_id, back, who=counter.manager)
    for _ in range(2):  # said twice, it is done once
        assert counter.send(order_id, cancel)["state"] == "cancelled"
        counter.hear()
        assert counter.points(member) == 288
        assert counter.rows("SELECT state, order_id FROM membership_coupon") == [("issued", None)]
        assert counter.rows("SELECT reserved, committed FROM membership_cap") == [(0, 0)]
    order = counter.send(new_id(), OPEN, of_member(member), use, counter.dish(COLD, 3), pay(2300))
    assert (order["state"], counter.points(member)) == ("paid", 88)


def test_who_leaves_without_paying_anything_used_nothing_and_earned_nothing(counter: Counter) -> None:
    """Money that was taken and went back again makes no difference."""
    made(counter.boss.put("/member-settings", {"points_highest_bp": 10_000}), 200)
    offer, member = counter.promotion({**FIVE_OFF, "caps": {"total": 1}}), counter.member()
    counter.send(new_id(), OPEN, of_member(member), counter.dish(NOODLES, 10), pay(28_800))
    counter.hear()
    made(counter.boss.post(f"/promotions/{offer}/coupons", {"member_ids": [member]}))
    use, left = {"type": "use_points", "points": 200}, {"type": "write_off", "reason": "ran away"}
    back = {"type": "refund", "refund_id": str(new_id()), "reason": "x"}
    for first in ([pay(1000), back], []):
        order_id = new_id()
        begun = [OPEN, of_member(member), use, counter.dish(COLD, 3), {"type": "fire"}]
        counter.send(order_id, *begun, *first, who=counter.manager)
        for _ in range(2):  # said twice, it is done once
            order = counter.send(order_id, left, who=counter.manager)
            counter.hear()
            assert (order["state"], order["totals"]["written_off"]) == ("paid", 2300)
            assert counter.points(member) == 288
            assert counter.rows("SELECT state, order_id FROM membership_coupon") == [("issued", None)]
            assert counter.rows("SELECT reserved, committed FROM membership_cap") == [(0, 0)]
    assert counter.rows("SELECT count(*)::int FROM membership_benefit") == [(0,)]
    assert counter.rows("SELECT count(*)::int FROM membership_visit") == [(1,)]


def test_of_a_bill_that_is_paid_in_part_benefits_and_points_are_those_of_that_part(counter: Counter) -> None:
    counter.promotion({**FULL_OFF, "funders": [{"who": "hq", "weight": 1}]})
    member, order_id, second = counter.member(), new_id(), str(new_id())
    counter.send(new_id(), OPEN, of_member(member), counter.dish(COLD, 4), counter.dish(DRINK, 1), pay(4600))
    for _ in range(5):
        counter.send(new_id(), OPEN, of_member(member), counter.dish(COLD, 4), pay(4000))
    counter.hear()
    assert counter.points(member) == 246
    use, left = {"type": "use_points", "points": 200}, {"type": "write_off", "reason": "ran away"}
    order = counter.send(order_id, OPEN, of_member(member), use, counter.dish(NOODLES, 2), {"type": "fire"})
    first = order["checks"][0]["id"]
    assert (order["totals"]["discounts"], order["totals"]["due"]) == (1200, 4560)
    counter.send(order_id, {"type": "split_evenly", "check_id": first, "new_check_ids": [second]})
    counter.send(order_id, pay(2280, check_id=first))
    assert counter.points(member) == 46
    order = counter.send(order_id, left, who=counter.manager)
    counter.hear()
    assert (order["totals"]["written_off"], order["totals"]["discounts"]) == (2280, 1200)
    assert counter.points(member) == 46 + 100 + 22  # half of those used come back, and the paid half earns
    assert counter.settled() == {"stores": -500, "head_office": 500}
    kept = counter.rows("SELECT source, sum(amount)::int FROM membership_benefit GROUP BY 1 ORDER BY 1")
    assert kept == [("points", 100), ("promotion", 500)]


def test_coupon_is_kept_for_another_time_until_it_is_used_again(counter: Counter) -> None:
    offer, member, order_id = counter.promotion(FIVE_OFF), counter.member(), new_id()
    made(counter.boss.post(f"/promotions/{offer}/coupons", {"member_ids": [member]}))
    keep, use = ({"type": kind, "promotion_id": offer} for kind in ("keep_coupon", "use_coupon"))
    assert counter.send(order_id, OPEN, of_member(member), counter.dish(COLD))["totals"]["due"] == 500
    order = counter.send(order_id, keep)
    assert (order["totals"]["due"], order["wishes"]["kept_coupons"]) == (1000, [offer])
    assert counter.send(order_id, keep) == order  # a retry
    assert counter.rows("SELECT state FROM membership_coupon") == [("issued",)]

    split = {"type": "split_evenly", "check_id": str(order_id), "new_check_ids": [str(new_id())]}
    order = counter.send(order_id, counter.dish(DRINK), split)
    assert order["totals"]["due"] == 1600
    assert [v["code"] for v in order["deal"]["trace"]] == ["coupon_kept"]
    read = made(counter.cashier.get(f"/stores/{counter.store_id}/orders/{order_id}"), 200)["order"]
    assert read["wishes"]["kept_coupons"] == [offer]

    order = counter.send(order_id, use)
    assert (order["totals"]["due"], order["wishes"]["kept_coupons"]) == (1100, [])
    counter.send(order_id, keep, pay(100))
    for late in (keep, use):
        assert counter.send(order_id, late, status=409)["code"] == "order_part_paid"
    order = counter.send(order_id, pay(700), pay(800, check_id=split["new_check_ids"][0]))
    assert (order["state"], order["totals"]["discounts"]) == ("paid", 0)
    assert counter.rows("SELECT state FROM membership_coupon") == [("issued",)]


def test_what_was_kept_is_kept_by_the_order_that_takes_over_but_not_by_another_member(
    counter: Counter,
) -> None:
    offer, member, other = counter.promotion(FIVE_OFF), counter.member(), counter.member()
    made(counter.boss.post(f"/promotions/{offer}/coupons", {"member_ids": [member, other]}))
    one, two = new_id(), new_id()
    table = {"type": "open_order", "channel": "dine_in"}
    keep = {"type": "keep_coupon", "promotion_id": offer}
    counter.send(one, table, of_member(member), keep, counter.dish(COLD))
    counter.send(two, table, counter.dish(COLD))
    order = counter.send(two, {"type": "merge_order", "from_order_id": str(one)})
    assert (order["member_id"], order["totals"]["due"]) == (member, 2000)
    order = counter.send(two, of_member(other))
    assert (order["totals"]["due"], order["wishes"]["kept_coupons"]) == (1500, [])


def test_cap_is_never_passed_and_the_next_one_pays_in_full(counter: Counter) -> None:
    counter.promotion({**FULL_OFF, "caps": {"total": 1}})
    one, two = new_id(), new_id()
    assert counter.send(one, OPEN, counter.dish(NOODLES, 2))["totals"]["discounts"] == 1000
    order = counter.send(two, OPEN, counter.dish(NOODLES, 2))
    assert order["totals"]["discounts"] == 0
    assert {v["code"] for v in order["deal"]["trace"]} == {"cap"}
    line = counter.send(one, pay(100))["lines"][0]["id"]
    refused = counter.send(one, {"type": "cancel_order", "reason": "x"}, status=409)
    assert (refused["code"], line) == ("has_payments", line)
    counter.send(two, {"type": "cancel_order", "reason": "x"})


def test_discount_by_hand_needs_the_right_and_a_reason(counter: Counter) -> None:
    order_id = new_id()
    counter.send(order_id, OPEN, counter.dish(NOODLES), counter.dish(COLD))
    off = {
        "type": "discount_order",
        "discount_id": str(new_id()),
        "percent_bp": 1000,
        "reason": "waited long",
    }
    assert counter.send(order_id, off, status=403)["code"] == "approval_needed"
    proof = {"staff_id": str(counter.shop.house.people["manager"]), "pin": counter.shop.pin("manager")}
    order = counter.send(order_id, {**off, "approval": proof})
    assert (order["totals"]["discounts"], order["totals"]["due"]) == (388, 3492)
    assert order["wishes"]["manual"]["approved_by_name"]
    assert counter.send(order_id, {**off, "approval": proof}) == order


def test_whoever_takes_orders_may_take_a_discount_back_but_none_off_again(counter: Counter) -> None:
    order_id = new_id()
    off = {"type": "discount_order", "discount_id": str(new_id()), "amount": 500, "reason": "waited long"}
    counter.send(order_id, OPEN, counter.dish(NOODLES), off, who=counter.manager)
    taken_back = {"type": "discount_order", "discount_id": str(new_id())}
    order = counter.send(order_id, taken_back)
    assert (order["totals"]["due"], order["wishes"]["manual"]) == (2880, None)
    last = counter.rows("SELECT action, detail ->> 'reason' FROM core_audit ORDER BY at DESC LIMIT 1")
    assert last == [("order.discount_back", "waited long")]
    assert (
        counter.send(order_id, {**off, "discount_id": str(new_id())}, status=403)["code"] == "approval_needed"
    )
    counter.send(order_id, off, pay(100), who=counter.manager)
    assert counter.send(order_id, taken_back, status=409)["code"] == "order_part_paid"


def test_a_percentage_takes_off_no_more_than_anybody_agreed_to(counter: Counter) -> None:
    limited = counter.boss.patch(f"/stores/{counter.store_id}", {"approval_limit": 1000})
    assert limited.status_code == 200
    one, other = new_id(), new_id()
    off = {"type": "discount_order", "percent_bp": 10_000, "reason": "staff meal"}
    counter.send(one, OPEN, counter.dish(COLD), who=counter.manager)
    mine = {**off, "discount_id": str(new_id())}
    order = counter.send(one, mine, who=counter.manager)
    assert (order["totals"]["due"], order["wishes"]["manual"]["most"]) == (0, 1000)
    assert counter.send(one, counter.dish(NOODLES))["totals"]["discounts"] == 1000
    counter.send(other, OPEN, counter.dish(NOODLES))
    merge = {"type": "merge_order", "from_order_id": str(other)}
    order = counter.send(one, merge)
    assert (order["totals"]["discounts"], order["totals"]["due"]) == (1000, 1000 + 2 * 2880 - 1000)
    anew = {**off, "discount_id": str(new_id())}
    assert counter.send(one, anew, who=counter.manager, status=403)["code"] == "approval_needed"
    proof = {"staff_id": str(counter.shop.house.people["manager"]), "pin": counter.shop.pin("manager")}
    order = counter.send(one, {**anew, "approval": proof})
    assert (order["totals"]["due"], order["wishes"]["manual"]["most"]) == (0, 6760)
    assert counter.send(one, counter.dish(COLD))["totals"]["due"] == 1000


def test_a_merged_order_brings_what_was_taken_off_by_hand(counter: Counter) -> None:
    one, two, three = new_id(), new_id(), new_id()

    def off(**how: int) -> dict[str, Any]:
        return {"type": "discount_order", "discount_id": str(new_id()), "reason": "waited long", **how}

    counter.send(one, OPEN, counter.dish(NOODLES))
    counter.send(two, OPEN, counter.dish(COLD), off(percent_bp=1000), who=counter.manager)
    counter.send(three, OPEN, counter.dish(COLD), off(amount=300), who=counter.manager)
    order = counter.send(one, {"type": "merge_order", "from_order_id": str(two)})
    assert (order["totals"]["discounts"], order["totals"]["due"]) == (100, 2880 + 1000 - 100)
    told = counter.rows("SELECT detail ->> 'from_order_id' FROM core_audit ORDER BY at DESC LIMIT 1")
    assert told == [(str(two),)]
    again = {"type": "merge_order", "from_order_id": str(three)}
    assert counter.send(one, again, status=409)["code"] == "other_discounted"
    paid = new_id()
    counter.send(paid, OPEN, counter.dish(NOODLES), pay(100))
    assert counter.send(paid, again, status=409)["code"] == "other_discounted"


def test_benefits_are_kept_by_who_bears_them(counter: Counter) -> None:
    funders = [{"who": "hq", "weight": 3}, {"who": counter.store_id, "weight": 1}]
    counter.promotion({**FULL_OFF, "funders": funders})
    order_id = new_id()
    order = counter.send(order_id, OPEN, counter.dish(NOODLES, 2), pay(4760))
    counter.hear()
    assert counter.settled() == {"stores": -750, "head_office": 750}
    kept = counter.rows("SELECT funder, amount FROM membership_benefit ORDER BY amount")
    assert kept == [(counter.store_id, 250), ("hq", 750)]
    line = order["lines"][0]["id"]
    for _ in range(2):
        back = {
            "type": "refund",
            "refund_id": str(new_id()),
            "reason": "x",
            "lines": [{"line_id": line, "quantity": "1"}],
        }
        counter.send(order_id, back, who=counter.manager)
    counter.hear()
    sums = counter.rows(
        "SELECT funder, sum(amount)::int, count(*)::int FROM membership_benefit GROUP BY 1 ORDER BY 1"
    )
    assert sums == [(counter.store_id, 0, 3), ("hq", 0, 3)]
    assert counter.settled() == {"stores": 0, "head_office": 0}


def test_brand_without_promotions_pays_nothing_for_them(counter: Counter) -> None:
    order_id = new_id()
    counter.send(order_id, OPEN, counter.dish(COLD))
    plain = counter.trips(order_id, counter.dish(COLD))
    counter.promotion(FULL_OFF)
    assert counter.send(order_id, counter.dish(COLD))["deal"]
    assert counter.trips(order_id, counter.dish(NOODLES, 2)) == plain  # priced from what is in memory
    path = f"/stores/{counter.store_id}/orders/{order_id}"
    assert made(counter.cashier.get(path), 200)["order"]["totals"]["discounts"] == 1000


def test_members_pay_their_price_where_it_is_lower_and_never_both(counter: Counter) -> None:
    prices = made(counter.boss.get("/menu/prices", product_id=str(counter.shop.products[NOODLES])), 200)[
        "items"
    ]
    path = f"/menu/prices/{prices[0]['id']}"
    made(counter.boss.patch(path, {"member_amount": 2500}), 200)
    member = counter.member()
    order_id = new_id()
    order = counter.send(order_id, OPEN, counter.dish(NOODLES, 2))
    assert (order["lines"][0]["member_price"], order["totals"]["due"]) == (2500, 5760)
    order = counter.send(order_id, of_member(member))
    assert (order["totals"]["discounts"], order["totals"]["due"]) == (760, 5000)
    assert {part["source"] for part in order["deal"]["parts"]} == {"member_price"}
    special = {"lane": 1, "scope": {"product_ids": [str(counter.shop.products[NOODLES])]}}
    counter.promotion({**special, "benefit": {"kind": "special_price", "price": 2600}})
    assert counter.send(order_id, counter.dish(COLD))["totals"]["due"] == 5000 + 1000  # the lower of the two
    counter.promotion({**special, "benefit": {"kind": "special_price", "price": 2400}})
    assert counter.send(order_id, counter.dish(COLD))["totals"]["due"] == 4800 + 2000
    assert counter.send(order_id, of_member(None))["totals"]["due"] == 4800 + 2000
    made(counter.boss.patch(path, {"member_amount": -1}), 422)


def test_merged_order_brings_its_member_and_gives_back_what_was_reserved_for_it(counter: Counter) -> None:
    counter.promotion({**FULL_OFF, "caps": {"total": 1}})
    member = counter.member()
    one, two = new_id(), new_id()
    table = {"type": "open_order", "channel": "dine_in"}
    counter.send(one, table, of_member(member), counter.dish(NOODLES, 2))
    assert counter.send(two, table, counter.dish(NOODLES, 2))["totals"]["discounts"] == 0
    order = counter.send(two, {"type": "merge_order", "from_order_id": str(one)})
    assert (order["member_id"], order["totals"]["discounts"]) == (member, 1000)
    assert counter.rows("SELECT reserved, committed FROM membership_cap") == [(1, 0)]


def test_refund_takes_a_broken_benefit_back_where_the_brand_wants_it(counter: Counter) -> None:
    made(counter.boss.put("/member-settings", {"refund_reclaims": True}), 200)
    offer = counter.promotion(FULL_OFF)
    order_id = new_id()
    order = counter.send(order_id, OPEN, counter.dish(NOODLES, 2), counter.dish(COLD), pay(5760))
    changed = {"lane": 3, "benefit": {"kind": "threshold_off", "tiers": [{"threshold": 100, "value": 1}]}}
    made(counter.boss.patch(f"/promotions/{offer}", {"version": 1, "terms": changed}), 200)
    noodles, cold = (line["id"] for line in order["lines"])
    given = []
    for line_id, quantity in ((cold, "1"), (noodles, "1"), (noodles, "1")):
        item = {"line_id": line_id, "quantity": quantity}
        back = {"type": "refund", "refund_id": str(new_id()), "reason": "x", "lines": [item]}
        order = counter.send(order_id, back, who=counter.manager)
        given.append(order["totals"]["refunded"])
    # 57.60 for 67.60; without the cucumber 57.60 less 10.00 still hold, without a bowl of noodles nothing does.
    assert given == [5760 - 4760, 5760 - 2880, 5760]
    counter.hear()
    assert counter.settled() == {"stores": 0, "head_office": 0}


def test_who_paid_is_not_asked_for_what_others_left_unpaid(counter: Counter) -> None:
    """Where the brand takes broken benefits back, what was lost stays lost."""
    made(counter.boss.put("/member-settings", {"refund_reclaims": True}), 200)
    counter.promotion(FULL_OFF)
    order_id, second = new_id(), str(new_id())
    dishes = [counter.dish(NOODLES, 2), counter.dish(COLD), {"type": "fire"}]
    order = counter.send(order_id, OPEN, *dishes)
    noodles, cold = (line["id"] for line in order["lines"])
    first = order["checks"][0]["id"]
    part = {"line_id": cold, "from_check_id": first}
    order = counter.send(order_id, {"type": "move_to_check", "to_check_id": second, "parts": [part]})
    mine, lost = (check["total"] for check in order["checks"])
    counter.send(order_id, pay(mine, check_id=first))
    counter.send(order_id, {"type": "write_off", "reason": "ran away"}, who=counter.manager)
    item = {"line_id": noodles, "quantity": "1"}
    back = {"type": "refund", "refund_id": str(new_id()), "reason": "x", "check_id": first, "lines": [item]}
    order = counter.send(order_id, back, who=counter.manager)
    # A bowl and a cucumber without the 10.00 off cost 38.80: what is still paid and what is lost come to that.
    assert mine - order["totals"]["refunded"] + lost == 2880 + 1000
    assert order["totals"]["written_off"] == lost


@pytest.mark.parametrize("now", [{}, {"points_worth": 1000}, {"points_block": 7}, {"points_highest_bp": 1}])
def test_points_on_the_rest_of_an_order_are_worth_what_they_were_when_it_was_priced(
    counter: Counter, now: dict[str, int]
) -> None:
    chosen = {"refund_reclaims": True, "points_highest_bp": 10_000}
    made(counter.boss.put("/member-settings", chosen), 200)
    member, order_id = counter.member(), new_id()
    counter.send(new_id(), OPEN, of_member(member), counter.dish(NOODLES, 10), pay(28_800))
    counter.hear()
    use = {"type": "use_points", "points": 200}
    order = counter.send(order_id, OPEN, of_member(member), counter.dish(COLD, 4), use, pay(3800))
    made(counter.boss.put("/member-settings", {**chosen, **now}), 200)
    item = {"line_id": order["lines"][0]["id"], "quantity": "1"}
    back = {"type": "refund", "refund_id": str(new_id()), "reason": "x", "lines": [item]}
    assert counter.send(order_id, back, who=counter.manager)["totals"]["refunded"] == 1000


def test_nobody_is_asked_to_pay_more_for_a_refund(counter: Counter) -> None:
    made(counter.boss.put("/member-settings", {"refund_reclaims": True}), 200)
    counter.promotion(
        {"lane": 3, "benefit": {"kind": "threshold_percent", "tiers": [{"threshold": 6000, "value": 9000}]}}
    )
    order_id = new_id()
    order = counter.send(order_id, OPEN, counter.dish(NOODLES, 2), counter.dish(COLD), pay(676))
    noodles, cold = (line["id"] for line in order["lines"])
    given = []
    for line_id in (
        cold,
        noodles,
    ):  # the rest costs more than everything did: nothing comes back until it is back, too
        back = {"type": "refund", "refund_id": str(new_id()), "reason": "x", "lines": [{"line_id": line_id}]}
        order = counter.send(order_id, back, who=counter.manager)
        given.append(order["totals"]["refunded"])
    assert given == [0, 676]
    back = {"type": "refund", "refund_id": str(new_id()), "reason": "x", "lines": [{"line_id": cold}]}
    refused = counter.send(order_id, back, who=counter.manager, status=409)
    assert refused["code"] == "nothing_to_refund"


def test_who_funds_a_broken_benefit_gets_it_back_with_the_refund_that_breaks_it(counter: Counter) -> None:
    made(counter.boss.put("/member-settings", {"refund_reclaims": True}), 200)
    counter.promotion(
        {**FULL_OFF, "funders": [{"who": "hq", "weight": 3}, {"who": counter.store_id, "weight": 1}]}
    )
    order_id = new_id()
    order = counter.send(order_id, OPEN, counter.dish(NOODLES, 2), counter.dish(COLD), pay(5760))
    counter.hear()
    assert counter.settled()["head_office"] == 750
    noodles, cold = (line["id"] for line in order["lines"])
    for line_id, quantity, bears in ((cold, "1", 750), (noodles, "1", 0), (noodles, "1", 0)):
        item = {"line_id": line_id, "quantity": quantity}
        back = {"type": "refund", "refund_id": str(new_id()), "reason": "x", "lines": [item]}
        order = counter.send(order_id, back, who=counter.manager)
        counter.hear()
        assert counter.settled()["head_office"] == bears
    assert order["totals"]["refunded"] == 5760


def test_a_check_given_back_before_the_order_is_paid_leaves_nothing_behind(counter: Counter) -> None:
    other = str(counter.shop.house.stores["franchised"])
    counter.promotion({**FULL_OFF, "funders": [{"who": "hq", "weight": 60}, {"who": other, "weight": 40}]})
    member, order_id, second = counter.member(), new_id(), str(new_id())
    order = counter.send(order_id, OPEN, of_member(member), counter.dish(NOODLES, 2))
    first = order["checks"][0]["id"]
    counter.send(order_id, {"type": "split_evenly", "check_id": first, "new_check_ids": [second]})

    def pay_and_hear(check_id: str) -> None:
        counter.send(order_id, pay(2380, check_id=check_id))
        counter.hear()

    def give_back(check_id: str) -> None:
        back = {"type": "refund", "refund_id": str(new_id()), "reason": "x", "check_id": check_id}
        counter.send(order_id, back, who=counter.manager)
        counter.hear()

    pay_and_hear(first)
    give_back(first)  # nobody was charged for its part of the discount yet
    assert (counter.settled(), counter.points(member)) == ({"stores": 0, "head_office": 0}, 0)
    pay_and_hear(second)
    assert (counter.settled(), counter.points(member)) == ({"stores": -300, "head_office": 300}, 23)
    give_back(second)
    assert (counter.settled(), counter.points(member)) == ({"stores": 0, "head_office": 0}, 0)


def test_what_points_paid_for_comes_back_in_any_parts(counter: Counter) -> None:
    made(counter.boss.put("/member-settings", {"points_highest_bp": 10_000}), 200)
    member = counter.member()
    counter.send(new_id(), OPEN, of_member(member), counter.dish(NOODLES, 70), pay(201_600))
    counter.hear()
    had = counter.points(member)
    order_id, use = new_id(), {"type": "use_points", "points": 2000}
    order = counter.send(order_id, OPEN, of_member(member), use, counter.dish(COLD, 2), pay(0, "card"))
    assert (order["state"], order["totals"]["total"], order["totals"]["discounts"]) == ("paid", 0, 2000)
    counter.hear()
    assert counter.points(member) == had - 2000
    line = order["lines"][0]["id"]
    for points in (had - 1000, had):
        item = {"line_id": line, "quantity": "1"}
        back = {"type": "refund", "refund_id": str(new_id()), "reason": "x", "lines": [item]}
        order = counter.send(order_id, back, who=counter.manager)
        assert order["totals"]["refunded"] == 0
        counter.hear()
        assert counter.points(member) == points
    back = {"type": "refund", "refund_id": str(new_id()), "reason": "x"}
    refused = counter.send(order_id, back, who=counter.manager, status=409)
    assert refused["code"] == "nothing_to_refund"


def test_benefit_of_a_free_dish_goes_back_with_the_dishes_that_were_paid_for(counter: Counter) -> None:
    buy_two = {"kind": "buy_get", "buy": 2, "get": 1}
    scope = {"product_ids": [str(counter.shop.products[COLD])]}
    funders = [{"who": "hq", "weight": 100}]
    counter.promotion({"lane": 2, "benefit": buy_two, "scope": scope, "funders": funders})
    order_id = new_id()
    order = counter.send(
        order_id, OPEN, counter.dish(COLD), counter.dish(COLD), counter.dish(COLD), pay(2000)
    )
    counter.hear()
    assert counter.settled()["head_office"] == 1000
    given = []
    for line in sorted(order["lines"], key=lambda line: line["net"]):
        if not line["net"]:
            continue
        item = {"line_id": line["id"]}
        back = {"type": "refund", "refund_id": str(new_id()), "reason": "x", "lines": [item]}
        counter.send(order_id, back, who=counter.manager)
        counter.hear()
        given.append(counter.settled()["head_office"])
    assert given == [500, 0]


def test_points_of_what_is_voided_after_the_first_payment_come_back(counter: Counter) -> None:
    made(counter.boss.put("/member-settings", {"points_highest_bp": 10_000}), 200)
    member = counter.member()
    counter.send(new_id(), OPEN, of_member(member), counter.dish(NOODLES, 10), pay(28_800))
    counter.hear()
    order_id, use = new_id(), {"type": "use_points", "points": 200}
    order = counter.send(order_id, OPEN, of_member(member), use, counter.dish(COLD, 4), pay(1000))
    assert order["totals"]["due"] == 4000 - 200 - 1000
    line = order["lines"][0]["id"]
    void = {"type": "void_line", "line_id": line, "quantity": "1", "reason": "x"}
    order = counter.send(order_id, void, pay(1850), who=counter.manager)
    assert (order["state"], order["totals"]["discounts"]) == ("paid", 150)
    counter.hear()
    assert counter.points(member) == 288 - 150 + 28
    counter.send(order_id, {"type": "refund", "refund_id": str(new_id()), "reason": "x"}, who=counter.manager)
    counter.hear()
    assert counter.points(member) == 288


def why(order: dict[str, Any], key: str, value: Any) -> list[str]:
    return [one["code"] for one in order["deal"]["trace"] if one["numbers"].get(key) == value]


def test_what_was_asked_for_in_vain_is_explained(counter: Counter) -> None:
    offer, member, other = counter.promotion(FIVE_OFF), counter.member(), counter.member("Li")
    url = f"/promotions/{offer}/coupons"
    used, held, late = (row["code"] for row in made(counter.boss.post(url, {"codes": 3}))["coupons"])
    theirs = made(counter.boss.post(url, {"member_ids": [other]}))["coupons"][0]["code"]
    show = {code: {"type": "add_coupon", "code": code} for code in (used, held, late, theirs, "NOBODYS")}
    counter.send(new_id(), OPEN, counter.dish(COLD), show[used], pay(500))
    counter.send(new_id(), OPEN, counter.dish(COLD), show[held])
    with Unit(counter.engine, counter.shop.house.tenant_id) as unit:
        past = text("UPDATE membership_coupon SET expires_at = now() - interval '1 day' WHERE code = :code")
        unit.session.execute(past, {"code": late})
        unit.commit()
    use = {"type": "use_points", "points": 100}
    order = counter.send(new_id(), OPEN, of_member(member), counter.dish(COLD), *show.values(), use)
    assert order["totals"]["discounts"] == 0
    assert {code: why(order, "code", code) for code in show} == {
        used: ["coupon_redeemed"],
        held: ["coupon_reserved"],
        late: ["coupon_expired"],
        theirs: ["coupon_of_another"],
        "NOBODYS": ["coupon_unknown"],
    }
    assert why(order, "asked", 100) == ["points_short"]
    made(counter.boss.patch(f"/promotions/{offer}", {"version": 1, "state": "paused"}), 200)
    counter.promotion(FULL_OFF)
    fresh = made(counter.boss.post(url, {"codes": 1}))["coupons"][0]["code"]
    paused = {"type": "add_coupon", "code": fresh}
    order = counter.send(new_id(), OPEN, counter.dish(COLD), paused)
    assert why(order, "code", fresh) == ["coupon_paused"]


def test_an_order_of_more_units_than_can_be_looked_at_is_refused(counter: Counter) -> None:
    """A slip of the finger must not take all memory; what was ordered before stays, and the order goes on."""
    counter.promotion(FULL_OFF)
    order_id = new_id()
    counter.send(order_id, OPEN, counter.dish(NOODLES))
    refused = counter.send(order_id, counter.dish(COLD, 20_000), status=422)
    assert refused["code"] == "too_many_units"
    order = counter.send(order_id, counter.dish(COLD, 2))
    assert [line["quantity"] for line in order["lines"]] == ["1", "2"]
