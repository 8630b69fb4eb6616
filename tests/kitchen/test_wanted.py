"""Nothing is cooked or called for that nobody wants any more, and what comes later has time of its own."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from core.errors import Problem
from core.ids import new_id
from kitchen.services import alarms, pickup, screens, settings, times
from kitchen.values.commands import Act, Command, Remake
from kitchen.values.tickets import UNKNOWN_PREP, Item
from pos.values import commands as c
from tests.support.kitchen import open_work, rails
from tests.support.kitchen_place import START, Place


@pytest.fixture
def kitchen(place: Place) -> Place:
    """A wok that makes everything."""
    place.station("wok", is_default=True)
    return place


def cook(place: Place, *commands: Command) -> dict[str, Any]:
    found: dict[str, Any] = place.do(
        lambda unit: screens.run_commands(unit, place.shop.store.id, list(commands))
    )
    return found


def items(place: Place, order_id: UUID) -> list[Item]:
    found = place.do(lambda unit: rails(unit, order_id)).items.values()
    return sorted(found, key=lambda item: (item.fired_at, item.name["en"]))


def bump(place: Place, order_id: UUID) -> None:
    cook(place, Act("bump", tuple(item.id for item in items(place, order_id)), ()))


def takeaway(place: Place, code: str, quantity: int = 1, **opened: Any) -> tuple[UUID, UUID]:
    """A fired order; its id, and its line's."""
    order_id, line = new_id(), place.shop.line(code, quantity)
    begun = place.shop.open(channel="takeaway", **opened)
    place.do(lambda _unit: place.shop.run(begun, line, c.Fire(), order_id=order_id))
    return order_id, line.line_id


def called(place: Place) -> list[str]:
    board = place.do(lambda unit: pickup.pickup_board(unit, place.shop.store.id))
    return [one["state"] for one in board["orders"]]


def refusal(place: Place, *commands: Command) -> str:
    with pytest.raises(Problem) as refused:
        cook(place, *commands)
    return refused.value.code


def test_guests_are_not_called_for_what_was_voided_once_it_was_ready(kitchen: Place) -> None:
    order_id, line_id = takeaway(kitchen, "A", 2)
    bump(kitchen, order_id)
    one = c.VoidLine(line_id=line_id, quantity=Decimal(1), reason="late")
    kitchen.do(lambda _unit: kitchen.shop.run(one, order_id=order_id))
    assert called(kitchen) == ["ready"]
    kitchen.do(lambda _unit: kitchen.shop.run(one, order_id=order_id))
    assert called(kitchen) == []


@pytest.mark.parametrize("is_ready", [False, True])
def test_what_was_voided_is_not_made_again(kitchen: Place, is_ready: bool) -> None:
    order_id, line_id = takeaway(kitchen, "A")
    if is_ready:
        bump(kitchen, order_id)
    gone = c.VoidLine(line_id=line_id, quantity=Decimal(1), reason="late")
    kitchen.do(lambda _unit: kitchen.shop.run(gone, order_id=order_id))
    (item,) = items(kitchen, order_id)
    assert refusal(kitchen, Remake(item.id, new_id(), "fell")) == "item_state"


def test_of_what_is_made_once_more_no_more_than_stands(kitchen: Place) -> None:
    order_id, line_id = takeaway(kitchen, "A", 3)
    bump(kitchen, order_id)
    again = c.RefireLine(line_id=line_id, refire_id=new_id(), quantity=Decimal(3), reason="fell")
    two = c.VoidLine(line_id=line_id, quantity=Decimal(2), reason="late")
    kitchen.do(lambda _unit: kitchen.shop.run(again, two, order_id=order_id))
    assert list(kitchen.do(lambda unit: open_work(unit, order_id)).values()) == [Decimal(1)]


def test_nothing_comes_back_to_a_station_that_is_no_more(kitchen: Place) -> None:
    store_id = kitchen.shop.store.id
    kitchen.station("cold")
    route = {"station_id": kitchen.stations["cold"], "product_id": kitchen.shop.products["D"]}
    kitchen.do(lambda unit: settings.create_route(unit, store_id, route))
    order_id, line_id = takeaway(kitchen, "D")
    bump(kitchen, order_id)
    kitchen.do(lambda unit: settings.archive_station(unit, store_id, kitchen.stations["cold"]))
    (item,) = items(kitchen, order_id)
    for command in (
        Act("recall", (item.id,), ()),
        Act("undo", (), (item.ticket_id,)),
        Remake(item.id, new_id(), "x"),
    ):
        assert refusal(kitchen, command) == "station_gone"
    change = c.ChangeLine(line_id=line_id, revision=1, fields=frozenset({"note"}), note="spicy")
    kitchen.do(lambda _unit: kitchen.shop.run(change, order_id=order_id))
    (item,) = items(kitchen, order_id)
    assert (item.note, item.change, item.state) == ("spicy", None, "ready")


