"""A fired line is changed, and every station has the news."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from core.uow import Unit
from kitchen.services import screens
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

    def fire(self, code: str, *options: str) -> UUID:
        """A line of the order, fired."""
        line = self.shop.line(code, modifiers=self.choices(*options))
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
        self.shop.run(c.ChangeLine(line_id=line_id, revision=revision, fields=fields, modifiers=modifiers))
        self.unit.settle()

    def items(self, line_id: UUID) -> dict[UUID, Item]:
        """A line's items by station."""
        found = rails(self.unit, self.shop.order_id).items.values()
        return {item.station_id: item for item in found if item.line_id == line_id}

    def cook(self, act: str, *items: Item) -> None:
        """What a cook taps."""
        commands = [Act(act, tuple(item.id for item in items))]
        screens.run_commands(self.unit, self.shop.store.id, commands)


@pytest.fixture
def kitchen(unit: Unit) -> Kitchen:
    wire()
    shop = make_shop(unit, CASHIER | {"kitchen.cook", "kitchen.view"})
    wok = make_station(unit, shop.store.id, "wok", is_default=True)
    grill = make_station(unit, shop.store.id, "grill")
    make_route(unit, shop.store.id, grill, option_id=shop.options["extra"])
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
