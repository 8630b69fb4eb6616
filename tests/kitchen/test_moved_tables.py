"""Guests move: the kitchen hears nothing, and whatever it shows or writes from then on names the present table."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from core.ids import new_id
from core.uow import Unit
from kitchen.services import screens
from kitchen.store import tickets as store
from kitchen.values.commands import Act
from pos.models.floor import AreaRow, TableRow
from pos.values import commands as c
from tests.support.kitchen import make_route, make_station, rails, wire
from tests.support.menu import add_row, name
from tests.support.orders import CASHIER, Shop, make_shop


@dataclass
class Room:
    """Dish A is made at the wok, B at the cold kitchen; the tables T1 to T3."""

    unit: Unit
    shop: Shop
    wok: UUID
    cold: UUID
    tables: dict[str, UUID]

    def move(self, table: str) -> None:
        """The guests sit down elsewhere."""
        self.shop.run(c.MoveOrder(table_id=self.tables[table]))
        self.unit.settle()

    def stored(self) -> set[str | None]:
        """The tables on the order's tickets."""
        return {t.table_name for t in rails(self.unit, self.shop.order_id).tickets.values()}

    def last_seqs(self) -> list[int]:
        """How far the streams are."""
        return [store.list_entries(self.unit, found, 0, 1)[1] for found in (self.wok, self.cold)]

    def shown(self, station_id: UUID) -> list[Any]:
        """The tables on a station's board."""
        board = screens.board(self.unit, self.shop.store.id, station_id)
        return [ticket["table_name"] for ticket in board["tickets"]]


@pytest.fixture
def room(unit: Unit) -> Room:
    wire()
    shop = make_shop(unit, CASHIER | {"kitchen.cook", "kitchen.view"})
    wok = make_station(unit, shop.store.id, "wok", is_default=True)
    cold = make_station(unit, shop.store.id, "cold")
    make_route(unit, shop.store.id, cold, product_id=shop.products["B"])
    area = {"store_id": shop.store.id, "name": name("Hall"), "sort": 0, "archived_at": None}
    row = {"store_id": shop.store.id, "area_id": add_row(unit, AreaRow, area), "seats": 4}
    spot = {"x": 0, "y": 0, "w": 10, "h": 10, "shape": "square", "archived_at": None}
    tables = {text: add_row(unit, TableRow, row | spot | {"name": text}) for text in ("T1", "T2", "T3")}
    shop.run(shop.open(table_id=tables["T1"]), shop.line("A"), shop.line("B"), c.Fire())
    unit.settle()
    return Room(unit, shop, wok, cold, tables)


def test_a_move_writes_nothing_and_boards_name_the_new_table(room: Room) -> None:
    before, seqs = rails(room.unit, room.shop.order_id), room.last_seqs()
    room.move("T2")
    assert (rails(room.unit, room.shop.order_id), room.last_seqs()) == (before, seqs)
    assert (room.shown(room.wok), room.shown(room.cold)) == (["T2"], ["T2"])


def test_what_is_fired_after_a_move_brings_all_tickets_to_the_new_table(room: Room) -> None:
    room.move("T2")
    room.shop.run(room.shop.line("A", course=2), room.shop.line("A"), c.Fire())
    assert room.stored() == {"T2"}
    entries, _ = store.list_entries(room.unit, room.cold, 0, 9)
    assert [ticket["table_name"] for ticket in entries[-1].payload["tickets"]] == ["T2"]


@pytest.mark.parametrize("what", ["change", "void", "refire"])
def test_other_news_of_a_line_do_so_too(room: Room, what: str) -> None:
    line = room.shop.line("A")
    room.shop.run(line, c.Fire())
    room.unit.settle()
    room.move("T3")
    commands: dict[str, c.Command] = {
        "change": c.ChangeLine(line_id=line.line_id, revision=1, fields=frozenset({"note"}), note="hot"),
        "void": c.VoidLine(line_id=line.line_id, reason="late"),
        "refire": c.RefireLine(line_id=line.line_id, refire_id=new_id(), reason="dropped"),
    }
    room.shop.run(commands[what])
    assert room.stored() == {"T3"}


def test_what_a_cook_bumps_goes_to_the_table_where_the_guests_are(room: Room) -> None:
    room.move("T2")
    (item,) = [x for x in rails(room.unit, room.shop.order_id).items.values() if x.station_id == room.wok]
    answer = screens.run_commands(room.unit, room.shop.store.id, [Act("bump", (item.id,))])
    assert [ticket["table_name"] for ticket in answer["tickets"]] == ["T2"]
    assert room.stored() == {"T2"}
    found = screens.done(room.unit, room.shop.store.id, room.wok)["tickets"]
    room.move("T3")
    again = screens.done(room.unit, room.shop.store.id, room.wok)["tickets"]
    assert [[t["table_name"] for t in tickets] for tickets in (found, again)] == [["T2"], ["T3"]]


def test_merged_guests_sit_at_the_table_that_took_them_over(room: Room) -> None:
    other = new_id()
    room.shop.run(room.shop.open(table_id=room.tables["T2"]), order_id=other)
    room.shop.run(c.MergeOrder(from_order_id=room.shop.order_id), order_id=other)
    room.unit.settle()
    assert room.stored() == {"T1"}
    assert room.shown(room.wok) == ["T2"]
