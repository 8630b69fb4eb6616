"""The server, Redis or PostgreSQL die while orders are taken: what was acknowledged is there once, the rest can be sent again."""

import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import psycopg
import pytest
from sqlalchemy import Engine, text

from app.database import migrate
from core.database import make_engine
from core.embedded import Embedded, start
from core.embedded.redis_server import RedisServer
from core.ids import new_id
from core.uow import Unit
from tests.support.kitchen import make_station
from tests.support.live_server import SECRET_KEY, LiveServer
from tests.support.sales import A_MEAL, a_meal, opening, ordering
from tests.support.terminal import Tablet, Terminal
from tests.support.till import NoodleShop, make_noodle_shop
from tests.support.waiting import wait_until

Enrol = Callable[[LiveServer, int], list[Terminal]]


class Rush:
    """Terminals that take and pay one meal after another, each under one key, until they are told to stop."""

    def __init__(self, shop: NoodleShop, terminals: list[Terminal]) -> None:
        self._shop, self._terminals = shop, terminals
        self.taken: list[UUID] = []
        self.slowest = 0.0
        self._failures: list[BaseException] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._sell, args=(terminal,)) for terminal in terminals]

    def __enter__(self) -> "Rush":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        if self._failures:
            raise self._failures[0]

    def more(self, count: int) -> None:
        """Wait until so many more orders were acknowledged."""
        wanted = len(self.taken) + count
        wait_until(lambda: len(self.taken) >= wanted or self._failures, 120, f"{count} more orders")

    @property
    def refusals(self) -> int:
        """How often the answer was: try again."""
        return sum(terminal.refusals for terminal in self._terminals)

    def _sell(self, terminal: Terminal) -> None:
        try:
            while not self._over.is_set():
                order_id, began = new_id(), time.monotonic()
                answer = terminal.commands(order_id, *a_meal(self._shop), key=str(order_id))
                assert answer.status == 200, answer
                assert answer.body["order"]["totals"]["paid"] == A_MEAL
                self.slowest = max(self.slowest, time.monotonic() - began)
                self.taken.append(order_id)
        except BaseException as error:  # noqa: BLE001 - told to whoever waits for the thread
            self._failures.append(error)


def books_of(engine: Engine, shop: NoodleShop) -> list[dict[str, Any]]:
    """What the database holds of the store's orders."""
    query = text(
        "SELECT o.id, o.number, o.state,"
        " (SELECT count(*) FROM pos_order_line l WHERE l.tenant_id = o.tenant_id AND l.order_id = o.id"
        "    AND l.parent_id IS NULL) AS lines,"
        " (SELECT coalesce(sum(amount), 0) FROM pos_payment p WHERE p.tenant_id = o.tenant_id AND p.order_id = o.id) AS paid,"
        " (SELECT count(*) FROM core_event e WHERE e.tenant_id = o.tenant_id AND e.type = 'OrderPaid'"
        "    AND e.payload->>'order_id' = o.id::text AND (e.payload->>'order_number')::int = o.number) AS told,"
        " (SELECT count(*) FROM kitchen_item i JOIN kitchen_ticket t ON t.tenant_id = i.tenant_id AND t.id = i.ticket_id"
        "    WHERE t.tenant_id = o.tenant_id AND t.order_id = o.id) AS items"
        " FROM pos_order o ORDER BY o.number"
    )
    with Unit(engine, shop.house.tenant_id) as unit:
        return [row._asdict() for row in unit.session.execute(query)]


def assert_all_there_once(engine: Engine, shop: NoodleShop, taken: list[UUID]) -> None:
    """Every order is whole; every acknowledged one is there; numbers have no gaps."""
    books = books_of(engine, shop)
    for book in books:
        whole = {"state": "paid", "lines": 3, "paid": A_MEAL, "told": 1, "items": 5}
        assert book == book | whole, book
    assert len(taken) == len(set(taken))
    assert {book["id"] for book in books} == set(taken)
    assert [book["number"] for book in books] == list(range(1, len(books) + 1))


def test_the_server_is_killed_under_load(
    engine: Engine, shop: NoodleShop, new_live_server: Callable[..., LiveServer], enrol: Enrol, is_long: bool
) -> None:
    server = new_live_server()
    terminals = enrol(server, 6)
    with Rush(shop, terminals) as rush:
        for _ in range(200 if is_long else 3):
            rush.more(8)
            server.kill()
            server.start()
        rush.more(8)
    assert sum(terminal.deaths for terminal in terminals) > 0
    assert_all_there_once(engine, shop, rush.taken)


