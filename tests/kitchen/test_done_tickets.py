"""What was done lately can be called back, also by a screen that was just switched on."""

from datetime import timedelta

from core import clock
from core.ids import new_id
from core.uow import Unit
from kitchen.services import screens
from kitchen.values.commands import Act
from pos.values import commands as c
from tests.support.kitchen import make_station, rails, wire
from tests.support.orders import CASHIER, make_shop

COOK = frozenset({"kitchen.view", "kitchen.cook"})


def test_done_tickets_come_latest_first_and_old_ones_not_at_all(unit: Unit) -> None:
    wire()
    shop = make_shop(unit, CASHIER | COOK)
    wok = make_station(unit, shop.store.id, "wok", is_default=True)
    bumped = []
    for _ in range(3):
        order_id = new_id()
        shop.run(shop.open(), shop.line("A"), c.Fire(), order_id=order_id)
        unit.settle()
        (ticket_id,) = rails(unit, order_id).tickets
        if len(bumped) < 2:
            screens.run_commands(unit, shop.store.id, [Act("bump", (), (ticket_id,))])
            bumped.append(ticket_id)
    found = screens.done(unit, shop.store.id, wok)["tickets"]
    assert {ticket["id"] for ticket in found} == set(bumped)
    assert [ticket["done_at"] for ticket in found] == sorted((t["done_at"] for t in found), reverse=True)
    with clock.frozen(clock.now() + timedelta(hours=7)):
        assert screens.done(unit, shop.store.id, wok)["tickets"] == []
