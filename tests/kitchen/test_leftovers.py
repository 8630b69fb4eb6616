"""What nobody bumped leaves the rails half a day after the kitchen last heard of it: quietly, and everywhere."""

from typing import Any

import pytest
from sqlalchemy import text

from app.kitchen_watch import tidy
from core import clock
from core.uow import Unit
from kitchen.services import leftovers, screens
from kitchen.store.tickets import tenants_with_leftovers
from kitchen.values.commands import Act
from kitchen.values.tickets import EATEN_AFTER
from pos.values import commands as c
from tests.support.kitchen import rails
from tests.support.kitchen_place import Place

HALF_A_DAY = EATEN_AFTER.total_seconds()


def board(place: Place, station: str) -> list[dict[str, Any]]:
    store_id, station_id = place.shop.store.id, place.stations[station]
    found: list[dict[str, Any]] = place.do(lambda unit: screens.board(unit, store_id, station_id))["tickets"]
    return found


def have_leftovers(place: Place) -> bool:
    with Unit(place.engine) as unit:
        return place.tenant_id in tenants_with_leftovers(unit, place.at - EATEN_AFTER)


def look(place: Place) -> None:
    with clock.frozen(place.at):
        tidy(place.engine, [place.tenant_id])


def events(place: Place, kind: str) -> int:
    asked = text("SELECT count(*) FROM core_event WHERE type = :kind")
    return int(place.do(lambda unit: unit.session.execute(asked, {"kind": kind}).scalar_one()))


def test_what_nobody_bumped_leaves_every_board_after_half_a_day(place: Place) -> None:
    place.station("wok", is_default=True)
    place.station("pass", kind="expo")
    order_id = place.order("A", "D")
    place.later(HALF_A_DAY)
    assert not have_leftovers(place)
    look(place)
    assert len(board(place, "wok")) == len(board(place, "pass")) == 1
    place.later(1)
    assert have_leftovers(place)
    look(place)
    assert board(place, "wok") == board(place, "pass") == []
    assert not have_leftovers(place)
    rail = place.do(lambda unit: rails(unit, order_id))
    assert {(item.state, item.served_at, item.ready_at) for item in rail.items.values()} == {
        ("served", None, None)
    }
    assert [ticket.state for ticket in rail.tickets.values()] == ["done"]
    assert events(place, "CourseReady") == 0


def test_screens_hear_of_it_once_in_their_stream(place: Place) -> None:
    place.station("wok", is_default=True)
    place.order("A")
    place.later(HALF_A_DAY + 1)
    look(place)
    look(place)
    store_id, station_id = place.shop.store.id, place.stations["wok"]
    told = place.do(lambda unit: screens.feed(unit, store_id, station_id, 0))["entries"]
    assert [[ticket["state"] for ticket in entry["tickets"]] for entry in told] == [["open"], ["done"]]


def test_a_ticket_that_something_came_to_since_stays(place: Place) -> None:
    place.station("wok", is_default=True)
    order_id = place.order("A")
    place.later(HALF_A_DAY - 60)
    more = place.shop.line("D", 1)
    place.do(lambda _unit: place.shop.run(more, c.Fire(), order_id=order_id))
    place.later(120)
    look(place)
    (ticket,) = board(place, "wok")
    assert len(ticket["items"]) == 2
    place.later(HALF_A_DAY)
    look(place)
    assert board(place, "wok") == []


def test_what_is_fired_afterwards_is_cooked_on_a_ticket_of_its_own(place: Place) -> None:
    place.station("wok", is_default=True)
    order_id = place.order("A")
    place.later(HALF_A_DAY + 1)
    look(place)
    more = place.shop.line("D", 1)
    place.do(lambda _unit: place.shop.run(more, c.Fire(), order_id=order_id))
    (ticket,) = board(place, "wok")
    assert (ticket["part"], [item["name"]["en"] for item in ticket["items"]]) == (2, ["D"])


def test_a_change_that_nobody_looked_at_goes_with_its_ticket(place: Place) -> None:
    place.station("wok", is_default=True)
    order_id = place.order("A")
    (item_id,) = place.do(lambda unit: rails(unit, order_id)).items
    bump = Act("bump", (item_id,), ())
    place.do(lambda unit: screens.run_commands(unit, place.shop.store.id, [bump]))
    line_id = next(iter(place.do(lambda unit: rails(unit, order_id)).items.values())).line_id
    change = c.ChangeLine(line_id=line_id, revision=1, fields=frozenset({"note"}), note="spicy")
    place.do(lambda _unit: place.shop.run(change, order_id=order_id))
    assert len(board(place, "wok")) == 1
    place.later(HALF_A_DAY + 1)
    look(place)
    assert board(place, "wok") == []
    (item,) = place.do(lambda unit: rails(unit, order_id)).items.values()
    assert (item.state, item.change) == ("ready", None)


def test_however_much_is_left_it_goes_in_parts(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "MOST", 3)
    place.station("wok", is_default=True)
    place.station("cold")
    for _ in range(7):
        place.order("A")
    place.later(HALF_A_DAY + 1)
    fresh = place.order("A")
    look(place)
    assert [ticket["order_id"] for ticket in board(place, "wok")] == [fresh]
