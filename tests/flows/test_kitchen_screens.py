"""Fifty screens over real sockets in a rush: cut at random, the server killed in between; at the end all show the truth."""

import json
import random
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from accounts.services.stores import get_store_settings
from core.embedded.redis_server import RedisServer
from core.ids import new_id
from core.uow import Unit
from kitchen.store import tickets as store
from kitchen.values.tickets import Rail
from tests.support.accounts import PINS, House
from tests.support.kitchen import make_route, make_station
from tests.support.live_server import LiveServer
from tests.support.menu import make_price, make_product, make_tax_class
from tests.support.screens import Screen
from tests.support.waiting import wait_until

KEY = "a secret for tests only, thirty-two characters"
SCREENS = 50


class Kitchen:
    """A brand with dishes and three stations, and a till that talks to a real server."""

    def __init__(self, engine: Engine, house: House) -> None:
        self.engine, self.house = engine, house
        self.store_id = house.stores["own"]
        with Unit(engine, house.tenant_id) as unit:
            make_tax_class(unit, "6", is_default=True)
            self.dishes = [make_product(unit, f"D{n}", prep_seconds=60) for n in range(6)]
            for dish in self.dishes:
                make_price(unit, dish, 1000)
            self.stations = [
                make_station(unit, self.store_id, text, is_default=text == "wok")
                for text in ("wok", "cold", "drinks")
            ]
            make_route(unit, self.store_id, self.stations[1], product_id=self.dishes[1])
            make_route(unit, self.store_id, self.stations[2], product_id=self.dishes[2])
            make_route(unit, self.store_id, self.stations[2], product_id=self.dishes[3])
            make_route(unit, self.store_id, self.stations[1], product_id=self.dishes[3])
            assert get_store_settings(unit, self.store_id).timezone
            unit.commit()

    def sign_in(self, url: str, who: str = "manager") -> str:
        """A token of somebody at the terminal."""
        body = {
            "terminal_token": self.house.terminal_tokens["own"],
            "staff_id": str(self.house.people[who]),
            "pin": PINS[who],
        }
        return str(call(url, "POST", "/sign-in/pin", body)["access_token"])

    def truth(self, station_id: UUID) -> dict[str, tuple[str, str]]:
        """What is open at a station, by the database."""
        rail = Rail()
        with Unit(self.engine, self.house.tenant_id) as unit:
            store.load_open(unit, station_id, rail)
        return {str(x.id): (x.state, f"{x.quantity.normalize():f}") for x in rail.items.values()}


def call(url: str, method: str, path: str, body: Any = None, token: str = "", key: str = "") -> Any:
    """One request over a connection of its own."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": key or str(new_id())}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(f"{url}/api/v1{path}", data=data, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def send_until_taken(url: str, path: str, body: Any, token: str) -> Any:
    """The same request with the same key until the server has taken it, as a till's queue does."""
    key = str(new_id())
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            return call(url, "POST", path, body, token, key)
        except urllib.error.HTTPError as error:
            if error.code not in (502, 503):
                raise
        except OSError:
            pass  # the server is away
        time.sleep(0.1)
    raise AssertionError("the server did not come back")


def an_order(kitchen: Kitchen, dice: random.Random) -> tuple[UUID, list[dict[str, Any]]]:
    """A takeaway order of one to three dishes, fired at once."""
    lines = [
        {
            "type": "add_line",
            "line_id": str(new_id()),
            "product_id": str(dice.choice(kitchen.dishes)),
            "quantity": str(dice.randint(1, 3)),
        }
        for _ in range(dice.randint(1, 3))
    ]
    return new_id(), [{"type": "open_order", "channel": "takeaway"}, *lines, {"type": "fire"}]


def cook_something(kitchen: Kitchen, url: str, token: str, dice: random.Random) -> None:
    """A cook bumps whatever is first on a station's board."""
    station_id = dice.choice(kitchen.stations)
    base = f"/stores/{kitchen.store_id}/kitchen"
    try:
        board = call(url, "GET", f"{base}/stations/{station_id}/board", token=token)
    except OSError:
        return  # the server is away
    if board["tickets"]:
        act = {"type": "bump", "ticket_ids": [board["tickets"][0]["id"]]}
        send_until_taken(url, f"{base}/commands", {"commands": [act]}, token)


@pytest.fixture
def kitchen(engine: Engine, house: House) -> Kitchen:
    return Kitchen(engine, house)


def test_fifty_screens_end_with_the_truth(
    kitchen: Kitchen, new_live_server: Callable[..., LiveServer], is_long: bool
) -> None:
    server = new_live_server(SECRET_KEY=KEY, ZAOTAI_RATE_LIMITS="off")
    token = kitchen.sign_in(server.url)
    screens = [Screen(server.url, token, kitchen.store_id, kitchen.stations[n % 3]) for n in range(SCREENS)]
    for screen in screens:
        screen.open()
    done = threading.Event()
    plugs = threading.Thread(target=_pull_plugs, args=(screens, done))
    plugs.start()
    dice = random.Random(20150101)
    orders = 200 if is_long else 40
    for number in range(orders):
        if number == orders // 2:
            server.kill()
            server.start()
        order_id, commands = an_order(kitchen, dice)
        path = f"/stores/{kitchen.store_id}/orders/{order_id}/commands"
        send_until_taken(server.url, path, {"commands": commands}, token)
        if number % 3 == 0:
            cook_something(kitchen, server.url, token, dice)
    done.set()
    plugs.join()
    truths = {str(station_id): kitchen.truth(station_id) for station_id in kitchen.stations}
    assert sum(len(truth) for truth in truths.values()) > orders
    for screen in screens:
        wait_until(
            lambda s=screen: s.open_items() == truths[s.station_id], 40, "every screen to show the truth"
        )
    assert all(count == 1 for screen in screens for count in screen.shown_as_new.values())
    assert sum(screen.joins for screen in screens) > SCREENS
    for screen in screens:
        screen.close()


def _pull_plugs(screens: list[Screen], done: threading.Event) -> None:
    dice = random.Random(7)
    while not done.wait(0.3):
        dice.choice(screens).cut()


def test_a_screen_at_one_process_sees_orders_taken_by_another(
    kitchen: Kitchen, new_live_server: Callable[..., LiveServer], redis_server: RedisServer
) -> None:
    settings = {"SECRET_KEY": KEY, "ZAOTAI_RATE_LIMITS": "off", "REDIS_URL": redis_server.url}
    one, two = new_live_server(**settings), new_live_server(**settings)
    token = kitchen.sign_in(one.url)
    screen = Screen(one.url, token, kitchen.store_id, kitchen.stations[0])
    screen.open()

    def order_at(server: LiveServer) -> None:
        line = {"type": "add_line", "line_id": str(new_id()), "product_id": str(kitchen.dishes[0])}
        commands = [{"type": "open_order", "channel": "takeaway"}, line, {"type": "fire"}]
        path = f"/stores/{kitchen.store_id}/orders/{new_id()}/commands"
        call(server.url, "POST", path, {"commands": commands}, token)

    order_at(two)
    wait_until(lambda: len(screen.open_items()) == 1, 10, "the order from the other process")
    redis_server.kill()
    order_at(two)
    wait_until(lambda: len(screen.open_items()) == 2, 15, "the order while Redis is away")
    redis_server.start()
    order_at(two)
    wait_until(lambda: len(screen.open_items()) == 3, 15, "the order after Redis came back")
    screen.close()
