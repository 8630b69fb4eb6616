"""Editing stations and routes. Every edit moves the settings' version, so that no order is routed by an old copy."""

from dataclasses import asdict, fields
from typing import Any
from uuid import UUID

from core import clock
from core.errors import ChangedMeanwhile
from core.ids import new_id
from core.uow import Unit
from kitchen import ports
from kitchen.errors import StationInUse
from kitchen.models.stations import RouteRow, StationRow
from kitchen.rules.moving import move_open_items
from kitchen.rules.settings import check_goal, check_route, check_station, refuse
from kitchen.services.alarms import tell_alarms
from kitchen.services.courses import open_courses, tell_ready
from kitchen.services.work import work_of
from kitchen.store import alarms
from kitchen.store import settings as store
from kitchen.store.config import bump_config, load_kitchen
from kitchen.values.config import Route, Station

NEW_STATION = {
    "kind": "prep",
    "pool": None,
    "is_default": False,
    "sort": 0,
    "ack_seconds": 15,
    "warn_percent": 80,
    "printer": None,
    "print_always": False,
    "stand_in_id": None,
    "divert_after_seconds": None,
}
STATION = tuple(f.name for f in fields(Station))
ROUTE = tuple(f.name for f in fields(Route))


def get_station(unit: Unit, store_id: UUID, station_id: UUID) -> dict[str, Any]:
    """One station."""
    unit.actor.demand("kitchen.view", store_id)
    return store.plain(store.get_station(unit, store_id, station_id), STATION)


def create_station(unit: Unit, store_id: UUID, given: dict[str, Any]) -> dict[str, Any]:
    """A new station: ``name`` at least, the rest as in NEW_STATION. A store's first that cooks is its default."""
    rows = _edit(unit, store_id)
    values = NEW_STATION | given
    if values["kind"] == "prep" and not any(row.is_default for row in rows.values()):
        values["is_default"] = True
    nowhere = {"diverted_to": None, "diverted_by": None, "archived_at": None, "stream_seq": 0, "version": 1}
    row = StationRow(tenant_id=unit.tenant_id, id=new_id(), store_id=store_id, **nowhere, **values)
    _check(rows, _value(row), given)
    _give_up_default(unit, rows, row)
    unit.session.add(row)
    unit.session.flush()
    unit.audit("station.create", "station", row.id, {"name": row.name}, store_id)
    bump_config(unit, store_id)
    return store.plain(row, STATION)


def change_station(
    unit: Unit, store_id: UUID, station_id: UUID, given: dict[str, Any], version: int
) -> dict[str, Any]:
    """Change the given fields of the station at ``version``; raises ChangedMeanwhile when somebody has saved since.

    The station that becomes the default takes that over from the one that was.
    """
    rows = _edit(unit, store_id)
    row = store.get_station(unit, store_id, station_id)
    if row.version != version:
        message = "Somebody else has saved this station since. Look at theirs."
        raise ChangedMeanwhile(message, current=store.plain(row, STATION))
    value = Station(**store.plain(row, STATION) | given)
    if value.kind == "expo" and row.kind != "expo":
        _must_be_free(unit, rows, row)
        if store.has_routes(unit, row.id):
            raise StationInUse("Rules lead here. Take them away first.", code="station_has_routes")
    _check(rows, value, given)
    if value.is_default and not row.is_default:
        _give_up_default(unit, rows, row, takes_over=True)
    changed = {
        name: [getattr(row, name), after] for name, after in given.items() if getattr(row, name) != after
    }
    for name, after in given.items():
        setattr(row, name, after)
    row.version += 1
    unit.session.flush()
    unit.audit("station.change", "station", row.id, changed, store_id)
    bump_config(unit, store_id)
    return store.plain(row, STATION)


def archive_station(unit: Unit, store_id: UUID, station_id: UUID) -> None:
    """Take a station away with the rules that lead to it; refused (409) while it is needed."""
    rows = _edit(unit, store_id)
    row = store.get_station(unit, store_id, station_id)
    others = [other for other in rows.values() if other.id != row.id]
    if row.is_default and any(other.kind == "prep" for other in others):
        raise StationInUse(
            "It catches what no rule names. Make another station the default first.",
            code="station_is_default",
        )
    _must_be_free(unit, rows, row)
    row.archived_at = clock.now()
    store.remove_routes(unit, row.id)
    unit.session.flush()
    unit.audit("station.archive", "station", row.id, {"name": row.name}, store_id)
    bump_config(unit, store_id)


def divert_station(
    unit: Unit, store_id: UUID, station_id: UUID, to: UUID | None, *, move_open: bool
) -> dict[str, Any]:
    """Send a station's work elsewhere, with what is open when ``move_open``; ``to`` None ends it."""
    rows = _edit(unit, store_id)
    row = store.get_station(unit, store_id, station_id)
    if to is not None:
        check_goal(values_of(rows), row.id, to)
    moved = send_elsewhere(unit, row, to, "hand", move_open=move_open)
    alarms.clear_diverted(unit, row.id, clock.now())
    tell_alarms(unit, store_id)
    detail = {"to": to, "moved": moved}
    unit.audit("station.divert", "station", row.id, detail, store_id)
    return {"station": store.plain(row, STATION), "moved": moved}


