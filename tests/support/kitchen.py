"""A kitchen for tests: stations and routes, row by row, and what stands on the rails."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pos.ports
from app import wiring
from app.adapters import KitchenForPos, OrdersForKitchen
from core.actor import StoreSettings
from core.errors import NotFound
from core.ids import new_id
from core.uow import Unit
from kitchen import ports
from kitchen.models.stations import RouteRow, StationRow
from kitchen.store import config
from kitchen.store import tickets as store
from kitchen.values.tickets import Rail
from tests.support.menu import name


class OneStore:
    """The accounts room, with one store."""

    def __init__(self, store: StoreSettings) -> None:
        self._store = store

    def settings(self, unit: Unit, store_id: UUID) -> StoreSettings:
        """The one."""
        if store_id != self._store.id:
            raise NotFound("There is no such store.", code="store_not_found")
        return self._store


def make_station(unit: Unit, store_id: UUID, text: str, **changes: Any) -> UUID:
    """A station; ``is_default=True`` for the one that catches the rest."""
    plain: dict[str, Any] = {
        "id": new_id(),
        "store_id": store_id,
        "name": name(text),
        "kind": "prep",
        "pool": None,
        "is_default": False,
        "sort": 0,
        "ack_seconds": 15,
        "warn_percent": 80,
        "printer": None,
        "print_always": False,
        "diverted_to": None,
        "stream_seq": 0,
        "archived_at": None,
    }
    row = plain | changes
    unit.add(StationRow, [row])
    config.bump_config(unit, store_id)
    found: UUID = row["id"]
    return found


def make_route(unit: Unit, store_id: UUID, station_id: UUID, **conditions: Any) -> None:
    """A rule that sends lines to a station."""
    fields = ("product_id", "category_id", "option_id", "channel", "weekdays", "start_minute", "end_minute")
    plain: dict[str, Any] = dict.fromkeys(fields)
    unit.add(
        RouteRow, [{"id": new_id(), "store_id": store_id, "station_id": station_id} | plain | conditions]
    )
    config.bump_config(unit, store_id)


def wire() -> None:
    """Let the kitchen hear of orders and ask for their tables, and the till ask how far it is, as the app does."""
    wiring.connect()
    ports.orders = OrdersForKitchen()
    pos.ports.kitchen = KitchenForPos()


def rails(unit: Unit, order_id: UUID) -> Rail:
    """All tickets of an order, as stored."""
    unit.settle()
    rail = Rail()
    store.load_orders(unit, [order_id], rail)
    return rail


def open_work(unit: Unit, order_id: UUID) -> dict[tuple[UUID, str], Decimal]:
    """What is open, by station and dish code."""
    found: dict[tuple[UUID, str], Decimal] = {}
    for item in rails(unit, order_id).items.values():
        if item.is_open:
            key = (item.station_id, item.name["en"])
            found[key] = found.get(key, Decimal(0)) + item.quantity
    return found
