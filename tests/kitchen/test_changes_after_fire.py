"""A fired line is changed: every station has the news, and what one has begun no other makes again."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import delete

from core.ids import new_id
from core.uow import Unit
from kitchen.models.stations import RouteRow
from kitchen.services import screens
from kitchen.store.config import bump_config
from kitchen.values.commands import Act
from kitchen.values.tickets import Item
from pos.values import commands as c
from tests.support.kitchen import make_route, make_station, open_work, rails, wire
from tests.support.orders import CASHIER, Shop, make_shop


@dataclass
class Kitchen:
    """Dish D is made at the wok, with "extra" at the grill."""

    unit: Unit
    shop: Shop
    wok: UUID
    grill: UUID

    def fire(self, code: str, *options: str, quantity: int = 1) -> UUID:
        """A line of the order, fired."""
        line = self.shop.line(code, quantity, modifiers=self.choices(*options))
        self.shop.run(*(() if self.is_open() else (self.shop.open(),)), line, c.Fire())
        self.unit.settle()
        return line.line_id

    def is_open(self) -> bool:
        return bool(rails(self.unit, self.shop.order_id).tickets)

    def choices(self, *options: str) -> tuple[c.ModifierChoice, ...]:
        return tuple(c.ModifierChoice(self.shop.options[text]) for text in options)

    def choose(self, line_id: UUID, revision: int, *options: str) -> None:
        """Other modifiers for a line."""
        fields = frozenset({"modifiers"})
        modifiers = self.choices(*options)
        change = c.ChangeLine(
            line_id=line_id, revision=revision, fields=fields, modifiers=modifiers, reason="x"
        )
        self.shop.run(change)
        self.unit.settle()

    def note(self, line_id: UUID, revision: int, text: str) -> None:
        """A note on a line."""
        fields = frozenset({"note"})
        self.shop.run(c.ChangeLine(line_id=line_id, revision=revision, fields=fields, note=text))
        self.unit.settle()

    def items(self, line_id: UUID) -> dict[UUID, Item]:
        """A line's items by station."""
        found = rails(self.unit, self.shop.order_id).items.values()
        return {item.station_id: item for item in found if item.line_id == line_id}

    def cook(self, act: str, *items: Item) -> None:
        """What a cook taps."""
        commands = [Act(act, tuple(item.id for item in items))]
        screens.run_commands(self.unit, self.shop.store.id, commands)

    def forget_routes(self) -> None:
        """Head office takes all rules away."""
        self.unit.session.execute(delete(RouteRow))
        bump_config(self.unit, self.shop.store.id)


@pytest.fixture
def kitchen(unit: Unit) -> Kitchen:
    wire()
    shop = make_shop(unit, CASHIER | {"kitchen.cook", "kitchen.view"})
    wok = make_station(unit, shop.store.id, "wok", is_default=True)
    grill = make_station(unit, shop.store.id, "grill")
    make_route(unit, shop.store.id, grill, option_id=shop.options["extra"])
    unit.attempt = 1  # settings are edited in this very transaction: read them anew each time
    return Kitchen(unit, shop, wok, grill)


def test_a_dish_that_goes_elsewhere_joins_the_ticket_that_is_there(kitchen: Kitchen) -> None:
    kitchen.fire("A")
    line_id = kitchen.fire("D", "extra")
    kitchen.choose(line_id, 1)
    assert open_work(kitchen.unit, kitchen.shop.order_id) == {(kitchen.wok, "A"): 1, (kitchen.wok, "D"): 1}
    tickets = rails(kitchen.unit, kitchen.shop.order_id).tickets.values()
    assert sorted(ticket.station_id for ticket in tickets) == sorted([kitchen.wok, kitchen.grill])


def test_a_dish_that_goes_elsewhere_gets_the_next_part_when_the_ticket_there_is_done(
    kitchen: Kitchen,
) -> None:
    kitchen.cook("bump", *kitchen.items(kitchen.fire("A")).values())
    line_id = kitchen.fire("D", "extra")
    kitchen.choose(line_id, 1)
    tickets = rails(kitchen.unit, kitchen.shop.order_id).tickets.values()
    assert {t.part: t.state for t in tickets if t.station_id == kitchen.wok} == {1: "done", 2: "open"}


BEGUN = {"start": "started", "bump": "ready"}


@pytest.mark.parametrize("act", BEGUN)
def test_a_begun_dish_is_amended_where_it_is_when_its_modifiers_route_elsewhere(
    kitchen: Kitchen, act: str
) -> None:
    line_id = kitchen.fire("D", "extra")
    kitchen.cook(act, *kitchen.items(line_id).values())
    kitchen.choose(line_id, 1)
    (item,) = kitchen.items(line_id).values()
    assert (item.station_id, item.state, item.change) == (kitchen.grill, BEGUN[act], "changed")
    assert item.modifiers == []
    kitchen.choose(line_id, 2, "extra", "no egg")
    assert kitchen.items(line_id).keys() == {kitchen.grill}


