"""The till's floor shows every open order, however many there are."""

from typing import Any

from playwright.sync_api import expect
from sqlalchemy import Engine

from core.actor import Actor
from core.ids import new_id
from core.uow import Unit
from pos.services.orders import run_commands
from pos.values import commands as c
from tests.support.tablet import Tablet
from tests.support.till import NoodleShop

MANY = 203  # more than the longest page


def test_open_orders_beyond_a_page_are_listed(
    open_page: Any, noodle_shop: NoodleShop, engine: Engine, shot: Any
) -> None:
    house = noodle_shop.house
    store_id = house.stores["own"]
    with Unit(engine, house.tenant_id) as unit:
        unit.actor = Actor(
            house.tenant_id,
            house.people["cashier"],
            "Cashier",
            None,
            {store_id: frozenset({"order.take"})},
        )
        for place in range(MANY):
            run_commands(unit, store_id, new_id(), [c.OpenOrder(channel="takeaway", guest_name=f"G{place}")])
        unit.commit()
    tablet = Tablet(open_page(noodle_shop.address)).sign_in("cashier")
    expect(tablet.find("open-order")).to_have_count(MANY)
    expect(tablet.find("open-order").filter(has_text="G0").first).to_contain_text("1")
    shot(tablet.page, "till-open-orders-zh")
