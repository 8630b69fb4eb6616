"""Queries of stations and their screens."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from core.sql import Prepared, prepared
from core.uow import Unit
from kitchen.models.stations import ScreenRow, StationRow

_station: Any = StationRow.__table__.c
_screen: Any = ScreenRow.__table__.c
_ONE = prepared(
    select(_station.id, _station.store_id, _station.kind, _station.name, _station.stream_seq).where(
        _station.tenant_id == bindparam("tenant_id"),
        _station.id == bindparam("station_id"),
        _station.archived_at.is_(None),
    )
)
_IN_USE = prepared(
    select(_station.id).where(
        _station.tenant_id == bindparam("tenant_id"),
        _station.id == func.any(bindparam("station_ids")),
        _station.archived_at.is_(None),
    )
)
_SEQS = prepared(
    select(_station.id, _station.stream_seq).where(
        _station.tenant_id == bindparam("tenant_id"), _station.id == func.any(bindparam("station_ids"))
    )
)
# A screen that says less than before has begun anew; what it acknowledged stays acknowledged.
_HEAR = Prepared(
    """INSERT INTO kitchen_screen (tenant_id, id, store_id, station_id, name, acked_seq, seen_at)
    VALUES (%(tenant_id)s, %(id)s, %(store_id)s, %(station_id)s, %(name)s, %(acked_seq)s, %(at)s)
    ON CONFLICT (tenant_id, id) DO UPDATE SET
        station_id = excluded.station_id, store_id = excluded.store_id, seen_at = excluded.seen_at,
        name = CASE WHEN excluded.name = '' THEN kitchen_screen.name ELSE excluded.name END,
        acked_seq = CASE WHEN kitchen_screen.station_id = excluded.station_id
            THEN greatest(kitchen_screen.acked_seq, excluded.acked_seq) ELSE excluded.acked_seq END""",
    {},
)
# What was shown needs no look any more, wherever the screen goes next; but where all is printed, each ticket does. Nothing is
# locked while nothing new was shown: screens say every two seconds that they live.
_LOOKED = Prepared(
    """INSERT INTO kitchen_watch (tenant_id, station_id, seq)
    SELECT s.tenant_id, s.id, least(%(acked_seq)s, s.stream_seq) FROM kitchen_station s
    WHERE s.tenant_id = %(tenant_id)s AND s.id = %(station_id)s AND NOT s.print_always AND NOT EXISTS (
        SELECT FROM kitchen_watch w WHERE w.tenant_id = s.tenant_id AND w.station_id = s.id
            AND w.seq >= least(%(acked_seq)s, s.stream_seq))
    ON CONFLICT (tenant_id, station_id) DO UPDATE SET seq = excluded.seq WHERE kitchen_watch.seq < excluded.seq""",
    {},
)
_SCREENS = prepared(
    select(_screen.id, _screen.name, _screen.station_id, _screen.acked_seq, _screen.seen_at)
    .where(_screen.tenant_id == bindparam("tenant_id"), _screen.store_id == bindparam("store_id"))
    .order_by(_screen.name, _screen.id)
)


@dataclass(frozen=True, slots=True)
class StationPlace:
    """A station, and the number of the last entry of its stream."""

    id: UUID
    store_id: UUID
    kind: str
    name: dict[str, str]
    stream_seq: int


def find_station(unit: Unit, station_id: UUID) -> StationPlace | None:
    """A station in use."""
    row = unit.fetch_one(_ONE, tenant_id=unit.tenant_id, station_id=station_id)
    return StationPlace(**row._asdict()) if row else None


def in_use(unit: Unit, station_ids: Collection[UUID]) -> set[UUID]:
    """Those of the stations that are not archived."""
    rows = unit.fetch_all(_IN_USE, tenant_id=unit.tenant_id, station_ids=sorted(station_ids))
    return {row.id for row in rows}


def last_seqs(unit: Unit, station_ids: list[UUID]) -> dict[UUID, int]:
    """The numbers of the streams' last entries."""
    rows = unit.fetch_all(_SEQS, tenant_id=unit.tenant_id, station_ids=station_ids)
    return {row.id: row.stream_seq for row in rows}


def hear_screen(
    unit: Unit, store_id: UUID, station_id: UUID, screen_id: UUID, name: str, acked_seq: int, at: datetime
) -> None:
    """Note what a screen says to have shown, and that it lives. Of several, station by station, in order of their ids."""
    unit.write(_LOOKED, tenant_id=unit.tenant_id, station_id=station_id, acked_seq=acked_seq)
    unit.write(
        _HEAR,
        tenant_id=unit.tenant_id,
        id=screen_id,
        store_id=store_id,
        station_id=station_id,
        name=name,
        acked_seq=acked_seq,
        at=at,
    )


def list_screens(unit: Unit, store_id: UUID) -> list[Any]:
    """The store's screens, when each was last heard and what it has shown."""
    return unit.fetch_all(_SCREENS, tenant_id=unit.tenant_id, store_id=store_id)
