"""The live screens: the whole board, what came after a number, acknowledgements, and what cooks do."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from core import clock, json
from core.uow import Unit
from kitchen.errors import ItemNotFound, StationGone
from kitchen.events import ItemRemade
from kitchen.rules.cooking import cook
from kitchen.rules.plan import work_seconds
from kitchen.rules.ticket_view import ticket_view
from kitchen.services.courses import open_courses, tell_ready
from kitchen.services.stations import station_of
from kitchen.services.tables import seat_guests
from kitchen.services.work import Work, work_of
from kitchen.store import stations
from kitchen.store import tickets as store
from kitchen.values.commands import Act, Command, Remake, Rush
from kitchen.values.tickets import Item, Rail, Ticket

MOST_ENTRIES = 500
DONE_FOR = timedelta(hours=6)
MOST_DONE = 100
TAKES_BACK = frozenset({"recall", "undo"})


def board(unit: Unit, store_id: UUID, station_id: UUID) -> dict[str, Any]:
    """All that a station's screen shows, as of ``seq``: open tickets in due order, all-day counts, minutes of load.

    The expo station sees the open tickets of every station of the store.
    """
    station = station_of(unit, store_id, station_id)
    rail = Rail()
    shown = store.board(unit, store_id, station.id, is_expo=station.kind == "expo", into=rail)
    seat_guests(unit, rail)
    tickets = sorted(rail.tickets.values(), key=due_order)
    return {
        "station": {"id": station.id, "kind": station.kind, "name": station.name},
        "seq": shown,
        "tickets": [ticket_view(rail, ticket) for ticket in tickets],
        "all_day": all_day(rail.items.values()),
        "load_seconds": load_seconds(rail.items.values()),
        "server_time": clock.now(),
    }


def due_order(ticket: Ticket) -> tuple[bool, Any, Any, UUID]:
    """Rush first, then by when it is due."""
    return (not ticket.is_rush, ticket.due_at, ticket.fired_at, ticket.id)


def all_day(items: Any) -> list[dict[str, Any]]:
    """How many of each dish are open."""
    counts: dict[tuple[UUID, UUID | None], Decimal] = defaultdict(Decimal)
    names: dict[tuple[UUID, UUID | None], Item] = {}
    for item in items:
        if item.is_open:
            key = (item.product_id, item.variant_id)
            counts[key] += item.quantity
            names[key] = item
    rows = [
        {
            "product_id": key[0],
            "variant_id": key[1],
            "name": names[key].name,
            "variant_name": names[key].variant_name,
            "quantity": count,
        }
        for key, count in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row["quantity"], str(row["product_id"]), str(row["variant_id"])))


def load_seconds(items: Any) -> int:
    """Seconds of preparation that are open, as they count where equal stations share work."""
    return sum(work_seconds(item.prep_seconds, item.quantity) for item in items if item.is_open)


def feed(unit: Unit, store_id: UUID, station_id: UUID, after: int) -> dict[str, Any]:
    """The entries after a number; ``more`` when there are others at once."""
    station = station_of(unit, store_id, station_id)
    entries, last = store.list_entries(unit, station.id, after, MOST_ENTRIES)
    shown = [{"seq": row.seq, "at": row.at, "tickets": row.payload["tickets"]} for row in entries]
    return {"entries": shown, "last_seq": last, "more": bool(shown) and shown[-1]["seq"] < last}


def done(unit: Unit, store_id: UUID, station_id: UUID) -> dict[str, Any]:
    """A station's tickets that were done lately, the latest first: for recall, and for expo, which hands them out."""
    station = station_of(unit, store_id, station_id)
    rail = Rail()
    since = clock.now() - DONE_FOR
    found = store.list_done(unit, store_id, station.id, since, MOST_DONE, into=rail)
    seat_guests(unit, rail)
    return {"tickets": [ticket_view(rail, rail.tickets[ticket_id]) for ticket_id in found]}


def hear(unit: Unit, store_id: UUID, station_id: UUID, screen_id: UUID, name: str, acked_seq: int) -> None:
    """A screen lives, and has shown everything up to a number."""
    station = station_of(unit, store_id, station_id)
    acked = min(acked_seq, station.stream_seq)
    stations.hear_screen(unit, store_id, station.id, screen_id, name, acked, clock.now())


def run_commands(unit: Unit, store_id: UUID, commands: Sequence[Command]) -> dict[str, Any]:
    """Do what cooks ask, all or nothing; answers the tickets as they then stand."""
    unit.actor.demand("kitchen.cook", store_id)
    work = work_of(unit, store_id)
    _load(unit, store_id, work, commands)
    _refuse_where_nobody_looks(unit, work.rail, commands)
    open_before = open_courses(work.rail)
    for command in commands:
        for made in cook(work.rail, command, work.at):
            _tell_remake(unit, work, made)
    tell_ready(unit, work, open_before, work.at)
    named = _tickets_named(work.rail, commands)
    unit.settle()
    return {"tickets": [ticket_view(work.rail, work.rail.tickets[found]) for found in sorted(named)]}


def _load(unit: Unit, store_id: UUID, work: Work, commands: Sequence[Command]) -> None:
    """Lock every ticket of the orders concerned: whether a course is ready depends on all of them."""
    items = {x for c in commands if isinstance(c, Act) for x in c.item_ids}
    items |= {c.item_id for c in commands if isinstance(c, Remake)}
    tickets = {x for c in commands if isinstance(c, Act) for x in c.ticket_ids}
    tickets |= {c.ticket_id for c in commands if isinstance(c, Rush)}
    order_ids = store.orders_of(unit, store_id, sorted(items), sorted(tickets))
    work.load_orders(order_ids)
    seat_guests(unit, work.rail)
    missing = (items - work.rail.items.keys()) or (tickets - work.rail.tickets.keys())
    if missing:
        raise ItemNotFound(item_id=str(min(missing)))


def _refuse_where_nobody_looks(unit: Unit, rail: Rail, commands: Sequence[Command]) -> None:
    """Nothing is to be made again at a station that is no more."""
    again = [c for c in commands if isinstance(c, Remake) or (isinstance(c, Act) and c.act in TAKES_BACK)]
    named = {rail.tickets[found].station_id for found in _tickets_named(rail, again)}
    if named and named - stations.in_use(unit, named):
        raise StationGone


def _tickets_named(rail: Rail, commands: Sequence[Command]) -> set[UUID]:
    named: set[UUID] = set()
    for command in commands:
        if isinstance(command, Act):
            named |= {rail.items[x].ticket_id for x in command.item_ids} | set(command.ticket_ids)
        elif isinstance(command, Rush):
            named.add(command.ticket_id)
        else:
            named.add(rail.items[command.item_id].ticket_id)
    return named


def _tell_remake(unit: Unit, work: Work, item: Item) -> None:
    unit.record(
        ItemRemade(
            store_id=work.store_id,
            at=work.at,
            order_id=item.order_id,
            line_id=item.line_id,
            making=item.making,
            product_id=item.product_id,
            variant_id=item.variant_id,
            quantity=json.quantity_text(item.quantity),
            modifiers=item.modifiers,
            reason=item.reason or "",
            business_date=work.rail.tickets[item.ticket_id].business_date,
        )
    )
