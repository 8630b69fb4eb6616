"""The demonstration's store rooms: a report that shows at once who is worst, at what, and why."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Engine, text

from accounts.services.tenants import command_line
from app.demo import fill
from app.demo.menu.dishes import DISHES as MENU
from app.demo.store_room import live_weeks
from app.demo.store_room.items import EVERYTHING
from app.demo.store_room.recipes import DISHES, OPTIONS, amounts
from app.factory import App
from app.worker import drain_brand
from core import clock
from core.ids import new_id
from core.uow import Unit
from inventory.services.brand_variance import alerts, brand_variance
from inventory.services.variance import store_variance

FRIDAY = datetime(2026, 11, 20, 5, 40, tzinfo=UTC)


def test_every_dish_is_made_of_something_that_there_is() -> None:
    codes = {one.code for one in EVERYTHING}
    takes = [*DISHES.values(), *OPTIONS.values()]
    assert {code for text in takes for code in amounts(text)} <= codes
    sold = {f"{dish.code}/{size[0]}" for dish in MENU for size in dish.sizes} | {dish.code for dish in MENU}
    assert {code for code in DISHES if code not in sold} == set()
    assert {dish.code for dish in MENU} == {code.partition("/")[0] for code in DISHES}


@pytest.mark.usefixtures("alone")
def test_the_report_shows_the_worst_store_and_its_cause_and_nothing_is_lived_twice(
    app: App, engine: Engine
) -> None:
    with clock.frozen(FRIDAY):
        filled = fill(engine, 8, f"d{new_id().hex[-20:]}", share=0.3)
        drain_brand(engine, filled.tenant_id)
        assert live_weeks(engine, filled.tenant_id) == 6
        assert live_weeks(engine, filled.tenant_id) == 0
        with Unit(engine, filled.tenant_id) as unit:
            unit.actor = command_line(filled.tenant_id, "Test")
            parked = unit.session.scalar(text("SELECT count(*) FROM core_parked_event"))
            stores = brand_variance(unit, date(2026, 11, 1), date(2026, 11, 30))["rows"]
            worst = max(stores, key=lambda row: row["gap_percent"])
            alarming = alerts(unit, date(2026, 11, 1), date(2026, 11, 30))["alerts"]
            steps = store_variance(unit, worst["id"], date(2026, 11, 13), date(2026, 11, 19))["waterfall"]
            items = brand_variance(unit, date(2026, 11, 1), date(2026, 11, 30), "item", store_id=worst["id"])[
                "rows"
            ]
    assert parked == 0
    assert (len(stores), worst["code"]) == (3, "CD01")
    assert max(items, key=lambda row: row["unexplained"])["code"] == "shank"
    assert all(row["coverage"] > 0.8 for row in stores)
    assert (alarming[0]["store_code"], alarming[0]["code"]) == ("CD01", "shank")
    assert all(Decimal("0.2") < Decimal(steps[end]) < Decimal("0.4") for end in ("budget", "actual"))
