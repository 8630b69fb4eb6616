"""What the kitchen says of courses: who has them out, and that they were finished, whatever finished them."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import text

from core.ids import new_id
from core.uow import Unit
from kitchen.services import courses, screens, settings
from kitchen.values.commands import Act
from pos.values import commands as c
from tests.support.kitchen import make_route, rails
from tests.support.kitchen_place import START, Place


def told(place: Place) -> int:
    """How often a course was said to be finished."""
    asked = text("SELECT count(*) FROM core_event WHERE type = 'CourseReady'")
    return int(place.do(lambda unit: unit.session.execute(asked).scalar_one()))


def cook(place: Place, act: str, order_id: UUID, station: str | None = None) -> None:
    rail = place.do(lambda unit: rails(unit, order_id))
    stations = [place.stations[station]] if station else list(place.stations.values())
    items = tuple(x.id for x in rail.items.values() if x.station_id in stations and x.state != "cancelled")
    place.do(lambda unit: screens.run_commands(unit, place.shop.store.id, [Act(act, items)]))


def out(place: Place, *line_ids: UUID) -> dict[UUID, datetime | None]:
    found: dict[UUID, datetime | None] = place.do(lambda unit: courses.lines_out(unit, line_ids))
    return found


def order(place: Place, *lines: c.AddLine) -> UUID:
    order_id = new_id()
    place.do(lambda _unit: place.shop.run(place.shop.open(), *lines, c.Fire(), order_id=order_id))
    return order_id


def made_by_two(place: Place, **wok: object) -> None:
    """Wok and cold each make a part of A; what else there is goes to the wok."""
    cold = place.station("cold")
    place.station("wok", is_default=True, stand_in_id=cold, **wok)

    def routes(unit: Unit) -> None:
        for station_id in place.stations.values():
            make_route(unit, place.shop.store.id, station_id, product_id=place.shop.products["A"])

    place.do(routes)


def test_a_course_is_out_when_its_last_dish_was_bumped_at_every_station(place: Place) -> None:
    made_by_two(place)
    first, second, third = (place.shop.line("A", course=1), *(place.shop.line("D", course=n) for n in (1, 2)))
    order_id = order(place, first, second, third)
    place.later(60)
    cook(place, "bump", order_id, "cold")
    ids = (first.line_id, second.line_id, third.line_id)
    assert out(place, *ids, new_id()) == dict.fromkeys(ids)
    place.later(60)
    cook(place, "bump", order_id)
    assert out(place, *ids) == dict.fromkeys(ids, place.at)
    place.later(60)
    cook(place, "serve", order_id)
    assert out(place, *ids) == dict.fromkeys(ids, START.replace(minute=2))


def test_a_set_meal_is_known_by_its_components(place: Place) -> None:
    made_by_two(place)
    meal = place.shop.line("S", course=1)
    order_id = order(place, meal)
    leaves = [x.line_id for x in place.do(lambda unit: rails(unit, order_id)).items.values()]
    cook(place, "bump", order_id)
    assert out(place, *leaves) == {meal.line_id: place.at}
    assert out(place) == {}


def test_a_change_that_no_cook_has_seen_keeps_the_course_open(place: Place) -> None:
    made_by_two(place)
    line = place.shop.line("D", course=1)
    order_id = order(place, line)
    cook(place, "bump", order_id)
    change = c.ChangeLine(line_id=line.line_id, revision=1, fields=frozenset({"note"}), note="spicy")
    place.do(lambda _unit: place.shop.run(change, order_id=order_id))
    assert out(place, line.line_id) == {line.line_id: None}
    cook(place, "seen", order_id)
    assert out(place, line.line_id) == {line.line_id: place.at}


def test_what_this_transaction_fires_counts(place: Place) -> None:
    made_by_two(place)
    line = place.shop.line("D", course=1)

    def fire_and_look(unit: Unit) -> dict[UUID, datetime | None]:
        place.shop.run(place.shop.open(), line, c.Fire())
        return courses.lines_out(unit, [line.line_id])

    assert place.do(fire_and_look) == {line.line_id: None}


@pytest.mark.parametrize("how", ["by hand", "by silence"])
def test_a_diversion_that_leaves_nothing_of_a_course_says_so_once(place: Place, how: str) -> None:
    made_by_two(place, divert_after_seconds=30)
    order_id = order(place, place.shop.line("A", course=1))
    cook(place, "bump", order_id, "cold")
    assert told(place) == 0
    wok, cold = place.stations["wok"], place.stations["cold"]
    if how == "by hand":
        place.do(lambda unit: settings.divert_station(unit, place.shop.store.id, wok, cold, move_open=True))
    else:
        place.hear("wok", 0)
        place.later(31)
        place.look()
        place.look()
    assert told(place) == 1
    states = {x.station_id: x.state for x in place.do(lambda unit: rails(unit, order_id)).items.values()}
    assert states == {wok: "cancelled", cold: "ready"}


def test_a_diversion_that_takes_work_along_says_nothing(place: Place) -> None:
    made_by_two(place)
    order_id = order(place, place.shop.line("A", course=1), place.shop.line("D", course=1))
    cook(place, "bump", order_id, "cold")
    wok, cold = place.stations["wok"], place.stations["cold"]
    place.do(lambda unit: settings.divert_station(unit, place.shop.store.id, wok, cold, move_open=True))
    assert told(place) == 0
    cook(place, "bump", order_id, "cold")
    assert told(place) == 1
