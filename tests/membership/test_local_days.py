"""What is shown of a member is what holds where the guest stands: days begin and end there, not in Greenwich."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from core import clock
from core.ids import new_id
from tests.support.accounts import sign_in, sign_in_at_terminal
from tests.support.brand import made
from tests.support.counter import OPEN, Counter, of_member, pay

pytestmark = pytest.mark.usefixtures("alone")
# In Shanghai, where a trading day begins at 04:00. What expires with the 4th is there until then.
STANDS = {"04T23:00": True, "05T03:59": True, "05T04:01": False, "05T07:00": False, "05T09:00": False}


@contextmanager
def at(counter: Counter, moment: str) -> Iterator[None]:
    with clock.frozen(datetime.fromisoformat(f"2026-12-{moment}+08:00")):
        house = counter.shop.house
        counter.boss = sign_in(counter.app, house, "boss")
        counter.cashier = sign_in_at_terminal(counter.app, house, "cashier")
        yield


def test_a_bonus_is_shown_as_long_as_it_can_be_spent(counter: Counter) -> None:
    plans = [{"amount": 1000, "bonus": 500}]
    made(counter.boss.put("/member-settings", {"recharge_plans": plans, "value_days": 3}), 200)
    member = counter.member()
    purse = f"/stores/{counter.store_id}/stored-value"
    with at(counter, "01T12:00"):
        charged = {"value_id": str(new_id()), "member_id": member, "amount": 1000}
        made(counter.cashier.post(f"{purse}/recharges", charged))
    for moment, stands in STANDS.items():
        with at(counter, moment):
            shown = [
                made(caller.get(path), 200)["balance"]["bonus"]
                for caller in (counter.boss, counter.cashier)
                for path in (f"/members/{member}", f"/members/{member}/stored-value")
            ]
            assert shown == [500 if stands else 0] * 4, moment
            spent = {"value_id": str(new_id()), "member_id": member, "amount": 1500}
            answer = counter.cashier.post(f"{purse}/spends", spent)
            assert answer.status_code == (201 if stands else 409), moment
            if stands:
                back = {"value_id": str(new_id()), "original_id": spent["value_id"], "amount": 1500}
                made(counter.boss.post(f"{purse}/refunds", back))


def test_points_are_shown_as_long_as_an_order_can_use_them(counter: Counter) -> None:
    made(counter.boss.put("/member-settings", {"points_days": 3, "points_highest_bp": 10_000}), 200)
    member = counter.member()
    with at(counter, "01T12:00"):
        counter.send(new_id(), OPEN, of_member(member), counter.dish("N01", 10), pay(28_800))
        counter.hear()
    for moment, stands in STANDS.items():
        with at(counter, moment):
            use = {"type": "use_points", "points": 100}
            order = counter.send(new_id(), OPEN, of_member(member), counter.dish("N01"), use)
            found = (counter.points(member), order["deal"]["points_used"])
            assert found == ((288, 100) if stands else (0, 0)), moment


def test_one_and_many_are_in_the_same_segment_at_any_hour(counter: Counter) -> None:
    with at(counter, "01T12:00"):
        member = counter.member()
    for moment, segment in {"31T03:00": "new", "31T05:00": "ordinary", "31T09:00": "ordinary"}.items():
        with at(counter, moment):
            one = made(counter.boss.get(f"/members/{member}"), 200)["segment"]
            listed = made(counter.boss.get("/members/browse"), 200)["items"][0]["segment"]
            assert (one, listed) == (segment, segment), moment
