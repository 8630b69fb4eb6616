"""Which stations make a line."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kitchen.values.config import Kitchen, Route, Station

MOST_DIVERSIONS = 8


@dataclass(frozen=True, slots=True)
class Dish:
    """What routing looks at: the product, its category, its modifiers, the channel and the store's wall clock."""

    product_id: UUID
    category_id: UUID | None
    option_ids: frozenset[UUID]
    channel: str
    weekday: int
    minute: int


def stations_for(kitchen: Kitchen, dish: Dish, load: Mapping[UUID, int]) -> list[UUID]:
    """The stations that make the dish, each once, by their ids; the default station when no rule names one.

    Rules that name the product or a modifier go before rules for its category: where any of the former holds, the latter
    are not asked. Of equal stations (same pool) the one with the least ``load`` (seconds of open work) is taken; ties by
    sort and id. A station that was diverted passes its work on.
    """
    held = [route for route in kitchen.routes if _holds(route, dish) and route.station_id in kitchen.stations]
    exact = [route for route in held if route.product_id or route.option_id]
    named = {route.station_id for route in exact or held}
    if not named and kitchen.default is not None:
        named = {kitchen.default.id}
    chosen = {_diverted(kitchen, _least_loaded(kitchen, kitchen.stations[found], load)) for found in named}
    return sorted(chosen)


def _holds(route: Route, dish: Dish) -> bool:
    if route.product_id not in (None, dish.product_id) or route.category_id not in (None, dish.category_id):
        return False
    if route.option_id is not None and route.option_id not in dish.option_ids:
        return False
    if route.channel not in (None, dish.channel):
        return False
    return _is_time(route, dish.weekday, dish.minute)


def _is_time(route: Route, weekday: int, minute: int) -> bool:
    """Whether the rule's hours hold; those past midnight belong to the day on which they began."""
    start = 0 if route.start_minute is None else route.start_minute
    end = 24 * 60 if route.end_minute is None else route.end_minute
    if start < end:
        return start <= minute < end and _is_day(route, weekday)
    if minute >= start:
        return _is_day(route, weekday)
    return minute < end and _is_day(route, (weekday - 1) % 7)


def _is_day(route: Route, weekday: int) -> bool:
    return route.weekdays is None or bool(route.weekdays >> weekday & 1)


def _least_loaded(kitchen: Kitchen, station: Station, load: Mapping[UUID, int]) -> Station:
    if station.pool is None:
        return station
    equals = [s for s in kitchen.stations.values() if s.pool == station.pool and s.diverted_to is None]
    return min(equals, key=lambda s: (load.get(s.id, 0), s.sort, s.id), default=station)


def _diverted(kitchen: Kitchen, station: Station) -> UUID:
    """Follow diversions; a ring of them ends where it began."""
    seen = {station.id}
    for _ in range(MOST_DIVERSIONS):
        further = station.diverted_to
        if further is None or further not in kitchen.stations or further in seen:
            break
        seen.add(further)
        station = kitchen.stations[further]
    return station.id
