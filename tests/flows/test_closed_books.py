"""Nothing changes books that are closed, through whatever door it comes: it counts now, or is refused."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from core.errors import Problem
from core.ids import new_id
from core.uow import Unit
from inventory.services.usage import resolve_day
from tests.support.accounts import Caller, House
from tests.support.brand import made
from tests.support.food_week import FoodWeek
from tests.support.store_room import act
from tests.support.worked_week import CLOSING, OPENING

pytestmark = pytest.mark.usefixtures("alone")

MINUTE = timedelta(minutes=1)
Json = dict[str, Any]


@pytest.fixture
def week(boss: Caller, engine: Engine, house: House) -> FoodWeek:
    """The worked week, published, and its books closed."""
    week = FoodWeek(boss, engine, house)
    week.live({"pork": week.ends + 40 * MINUTE})
    week.publish()
    made(boss.post(week.path("periods"), {"ends_on": week.last.isoformat()}), 201)
    return week


def told(week: FoodWeek) -> list[Json]:
    """All that is to be read of the week."""
    paths = ["variance", "variance/days", "variance/dishes"]
    found = [made(week.boss.get(week.path(path), **week.days), 200) for path in paths]
    return [*found, week.report(view="staged")]


def opened(week: FoodWeek, at: datetime) -> Any:
    body = {"kind": "spot", "at": at.isoformat(), "item_ids": [week.items["pork"]]}
    return week.boss.post(week.path("counts"), body)


def moves(week: FoodWeek, reason: str) -> list[Json]:
    found = made(week.boss.get(week.path("moves"), reason=reason), 200)["items"]
    return [move for move in found if move["prior_period"] == week.last.isoformat()]


def send_late(week: FoodWeek) -> None:
    """Sent and received when books were closed, at both ends."""
    other = week.at_store("franchised")
    made(week.boss.post(other.path("periods"), {"ends_on": week.last.isoformat()}), 201)
    head = {"kind": "transfer", "other_store_id": other.store, "at": week.lunch.isoformat()}
    sent = week.post(week.path("documents"), head | {"lines": [week.line("pork", "3", "41")]})["id"]
    week.post(week.path(f"documents/{sent}/ship"), {"at": week.lunch.isoformat()}, 200)
    body = {"at": (week.lunch + MINUTE).isoformat(), "lines": [{"line_no": 1, "quantity": "2"}]}
    before = told(other)
    week.post(other.path(f"documents/{sent}/receive"), body, 200)
    assert told(other) == before
    assert [move["quantity"] for move in moves(other, "transfer_in")] == ["2"]


LATE: dict[str, Callable[[FoodWeek], object]] = {
    "receipt": lambda week: week.document("receipt", [week.line("pork", "7", "30")]),
    "waste": lambda week: week.document("waste", [week.line("pork", "1")], cause="spoiled"),
    "production_in": lambda week: week.produce("10", "8"),
    "staff_meal": lambda week: week.document("staff_meal", [week.line("pork", "1")]),
    "transfer_out": send_late,
}


@pytest.mark.parametrize("reason", LATE)
def test_a_late_document_counts_now_and_says_where_it_belongs(week: FoodWeek, reason: str) -> None:
    before = told(week)
    LATE[reason](week)
    assert told(week) == before
    assert len(moves(week, reason)) == 1


def test_the_last_instant_of_a_period_is_closed_with_it(week: FoodWeek) -> None:
    before = told(week)
    week.document("receipt", [week.line("pork", "7", "30")], at=week.ends)
    assert told(week) == before
    assert len(moves(week, "receipt")) == 1


def test_what_comes_late_between_the_closing_count_and_its_entries_leaves_the_closing(week: FoodWeek) -> None:
    """The pork was counted forty minutes after the cut-off; a receipt of just then would be taken off the count."""
    before = told(week)
    week.document("receipt", [week.line("pork", "7", "30")], at=week.ends + 20 * MINUTE)
    assert told(week) == before


@pytest.mark.parametrize("hours", [-1, 1, 7 * 24 - 1, 7 * 24])
def test_no_count_is_opened_in_closed_books(week: FoodWeek, hours: int) -> None:
    before = told(week)
    refused = opened(week, week.begins + timedelta(hours=hours))
    assert (refused.status_code, refused.json["code"]) == (409, "books_closed")
    assert refused.json["closed_until"] == week.last.isoformat()
    assert told(week) == before


def test_a_count_that_was_open_when_the_books_closed_goes_no_further(
    boss: Caller, engine: Engine, house: House
) -> None:
    """Neither entered, submitted, asked for again nor approved; it can be given up."""
    week = FoodWeek(boss, engine, house)
    week.count(week.begins, OPENING)
    week.count(week.ends, CLOSING)
    opened_id, submitted_id = (made(opened(week, week.lunch))["id"] for _ in range(2))
    entry = {
        "item_id": week.items["pork"],
        "quantity": "1",
        "unit": "kg",
        "counted_at": week.lunch.isoformat(),
    }

    def step(count_id: str, name: str, body: Any = None) -> Any:
        return boss.post(week.path(f"counts/{count_id}/{name}"), body)

    for count_id in (opened_id, submitted_id):
        made(step(count_id, "entries", {"entries": [{"id": str(new_id()), **entry}]}), 200)
    made(step(submitted_id, "submit"), 200)
    made(boss.post(week.path("periods"), {"ends_on": week.last.isoformat()}), 201)
    before = told(week)
    for refused in (
        step(opened_id, "entries", {"entries": [{"id": str(new_id()), **entry}]}),
        step(opened_id, "submit"),
        step(submitted_id, "recount", {"item_ids": [week.items["pork"]]}),
        step(submitted_id, "approve"),
    ):
        assert (refused.status_code, refused.json["code"]) == (409, "books_closed")
    assert told(week) == before
    assert made(boss.get(week.path(f"counts/{submitted_id}")), 200)["count"]["state"] == "submitted"
    made(boss.delete(week.path(f"counts/{submitted_id}")), 204)


def test_a_count_after_the_closing_is_as_ever(week: FoodWeek) -> None:
    before = told(week)
    week.count(week.ends + timedelta(hours=12), CLOSING)
    assert told(week) == before


def test_a_late_dish_counts_when_it_became_known(week: FoodWeek) -> None:
    before = told(week)
    week.one_more(week.lunch)
    week.sell()
    week.hear()
    assert told(week) == before
    days = {
        "from": (week.last + timedelta(days=1)).isoformat(),
        "to": (week.last + timedelta(days=3)).isoformat(),
    }
    now = made(week.boss.get(week.path("variance"), **days), 200)
    assert {one["code"]: one["theoretical"] for one in now["uncounted"]}["pork"] == "81.76"  # 81.6 + .16
    assert now["totals"]["net_sales"] == "26000"


def test_a_late_dish_keeps_the_recipe_of_its_own_moment(week: FoodWeek) -> None:
    listed = made(week.boss.get("/inventory/recipes", product_id=week.products["tudousi"]), 200)["items"]
    lines = [{"item_id": week.items["potato-shreds"], "quantity": "1", "unit": "kg"}]
    version = week.post(f"/inventory/recipes/{listed[0]['id']}/versions", {"lines": lines})["id"]
    begins = {"valid_from": (week.ends + MINUTE).isoformat()}
    week.post(f"/inventory/recipe-versions/{version}/publish", begins, 200)
    week.one_more(week.lunch, "tudousi")
    week.hear()
    days = {
        "from": (week.last + timedelta(days=1)).isoformat(),
        "to": (week.last + timedelta(days=3)).isoformat(),
    }
    now = made(week.boss.get(week.path("variance"), **days), 200)
    assert {one["code"]: one["theoretical"] for one in now["uncounted"]}["potato"] == "0.3"


@pytest.mark.parametrize("scope", [{}, {"store_id": "own"}])
def test_no_recipe_begins_in_closed_books(week: FoodWeek, house: House, scope: dict[str, str]) -> None:
    before = told(week)
    if scope:
        head = {"item_id": week.items["pork-shreds"], "store_id": str(house.stores["own"])}
        recipe = week.post("/inventory/recipes", head)["id"]
    else:
        listed = made(week.boss.get("/inventory/recipes", item_id=week.items["pork-shreds"]), 200)["items"]
        recipe = listed[0]["id"]
    lines = [{"item_id": week.items["pork"], "quantity": "1", "unit": "kg", "yield_rate": "0.5"}]
    version = week.post(f"/inventory/recipes/{recipe}/versions", {"lines": lines})["id"]
    for moment in (week.lunch, week.ends):
        begins = {"valid_from": moment.isoformat()}
        refused = week.boss.post(f"/inventory/recipe-versions/{version}/publish", begins)
        assert (refused.status_code, refused.json["code"]) == (409, "books_closed")
    assert told(week) == before
    begins = {"valid_from": (week.ends + MINUTE).isoformat()}
    week.post(f"/inventory/recipe-versions/{version}/publish", begins, 200)
    assert told(week) == before


def test_a_recipe_of_a_store_with_open_books_begins_when_it_likes(week: FoodWeek, house: House) -> None:
    head = {"item_id": week.items["pork-shreds"], "store_id": str(house.stores["franchised"])}
    recipe = week.post("/inventory/recipes", head)["id"]
    lines = [{"item_id": week.items["pork"], "quantity": "1", "unit": "kg", "yield_rate": "0.5"}]
    version = week.post(f"/inventory/recipes/{recipe}/versions", {"lines": lines})["id"]
    before = told(week)
    begins = {"valid_from": week.lunch.isoformat()}
    week.post(f"/inventory/recipe-versions/{version}/publish", begins, 200)
    assert told(week) == before


@pytest.mark.parametrize("where", [None, "own"])
def test_no_standard_price_begins_in_closed_books(week: FoodWeek, house: House, where: str | None) -> None:
    before = told(week)
    store_id = str(house.stores[where]) if where else None
    path = f"/inventory/items/{week.items['pork']}/standard-prices"
    body = {"price": "99", "valid_from": week.last.isoformat(), "store_id": store_id}
    refused = week.boss.post(path, body)
    assert (refused.status_code, refused.json["code"]) == (409, "books_closed")
    assert told(week) == before
    made(week.boss.post(path, body | {"valid_from": (week.last + timedelta(days=1)).isoformat()}))
    assert told(week) == before


def test_a_closed_day_is_not_resolved_anew(week: FoodWeek, engine: Engine, house: House) -> None:
    before = told(week)
    with Unit(engine, house.tenant_id) as unit, pytest.raises(Problem) as refused:
        resolve_day(act(unit), house.stores["own"], week.last)
    assert refused.value.code == "books_closed"
    assert told(week) == before


def test_a_yield_test_changes_no_book(week: FoodWeek) -> None:
    before = told(week)
    week.post(f"/inventory/items/{week.items['potato']}/yield-tests", {"gross": "10", "net": "1"})
    assert told(week) == before
