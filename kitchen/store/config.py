"""A store's kitchen settings: read whole, kept in memory, checked by version at the commit."""

from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from core.sql import prepared
from core.uow import Unit
from kitchen.models.stations import ConfigVersion, RouteRow, StationRow
from kitchen.values.config import Kitchen, Route, Station

_station: Any = StationRow.__table__.c
_route: Any = RouteRow.__table__.c
_version: Any = ConfigVersion.__table__.c
_VERSION = prepared(
    select(_version.version).where(
        _version.tenant_id == bindparam("tenant_id"), _version.store_id == bindparam("store_id")
    )
)
_STATIONS = prepared(
    select(*(_station[f.name] for f in fields(Station)))
    .where(
        _station.tenant_id == bindparam("tenant_id"),
        _station.store_id == bindparam("store_id"),
        _station.archived_at.is_(None),
    )
    .order_by(_station.sort, _station.id)
)
_ROUTES = prepared(
    select(*(_route[f.name] for f in fields(Route)))
    .where(_route.tenant_id == bindparam("tenant_id"), _route.store_id == bindparam("store_id"))
    .order_by(_route.id)
)
_BUMP = prepared(
    insert(ConfigVersion)
    .values(tenant_id=bindparam("tenant_id"), store_id=bindparam("store_id"), version=1)
    .on_conflict_do_update(
        index_elements=["tenant_id", "store_id"], set_={"version": ConfigVersion.version + 1}
    )
)
# Refuses with a serialisation failure, so that the edge tries the request again with the newer settings.
_EXPECT = prepared(
    select(func.kitchen_expect_version(bindparam("tenant_id"), bindparam("store_id"), bindparam("version")))
)


def load_kitchen(unit: Unit, store_id: UUID, timezone: str) -> Kitchen:
    """The store's stations and routes, in one round trip."""
    place = {"tenant_id": unit.tenant_id, "store_id": store_id}
    versions, stations, routes = unit.fetch((_VERSION, place), (_STATIONS, place), (_ROUTES, place))
    return Kitchen(
        store_id=store_id,
        version=versions[0].version if versions else 0,
        timezone=timezone,
        stations={row.id: Station(**row._asdict()) for row in stations},
        routes=tuple(Route(**row._asdict()) for row in routes),
    )


def expect_version(unit: Unit, kitchen: Kitchen) -> None:
    """Let the commit fail, to be tried again, when the settings are no longer these."""
    unit.write(_EXPECT, tenant_id=unit.tenant_id, store_id=kitchen.store_id, version=kitchen.version)


def bump_config(unit: Unit, store_id: UUID) -> None:
    """The settings are edited: kept copies are old."""
    unit.write(_BUMP, tenant_id=unit.tenant_id, store_id=store_id)
