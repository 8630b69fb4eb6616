"""A fired line was changed: who makes what of it now, so that nothing is made twice and nobody misses the news."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from kitchen.rules.plan import (
    Json,
    Order,
    SeqOf,
    as_uuid,
    cancelled,
    differs,
    dish_of,
    make_at,
    makes_of,
)
from kitchen.rules.routing import stations_for
from kitchen.values.config import Kitchen
from kitchen.values.tickets import FIRST_MAKING, Item, Rail


def change(
    rail: Rail, kitchen: Kitchen, order: Order, line: Json, before: Json, at: datetime, seq_of: SeqOf
) -> None:
    """Bring a fired line's items to what it is now; ``before`` is how it stood."""
    local = at.astimezone(ZoneInfo(kitchen.timezone))
    was = {make.line_id: make for make in makes_of(before)}
    makes = {make.line_id: make for make in makes_of(line)}
    longest = max((make.prep_seconds for make in makes.values()), default=0)
    top_id = as_uuid(line["line_id"])
    items = [item for item in rail.items.values() if item.top_line_id == top_id]
    for item in items:
        if item.line_id not in makes and item.is_open:
            rail.items[item.id] = cancelled(item)
        elif item.line_id in makes and item.making != FIRST_MAKING and item.state != "cancelled":
            again = {**makes[item.line_id].station_free, "quantity": item.quantity}
            rail.items[item.id] = _amended(item, again, kitchen)
    for make in makes.values():
        mine = {x.station_id: x for x in items if x.line_id == make.line_id and x.making == FIRST_MAKING}
        # Of equal stations the one that has a dish keeps it, before one that had it: less than no load at all.
        asked = {found: -1 if item.state == "cancelled" else -2 for found, item in mine.items()}
        old = was.get(make.line_id)
        then = stations_for(kitchen, dish_of(order, old, local), asked) if old else []
        goal = stations_after(mine, then, stations_for(kitchen, dish_of(order, make, local), asked))
        for station_id, item in mine.items():
            if station_id in goal:
                rail.items[item.id] = _amended(item, make.station_free, kitchen)
            elif item.is_open:
                rail.items[item.id] = cancelled(item)
        for station_id in sorted(goal - mine.keys()):
            make_at(rail, order, make, station_id, at, longest, seq_of)


def stations_after(mine: Mapping[UUID, Item], then: Collection[UUID], now: Collection[UUID]) -> set[UUID]:
    """The stations that a changed dish belongs to. ``mine``: its items by station; ``then`` and ``now``: where the rules send
    it as it stood and as it stands, both asked at this moment.

    Until a station has begun it, the rules say so. From then on neither rules nor hours move anything: a station that the
    change itself adds makes its part, one that it takes away and that has not begun stops. A change that would send it from
    where it was begun to elsewhere leaves all where it is: what is cooked is amended, never made again.
    """
    live = {found for found, item in mine.items() if item.state != "cancelled"}
    begun = {found for found in live if mine[found].state != "new"}
    if not begun:
        return set(now)
    added, removed = set(now) - set(then), set(then) - set(now)
    if added and removed and not begun <= set(then) & set(now):
        return live
    return live - (removed - begun) | added


def _amended(item: Item, fields: dict[str, Any], kitchen: Kitchen) -> Item:
    """The item as the line is now; it flashes until a cook has seen it, unless it was handed out already or its station is no
    more."""
    newer = replace(item, **fields)
    if item.state == "cancelled":
        return replace(newer, state="new", change="changed")
    if item.state == "served" or item.station_id not in kitchen.stations or not differs(item, newer):
        return newer
    return replace(newer, change="changed")
