"""What orders say should be cooked is what the stations have, each exactly once."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from core import clock
from core.ids import new_id
from core.uow import Unit
from pos.values import commands as c
from tests.support.kitchen import make_route, make_station, open_work, rails, wire
from tests.support.orders import Shop, make_shop


@dataclass
class Kitchen:
    shop: Shop
    wok: UUID
    cold: UUID
    pack: UUID


@pytest.fixture
def kitchen(unit: Unit) -> Kitchen:
    wire()
    shop = make_shop(unit)
    wok = make_station(unit, shop.store.id, "wok", is_default=True)
    cold = make_station(unit, shop.store.id, "cold")
    pack = make_station(unit, shop.store.id, "pack")
    make_route(unit, shop.store.id, cold, product_id=shop.products["B"])
    make_route(unit, shop.store.id, pack, product_id=shop.products["C"], channel="takeaway")
    make_route(unit, shop.store.id, wok, product_id=shop.products["C"])
    return Kitchen(shop, wok, cold, pack)


def test_each_component_goes_to_its_station_once(unit: Unit, kitchen: Kitchen) -> None:
    shop = kitchen.shop
    shop.run(shop.open(channel="takeaway"), shop.line("S", 2), c.Fire())
    assert open_work(unit, shop.order_id) == {
        (kitchen.wok, "A"): 2,
        (kitchen.cold, "B"): 2,
        (kitchen.wok, "C"): 2,
        (kitchen.pack, "C"): 2,
    }
    assert len(rails(unit, shop.order_id).tickets) == 3


def test_firing_again_adds_to_the_open_ticket_and_repeats_nothing(unit: Unit, kitchen: Kitchen) -> None:
    shop = kitchen.shop
    shop.run(shop.open(), shop.line("A"), c.Fire())
    unit.settle()
    shop.run(shop.line("A", 2), c.Fire(), c.Fire())
    assert open_work(unit, shop.order_id) == {(kitchen.wok, "A"): 3}
    assert len(rails(unit, shop.order_id).tickets) == 1


def test_a_void_strikes_out_what_is_open_and_a_change_flashes(unit: Unit, kitchen: Kitchen) -> None:
    shop = kitchen.shop
    a, d = shop.line("A", 3), shop.line("D")
    shop.run(shop.open(), a, d, c.Fire())
    unit.settle()
    shop.run(c.VoidLine(line_id=a.line_id, quantity=Decimal(1), reason="late"))
    unit.settle()
    extra = (c.ModifierChoice(shop.options["extra"]),)
    shop.run(c.ChangeLine(line_id=d.line_id, revision=1, fields=frozenset({"modifiers"}), modifiers=extra))
    assert open_work(unit, shop.order_id) == {(kitchen.wok, "A"): 2, (kitchen.wok, "D"): 1}
    assert {item.change for item in rails(unit, shop.order_id).items.values()} == {"changed"}
    shop.run(c.VoidLine(line_id=d.line_id, reason="gone"))
    states = {item.name["en"]: item.state for item in rails(unit, shop.order_id).items.values()}
    assert states == {"A": "new", "D": "cancelled"}


def test_splitting_moving_and_merging_write_nothing(unit: Unit, kitchen: Kitchen) -> None:
    shop = kitchen.shop
    other = new_id()
    line = shop.line("A", 2, seat=1)
    shop.run(shop.open(), line, c.Fire())
    unit.settle()
    shop.run(shop.open(), shop.line("B"), c.Fire(), order_id=other)
    before = {key: item for found in (shop.order_id, other) for key, item in rails(unit, found).items.items()}
    shop.run(c.SplitEvenly(check_id=shop.order_id, new_check_ids=(new_id(),)))
    shop.run(c.MoveLine(line_id=line.line_id, seat=2, fields=frozenset({"seat"})))
    shop.run(c.MergeOrder(from_order_id=other))
    after = {key: item for found in (shop.order_id, other) for key, item in rails(unit, found).items.items()}
    assert after == before
    shop.run(c.VoidLine(line_id=line.line_id, reason="gone"))
    assert open_work(unit, shop.order_id) == {}


def test_a_refire_is_a_new_item(unit: Unit, kitchen: Kitchen) -> None:
    shop = kitchen.shop
    line = shop.line("A", 2)
    shop.run(shop.open(), line, c.Fire(), c.Pay(payment_id=new_id(), tender="cash", amount=4400))
    unit.settle()
    again = c.RefireLine(line_id=line.line_id, refire_id=new_id(), reason="dropped", quantity=Decimal(1))
    shop.run(again)
    shop.run(again)
    assert open_work(unit, shop.order_id) == {(kitchen.wok, "A"): 3}


def test_equal_stations_share_dishes_of_which_nobody_said_how_long_they_take(unit: Unit) -> None:
    wire()
    shop = make_shop(unit)
    ovens = [
        make_station(unit, shop.store.id, text, pool="oven", sort=sort, is_default=sort == 0)
        for sort, text in enumerate(("left", "right"))
    ]
    shop.run(shop.open(), shop.line("A"), shop.line("D"), c.Fire())
    assert sorted(station for station, _ in open_work(unit, shop.order_id)) == sorted(ovens)
    later = new_id()
    shop.run(shop.open(), shop.line("A"), c.Fire(), order_id=later)
    unit.settle()
    last = new_id()
    shop.run(shop.open(), shop.line("A"), c.Fire(), order_id=last)
    assert {station for order in (later, last) for station, _ in open_work(unit, order)} == set(ovens)


def test_what_nobody_bumped_yesterday_is_no_load_today(unit: Unit) -> None:
    wire()
    shop = make_shop(unit)
    left, right = (
        make_station(unit, shop.store.id, text, pool="oven", sort=sort, is_default=sort == 0)
        for sort, text in enumerate(("left", "right"))
    )
    yesterday = clock.now() - timedelta(hours=13)
    with clock.frozen(yesterday):
        shop.run(shop.open(), shop.line("A", 3), c.Fire(), order_id=new_id())
        unit.settle()
    for expected in (left, right):
        order_id = new_id()
        shop.run(shop.open(), shop.line("A"), c.Fire(), order_id=order_id)
        unit.settle()
        assert {station for station, _ in open_work(unit, order_id)} == {expected}


def test_changed_set_stays_at_the_stations_that_have_its_dishes(unit: Unit) -> None:
    wire()
    shop = make_shop(unit)
    for sort, text in enumerate(("left", "right")):
        make_station(unit, shop.store.id, text, pool="oven", sort=sort, is_default=sort == 0)
    line = shop.line("S", 2)
    shop.run(shop.open(), line, c.Fire())
    before = open_work(unit, shop.order_id)
    assert len({station for station, _ in before}) == 2
    shop.run(c.ChangeLine(line_id=line.line_id, revision=1, fields=frozenset({"note"}), note="No salt"))
    assert open_work(unit, shop.order_id) == before
    assert {item.state for item in rails(unit, shop.order_id).items.values()} == {"new"}
