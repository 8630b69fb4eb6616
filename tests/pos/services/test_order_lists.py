"""Lists of orders: what a search finds."""

from uuid import UUID

import pytest

from core.ids import new_id
from core.uow import Unit
from pos.services import order_lists
from pos.services.orders import run_commands
from pos.values import commands as c
from tests.support.orders import make_shop


@pytest.mark.parametrize("written", ["{}", "#{}", "# {}", "＃{}"])
def test_order_is_found_by_its_number_however_it_is_written(unit: Unit, written: str) -> None:
    shop = make_shop(unit)
    ids = [new_id() for _ in range(3)]
    for order_id in ids:
        run_commands(unit, shop.store.id, order_id, [c.OpenOrder(channel="takeaway")])
    listed = order_lists.list_orders(unit, shop.store.id).items
    (wanted,) = [order for order in listed if str(order["id"]) == str(ids[1])]
    found = order_lists.list_orders(unit, shop.store.id, q=written.format(wanted["number"])).items
    assert [order["id"] for order in found] == [wanted["id"]]


def test_name_with_a_sign_before_it_is_no_number(unit: Unit) -> None:
    shop = make_shop(unit)
    order_id = new_id()
    run_commands(unit, shop.store.id, order_id, [c.OpenOrder(channel="takeaway", guest_name="Team #7 Blue")])
    assert [order["number"] for order in order_lists.list_orders(unit, shop.store.id, q="#7 b").items] == [1]
    assert order_lists.list_orders(unit, shop.store.id, q="#x").items == []


def test_order_is_found_by_the_code_on_its_slip(unit: Unit) -> None:
    shop = make_shop(unit)
    order_id = UUID("01a20604-bb75-72ad-8683-d3c47b70cfef")
    for found in (order_id, UUID("01a20604-bb75-72ad-8683-d3c47b70cfee")):
        run_commands(unit, shop.store.id, found, [c.OpenOrder(channel="takeaway")])
    for written in ("CFEF", "cfef"):
        listed = order_lists.list_orders(unit, shop.store.id, q=written)
        assert [str(order["id"]) for order in listed.items] == [str(order_id)]
    assert order_lists.list_orders(unit, shop.store.id, q="CFE0").items == []
