"""What cooks do to tickets and items: pure steps on a rail."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.errors import Conflict
from core.ids import derived_id
from kitchen.errors import ItemNotFound
from kitchen.rules.plan import with_time_for
from kitchen.rules.states import acknowledge, act_on
from kitchen.values.commands import Act, Command, Remake, Rush
from kitchen.values.tickets import Item, Rail

# Which items a whole-ticket act reaches; those named one by one must allow it.
REACHES = {
    "start": {"new"},
    "bump": {"new", "started"},
    "serve": {"new", "started", "ready"},
    "recall": {"ready", "served"},
}


def cook(rail: Rail, command: Command, at: datetime) -> list[Item]:
    """Apply one command; answers the items that it made anew (remakes)."""
    if isinstance(command, Act):
        _act(rail, command, at)
        return []
    if isinstance(command, Rush):
        ticket = rail.tickets.get(command.ticket_id)
        if ticket is None:
            raise ItemNotFound(ticket_id=str(command.ticket_id))
        if ticket.is_rush != command.on:
            rail.tickets[ticket.id] = replace(ticket, is_rush=command.on)
        return []
    return _remake(rail, command, at)


def _act(rail: Rail, command: Act, at: datetime) -> None:
    shown = dict(command.versions)
    for item_id in command.item_ids:
        _apply(rail, _item(rail, item_id), command.act, at, shown)
    for ticket_id in command.ticket_ids:
        if ticket_id not in rail.tickets:
            raise ItemNotFound(ticket_id=str(ticket_id))
        for item in rail.items_of(ticket_id):
            if command.act in ("undo", "seen") or item.state in REACHES[command.act]:
                _apply(rail, item, command.act, at, shown)


def _apply(rail: Rail, item: Item, act: str, at: datetime, shown: Mapping[UUID, int]) -> None:
    """One item. A change that the cook's screen did not show yet stays to be seen, whatever was done to the item."""
    version = rail.tickets[item.ticket_id].version
    changed = acknowledge(item) if shown.get(item.ticket_id, version) >= version else item
    if act != "seen" and item.state != "cancelled":
        changed = act_on(changed, act, at)
    if changed is not item:
        rail.items[item.id] = changed


def _remake(rail: Rail, command: Remake, at: datetime) -> list[Item]:
    item = _item(rail, command.item_id)
    new_id = derived_id(item.line_id, f"{command.remake_id}/{item.station_id}")
    if new_id in rail.items:
        return []
    if item.state == "cancelled" or item.quantity == 0:
        raise Conflict("Nobody wants it any more.", code="item_state", item_id=str(item.id), state=item.state)
    made = replace(
        item,
        id=new_id,
        making=command.remake_id,
        state="new",
        before=None,
        change=None,
        is_remake=True,
        reason=command.reason,
        fired_at=at,
        start_at=at,
        started_at=None,
        ready_at=None,
        served_at=None,
    )
    rail.items[new_id] = made
    with_time_for(rail, rail.tickets[item.ticket_id], at, item.prep_seconds)
    return [made]


def _item(rail: Rail, item_id: UUID) -> Item:
    item = rail.items.get(item_id)
    if item is None:
        raise ItemNotFound(item_id=str(item_id))
    return item
