"""Handing a station's open work to another: its screen is gone, or somebody sends its work elsewhere."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from core.ids import derived_id
from kitchen.values.tickets import Item, Rail, Ticket


def move_open_items(rail: Rail, station_id: UUID, to: UUID, seq_of: Callable[[UUID], Any]) -> int:
    """Move what is open at a station; answers how many items went.

    An item is one (line, making, station) for ever, so the work goes on as its twin at the other station, under the very id
    that routing would give it there, and is cancelled here with nothing left to see. Where the twin exists already the dish
    is in hand there and is not made again; a twin that was cancelled (the work came from there) takes it back.
    """
    moved = 0
    for ticket in sorted(rail.tickets.values(), key=lambda found: found.id):
        if ticket.station_id != station_id or ticket.state != "open":
            continue
        for item in rail.items_of(ticket.id):
            if item.is_open:
                moved += _hand_over(rail, ticket, item, to, seq_of)
                gone = replace(item, state="cancelled", before=None, change=None)
                rail.items[item.id] = gone
            elif item.change:
                rail.items[item.id] = replace(item, change=None)
    return moved


def _hand_over(rail: Rail, ticket: Ticket, item: Item, to: UUID, seq_of: Callable[[UUID], Any]) -> int:
    twin_id = derived_id(item.line_id, f"{item.making}/{to}")
    twin = rail.items.get(twin_id)
    if twin is not None and twin.state != "cancelled":
        return 0
    goal = rail.tickets[twin.ticket_id] if twin is not None else _ticket_at(rail, ticket, to, seq_of)
    rail.tickets[goal.id] = replace(
        goal, is_rush=goal.is_rush or ticket.is_rush, due_at=max(goal.due_at, ticket.due_at)
    )
    rail.items[twin_id] = replace(item, id=twin_id, ticket_id=goal.id, station_id=to)
    return 1


def _ticket_at(rail: Rail, ticket: Ticket, to: UUID, seq_of: Callable[[UUID], Any]) -> Ticket:
    """The other station's open ticket of the order's course, or a new one."""
    same = [
        found
        for found in rail.tickets.values()
        if (found.order_id, found.station_id, found.course) == (ticket.order_id, to, ticket.course)
    ]
    for found in same:
        if found.state == "open":
            return found
    part = 1 + max((found.part for found in same), default=0)
    made = replace(
        ticket,
        id=derived_id(ticket.order_id, f"{to}/{ticket.course}/{part}"),
        station_id=to,
        part=part,
        born_seq=seq_of(to),
        printed_at=None,
        printed_seq=None,
        version=0,
    )
    rail.tickets[made.id] = made
    return made
