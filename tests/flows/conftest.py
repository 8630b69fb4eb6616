"""What whole stories need: a noodle shop with a kitchen, and terminals that sell there through a real server."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from core.uow import Unit
from tests.support.accounts import PINS
from tests.support.kitchen import make_station
from tests.support.live_server import LiveServer
from tests.support.terminal import Terminal
from tests.support.till import NoodleShop, make_noodle_shop


@pytest.fixture
def shop(engine: Engine, _quick_hashes: None) -> NoodleShop:
    """A noodle shop of this test's own, with one station that makes everything."""
    made = make_noodle_shop(engine)
    with Unit(engine, made.house.tenant_id) as unit:
        make_station(unit, made.house.stores["own"], "wok", is_default=True)
        unit.commit()
    return made


@pytest.fixture
def enrol(shop: NoodleShop) -> Iterator[Callable[[LiveServer, int], list[Terminal]]]:
    """Enrols so many terminals of the shop and signs the manager in at each, over HTTP."""
    terminals: list[Terminal] = []

    def enrolled(server: LiveServer, count: int) -> list[Terminal]:
        for number in range(count):
            terminal = Terminal(server.url, str(shop.house.stores["own"]))
            terminals.append(terminal)
            body = {"brand": shop.house.slug, "code": shop.enrolment_code, "name": f"T{number}"}
            token = terminal.insist("POST", "/terminals/enrol", body).body["terminal_token"]
            terminal.sign_in(token, shop.house.people["manager"], PINS["manager"])
        return terminals[-count:]

    yield enrolled
    for terminal in terminals:
        terminal.hang_up()
