"""Who works in a rush: tills that send a day's orders at their moments, cooks that start and bump, and the pass."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.rush.wire import Refused, Wire
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
        return Wire(self.url, self.token)

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
    wire = rush.wire()
    start = orders[0].at
    for order in orders:
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


def cook_at(rush: Rush, station_id: UUID, prep_seconds: int) -> None:
    """A cook: takes what is due first, works on it for as long as it takes, bumps it, until the rush is over."""
    wire = rush.wire()
    base = f"/stores/{rush.store_id}/kitchen"
    while not rush.over.is_set():
        item = _next_item(wire.get(f"{base}/stations/{station_id}/board"))
        if item is None:
            rush.over.wait(LOOK_EVERY)
            continue
        if item["change"]:
            _do(rush, wire, base, "seen", item["id"])
            if item["state"] == "cancelled":
                continue
        if _do(rush, wire, base, "start", item["id"]):
            rush.sleep(item["prep_seconds"] or prep_seconds)
            if _do(rush, wire, base, "bump", item["id"]):
                fired = datetime.fromisoformat(item["fired_at"])
                rush.waits.append((clock.now() - fired).total_seconds() * rush.speed)
                rush.count(cooked=1)


def serve_from(rush: Rush, expo_id: UUID) -> None:
    """The pass: hands out what is ready, and ends the rush when nothing is left."""
    wire = rush.wire()
    base = f"/stores/{rush.store_id}/kitchen"
    while not rush.over.is_set():
        board = wire.get(f"{base}/stations/{expo_id}/board")
        ready = [x["id"] for t in board["tickets"] for x in t["items"] if x["state"] == "ready"]
        if ready:
            wire.post(f"{base}/commands", {"commands": [{"type": "serve", "item_ids": ready}]})
            rush.count(served=len(ready))
        elif rush.all_ordered.is_set() and not board["tickets"]:
            rush.over.set()
        rush.over.wait(LOOK_EVERY)


def _next_item(board: dict[str, Any]) -> dict[str, Any] | None:
    for ticket in board["tickets"]:
        for item in ticket["items"]:
            if item["change"] or item["state"] == "new":
                found: dict[str, Any] = item
                return found
    return None


def _do(rush: Rush, wire: Wire, base: str, act: str, item_id: str) -> bool:
    """Somebody else may have been quicker, or the guest may have changed their mind."""
    try:
        wire.post(f"{base}/commands", {"commands": [{"type": act, "item_ids": [item_id]}]})
    except Refused as refused:
        if " 409 " not in str(refused):
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
