"""What a member may take along is everything that is kept of them."""

import pytest

from core.ids import new_id
from tests.support.brand import made
from tests.support.counter import OPEN, Counter, of_member, pay

pytestmark = pytest.mark.usefixtures("alone")
NOODLES = "N01"  # 28.80


def test_a_member_takes_along_all_that_is_kept_of_them_and_of_nobody_else(counter: Counter) -> None:
    offer = counter.promotion(
        {"lane": 4, "benefit": {"kind": "amount_off", "amount": 80}, "needs_coupon": True}
    )
    made(counter.boss.put("/member-settings", {"friend_coupon_id": offer, "referral_coupon_id": offer}), 200)
    member, other = counter.member(phone="13912345678", card_no="K1"), counter.member("Li")
    friend = counter.member("Zhao", phone="13900000009", referrer="13912345678")
    value = {"value_id": str(new_id()), "member_id": member, "amount": 6000}
    made(counter.cashier.post(f"/stores/{counter.store_id}/stored-value/recharges", value))
    orders = {new_id(): who for who in (member, other, friend, other, member)}
    for order_id, who in orders.items():
        order = counter.send(order_id, OPEN, of_member(who), counter.dish(NOODLES))
        tender = "stored_value" if who == member else "cash"
        counter.send(order_id, pay(order["totals"]["due"], tender))
        counter.hear()
    made(counter.boss.post(f"/members/{member}/merge", {"other_id": other}), 200)
    made(counter.boss.post(f"/members/{member}/page-links", {}))
    found = made(counter.boss.post(f"/members/{member}/export"), 200)
    theirs = {str(order_id) for order_id, who in orders.items() if who != friend}
    assert {visit["order_id"] for visit in found["visits"]} == theirs
    assert {move["order_id"] for move in found["points"]} == theirs
    last = str(list(orders)[-1])  # paid once the friend had come
    assert [(b["order_id"], b["source"], b["amount"]) for b in found["benefits"]] == [(last, "coupon", 80)]
    assert [(coupon["order_id"], coupon["state"]) for coupon in found["coupons"]] == [(last, "redeemed")]
    assert sum(lot["points"] for lot in found["points_left"]) == counter.points(member) > 0
    assert [use["kind"] for use in found["stored_value"]] == ["spend", "spend", "recharge"]
    assert [lot["principal"] for lot in found["stored_value_left"]] == [6000 - 2880 - 2800]
    assert (found["phone"], found["card_no"], found["has_pin"]) == ("13912345678", "K1", False)
    assert ([one["id"] for one in found["merged"]], found["referred"]) == ([other], [friend])
    assert [page["kind"] for page in found["pages"]] == ["link"]
    assert "13900000009" not in str(found)
    assert "Zhao" not in str(found)


def test_what_is_taken_along_has_no_last_page(counter: Counter) -> None:
    member = counter.member()
    for _ in range(51):
        counter.send(new_id(), OPEN, of_member(member), counter.dish(NOODLES), pay(2880))
    counter.hear()
    found = made(counter.boss.post(f"/members/{member}/export"), 200)
    assert (len(found["visits"]), len(found["points"])) == (51, 51)
