"""Who works in a rush: tills that send a day's orders at their moments, cooks that start and bump, and the pass."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.rush.wire import PATIENCE, Refused, Wire
from core import clock
from core.ids import new_id
from pos.services.sales_import import Sold
from pos.values.sales_files import PastOrder

LOOK_EVERY = 0.3  # seconds


@dataclass
class Rush:
    """One rush: the clock of the simulated day, and what has happened so far."""

    url: str
    token: str
    store_id: UUID
    speed: float
    patience: float = PATIENCE  # seconds that the server may be away
    began: float = field(default_factory=time.monotonic)
    ordered: int = 0
    cooked: int = 0
    served: int = 0
    refused: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    all_ordered: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wire(self) -> Wire:
        """A connection of one's own."""
        return Wire(self.url, self.token, self.patience)

    def passed(self) -> float:
        """Seconds of the simulated day since the rush began."""
        return (time.monotonic() - self.began) * self.speed

    def sleep(self, seconds: float) -> None:
        """Let so many simulated seconds pass, or wake when the rush is over."""
        self.over.wait(seconds / self.speed)

    def count(self, **more: int) -> None:
        """Add to what has happened."""
        with self._lock:
            for name, number in more.items():
                setattr(self, name, getattr(self, name) + number)


def send_orders(
    rush: Rush, orders: Sequence[PastOrder], sold: dict[str, Sold], advance: Callable[[int], None]
) -> None:
    """A till: every order at its moment of the day, fired and paid."""
    start = orders[0].at
    with rush.wire() as wire:
        for order in orders:
            if rush.over.is_set():  # nobody cooks any more
                return
            rush.sleep(max((order.at - start).total_seconds() - rush.passed(), 0))
            try:
                _send(rush, wire, order, sold)
                rush.count(ordered=1)
            except Refused as refused:
                rush.refused.append(str(refused))
            advance(1)
    rush.all_ordered.set()


def _send(rush: Rush, wire: Wire, order: PastOrder, sold: dict[str, Sold]) -> None:
    lines: list[dict[str, Any]] = []
    total = 0
    for line in order.lines:
        found = sold[line.code]
        total += found.price * line.quantity
        lines.append(
            {
                "type": "add_line",
                "line_id": new_id(),
                "product_id": found.product_id,
                "variant_id": found.variant_id,
                "quantity": str(line.quantity),
            }
        )
    channel = ("dine_in", "takeaway", "delivery")[order.line % 3]
    order_id = new_id()
    path = f"/stores/{rush.store_id}/orders/{order_id}/commands"
    opened = wire.post(
        path, {"commands": [{"type": "open_order", "channel": channel}, *lines, {"type": "fire"}]}
    )
    due = opened["order"]["totals"]["due"]
    wire.post(path, {"commands": [{"type": "pay", "payment_id": new_id(), "tender": "card", "amount": due}]})


@contextmanager
def _at_work(rush: Rush) -> Iterator[Wire]:
    """A connection for a whole shift; when the server stays away, the rush is over for all, and says why."""
    with rush.wire() as wire:
        try:
            yield wire
        except Refused as refused:
            rush.refused.append(str(refused))
            rush.over.set()


def cook_at(rush: Rush, station_id: UUID, prep_seconds: int) -> None:
    """A cook: takes what is due first, works on it for as long as it takes, bumps it, until the rush is over."""
    base = f"/stores/{rush.store_id}/kitchen"
    with _at_work(rush) as wire:
        while not rush.over.is_set():
            item = _next_item(wire.get(f"{base}/stations/{station_id}/board"))
            if item is None:
                rush.over.wait(LOOK_EVERY)
            else:
                _cook(rush, wire, item, prep_seconds)


def serve_from(rush: Rush, station_ids: Sequence[UUID]) -> None:
    """The pass: hands out what is ready at these stations, and ends the rush when nothing is left."""
    tickets: dict[str, dict[str, Any]] = {}
    with _at_work(rush) as wire:
        places = {station_id: _look_around(rush, wire, station_id, tickets) for station_id in station_ids}
        while not rush.over.is_set():
            was_all_ordered = rush.all_ordered.is_set()
            for station_id, place in places.items():
                places[station_id] = _read_on(rush, wire, station_id, place, tickets)
            ready = [x["id"] for t in tickets.values() for x in t["items"] if x["state"] == "ready"]
            if ready:
                rush.count(served=len(ready) if _do(rush, wire, "serve", ready) else 0)
            elif was_all_ordered and all(ticket["state"] != "open" for ticket in tickets.values()):
                rush.over.set()
            rush.over.wait(LOOK_EVERY)


def _look_around(rush: Rush, wire: Wire, station_id: UUID, into: dict[str, dict[str, Any]]) -> int:
    """What stands at a station, also what was done lately; answers the number in its stream."""
    base = f"/stores/{rush.store_id}/kitchen/stations/{station_id}"
    board = wire.get(f"{base}/board")
    for ticket in [*wire.get(f"{base}/done")["tickets"], *board["tickets"]]:
        into[ticket["id"]] = ticket
    place: int = board["seq"]
    return place


def _read_on(rush: Rush, wire: Wire, station_id: UUID, place: int, into: dict[str, dict[str, Any]]) -> int:
    """What came after a number; answers the number of the last of it."""
    more = True
    while more:
        feed = wire.get(f"/stores/{rush.store_id}/kitchen/stations/{station_id}/feed?after={place}")
        for entry in feed["entries"]:
            place = entry["seq"]
            into.update((ticket["id"], ticket) for ticket in entry["tickets"])
        more = feed["more"]
    return place


def _cook(rush: Rush, wire: Wire, item: dict[str, Any], prep_seconds: int) -> None:
    """Look at what changed, begin, take the time that it takes, bump."""
    if item["change"]:
        _do(rush, wire, "seen", [item["id"]])
        if item["state"] == "cancelled":
            return
    if _do(rush, wire, "start", [item["id"]]):
        rush.sleep(item["prep_seconds"] or prep_seconds)
        if _do(rush, wire, "bump", [item["id"]]):
            fired = datetime.fromisoformat(item["fired_at"])
            rush.waits.append((clock.now() - fired).total_seconds() * rush.speed)
            rush.count(cooked=1)


def _next_item(board: dict[str, Any]) -> dict[str, Any] | None:
    for ticket in board["tickets"]:
        for item in ticket["items"]:
            if item["change"] or item["state"] == "new":
                found: dict[str, Any] = item
                return found
    return None


def _do(rush: Rush, wire: Wire, act: str, item_ids: list[str]) -> bool:
    """Somebody else may have been quicker, or the guest may have changed their mind."""
    command = {"type": act, "item_ids": item_ids}
    try:
        wire.post(f"/stores/{rush.store_id}/kitchen/commands", {"commands": [command]})
    except Refused as refused:
        if ": 409 " not in str(refused):
            rush.refused.append(str(refused))
        return False
    return True


def busiest_day(orders: Sequence[PastOrder]) -> list[PastOrder]:
    """The orders of the day that had the most of them."""
    days: dict[Any, list[PastOrder]] = {}
    for order in orders:
        days.setdefault(order.at.date(), []).append(order)
    return max(days.values(), key=len, default=[])


def orders_of_day(orders: Sequence[PastOrder], day: datetime) -> list[PastOrder]:
    """The orders of one day."""
    return [order for order in orders if order.at.date() == day.date()]
