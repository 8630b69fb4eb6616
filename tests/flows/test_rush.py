"""``flask kitchen rush``: a piece of a real day through a real server, with simulated cooks, seen on screens."""

import socket
from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from app.factory import App
from core.uow import Unit
from tests.support.accounts import House
from tests.support.live_server import LiveServer
from tests.support.rush import RushHour, busiest_units, make_rush_hour
from tests.support.screens import Screen
from tests.support.waiting import wait_until

ITEMS = text(
    """SELECT i.id, i.line_id, i.state, i.quantity, s.name ->> 'en' AS station,
        i.started_at <= i.ready_at AND i.ready_at <= i.served_at AS is_in_order
    FROM kitchen_item i JOIN kitchen_station s ON s.tenant_id = i.tenant_id AND s.id = i.station_id"""
)
PAID = text("SELECT count(*) FROM pos_order WHERE store_id = :store AND state = 'paid'")


@pytest.fixture
def hour(app: App, house: House, live_server: LiveServer) -> RushHour:
    return make_rush_hour(app, house, live_server.url)


def test_every_dish_of_a_rush_is_cooked_once_and_nothing_is_left(
    hour: RushHour, engine: Engine, live_server: LiveServer, is_long: bool
) -> None:
    orders = 115 if is_long else 30
    ovens = [station for station in hour.get("/stations")["stations"] if station["pool"] == "oven"]
    screens = [Screen(live_server.url, hour.token, hour.place.store_id, UUID(oven["id"])) for oven in ovens]
    for screen in screens:
        screen.open()
    try:
        figures = hour.run(orders, speed=900, prep=90)
        with Unit(engine, hour.house.tenant_id) as unit:
            items = unit.session.execute(ITEMS).all()
            paid = unit.session.execute(PAID, {"store": hour.place.store_id}).scalar_one()
        assert (figures["orders"], figures["refused"], figures["open_tickets"]) == (orders, 0, 0)
        assert paid == orders

        # What is packed, too, is packed beside being baked: one making for each line, and one bump for each making.
        made = [item for item in items if item.station != "Packing"]
        assert sum(item.quantity for item in made) == busiest_units(orders)
        assert set(Counter(item.line_id for item in made).values()) == {1}
        assert figures["dishes"] == len(items)
        assert {item.state for item in items} == {"served"}
        assert all(item.is_in_order for item in items)

        for oven, screen in zip(ovens, screens, strict=True):
            baked = {str(item.id) for item in items if item.station == oven["name"]["en"]}
            assert baked, "the ovens share the work"
            wait_until(lambda screen=screen, baked=baked: baked <= set(screen.shown_as_new))
            assert set(screen.shown_as_new.values()) == {1}
            wait_until(lambda screen=screen: all(t["state"] != "open" for t in screen.tickets.values()))
    finally:
        for screen in screens:
            screen.close()


def test_rush_may_be_run_again_and_says_when_there_is_no_server(hour: RushHour) -> None:
    stations = len(hour.get("/stations")["stations"])
    assert hour.run(2, speed=3000, prep=30)["open_tickets"] == 0
    assert hour.run(2, speed=3000, prep=30)["orders"] == 2
    assert len(hour.get("/stations")["stations"]) == stations
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        done = hour.try_to_run(orders=1, url=url)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"No server at {url}" in done.stderr