def test_redis_stops_under_load(
    engine: Engine,
    shop: NoodleShop,
    new_live_server: Callable[..., LiveServer],
    enrol: Enrol,
    redis_server: RedisServer,
) -> None:
    """Ordering goes on, not even slowly; live updates come back by themselves, and what was missed is asked for."""
    server = new_live_server(REDIS_URL=redis_server.url, ZAOTAI_WORKERS="2")
    terminals = enrol(server, 4)
    store_id = str(shop.house.stores["own"])
    tablets = [Tablet(server.url, store_id, terminal.token).open() for terminal in terminals]
    try:
        with Rush(shop, terminals) as rush:
            rush.more(4)
            wait_until(lambda: all(len(tablet.live) > 2 for tablet in tablets), 30, "live updates")
            redis_server.kill()
            rush.slowest = 0.0
            rush.more(20)
            assert rush.slowest < 10
            redis_server.start()
            for tablet in tablets:
                tablet.live.clear()
            wait_until(
                lambda: all(len(tablet.live) > 8 for tablet in tablets), 30, "live updates after the outage"
            )
        assert rush.refusals == 0
        taken = {str(order_id) for order_id in rush.taken}
        # Whatever was told while nobody carried it, every tablet has learned of it without being asked to.
        wait_until(lambda: all(taken <= set(tablet.heard) for tablet in tablets), 30, "what was missed")
    finally:
        for tablet in tablets:
            tablet.close()
    assert_all_there_once(engine, shop, rush.taken)


@pytest.fixture
def own_postgres(tmp_path: Path) -> Iterator[Embedded]:
    """A PostgreSQL of this test's own, which keeps what it acknowledged whatever happens to it."""
    with start(tmp_path / "var") as embedded:
        migrate(embedded.url)
        yield embedded
    # Run for another account it may stand outside of the test's folder.
    wait_until(
        lambda: not (embedded.folder / "cluster" / "postmaster.pid").exists(), 60, "the keeper to stop it"
    )
    shutil.rmtree(embedded.folder, ignore_errors=True)


@pytest.fixture
def shop_there(own_postgres: Embedded, _quick_hashes: None) -> Iterator[tuple[Engine, NoodleShop]]:
    """A noodle shop on it."""
    engine = make_engine(own_postgres.url, pooled=False)
    shop = make_noodle_shop(engine)
    with Unit(engine, shop.house.tenant_id) as unit:
        make_station(unit, shop.house.stores["own"], "wok", is_default=True)
        unit.commit()
    yield engine, shop
    engine.dispose()


def test_postgresql_stops_under_load(
    own_postgres: Embedded, shop_there: tuple[Engine, NoodleShop], is_long: bool
) -> None:
    engine, shop = shop_there
    server = LiveServer(own_postgres.url, SECRET_KEY=SECRET_KEY).start()
    terminals = []
    try:
        for number in range(4):
            terminal = Terminal(server.url, str(shop.house.stores["own"]))
            body = {"brand": shop.house.slug, "code": shop.enrolment_code, "name": f"T{number}"}
            token = terminal.insist("POST", "/terminals/enrol", body).body["terminal_token"]
            terminals.append(terminal.sign_in(token, shop.house.people["manager"], shop.pin("manager")))
        with Rush(shop, terminals) as rush:
            for _ in range(20 if is_long else 2):
                rush.more(6)
                _crash(own_postgres)
                rush.more(6)
        assert rush.refusals > 0
        assert sum(terminal.deaths for terminal in terminals) == 0
        assert "Traceback" not in _unexpected(server.said())
    finally:
        for terminal in terminals:
            terminal.hang_up()
        server.stop()
    assert_all_there_once(engine, shop, rush.taken)


def _crash(postgres: Embedded) -> None:
    """Kill the whole server as a crash would; its keeper brings it up again."""
    pid = int((postgres.folder / "cluster" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGQUIT)
    wait_until(lambda: not psutil.pid_exists(pid), 30, "the end of PostgreSQL")
    wait_until(lambda: _answers(postgres), 60, "PostgreSQL")


def _answers(postgres: Embedded) -> bool:
    try:
        with psycopg.connect(postgres.dsn) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def _unexpected(said: str) -> str:
    """The log without what says that the database was away."""
    return "\n".join(line for line in said.splitlines() if "request_failed" in line)


def _both_know(tablets: list[Tablet], order_id: str, version: int) -> bool:
    return all(tablet.heard.get(order_id, 0) >= version for tablet in tablets)


def test_two_tablets_at_one_table_see_each_other(
    shop: NoodleShop, live_server: LiveServer, enrol: Enrol
) -> None:
    """What one of them sends, the other hears at once, and in the end both know the same."""
    terminals = enrol(live_server, 2)
    tablets = [Tablet(live_server.url, terminal.store_id, terminal.token).open() for terminal in terminals]
    try:
        wait_until(lambda: all(tablet.hellos for tablet in tablets), 20, "hello")
        order_id = str(new_id())
        terminals[0].commands(order_id, opening())
        for count in range(2, 12):
            terminals[count % 2].commands(order_id, ordering(shop, "N01"))
            wait_until(partial(_both_know, tablets, order_id, count), 10, "the other's line")
        assert all(set(tablet.live) == {order_id} for tablet in tablets)
    finally:
        for tablet in tablets:
            tablet.close()


def test_a_tablet_is_cut_when_its_sign_in_ends(
    shop: NoodleShop, live_server: LiveServer, enrol: Enrol
) -> None:
    (terminal,) = enrol(live_server, 1)
    tablet = Tablet(live_server.url, terminal.store_id, terminal.token).open()
    try:
        wait_until(lambda: tablet.cursor, 20, "hello")
        assert terminal.insist("POST", "/sign-out").status == 204
        wait_until(lambda: not tablet.is_connected, 40, "the end of the connection")
    finally:
        tablet.close()
