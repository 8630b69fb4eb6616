"""A week of food cost through the API: recipes, receipts, counts, waste, sales; and the report to the last digit.

The week is that of the food-cost semantics. In order, or counted by two people while the tills sell, with receipts and sales
that are heard of only after the count was approved: the variance is the same.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.support.accounts import Caller, House
from tests.support.brand import made
from tests.support.food_week import FoodWeek
from tests.support.worked_week import CLOSING, OPENING, RECEIPTS, by_code

pytestmark = pytest.mark.usefixtures("alone")

FIGURES = "opening closing actual theoretical variance given wasted unexplained average actual_value price_variance usage_variance"
TABLE = {
    "pork": "14 11.9 88.1 81.6 6.5 0.8 2.48 3.22 42.38 3733.678 209.678 260",
    "bamboo": "10 17.5 62.5 60 2.5 0.6 0.36 1.54 24.875 1554.6875 54.6875 60",
    "wood-ear": "1 2.4 2.6 2.5 0.1 0.025 0.015 0.06 116 301.6 -10.4 12",
    "potato": "30 30 130 120 10 4.5 2 3.5 4.13 536.9 16.9 40",
}
ONE_DISH = {"pork-shreds": "0.15", "bamboo": "0.12", "soaked": "0.04"}


@pytest.fixture
def week(boss: Caller, engine: Engine, house: House) -> FoodWeek:
    return FoodWeek(boss, engine, house)


def check(found: dict[str, Any]) -> None:
    lines = by_code(found["lines"])
    for code, figures in TABLE.items():
        assert [lines[code][figure] for figure in FIGURES.split()] == figures.split(), code
    totals = found["totals"]
    assert (totals["theoretical"], totals["at_standard"], totals["actual"]) == ("5484", "5856", "6126.8655")
    assert (totals["given"], totals["wasted"], totals["unexplained"]) == ("67.4", "117.64", "186.96")
    assert (totals["list_sales"], totals["net_sales"]) == ("26320", "26000")
    assert found["coverage"] == "1"


def test_the_worked_week_through_the_api(week: FoodWeek) -> None:
    week.live()
    week.plan()
    found = week.report()
    check(found)
    assert {k: str(round(Decimal(v) * 100, 3)) for k, v in found["waterfall"].items()} == {
        "budget": "21.360",
        "mix": "-0.524",
        "discount": "0.256",
        "price": "1.042",
        "usage": "1.431",
        "actual": "23.565",
    }


def test_money_given_back_is_a_discount_and_no_other_mix(week: FoodWeek) -> None:
    """¥100 of the ¥26,000 that came in for 26,320 by list: what was made, and stands in the theory, was made."""
    week.live()
    week.plan()
    before = week.report()
    week.refund(10000)
    week.hear()
    after = week.report()
    assert (after["totals"]["list_sales"], after["totals"]["net_sales"]) == ("26320", "25900")
    mix, discount = (Decimal(after["waterfall"][step]) for step in ("mix", "discount"))
    assert mix == Decimal(before["waterfall"]["mix"])
    assert round(discount, 9) == round(5484 / Decimal(25900) - 5484 / Decimal(26320), 9)


def test_counted_while_selling_with_everything_else_late(week: FoodWeek) -> None:
    week.count(week.begins, OPENING)
    week.one_more(week.ends + timedelta(minutes=20))
    less = {code: str(Decimal(there) - Decimal(ONE_DISH.get(code, 0))) for code, there in CLOSING.items()}
    week.count(week.ends, less, week.ends + timedelta(minutes=40))
    week.hear()
    week.sell()
    week.send_and_waste()
    week.hear()
    week.receive()
    check(week.report())


def test_in_whatever_order_it_becomes_known(week: FoodWeek, is_long: bool) -> None:
    """Goods, waste, sales and both counts, of two counters at two moments while a dish goes out: the same variance."""
    for seed in range(40 if is_long else 4):
        store = week.at_new_store(f"R{seed}")
        happened = happenings(store)
        random.Random(seed).shuffle(happened)
        for happening in happened:
            happening()
        store.hear()
        check(store.report())


def happenings(week: FoodWeek) -> list[Callable[[], None]]:
    """All that is known of the week, each by itself; what was told is heard now and then."""
    dish = week.ends + timedelta(minutes=20)
    before, after = dish - timedelta(minutes=10), dish + timedelta(minutes=20)
    late = sorted(CLOSING)[::2]
    moments = {code: after if code in late else before for code in CLOSING}
    less = {
        code: str(Decimal(there) - Decimal(ONE_DISH.get(code, 0) if code in late else 0))
        for code, there in CLOSING.items()
    }
    return [
        lambda: week.count(week.begins, OPENING),
        lambda: week.count(week.ends, less, moments),
        *(partial(week.document, "receipt", [week.line(*bought)]) for bought in RECEIPTS),
        week.send,
        week.waste,
        week.sell,
        lambda: week.one_more(dish),
        *[week.hear] * 4,
    ]


def test_a_published_week_stays_and_a_late_receipt_makes_the_next_version(week: FoodWeek) -> None:
    week.live()
    days = week.days
    first = week.publish()
    ledger = made(week.boss.get(week.path(f"stock/{week.items['pork']}")), 200)["ledger"]
    assert (
        datetime.fromisoformat(ledger["since"]) == week.ends
    )  # what was published is not gone through again
    assert (ledger["opening_value"], ledger["closing_value"]) == ("504.322", "504.322")
    week.document("receipt", [week.line("pork", "3", "41")], at=week.ends - timedelta(minutes=1))
    second = week.publish()
    assert (first["number"], second["number"]) == (1, 2)
    kept = by_code(made(week.boss.get(f"/inventory/reports/{first['id']}"), 200)["lines"])["pork"]
    now = by_code(made(week.boss.get(f"/inventory/reports/{second['id']}"), 200)["lines"])["pork"]
    assert (kept["actual"], kept["variance"], kept["actual_value"]) == ("88.1", "6.5", "3733.678")
    assert (now["closing"], now["actual"], now["variance"]) == ("11.9", "91.1", "9.5")
    assert str(round(Decimal(now["actual_value"]), 4)) == "3857.1563"
    ranked = made(week.boss.get("/inventory/variance", **days), 200)
    assert [row["id"] for row in ranked["rows"]] == [week.store]
    behind = made(week.boss.get(week.path(f"variance/items/{week.items['pork']}"), **days), 200)
    assert [move["kind"] for move in behind["moves"]].count("receipt") == 3
