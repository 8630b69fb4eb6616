"""From an order's commit to the kitchen screens' receipt, at 20 orders a second, all screens on one station.

Bound: a bare Socket.IO echo of the same message to as many screens, at the same pace, in the same run, in turn.
"""

import json
import multiprocessing
import subprocess
import sys
import time
from functools import partial
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

import socketio
from uuid_utils import uuid7

from bench import figures
from bench.brand import Brand, make_brand
from bench.place import new_database, say
from bench.server import Served
from bench.sockets import Listener, listen
from bench.tills import PayingTill, order_body, sign_in
from core.database import make_engine
from core.embedded import Embedded
from core.embedded.redis_server import free_port
from core.uow import Unit
from tests.support.kitchen import make_station

PACE = 20  # orders a second
SECONDS = 5.0


class Audience:
    """So many screens in processes of their own."""

    def __init__(self, port: int, makers: list[Any], processes: int = 2) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipes: list[Connection] = []
        self._processes = []
        for place in range(min(processes, len(makers))):
            ours, theirs = context.Pipe()
            process = context.Process(
                target=listen, args=(port, makers[place::processes], theirs), daemon=True
            )
            process.start()
            theirs.close()
            self._pipes.append(ours)
            self._processes.append(process)
        for pipe in self._pipes:
            pipe.recv()

    def ages(self) -> list[float]:
        """How old messages were on receipt, in seconds, since this was asked last."""
        found: list[float] = []
        for pipe in self._pipes:
            pipe.send("ages")
            found += pipe.recv()
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.terminate()


def kitchen_latency(postgres: Embedded, name: str, screens: int, rounds: int = 3) -> str:
    """The figures' line for so many screens: p99 in ms, and how often the bound's p99 that is."""
    url = new_database(postgres, "bench_kitchen")
    engine = make_engine(url, pooled=False)
    brand = make_brand(engine, has_kitchens=False)
    with Unit(engine, brand.tenant_id) as unit:
        station_id = make_station(unit, brand.stores[0], "wok", is_default=True)
        unit.commit()
    ours: list[float] = []
    bare: list[float] = []
    message = a_message(brand)
    with Served(url) as served, Echo() as echo:
        till = sign_in(served.port, brand, 1)[0]
        join = {"station_id": str(station_id), "name": "bench", "after": 0}
        makers = [partial(a_screen, till.token, join) for _ in range(screens)]
        with Audience(served.port, makers) as shown, Audience(echo.port, [an_ear] * screens) as heard:
            work = PayingTill(till, order_body(brand))
            work.begin()
            at_pace(work.once, 2.0)
            shown.ages()
            for turn in range(rounds):
                at_pace(partial(echo.say, message), SECONDS)
                time.sleep(0.5)
                bare += heard.ages()
                sent = at_pace(work.once, SECONDS)
                time.sleep(0.5)
                ages = shown.ages()
                if len(ages) < sent * screens:
                    raise RuntimeError(f"{sent} orders came to {len(ages)} receipts on {screens} screens")
                ours += ages
                say(f"{name}: round {turn + 1}: {len(ages)} receipts")
    value, bound = figures.percentile_ms(ours, 99), figures.percentile_ms(bare, 99)
    detail = {
        "screens": screens,
        "orders_per_second": PACE,
        "receipts": len(ours),
        "p50_ms": figures.percentile_ms(ours, 50),
        "bound_p50_ms": figures.percentile_ms(bare, 50),
    }
    return figures.line(name, value, "ms", bound, detail)


def at_pace(act: Any, seconds: float) -> int:
    """Do it PACE times a second for so long; answers how often."""
    began = time.perf_counter()
    count = int(PACE * seconds)
    for place in range(count):
        ahead = began + place / PACE - time.perf_counter()
        if ahead > 0:
            time.sleep(ahead)
        act()
    return count


def a_screen(token: str, join: dict[str, Any]) -> Listener:
    """A kitchen screen, signed in."""
    return Listener("/kitchen", {"token": token}, {**join, "screen_id": str(uuid7())}, "entry")


def an_ear() -> Listener:
    """A client of the bare echo."""
    return Listener("/echo", {}, None, "entry")


def a_message(brand: Brand) -> str:
    """Of the size of an entry with a ticket of five items."""
    item = {str(n): "x" * 24 for n in range(24)}
    return json.dumps({"seq": 1, "tickets": [{"items": [item] * 5, "order": str(brand.tenant_id)}]})


class Echo:
    """The bare server, and somebody who speaks to it."""

    def __init__(self) -> None:
        self.port = free_port()

    def say(self, message: str) -> None:
        """Send it to everybody."""
        self._io.emit("entry", message, namespace="/echo")

    def __enter__(self) -> Self:
        self._process = subprocess.Popen([sys.executable, "-m", "bench.echo", str(self.port)])
        self._io = socketio.Client()
        for _ in range(100):
            try:
                self._io.connect(
                    f"http://127.0.0.1:{self.port}", namespaces=["/echo"], transports=["websocket"]
                )
                break
            except socketio.exceptions.ConnectionError:
                time.sleep(0.1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._io.disconnect()
        self._process.terminate()
        self._process.wait(10)