def send_elsewhere(unit: Unit, row: StationRow, to: UUID | None, by: str, *, move_open: bool) -> int:
    """Divert a station, or end it; answers how many open items went along.

    A course of which the other station had bumped everything already is done by it.
    """
    row.diverted_to = to
    row.diverted_by = by if to is not None else None
    unit.session.flush()
    bump_config(unit, row.store_id)
    if to is None or not move_open:
        return 0
    work = work_of(unit, row.store_id)
    work.load_open(row.id)
    work.load_orders(sorted({ticket.order_id for ticket in work.rail.tickets.values()}))
    open_before = open_courses(work.rail)
    moved = move_open_items(work.rail, row.id, to, work.seq_of)
    tell_ready(unit, work, open_before, work.at)
    unit.settle()
    return moved


def list_routes(unit: Unit, store_id: UUID) -> list[dict[str, Any]]:
    """The store's routing rules."""
    unit.actor.demand("kitchen.view", store_id)
    timezone = ports.stores.settings(unit, store_id).timezone
    return [asdict(route) for route in load_kitchen(unit, store_id, timezone).routes]


def create_route(unit: Unit, store_id: UUID, given: dict[str, Any]) -> dict[str, Any]:
    """A new rule: a station and at least one condition."""
    rows = _edit(unit, store_id)
    check_route(values_of(rows), given)
    row = RouteRow(tenant_id=unit.tenant_id, id=new_id(), store_id=store_id, version=1, **given)
    unit.session.add(row)
    unit.session.flush()
    found = store.plain(row, ROUTE)
    unit.audit("route.create", "route", row.id, found, store_id)
    bump_config(unit, store_id)
    return found


def change_route(
    unit: Unit, store_id: UUID, route_id: UUID, given: dict[str, Any], version: int
) -> dict[str, Any]:
    """Change the given fields of the rule at ``version``; raises ChangedMeanwhile when somebody has saved since."""
    rows = _edit(unit, store_id)
    row = store.get_route(unit, store_id, route_id)
    before = store.plain(row, ROUTE)
    if row.version != version:
        raise ChangedMeanwhile("Somebody else has saved this rule since. Look at theirs.", current=before)
    check_route(values_of(rows), before | given)
    for name, after in given.items():
        setattr(row, name, after)
    row.version += 1
    unit.session.flush()
    changed = {name: [before[name], after] for name, after in given.items() if before[name] != after}
    unit.audit("route.change", "route", row.id, changed, store_id)
    bump_config(unit, store_id)
    return store.plain(row, ROUTE)


def remove_route(unit: Unit, store_id: UUID, route_id: UUID) -> None:
    """Take a rule away."""
    _edit(unit, store_id)
    row = store.get_route(unit, store_id, route_id)
    unit.audit("route.remove", "route", row.id, store.plain(row, ROUTE), store_id)
    unit.session.delete(row)
    unit.session.flush()
    bump_config(unit, store_id)


def _edit(unit: Unit, store_id: UUID) -> dict[UUID, StationRow]:
    """The store's stations, locked; refuses who may not edit them."""
    unit.actor.demand("kitchen.edit", store_id)
    ports.stores.settings(unit, store_id)
    return {row.id: row for row in store.list_stations(unit, store_id)}


def _must_be_free(unit: Unit, rows: dict[UUID, StationRow], row: StationRow) -> None:
    """Refuse (409) while others' work goes to the station, or work is open there."""
    if any(row.id in (other.diverted_to, other.stand_in_id) for other in rows.values()):
        raise StationInUse("Another station's work goes here.", code="station_stands_in")
    if store.has_open_ticket(unit, row.id):
        raise StationInUse("Work is open here. Send it elsewhere, or finish it.", code="station_has_work")


def _value(row: StationRow) -> Station:
    return Station(**store.plain(row, STATION))


def values_of(rows: dict[UUID, StationRow]) -> dict[UUID, Station]:
    """The stations as the rules know them."""
    return {row.id: _value(row) for row in rows.values()}


def _check(rows: dict[UUID, StationRow], station: Station, given: dict[str, Any]) -> None:
    check_station(values_of(rows), station)
    if station.print_always and station.printer is None:
        raise refuse("printer", "A station that always prints needs a printer.")
    fault = ports.printers.fault(given["printer"]) if given.get("printer") else None
    if fault:
        raise refuse("printer", fault, "bad_printer")


def _give_up_default(
    unit: Unit, rows: dict[UUID, StationRow], row: StationRow, *, takes_over: bool = False
) -> None:
    """At most one default, also for the moment between two statements."""
    if not (row.is_default or takes_over):
        return
    for other in rows.values():
        if other is not row and other.is_default:
            other.is_default = False
            other.version += 1
    unit.session.flush()
