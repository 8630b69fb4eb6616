"""Two server processes and Redis between them: every till of a store hears of an order, whichever process took it."""

import json
import time
import urllib.request
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from core.embedded.redis_server import RedisServer
from core.ids import new_id
from core.uow import Unit
from tests.support.accounts import PINS, House
from tests.support.live_server import LiveServer
from tests.support.menu import make_price, make_product, make_tax_class
from tests.support.sockets import SocketClient
from tests.support.waiting import wait_until

KEY = "a secret for tests only, thirty-two characters"
TILLS = 12  # so many that both processes have some


class Till:
    """A connected tablet, and the orders it has heard of."""

    def __init__(self, url: str, token: str) -> None:
        self.heard: dict[str, Any] = {}
        self._io = SocketClient()
        self._io.on("order", self._hear, namespace="/till")
        auth = {"token": token}
        self._io.connect(url, auth=auth, namespaces=["/till"], transports=["websocket"], wait_timeout=20)

    def _hear(self, told: dict[str, Any]) -> None:
        self.heard[told["order"]["id"]] = told["order"]

    def close(self) -> None:
        """Go away."""
        self._io.close()


def post(url: str, path: str, body: Any, token: str = "") -> Any:
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(new_id())}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(f"{url}/api/v1{path}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


@pytest.fixture
def dish(engine: Engine, house: House) -> UUID:
    with Unit(engine, house.tenant_id) as unit:
        make_tax_class(unit, "6", is_default=True)
        dish = make_product(unit, "D")
        make_price(unit, dish, 1000)
        unit.commit()
    return dish


def test_both_processes_tell_and_go_on_after_redis_was_away(
    new_live_server: Any, redis_server: RedisServer, house: House, dish: UUID
) -> None:
    server: LiveServer = new_live_server(REDIS_URL=redis_server.url, SECRET_KEY=KEY)
    pin = {"terminal_token": house.terminal_tokens["own"], "staff_id": str(house.people["cashier"])}
    token = post(server.url, "/sign-in/pin", {**pin, "pin": PINS["cashier"]})["access_token"]
    tills = [Till(server.url, token) for _ in range(TILLS)]

    def take_order() -> str:
        order_id = str(new_id())
        line = {"type": "add_line", "line_id": str(new_id()), "product_id": str(dish), "quantity": "1"}
        pay = {"type": "pay", "payment_id": str(new_id()), "tender": "cash", "amount": 1000}
        commands = [{"type": "open_order", "channel": "takeaway"}, line, pay]
        path = f"/stores/{house.stores['own']}/orders/{order_id}/commands"
        answer = post(server.url, path, {"commands": commands}, token)
        assert answer["order"]["state"] == "paid"
        return order_id

    def all_heard(order_id: str) -> bool:
        return all(till.heard.get(order_id, {}).get("state") == "paid" for till in tills)

    for _ in range(4):  # some taken by either process
        order_id = take_order()
        wait_until(lambda made=order_id: all_heard(made), 10, "an order on every till")
    heard = tills[0].heard[order_id]
    assert isinstance(heard["number"], int)
    assert heard["lines"][0]["quantity"] == "1"

    redis_server.kill()
    unheard = take_order()  # money goes on
    redis_server.start()
    later: list[str] = []

    def one_of_later() -> bool:
        later.append(take_order())
        time.sleep(0.1)
        return any(map(all_heard, later))

    wait_until(one_of_later, 30, "live messages after Redis came back")
    assert any(unheard in till.heard for till in tills)  # those of the process that took it
    for till in tills:
        till.close()
