"""Work sent elsewhere is made there, once; and comes back, once."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import pytest

from core.actor import Actor
from core.ids import new_id
from core.uow import Unit
from kitchen import ports
from kitchen.services import screens, settings
from kitchen.store import tickets as store
from kitchen.values.commands import Act
from pos.values import commands as c
from tests.support.kitchen import OneStore, make_route, make_station, open_work, rails, wire
from tests.support.orders import CASHIER, Shop, make_shop


@dataclass
class Kitchen:
    shop: Shop
    wok: UUID
    cold: UUID

    def send(self, unit: Unit, station: UUID, to: UUID | None, *, move_open: bool = True) -> int:
        moved = settings.divert_station(unit, self.shop.store.id, station, to, move_open=move_open)["moved"]
        assert isinstance(moved, int)
        return moved


@pytest.fixture
def kitchen(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> Kitchen:
    wire()
    shop = make_shop(unit, CASHIER | {"kitchen.edit", "kitchen.cook", "kitchen.view"})
    monkeypatch.setattr(ports, "stores", OneStore(shop.store))
    wok = make_station(unit, shop.store.id, "wok", is_default=True)
    cold = make_station(unit, shop.store.id, "cold")
    make_route(unit, shop.store.id, cold, product_id=shop.products["B"])
    unit.attempt = 1  # settings are edited in this very transaction: read them anew each time
    return Kitchen(shop, wok, cold)


def test_open_work_goes_along_and_is_made_once(unit: Unit, kitchen: Kitchen) -> None:
    shop = kitchen.shop
    shop.run(shop.open(), shop.line("A", 2), shop.line("B"), c.Fire())
    unit.settle()
    assert kitchen.send(unit, kitchen.wok, kitchen.cold) == 1
    assert open_work(unit, shop.order_id) == {(kitchen.cold, "A"): 2, (kitchen.cold, "B"): 1}
    states = {t.station_id: t.state for t in rails(unit, shop.order_id).tickets.values()}
    assert states == {kitchen.wok: "cancelled", kitchen.cold: "open"}


def test_both_streams_tell_of_it(unit: Unit, kitchen: Kitchen) -> None:
    shop = kitchen.shop
    shop.run(shop.open(), shop.line("A"), c.Fire())
    unit.settle()
    kitchen.send(unit, kitchen.wok, kitchen.cold)
    last = {}
    for station in (kitchen.wok, kitchen.cold):
        entries, _ = store.list_entries(unit, station, 0, 10)
        last[station] = entries[-1].payload["tickets"][0]
    assert (last[kitchen.wok]["state"], last[kitchen.cold]["state"]) == ("cancelled", "open")


def test_what_was_started_stays_started_and_what_is_ready_stays_where_it_was(
    unit: Unit, kitchen: Kitchen
) -> None:
    shop = kitchen.shop
    shop.run(shop.open(), shop.line("A"), shop.line("C"), shop.line("D"), c.Fire())
    unit.settle()
    found = {item.name["en"]: item.id for item in rails(unit, shop.order_id).items.values()}
    screens.run_commands(unit, shop.store.id, [Act("start", (found["A"],)), Act("bump", (found["C"],))])
    kitchen.send(unit, kitchen.wok, kitchen.cold)
    after = {
        (item.name["en"], item.station_id): item.state for item in rails(unit, shop.order_id).items.values()
    }
    assert after == {
        ("A", kitchen.wok): "cancelled",
        ("A", kitchen.cold): "started",
        ("C", kitchen.wok): "ready",
        ("D", kitchen.wok): "cancelled",
        ("D", kitchen.cold): "new",
    }


def test_there_and_back_again(unit: Unit, kitchen: Kitchen) -> None:
    shop = kitchen.shop
    line = shop.line("A", 3)
    shop.run(shop.open(), line, c.Fire())
    unit.settle()
    kitchen.send(unit, kitchen.wok, kitchen.cold)
    kitchen.send(unit, kitchen.wok, None)
    kitchen.send(unit, kitchen.cold, kitchen.wok)
    assert open_work(unit, shop.order_id) == {(kitchen.wok, "A"): 3}
    shop.run(c.VoidLine(line_id=line.line_id, quantity=Decimal(1), reason="late"))
    assert open_work(unit, shop.order_id) == {(kitchen.wok, "A"): 2}


def test_a_line_that_two_stations_make_is_not_made_twice_by_one(unit: Unit, kitchen: Kitchen) -> None:
    shop = kitchen.shop
    make_route(unit, shop.store.id, kitchen.wok, product_id=shop.products["B"])
    shop.run(shop.open(), shop.line("B", 2), c.Fire())
    unit.settle()
    assert kitchen.send(unit, kitchen.wok, kitchen.cold) == 0
    assert open_work(unit, shop.order_id) == {(kitchen.cold, "B"): 2}


def test_a_change_reaches_the_work_where_it_went(unit: Unit, kitchen: Kitchen) -> None:
    shop = kitchen.shop
    line = shop.line("A", 2)
    shop.run(shop.open(), line, c.Fire())
    unit.settle()
    kitchen.send(unit, kitchen.wok, kitchen.cold)
    change = c.ChangeLine(line_id=line.line_id, revision=1, fields=frozenset({"note"}), note="no salt")
    shop.run(change)
    assert open_work(unit, shop.order_id) == {(kitchen.cold, "A"): 2}
    # The diversion ends, and the line changes once more: it is made at its own station again, and there alone.
    kitchen.send(unit, kitchen.wok, None)
    shop.run(c.ChangeLine(line_id=line.line_id, revision=2, fields=frozenset({"note"}), note="salt"))
    assert open_work(unit, shop.order_id) == {(kitchen.wok, "A"): 2}


def test_what_the_other_station_has_made_is_not_made_again(unit: Unit, kitchen: Kitchen) -> None:
    shop = kitchen.shop
    line = shop.line("A")
    shop.run(shop.open(), line, c.Fire())
    unit.settle()
    kitchen.send(unit, kitchen.wok, kitchen.cold)
    (made,) = [item.id for item in rails(unit, shop.order_id).items.values() if item.is_open]
    screens.run_commands(unit, shop.store.id, [Act("bump", (made,))])
    kitchen.send(unit, kitchen.wok, None)
    shop.run(c.ChangeLine(line_id=line.line_id, revision=1, fields=frozenset({"note"}), note="salt"))
    assert open_work(unit, shop.order_id) == {}


def test_new_orders_follow_the_diversion(unit: Unit, kitchen: Kitchen) -> None:
    shop = kitchen.shop
    kitchen.send(unit, kitchen.wok, kitchen.cold, move_open=False)
    shop.run(shop.open(), shop.line("A"), c.Fire())
    assert open_work(unit, shop.order_id) == {(kitchen.cold, "A"): 1}


def test_an_actor_of_another_store_moves_nothing(unit: Unit, kitchen: Kitchen) -> None:
    shop = kitchen.shop
    shop.run(shop.open(), shop.line("A"), c.Fire())
    unit.settle()
    unit.actor = Actor(unit.tenant_id, new_id(), "Li", new_id(), {new_id(): frozenset({"kitchen.edit"})})
    with pytest.raises(Exception, match="no such store"):
        kitchen.send(unit, kitchen.wok, kitchen.cold)
    assert open_work(unit, shop.order_id) == {(kitchen.wok, "A"): 1}
