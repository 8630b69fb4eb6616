"""Windows that differ from item to item, and prices that begin within them: what stands beside a figure says the same."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.support.accounts import Caller, House
from tests.support.brand import made
from tests.support.food_week import FoodWeek
from tests.support.worked_week import CLOSING, OPENING, by_code

pytestmark = pytest.mark.usefixtures("alone")

DAY = timedelta(days=1)


@pytest.fixture
def week(boss: Caller, engine: Engine, house: House) -> FoodWeek:
    return FoodWeek(boss, engine, house)


def test_shreds_counted_again_by_themselves_were_there_when_the_pork_was(week: FoodWeek) -> None:
    """Pork 10.8 and shreds 3 (= 3.2) at the beginning; only what is cut was counted a day later: 14 kg open the pork's window."""
    raw = [code for code in week.items if code not in ("pork-shreds", "potato-shreds")]
    week.count(week.begins, OPENING)
    week.count(week.begins + DAY, {"pork-shreds": "1.5", "potato-shreds": "3.4"}, without=raw)
    week.count(week.ends, CLOSING)
    later = {"from": (week.first + 3 * DAY).isoformat(), "to": week.last.isoformat()}

    found = by_code(made(week.boss.get(week.path("variance"), **later), 200)["lines"])

    whole = by_code(week.report()["lines"])
    assert found["pork"] == whole["pork"]
    assert found["potato"] == whole["potato"]
    assert (found["pork"]["opening"], found["pork"]["closing"]) == ("14", "11.9")


def priced_within(week: FoodWeek) -> dict[str, Any]:
    """Vinegar and strips have their first price on the fourth day; ten dishes of a kilogram of each, and no strips were counted."""
    week.items = {}
    for code in ("vinegar", "strips"):
        body = {"code": code, "name": {"zh": code, "en": code}, "stock_unit": "kg"}
        week.items[code] = week.post("/inventory/items", body)["id"]
        price = {"price": "10", "valid_from": (week.first + 3 * DAY).isoformat()}
        week.post(f"/inventory/items/{week.items[code]}/standard-prices", price)
    week.dish("sliced-pork", dict.fromkeys(week.items, ("1", "1")))
    week.count(week.begins, {"vinegar": "20"}, without=["strips"])
    week.one_more(week.lunch, "sliced-pork", 10)
    week.hear()
    week.count(week.ends, {"vinegar": "10"}, without=["strips"])
    return week.report()


def test_what_was_not_counted_weighs_by_the_first_price_that_it_got(week: FoodWeek) -> None:
    """100 of 200 stand against counts."""
    report = priced_within(week)
    assert report["totals"]["theoretical"] == "100"
    assert [(one["code"], one["theoretical_value"]) for one in report["uncounted"]] == [("strips", "100")]
    assert report["coverage"] == "0.5"


def test_days_dishes_and_mix_go_by_the_prices_of_the_report(week: FoodWeek) -> None:
    """An item that had no price on the first day goes by the first that it got, wherever its theory is told."""
    priced_within(week)
    days = made(week.boss.get(week.path("variance/days"), **week.days), 200)["days"]
    dishes = made(week.boss.get(week.path("variance/dishes"), **week.days), 200)["dishes"]
    mix = made(week.boss.get("/inventory/food-budget/mix", **week.days), 200)["dishes"]
    assert sum(Decimal(one["theoretical"]) for one in days) == 200
    assert [(one["standard_cost"], one["actual_cost"]) for one in dishes] == [("200", "200")]
    assert [one["cost_each"] for one in mix] == ["20"]