@pytest.mark.parametrize("act", BEGUN)
def test_a_note_after_the_rule_went_reaches_who_made_the_dish(kitchen: Kitchen, act: str) -> None:
    line_id = kitchen.fire("D", "extra")
    kitchen.cook(act, *kitchen.items(line_id).values())
    kitchen.forget_routes()
    kitchen.note(line_id, 1, "no nuts")
    (item,) = kitchen.items(line_id).values()
    assert (item.station_id, item.note, item.change) == (kitchen.grill, "no nuts", "changed")


def test_what_nobody_has_begun_goes_where_the_rules_say(kitchen: Kitchen) -> None:
    line_id = kitchen.fire("D", "extra")
    kitchen.forget_routes()
    kitchen.note(line_id, 1, "no nuts")
    states = {station_id: item.state for station_id, item in kitchen.items(line_id).items()}
    assert states == {kitchen.grill: "cancelled", kitchen.wok: "new"}


def test_what_is_called_back_is_made_as_it_was_last_ordered(kitchen: Kitchen) -> None:
    line_id = kitchen.fire("D", "extra")
    kitchen.cook("serve", *kitchen.items(line_id).values())
    kitchen.note(line_id, 1, "no nuts")
    (item,) = kitchen.items(line_id).values()
    assert (item.state, item.note, item.change) == ("served", "no nuts", None)
    kitchen.cook("recall", item)
    kitchen.choose(line_id, 2)
    (item,) = kitchen.items(line_id).values()
    assert (item.station_id, item.state, item.change) == (kitchen.grill, "started", "changed")


def test_a_finished_ticket_comes_back_until_its_amendment_was_seen(kitchen: Kitchen) -> None:
    line_id = kitchen.fire("D")
    (item,) = kitchen.items(line_id).values()
    kitchen.cook("bump", item)
    born = rails(kitchen.unit, kitchen.shop.order_id).tickets[item.ticket_id].born_seq
    kitchen.note(line_id, 1, "no nuts")
    ticket = rails(kitchen.unit, kitchen.shop.order_id).tickets[item.ticket_id]
    assert (ticket.state, ticket.born_seq > born) == ("open", True)
    assert open_work(kitchen.unit, kitchen.shop.order_id) == {}
    kitchen.cook("seen", item)
    assert rails(kitchen.unit, kitchen.shop.order_id).tickets[item.ticket_id].state == "done"


def test_a_station_that_the_change_itself_adds_makes_its_part(kitchen: Kitchen) -> None:
    make_route(kitchen.unit, kitchen.shop.store.id, kitchen.wok, product_id=kitchen.shop.products["D"])
    line_id = kitchen.fire("D")
    kitchen.cook("bump", *kitchen.items(line_id).values())
    kitchen.choose(line_id, 1, "extra")
    states = {station_id: item.state for station_id, item in kitchen.items(line_id).items()}
    assert states == {kitchen.wok: "ready", kitchen.grill: "new"}
    kitchen.choose(line_id, 2)
    assert kitchen.items(line_id)[kitchen.grill].state == "cancelled"


def test_a_remake_has_the_news_too(kitchen: Kitchen) -> None:
    line_id = kitchen.fire("D", quantity=2)
    again = c.RefireLine(line_id=line_id, refire_id=new_id(), reason="dropped", quantity=Decimal(1))
    kitchen.shop.run(again)
    kitchen.unit.settle()
    kitchen.note(line_id, 1, "no nuts")
    found = rails(kitchen.unit, kitchen.shop.order_id).items.values()
    assert sorted((item.quantity, item.note, item.change) for item in found) == [
        (1, "no nuts", "changed"),
        (2, "no nuts", "changed"),
    ]


def test_begun_parts_of_a_set_stay_and_the_others_follow_the_rules(kitchen: Kitchen) -> None:
    shop = kitchen.shop
    make_route(kitchen.unit, shop.store.id, kitchen.grill, product_id=shop.products["A"])
    make_route(kitchen.unit, shop.store.id, kitchen.grill, product_id=shop.products["B"])
    line_id = kitchen.fire("S")
    by_name = {item.name["en"]: item for item in rails(kitchen.unit, shop.order_id).items.values()}
    kitchen.cook("bump", by_name["A"])
    kitchen.forget_routes()
    kitchen.note(line_id, 1, "no nuts")
    found = rails(kitchen.unit, shop.order_id).items.values()
    assert {(x.name["en"], x.station_id): (x.state, x.note) for x in found if x.state != "cancelled"} == {
        ("A", kitchen.grill): ("ready", "no nuts"),
        ("B", kitchen.wok): ("new", "no nuts"),
        ("C", kitchen.wok): ("new", "no nuts"),
    }
