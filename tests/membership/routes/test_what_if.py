"""A draft tried on past orders: who it would have touched, what it would have cost, in as many parts as are asked for."""

from typing import Any
from unittest.mock import patch
from uuid import UUID

from core.ids import new_id
from membership.services import what_ifs
from tests.support.brand import made
from tests.support.counter import OPEN, Counter, of_member, pay
from tests.support.larder import make_larder

NOODLES, CHICKEN, DAN_DAN = "N01", "C02", "N02"  # 28.80, 22.00
TEN_OFF = {"lane": 3, "benefit": {"kind": "threshold_off", "tiers": [{"threshold": 5000, "value": 1000}]}}
WHOLE = {"from": "2000-01-01", "to": "2199-12-31"}


def sold(counter: Counter, amount: int, *lines: dict[str, Any]) -> str:
    order = counter.send(new_id(), OPEN, *lines, pay(amount))
    assert order["state"] == "paid"
    return str(order["business_date"])


def tried(counter: Counter, terms: dict[str, Any], **more: Any) -> Any:
    return made(counter.boss.post("/promotions/what-if", {"terms": terms, **WHOLE, **more}), 200)


def test_past_orders_are_priced_again_with_the_draft(counter: Counter) -> None:
    day = sold(counter, 5760, counter.dish(NOODLES, 2))
    sold(counter, 2200, counter.dish(CHICKEN))
    found = tried(counter, TEN_OFF)
    figures = ("orders", "touched", "discount", "net_before", "net_after", "with_cost")
    assert [found[name] for name in figures] == [2, 1, 1000, 7960, 6960, 0]
    assert [(one["date"], one["orders"], one["net_after"]) for one in found["by_day"]] == [(day, 2, 6960)]
    assert [(one["store_id"], one["discount"]) for one in found["by_store"]] == [(counter.store_id, 1000)]
    assert (found["done"], found["of"], found["next_cursor"]) == (2, 2, None)
    assert made(counter.boss.get("/promotions"), 200)["items"] == []


def test_in_parts_it_comes_to_the_same(counter: Counter) -> None:
    for _ in range(3):
        sold(counter, 5760, counter.dish(NOODLES, 2))
    whole = tried(counter, TEN_OFF)
    cursor, parts = None, []
    while True:
        part = tried(counter, TEN_OFF, limit=2, cursor=cursor)
        parts.append(part)
        cursor = part["next_cursor"]
        if cursor is None:
            break
    assert [(part["done"], part["of"]) for part in parts] == [(2, 3), (3, 3)]
    for name in ("orders", "touched", "discount", "net_before", "net_after"):
        assert sum(part[name] for part in parts) == whole[name]
    place = '"00000000-0000-4000-8000-000000000011","2026-01-01"'
    tampered = [f"[{place},{numbers}]" for numbers in ("1e400,0,0", f"{2**63},0,0", "1,1.5,0", "1,true,0", "1,0,-1", "NaN,0,0")]  # fmt: skip
    for cursor in ("x", "{}", "null", "[" * 1000, "[0,0,0,0,0]", *tampered):
        bad = {"terms": TEN_OFF, **WHOLE, "cursor": cursor}
        assert counter.boss.post("/promotions/what-if", bad).json["code"] == "bad_cursor", cursor


def test_instead_of_a_promotion_and_for_members_alone(counter: Counter) -> None:
    standing = counter.promotion(TEN_OFF)
    member = counter.member()
    sold(counter, 4760, of_member(member), counter.dish(NOODLES, 2))
    sold(counter, 4760, counter.dish(NOODLES, 2))
    better = {**TEN_OFF, "benefit": {"kind": "amount_off", "amount": 1500}}
    found = tried(counter, better, instead_of=standing)
    assert (found["net_before"], found["net_after"], found["discount"]) == (9520, 8520, 3000)
    for_members = {
        "lane": 3,
        "benefit": {"kind": "amount_off", "amount": 300},
        "conditions": {"members_only": True},
    }
    found = tried(counter, for_members)
    assert (found["touched"], found["discount"], found["net_after"]) == (1, 300, 9220)
    coupon = {"lane": 4, "needs_coupon": True, "benefit": {"kind": "amount_off", "amount": 200}}
    assert tried(counter, coupon)["discount"] == 400


def test_a_members_first_order_is_the_first_when_it_is_looked_at_later(counter: Counter) -> None:
    member, other = counter.member(), counter.member()
    for who in (member, other, member, member):
        sold(counter, 2880, of_member(who), counter.dish(NOODLES))
        counter.hear()
    terms = {"lane": 3, "benefit": {"kind": "amount_off", "amount": 300}}
    found = tried(counter, {**terms, "conditions": {"first_order_only": True}})
    assert (found["orders"], found["touched"], found["discount"]) == (4, 2, 600)


def test_first_orders_are_asked_for_where_a_rule_wants_them(counter: Counter) -> None:
    member = counter.member()
    sold(counter, 2880, of_member(member), counter.dish(NOODLES))
    counter.hear()
    off = {"lane": 3, "benefit": {"kind": "amount_off", "amount": 300}}
    for_first = {**off, "conditions": {"first_order_only": True}}
    with patch.object(what_ifs, "first_orders", wraps=what_ifs.first_orders) as asked:
        assert (tried(counter, off)["touched"], asked.call_count) == (1, 0)
        assert (tried(counter, for_first)["touched"], asked.call_count) == (1, 1)
        counter.promotion(for_first)
        assert (tried(counter, off)["net_before"], asked.call_count) == (2580, 2)


def test_days_in_the_wrong_order_are_refused(counter: Counter) -> None:
    days = {"terms": TEN_OFF, "from": "2026-11-30", "to": "2026-11-01"}
    refused = counter.boss.post("/promotions/what-if", days)
    assert (refused.status_code, refused.json["code"]) == (422, "dates_reversed")


def test_the_margin_is_told_where_every_dish_has_a_recipe(counter: Counter) -> None:
    make_larder(counter.app, counter.shop)  # Dan dan noodles: 0.06 kg of pork at 40, 0.15 kg of flour at 5
    counter.tax(DAN_DAN, "6")
    order = counter.send(new_id(), OPEN, counter.dish(DAN_DAN, 2))
    price = order["totals"]["due"]
    counter.send(UUID(order["id"]), pay(price))
    sold(counter, 5760, counter.dish(NOODLES, 2))
    terms = {"lane": 3, "benefit": {"kind": "amount_off", "amount": 100}}
    found = tried(counter, terms)
    assert (found["orders"], found["touched"], found["with_cost"], found["food_cost"]) == (2, 2, 1, 630)
    assert (price, found["net_before"], found["net_after"]) == (3380, 9140, 8940)
    # Without the tax: 33.80 has 1.91 in it, and 32.80 has 1.86.
    assert (found["margin_before"], found["margin_after"]) == (3189 - 630, 3094 - 630)