def test_what_is_added_later_and_made_at_once_is_not_late(kitchen: Place) -> None:
    order_id, _ = takeaway(kitchen, "A")
    kitchen.later(1200)
    more = kitchen.shop.line("D", 1)
    kitchen.do(lambda _unit: kitchen.shop.run(more, c.Fire(), order_id=order_id))
    kitchen.later(30)
    first, second = items(kitchen, order_id)
    cook(kitchen, Act("bump", (second.id,), ()))
    (ticket,) = kitchen.do(lambda unit: rails(unit, order_id)).tickets.values()
    assert ticket.due_at == START + timedelta(seconds=1200 + UNKNOWN_PREP)
    assert (first.state, late(kitchen)) == ("new", 0)
    bump(kitchen, order_id)
    assert late(kitchen) == 1  # the first, after twenty minutes and a half


def late(place: Place) -> int:
    place.shop.unit.actor.permissions[place.shop.store.id] |= {"kitchen.report"}  # type: ignore[index]
    day = START.date()
    found = place.do(lambda unit: times.ticket_times(unit, place.shop.store.id, day, day))
    return int(found["all"]["late"])


def test_a_remake_is_not_late_before_it_is_begun(kitchen: Place) -> None:
    order_id, _ = takeaway(kitchen, "A")
    bump(kitchen, order_id)
    kitchen.later(1800)
    (item,) = items(kitchen, order_id)
    (ticket,) = cook(kitchen, Remake(item.id, new_id(), "fell"))["tickets"]
    assert ticket["due_at"] == kitchen.at + timedelta(seconds=UNKNOWN_PREP)


def test_ten_bowls_are_more_work_than_one(kitchen: Place) -> None:
    store_id = kitchen.shop.store.id
    takeaway(kitchen, "A", 10)
    board = kitchen.do(lambda unit: screens.board(unit, store_id, kitchen.stations["wok"]))
    assert board["load_seconds"] == 10 * UNKNOWN_PREP


def test_of_equal_stations_the_one_with_fewer_bowls_gets_the_next(place: Place) -> None:
    place.station("wok", is_default=True, pool="woks")
    place.station("wok 2", pool="woks", sort=1)
    takeaway(place, "A", 3)
    takeaway(place, "A", 1)
    third, _ = takeaway(place, "A", 1)
    assert items(place, third)[0].station_id == place.stations["wok 2"]


def test_what_was_said_of_the_whole_order_stands_on_its_tickets(kitchen: Place) -> None:
    order_id, _ = takeaway(kitchen, "A", note="no cutlery")
    (ticket,) = kitchen.do(lambda unit: rails(unit, order_id)).tickets.values()
    assert ticket.note == "no cutlery"


def test_it_stands_on_the_ticket_of_what_is_made_once_more_too(kitchen: Place) -> None:
    order_id, line_id = takeaway(kitchen, "A", note="no cutlery")
    bump(kitchen, order_id)
    again = c.RefireLine(line_id=line_id, refire_id=new_id(), quantity=Decimal(1), reason="fell")
    kitchen.do(lambda _unit: kitchen.shop.run(again, order_id=order_id))
    tickets = kitchen.do(lambda unit: rails(unit, order_id)).tickets.values()
    assert sorted((ticket.part, ticket.note) for ticket in tickets) == [(1, "no cutlery"), (2, "no cutlery")]


def test_a_diversion_that_is_ended_by_hand_takes_its_alarm_along(kitchen: Place) -> None:
    silent(kitchen)
    kitchen.do(
        lambda unit: settings.divert_station(
            unit, kitchen.shop.store.id, kitchen.stations["cold"], None, move_open=False
        )
    )
    assert kitchen.alarms == []


def test_a_diversion_ends_when_a_screen_is_heard_though_nobody_is_to_stand_in_any_more(
    kitchen: Place,
) -> None:
    silent(kitchen)
    store_id, cold = kitchen.shop.store.id, kitchen.stations["cold"]
    nobody = {"stand_in_id": None, "divert_after_seconds": None}
    version = kitchen.do(lambda unit: settings.get_station(unit, store_id, cold))["version"]
    kitchen.do(lambda unit: settings.change_station(unit, store_id, cold, nobody, version))
    kitchen.hear("cold", 0)
    assert kitchen.is_due()
    kitchen.look()
    assert kitchen.do(lambda unit: settings.get_station(unit, store_id, cold))["diverted_to"] is None
    assert kitchen.do(lambda unit: alarms.list_alarms(unit, store_id)) == []


def silent(place: Place) -> None:
    """The cold station's screen is silent, and the wok stands in."""
    place.station("cold", stand_in_id=place.stations["wok"], divert_after_seconds=30)
    place.hear("cold", 0)
    place.later(40)
    place.look()
    assert [alarm["kind"] for alarm in place.alarms] == ["diverted"]
