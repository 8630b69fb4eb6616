"""What was paid with stored value by somebody who was erased meanwhile: nothing of it goes where nobody can have it."""

from typing import Any
from unittest.mock import DEFAULT, patch

from core.ids import new_id
from membership.errors import PromotionNotFound
from membership.services import order_deals
from tests.support.brand import made
from tests.support.counter import OPEN, Counter, of_member, pay

COLD = "C01"  # 10.00
PAYMENTS = "SELECT tender, amount FROM pos_payment ORDER BY at, id"
LEFT = "SELECT coalesce(sum(principal + bonus), 0) FROM membership_value_lot"


def test_a_refund_to_who_was_erased_is_paid_out_in_another_way(counter: Counter) -> None:
    member = counter.member()
    value = f"/stores/{counter.store_id}/stored-value"
    use = {"member_id": member}
    made(counter.cashier.post(f"{value}/recharges", {**use, "value_id": str(new_id()), "amount": 2000}))
    order_id = new_id()
    counter.send(order_id, OPEN, of_member(member), counter.dish(COLD, 2), pay(2000, "stored_value"))

    def refund(status: int, **more: Any) -> Any:
        back = {"type": "refund", "refund_id": str(new_id()), "reason": "x", "amount": 600, **more}
        return counter.send(order_id, back, who=counter.manager, status=status)

    assert refund(409, tender="cash")["code"] == "member_not_erased"
    refund(200)
    assert counter.rows(LEFT) == [(600,)]
    assert counter.boss.delete(f"/members/{member}").json["code"] == "member_has_value"
    made(counter.boss.post(f"{value}/withdrawals", {**use, "value_id": str(new_id())}))
    made(counter.boss.delete(f"/members/{member}"), 204)
    before = counter.settled()
    assert refund(409)["code"] == "member_erased"
    assert refund(200, tender="cash")["totals"]["refunded"] == 1200
    assert counter.rows(PAYMENTS) == [("stored_value", 2000), ("stored_value", -600), ("cash", -600)]
    assert (counter.rows(LEFT), counter.settled()) == ([(0,)], before)


def test_an_open_order_of_who_was_erased_goes_on_as_nobodys(counter: Counter) -> None:
    tenth = {"kind": "percent_off", "percent_bp": 1000}
    counter.promotion({"lane": 3, "benefit": tenth, "conditions": {"members_only": True}})
    member, order_id, other = counter.member(), new_id(), new_id()
    for one in (order_id, other):
        order = counter.send(one, OPEN, of_member(member), counter.dish(COLD))
        assert (order["totals"]["due"], order["member_id"]) == (900, member)
    made(counter.boss.delete(f"/members/{member}"), 204)
    order = counter.send(order_id, counter.dish(COLD))
    assert (order["totals"]["due"], order["member_id"]) == (2000, None)
    order = counter.send(order_id, {"type": "merge_order", "from_order_id": str(other)})
    assert (order["totals"]["due"], order["member_id"]) == (3000, None)
    assert counter.send(order_id, of_member(member), status=404)["code"] == "member_not_found"
    assert counter.send(order_id, pay(3000))["state"] == "paid"


def test_an_order_keeps_its_member_whatever_else_is_not_found(counter: Counter) -> None:
    tenth = {"kind": "percent_off", "percent_bp": 1000}
    counter.promotion({"lane": 3, "benefit": tenth, "conditions": {"members_only": True}})
    member, order_id = counter.member(), new_id()
    counter.send(order_id, OPEN, of_member(member), counter.dish(COLD))
    gone = {"wraps": order_deals.price_cart, "side_effect": [PromotionNotFound, DEFAULT]}
    with patch.object(order_deals, "price_cart", **gone):
        assert counter.send(order_id, counter.dish(COLD), status=404)["code"] == "promotion_not_found"
    order = counter.send(order_id, counter.dish(COLD))
    assert (order["totals"]["due"], order["member_id"]) == (1800, member)
