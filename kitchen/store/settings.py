"""Queries of those who edit stations and routes."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from core.uow import Unit
from kitchen.errors import RouteNotFound, StationNotFound
from kitchen.models.stations import RouteRow, StationRow
from kitchen.models.tickets import TicketRow


def get_station(unit: Unit, store_id: UUID, station_id: UUID) -> StationRow:
    """A station of the store in use; raises StationNotFound."""
    row = unit.session.get(StationRow, (unit.tenant_id, station_id))
    if row is None or row.store_id != store_id or row.archived_at is not None:
        raise StationNotFound
    return row


def list_stations(unit: Unit, store_id: UUID) -> list[StationRow]:
    """The store's stations in use, locked in order of their ids."""
    query = (
        select(StationRow)
        .where(
            StationRow.tenant_id == unit.tenant_id,
            StationRow.store_id == store_id,
            StationRow.archived_at.is_(None),
        )
        .order_by(StationRow.id)
        .with_for_update()
    )
    return list(unit.session.scalars(query))


def has_open_ticket(unit: Unit, station_id: UUID) -> bool:
    """Whether work is open at the station."""
    query = select(TicketRow.id).where(
        TicketRow.tenant_id == unit.tenant_id, TicketRow.station_id == station_id, TicketRow.state == "open"
    )
    return unit.session.scalar(query.limit(1)) is not None


def get_route(unit: Unit, store_id: UUID, route_id: UUID) -> RouteRow:
    """A routing rule of the store; raises RouteNotFound."""
    row = unit.session.get(RouteRow, (unit.tenant_id, route_id))
    if row is None or row.store_id != store_id:
        raise RouteNotFound
    return row


def has_routes(unit: Unit, station_id: UUID) -> bool:
    """Whether rules lead to the station."""
    query = select(RouteRow.id).where(RouteRow.tenant_id == unit.tenant_id, RouteRow.station_id == station_id)
    return unit.session.scalar(query.limit(1)) is not None


def remove_routes(unit: Unit, station_id: UUID) -> None:
    """Forget the rules that lead to a station."""
    unit.session.execute(
        delete(RouteRow).where(RouteRow.tenant_id == unit.tenant_id, RouteRow.station_id == station_id)
    )


def plain(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Some columns of a row."""
    return {name: getattr(row, name) for name in names}
