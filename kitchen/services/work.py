"""The kitchen's part in a transaction: facts and cooks change a rail in memory, and it is written once, at the end.

Every station that saw a change gets one numbered entry in its stream, in order of the stations' ids, so that two orders never
wait for each other in a ring; screens hear of it after the commit.
"""

from collections import OrderedDict
from datetime import datetime
from threading import Lock
from typing import Any
from uuid import UUID

from core import clock, json, live
from core.late import Late, filled_in
from core.uow import Unit
from kitchen.rules import plan
from kitchen.rules.ticket_view import ticket_view
from kitchen.store import config as configs
from kitchen.store import tickets as store
from kitchen.values.config import Kitchen
from kitchen.values.tickets import EATEN_AFTER, Rail

NOTE = "kitchen"
KITCHENS_KEPT = 1024


class Kitchens:
    """Kept settings by tenant and store; what was not asked for longest is forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[UUID, UUID], Kitchen] = OrderedDict()
        self._lock = Lock()

    def get(self, unit: Unit, store_id: UUID, timezone: str) -> Kitchen:
        """The store's kitchen: from memory, but read anew when the request is tried again."""
        key = (unit.tenant_id, store_id)
        with self._lock:
            known = self._kept.get(key)
        if known is not None and known.timezone == timezone and unit.attempt == 0:
            return known
        found = configs.load_kitchen(unit, store_id, timezone)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > KITCHENS_KEPT:
                self._kept.popitem(last=False)
        return found


_kitchens = Kitchens()


class Work:
    """What one transaction does in the kitchen of one store. ``on_paper``: since when lines are on the till's paper."""

    def __init__(self, unit: Unit, store_id: UUID) -> None:
        self.unit = unit
        self.store_id = store_id
        self.at = clock.now()
        self.rail = Rail()
        self._before = Rail()
        self._seqs: dict[UUID, Late] = {}
        self.kitchen: Kitchen | None = None
        self.on_paper: dict[UUID, datetime] = {}

    def settings(self, timezone: str) -> Kitchen:
        """The store's stations and routes; the commit fails, and is tried again, when they were edited meanwhile."""
        if self.kitchen is None:
            self.kitchen = _kitchens.get(self.unit, self.store_id, timezone)
            configs.expect_version(self.unit, self.kitchen)
        return self.kitchen

    def load_orders(self, order_ids: list[UUID]) -> None:
        """Know the orders' tickets, and keep others from changing them."""
        self._load(lambda rail: store.load_orders(self.unit, order_ids, rail))

    def load_orders_of(self, line_ids: list[UUID]) -> None:
        """Know all tickets of the orders whose lines these were when they were fired, and keep others from changing them."""
        self._load(lambda rail: store.load_orders_of(self.unit, line_ids, rail))

    def load_open(self, station_id: UUID) -> None:
        """Know a station's open tickets, and keep others from changing them."""
        self._load(lambda rail: store.load_open(self.unit, station_id, rail))

    def orders_open_at(self, station_id: UUID) -> set[UUID]:
        """The orders of which something is open at a station."""
        found = Rail()
        store.load_open(self.unit, station_id, found)
        return {ticket.order_id for ticket in found.tickets.values()}

    def load_of_pools(self) -> dict[UUID, int]:
        """Open work of stations that share load, without what is eaten by now; nothing is read when there are none."""
        pooled = [s.id for s in self.kitchen.stations.values() if s.pool] if self.kitchen else []
        return store.open_seconds(self.unit, pooled, self.at - EATEN_AFTER) if pooled else {}

    def seq_of(self, station_id: UUID) -> Late:
        """The number that this transaction's entry in the station's stream will have."""
        if station_id not in self._seqs:
            self._seqs[station_id] = self.unit.promise("seq")
        return self._seqs[station_id]

    def _load(self, fill: Any) -> None:
        found = Rail()
        fill(found)
        for name in ("tickets", "items"):
            known, fresh = getattr(self._before, name), getattr(found, name)
            for key, value in fresh.items():
                if key not in known:
                    known[key] = value
                    getattr(self.rail, name)[key] = value

    def write(self) -> None:
        """Write the difference and one entry per station; last of all in the transaction."""
        del self.unit.notes[NOTE][self.store_id]
        plan.settle(self.rail, self.at)
        plan.bring_news(self._before, self.rail, self.seq_of)
        plan.note_paper(self._before, self.rail, self.on_paper)
        changed = store.changed_tickets(self._before, self.rail)
        by_station: dict[UUID, list[UUID]] = {}
        for ticket_id in sorted(changed):
            by_station.setdefault(self.rail.tickets[ticket_id].station_id, []).append(ticket_id)
        for station_id in sorted(by_station):
            store.keep_seq(self.unit, self.seq_of(station_id), station_id)
        store.save_rail(self.unit, self._before, self.rail)
        for station_id, ticket_ids in by_station.items():
            self._tell(station_id, ticket_ids)

    def _tell(self, station_id: UUID, ticket_ids: list[UUID]) -> None:
        """An entry in the station's stream, and the same to its screens; the tickets are spelled once for both."""
        unit, seq = self.unit, self.seq_of(station_id)
        tickets = json.dumps([ticket_view(self.rail, self.rail.tickets[found]) for found in ticket_ids])
        store.add_entry(unit, station_id, seq, self.at, {"tickets": json.Spelled(tickets)})
        tenant_id, store_id, at = unit.tenant_id, self.store_id, self.at

        def tell() -> None:
            entry: dict[str, Any] = {
                "station_id": station_id,
                "seq": int(unit.late_values[seq]),
                "at": at,
                "tickets": json.Spelled(filled_in(tickets, unit.late_values)),
                "sent_at": clock.now().timestamp(),
            }
            live.publish_to_station(tenant_id, store_id, station_id, entry)

        unit.after_commit(tell)


def work_of(unit: Unit, store_id: UUID) -> Work:
    """The transaction's work in the store's kitchen; it is written when the commit begins."""
    works: dict[UUID, Work] = unit.notes.setdefault(NOTE, {})
    if store_id not in works:
        works[store_id] = Work(unit, store_id)
        unit.before_commit(works[store_id].write)
    return works[store_id]
