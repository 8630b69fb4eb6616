"""Work that was done while no screen was looking: each dish is brought to where it was, at the moments at which it happened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.uow import Unit
from kitchen.rules.plan import settle
from kitchen.rules.states import acknowledge, act_on
from kitchen.services.courses import open_courses, tell_ready
from kitchen.services.work import work_of
from kitchen.store.config import load_kitchen
from kitchen.values.tickets import Item, Rail, Ticket


@dataclass(frozen=True, slots=True)
class Making:
    """When a dish was begun, ready, and handed out."""

    started_at: datetime
    ready_at: datetime
    served_at: datetime


MakingOf = Callable[[Ticket, Item], Making]


def load_open(unit: Unit, store_id: UUID, timezone: str, order_ids: Iterable[UUID]) -> None:
    """Know what is open of these orders, so that ``catch_up`` reaches it; whatever else is open stays unseen."""
    work, wanted = work_of(unit, store_id), set(order_ids)
    open_orders: set[UUID] = set()
    for station_id in sorted(load_kitchen(unit, store_id, timezone).stations):
        open_orders |= work.orders_open_at(station_id)
    work.load_orders(sorted(open_orders & wanted))


def catch_up(unit: Unit, store_id: UUID, making_of: MakingOf, until: datetime, *, tells: bool = True) -> int:
    """Bring all that this transaction knows to where it was at ``until``; answers how many tickets are left open.

    ``tells``: courses that were finished are told of, as a cook's bump does.
    """
    unit.actor.demand("kitchen.cook", store_id)
    work = work_of(unit, store_id)
    open_before = open_courses(work.rail)
    for item in list(work.rail.items.values()):
        made = _made(acknowledge(item), making_of(work.rail.tickets[item.ticket_id], item), until)
        if made is not item:
            work.rail.items[item.id] = made
    _close(work.rail)
    if tells:
        tell_ready(unit, work, open_before, until)
    return sum(ticket.state == "open" for ticket in work.rail.tickets.values())


def _made(item: Item, making: Making, until: datetime) -> Item:
    if item.state in ("cancelled", "served"):
        return item
    for act, at in (("start", making.started_at), ("bump", making.ready_at), ("serve", making.served_at)):
        if at <= until and not (act == "start" and item.state == "ready"):
            item = act_on(item, act, at)
    return item


def _close(rail: Rail) -> None:
    """Settle each ticket at the moment at which its last dish was ready."""
    by_ticket: dict[UUID, dict[UUID, Item]] = {}
    for item in rail.items.values():
        by_ticket.setdefault(item.ticket_id, {})[item.id] = item
    for ticket in list(rail.tickets.values()):
        own = Rail({ticket.id: ticket}, by_ticket.get(ticket.id, {}))
        settle(
            own,
            max((item.ready_at or ticket.fired_at for item in own.items.values()), default=ticket.fired_at),
        )
        rail.tickets[ticket.id] = own.tickets[ticket.id]
