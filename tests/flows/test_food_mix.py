"""The worked week's planned mix beside what was sold: the step of the waterfall, dish by dish, for a store and for all."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.support.accounts import Caller, House
from tests.support.brand import made
from tests.support.food_week import FoodWeek

pytestmark = pytest.mark.usefixtures("alone")

MIX = "/inventory/food-budget/mix"
TINY = Decimal("1e-9")  # shares are told to ten decimals


@pytest.fixture
def week(boss: Caller, engine: Engine, house: House) -> FoodWeek:
    """The week as it was sold and counted."""
    week = FoodWeek(boss, engine, house)
    week.live()
    return week


def by_dish(week: FoodWeek, found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    codes = {product_id: code for code, product_id in week.products.items()}
    return {codes[one["product_id"]]: one for one in found["dishes"]}


def test_the_mix_is_the_step_of_the_waterfall_and_the_dishes_add_up_to_it(week: FoodWeek) -> None:
    week.plan()

    found = made(week.boss.get(MIX, **week.days, store_id=week.store), 200)

    steps = week.report()["waterfall"]
    assert (found["budget"], found["mix"]) == (steps["budget"], steps["mix"])
    assert (found["list_sales"], found["planned_from"]) == ("26320", week.days["from"])
    dishes = by_dish(week, found)
    assert sum(Decimal(one["effect"]) for one in dishes.values()) == pytest.approx(
        Decimal(found["mix"]), abs=TINY
    )
    yuxiang, tudousi = dishes["yuxiang"], dishes["tudousi"]
    assert [(one["planned"], one["price"], one["sold"]) for one in (yuxiang, tudousi)] == [
        ("0.6", 3800, "500"),
        ("0.4", 1800, "400"),
    ]
    assert Decimal(yuxiang["planned_share"]) == pytest.approx(Decimal(2280) / 3000, abs=TINY)
    assert Decimal(tudousi["planned_cost"]) == pytest.approx(Decimal("1.20") / 18, abs=TINY)
    assert Decimal(tudousi["sold_share"]) == pytest.approx(Decimal(7200) / 26320, abs=TINY)
    assert Fraction(yuxiang["effect"]) < 0 < Fraction(dishes["extra-pork"]["effect"])
    assert [one["cost_each"] for one in (yuxiang, tudousi)] == ["9.88", "1.2"]
    extra = dishes["extra-pork"]  # 20 × ¥6, which stand in the price of the dish
    assert [one["list_price"] for one in (yuxiang, tudousi, extra)] == [3824, 1800, 0]
    sizes = [abs(Decimal(one["effect"])) for one in found["dishes"]]
    assert sizes == sorted(sizes, reverse=True)


def test_money_given_back_changes_no_mix(week: FoodWeek) -> None:
    week.plan()
    before = made(week.boss.get(MIX, **week.days), 200)
    week.refund(10000)
    week.hear()
    assert made(week.boss.get(MIX, **week.days), 200) == before


def test_all_stores_together_are_the_one_that_sold(week: FoodWeek) -> None:
    week.plan()

    one = made(week.boss.get(MIX, **week.days, store_id=week.store), 200)
    brand = made(week.boss.get(MIX, **week.days), 200)

    assert brand == {**one, "store_id": None}


def test_without_a_plan_what_was_sold_stands_alone(week: FoodWeek) -> None:
    found = made(week.boss.get(MIX, **week.days), 200)

    assert (found["planned_from"], found["budget"], found["mix"]) == (None, None, None)
    assert Decimal(found["actual"]) == pytest.approx(Decimal(5484) / 26320, abs=TINY)
    assert {one["effect"] for one in found["dishes"]} == {None}
    assert by_dish(week, found)["yuxiang"]["sold"] == "500"


def test_what_was_sold_taken_for_the_plan_differs_by_nothing(week: FoodWeek) -> None:
    sold = made(week.boss.get(MIX, **week.days), 200)["dishes"]
    portions = [
        {"product_id": one["product_id"], "portions": one["sold"], "price": one["list_price"]}
        for one in sold
        if one["has_recipe"]
    ]
    plan = {"day": week.days["from"], "portions": portions}
    made(week.boss.put("/inventory/food-budget", plan), 200)

    found = made(week.boss.get(MIX, **week.days), 200)

    assert (found["mix"], found["budget"]) == ("0", found["actual"])
    for one in found["dishes"]:
        assert (one["planned"], one["planned_share"], one["effect"]) == (one["sold"], one["sold_share"], "0")


def test_days_without_sales_show_the_plan_alone(week: FoodWeek) -> None:
    week.plan()
    later = {
        "from": (week.last + timedelta(days=1)).isoformat(),
        "to": (week.last + timedelta(days=2)).isoformat(),
    }

    found = made(week.boss.get(MIX, **later, store_id=week.store), 200)

    assert (found["list_sales"], found["actual"], found["mix"]) == ("0", None, None)
    assert Decimal(found["budget"]) == pytest.approx(Decimal("0.2136"), abs=Decimal("1e-5"))


def test_who_sees_no_food_cost_sees_no_mix(
    week: FoodWeek, cashier: Caller, manager: Caller, house: House
) -> None:
    franchised = str(house.stores["franchised"])

    assert cashier.get(MIX, **week.days).status_code == 403
    assert manager.get(MIX, **week.days, store_id=franchised).status_code == 404
    own = made(manager.get(MIX, **week.days), 200)
    assert own["list_sales"] == "26320"
    assert week.boss.get(MIX, **{"from": week.days["to"], "to": week.days["from"]}).status_code == 422


def test_stores_of_several_currencies_are_not_added_up(week: FoodWeek) -> None:
    name = {"zh": "x", "en": "x"}
    far = {"code": "NY1", "name": name, "timezone": "America/New_York", "currency": "USD"}
    made(week.boss.post("/stores", far))

    assert week.boss.get(MIX, **week.days).json["code"] == "several_currencies"
    assert week.boss.get(MIX, **week.days, store_id=week.store).status_code == 200
