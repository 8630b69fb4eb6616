"""What stations and routes must be, whoever edits them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from kitchen.errors import BadKitchen
from kitchen.rules.routing import MOST_DIVERSIONS
from kitchen.values.config import Station


def refuse(path: str, message: str, code: str = "bad_kitchen") -> BadKitchen:
    """The refusal that names the field."""
    return BadKitchen(message, errors=[{"path": path, "code": code, "message": message}])


def check_station(stations: Mapping[UUID, Station], station: Station) -> None:
    """Refuse a station as it would become, ``stations`` being those of the store in use."""
    if station.kind == "expo" and (station.is_default or station.pool):
        raise refuse("kind", "The expo station makes nothing: it is no default, and shares no load.")
    if station.stand_in_id is not None:
        check_goal(stations, station.id, station.stand_in_id, "stand_in_id")
    if station.divert_after_seconds is not None and station.stand_in_id is None:
        raise refuse("divert_after_seconds", "Name the station that stands in.")
    was = stations.get(station.id)
    if was is not None and was.is_default and not station.is_default:
        raise refuse(
            "is_default", "Make another station the default instead: one catches what no rule names."
        )


def check_goal(stations: Mapping[UUID, Station], station_id: UUID, to: UUID, path: str = "to") -> None:
    """Refuse to send a station's work where it cannot be made, or from where it would come back."""
    goal = stations.get(to)
    if goal is None:
        raise refuse(path, "There is no such station in use at this store.")
    if goal.kind == "expo":
        raise refuse(path, "The expo station makes nothing.")
    if to == station_id or makes_ring(stations, station_id, to):
        raise refuse(path, "The work would come back to where it began.")


def makes_ring(stations: Mapping[UUID, Station], station_id: UUID, to: UUID) -> bool:
    """Whether work sent from one station to another would be sent on until it is back."""
    place: UUID | None = to
    for _ in range(MOST_DIVERSIONS):
        if place == station_id:
            return True
        further = stations.get(place) if place is not None else None
        place = further.diverted_to if further is not None else None
        if place is None:
            return False
    return True


def end_of(stations: Mapping[UUID, Station], to: UUID) -> UUID:
    """Where work that is sent to a station ends up, when that one's own work goes elsewhere too."""
    for _ in range(MOST_DIVERSIONS):
        further = stations[to].diverted_to
        if further is None or further not in stations:
            break
        to = further
    return to


def check_route(stations: Mapping[UUID, Station], route: Mapping[str, Any]) -> None:
    """Refuse a rule that leads nowhere, or that holds for everything (that is the default station's)."""
    goal = stations.get(route["station_id"])
    if goal is None:
        raise refuse("station_id", "There is no such station in use at this store.")
    if goal.kind == "expo":
        raise refuse("station_id", "The expo station makes nothing: it sees every ticket anyway.")
    conditions = (
        "product_id",
        "category_id",
        "option_id",
        "channel",
        "weekdays",
        "start_minute",
        "end_minute",
    )
    if all(route.get(name) is None for name in conditions):
        raise refuse("product_id", "Name a product, a category, a modifier, a channel or hours.")
    start, end = route.get("start_minute"), route.get("end_minute")
    if (start is None) != (end is None) or (start is not None and start == end):
        raise refuse("end_minute", "Hours have a beginning and an end, which are not the same.")
