"""Windows that differ from item to item."""

from datetime import timedelta

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
