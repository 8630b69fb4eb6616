"""Looking up stations, with rights."""

from uuid import UUID

from core.uow import Unit
from kitchen.errors import StationNotFound
from kitchen.store import stations as store
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
