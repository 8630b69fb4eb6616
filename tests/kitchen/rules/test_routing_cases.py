"""The office explains routing as the server does it: both tell the same cases alike."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest

from kitchen.rules.routing import Dish, stations_for
from kitchen.values.config import Kitchen, Route, Station

FILE = Path(__file__).parents[3] / "web/src/office/kitchen/cases.json"
CASES: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
IDS = ("id", "station_id", "product_id", "category_id", "option_id")


def an_id(word: str) -> UUID:
    return uuid5(UUID(int=0), word)


def a_route(given: dict[str, Any]) -> Route:
    return Route(**{name: an_id(value) if name in IDS else value for name, value in given.items()})


@pytest.mark.parametrize("case", CASES)
def test_case_is_told_as_in_the_office(case: dict[str, Any]) -> None:
    stations = {
        an_id(word): Station(an_id(word), {"zh": word, "en": word}, is_default=word == "rest")
        for word in ("rest", "wok", "noodle", "packing")
    }
    kitchen = Kitchen(an_id("store"), 1, "UTC", stations, tuple(map(a_route, case["routes"])))
    given = {"option_ids": [], "channel": "dine_in", "weekday": 0, "minute": 720} | case["dish"]
    dish = Dish(
        product_id=an_id("beef"),
        category_id=an_id("soup"),
        option_ids=frozenset(map(an_id, given["option_ids"])),
        channel=given["channel"],
        weekday=given["weekday"],
        minute=given["minute"],
    )
    told = {an_id(station) for _, station, verdict in case["told"] if verdict != "outdone"}
    assert set(stations_for(kitchen, dish, {})) == told
