"""Looking up stations, with rights."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from core.uow import Unit
from kitchen import ports
from kitchen.errors import StationNotFound
from kitchen.store import stations as store
from kitchen.store.config import load_kitchen
from kitchen.store.stations import StationPlace


def station_of(
    unit: Unit, store_id: UUID, station_id: UUID, permission: str = "kitchen.view"
) -> StationPlace:
    """A station of the store; refuses who may not see it."""
    unit.actor.demand(permission, store_id)
    found = store.find_station(unit, station_id)
    if found is None or found.store_id != store_id:
        raise StationNotFound
    return found


def list_stations(unit: Unit, store_id: UUID) -> list[dict[str, Any]]:
    """The store's stations in use, as screens choose among them."""
    unit.actor.demand("kitchen.view", store_id)
    timezone = ports.stores.settings(unit, store_id).timezone
    return [asdict(station) for station in load_kitchen(unit, store_id, timezone).stations.values()]
