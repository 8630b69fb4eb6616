"""From facts about order lines to what the stations have to make: the server computes every difference.

An item exists once for each (line, making, station). What is cooked stays cooked.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from core.ids import derived_id
from kitchen.rules.routing import Dish, stations_for
from kitchen.values.config import Kitchen
from kitchen.values.tickets import FIRST_MAKING, UNKNOWN_PREP, Item, Rail, Ticket

Json = Mapping[str, Any]
SeqOf = Callable[[UUID], Any]


@dataclass(frozen=True, slots=True)
class Order:
    """What a ticket's head tells of the order."""

    id: UUID
    store_id: UUID
    number: Any
    business_date: Any
    channel: str
    table_name: str | None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Make:
    """A dish to be made: the line that bears it, its set meal, how many."""

    line_id: UUID
    top: Json
    leaf: Json
    quantity: Decimal

    @property
    def station_free(self) -> dict[str, Any]:
        """The item's fields that do not depend on the station."""
        leaf = self.leaf
        return {
            "line_id": self.line_id,
            "top_line_id": as_uuid(self.top["line_id"]),
            "revision": self.top["revision"],
            "product_id": as_uuid(leaf["product_id"]),
            "variant_id": as_uuid(leaf["variant_id"]) if leaf["variant_id"] else None,
            "name": leaf.get("kitchen_name") or leaf["name"],
            "variant_name": leaf["variant_name"],
            "set_name": self.top["name"] if leaf is not self.top else None,
            "quantity": self.quantity,
            "modifiers": list(leaf["modifiers"]),
            "allergens": list(leaf.get("allergens", ())),
            "note": self.top.get("note"),
            "seat": self.top.get("seat"),
            "prep_seconds": self.prep_seconds,
        }

    @property
    def prep_seconds(self) -> int:
        """How long it takes; 0 when nobody said."""
        return int(self.leaf.get("prep_seconds") or 0)


def work_seconds(prep_seconds: int, quantity: Decimal) -> int:
    """How much work so many of a dish are: each its preparation time; a part of one, such as 350 g, as much as one."""
    return int((prep_seconds or UNKNOWN_PREP) * max(quantity, Decimal(1)))


def as_uuid(value: Any) -> UUID:
    """An id, however it came."""
    return value if isinstance(value, UUID) else UUID(str(value))


def makes_of(line: Json, units: Decimal | None = None) -> list[Make]:
    """What has to be made for a line (``units`` of it, else what stands): a set meal's components each, else itself."""
    quantity = Decimal(str(line["quantity"]))
    standing = quantity - Decimal(str(line["voided"])) if units is None else units
    leaves: Iterable[Json] = line["components"] if line["kind"] == "set_meal" else [line]
    return [
        Make(as_uuid(leaf["line_id"]), line, leaf, standing * Decimal(str(leaf["quantity"])) / quantity)
        for leaf in leaves
    ]


def fire(
    rail: Rail,
    kitchen: Kitchen,
    order: Order,
    lines: Iterable[Json],
    at: datetime,
    load: Mapping[UUID, int],
    seq_of: SeqOf,
    making: UUID = FIRST_MAKING,
    units: Decimal | None = None,
    reason: str | None = None,
) -> None:
    """Put lines on their stations' tickets. Long items start first, so that all of it is ready together."""
    makes = [make for line in lines for make in makes_of(line, units) if make.quantity > 0]
    longest = max((make.prep_seconds for make in makes), default=0)
    local = at.astimezone(ZoneInfo(kitchen.timezone))
    busy = dict(load)
    for make in makes:
        for station_id in stations_for(kitchen, dish_of(order, make, local), busy):
            busy[station_id] = busy.get(station_id, 0) + work_seconds(make.prep_seconds, make.quantity)
            make_at(rail, order, make, station_id, at, longest, seq_of, making, reason)


def make_at(
    rail: Rail,
    order: Order,
    make: Make,
    station_id: UUID,
    at: datetime,
    longest: int,
    seq_of: SeqOf,
    making: UUID = FIRST_MAKING,
    reason: str | None = None,
) -> None:
    """Put a dish on a station's ticket, to be ready ``longest`` seconds from ``at``; one that is there already stays."""
    item_id = derived_id(make.line_id, f"{making}/{station_id}")
    if item_id in rail.items:
        return
    ticket = _ticket(rail, order, station_id, make.top.get("course") or 0, at, longest, seq_of)
    rail.items[item_id] = Item(
        id=item_id,
        ticket_id=ticket.id,
        station_id=station_id,
        order_id=order.id,
        making=making,
        start_at=at + timedelta(seconds=longest - make.prep_seconds),
        fired_at=at,
        is_remake=making != FIRST_MAKING,
        reason=reason,
        **make.station_free,
    )


def void(rail: Rail, line: Json, standing: Decimal) -> None:
    """Take units of a line off what is still open, and off what is made once more: nobody wants more of it than stand.

    What is cooked stays cooked, with as many units as stand: a recall takes no more than those back to the stove.
    """
    quantity = Decimal(str(line["quantity"]))
    per_line = {make.line_id: make.quantity for make in makes_of({**line, "voided": quantity - standing})}
    for item in list(rail.items.values()):
        if item.line_id not in per_line or item.state == "cancelled":
            continue
        left = per_line[item.line_id]
        if not item.is_open:
            rail.items[item.id] = replace(item, quantity=min(item.quantity, max(left, Decimal(0))))
        elif left <= 0:
            rail.items[item.id] = cancelled(item)
        elif item.quantity > left:
            rail.items[item.id] = replace(item, quantity=left, change="changed")


def cancelled(item: Item) -> Item:
    """Struck through until a cook has seen it."""
    return replace(item, state="cancelled", before=None, change="cancelled", quantity=Decimal(0))


def seat(rail: Rail, tables: Mapping[UUID, str | None]) -> None:
    """Show on tickets the tables at which the orders' guests sit by now; one of which nothing is known stays."""
    for ticket in list(rail.tickets.values()):
        table_name = tables.get(ticket.order_id) or ticket.table_name
        if table_name != ticket.table_name:
            rail.tickets[ticket.id] = replace(ticket, table_name=table_name)


def settle(rail: Rail, at: datetime) -> None:
    """Close tickets of which nothing is left to do or to see, and open those that have work again."""
    for ticket in list(rail.tickets.values()):
        items = rail.items_of(ticket.id)
        if any(item.is_open or item.change for item in items):
            state = "open"
        elif all(item.state == "cancelled" for item in items):
            state = "cancelled"
        else:
            state = "done"
        if state != ticket.state:
            rail.tickets[ticket.id] = replace(ticket, state=state, done_at=None if state == "open" else at)


def bring_news(before: Rail, after: Rail, seq_of: SeqOf) -> None:
    """Have the cook's acknowledgement asked for anew on tickets with more items, with work that came back, or with changes not
    seen before."""
    for item in after.items.values():
        was = before.items.get(item.id)
        if item is was or (was is not None and not _is_news(was, item)):
            continue
        ticket = after.tickets[item.ticket_id]
        seq = seq_of(ticket.station_id)
        if ticket.born_seq != seq:
            after.tickets[ticket.id] = replace(ticket, born_seq=seq)


def note_paper(before: Rail, after: Rail, told: Mapping[UUID, datetime]) -> None:
    """Have tickets say that they were printed, of which all that is open is among the lines ``told`` on paper, and unchanged since,
    or was on a ticket that had all of its news on paper before: no cook takes for told of what is on none."""
    for ticket in list(after.tickets.values()):
        items = [item for item in after.items_of(ticket.id) if item.is_awaited]
        if not any(item.top_line_id in told for item in items):
            continue
        was = before.tickets.get(ticket.id)
        had_all = was is not None and was.printed_seq is not None and was.printed_seq >= was.born_seq
        if all(_is_on_paper(item, told) or (had_all and before.items.get(item.id) is item) for item in items):
            at = max(told[item.top_line_id] for item in items if item.top_line_id in told)
            after.tickets[ticket.id] = replace(ticket, printed_at=at, printed_seq=ticket.born_seq)


def _is_on_paper(item: Item, told: Mapping[UUID, datetime]) -> bool:
    return item.top_line_id in told and item.making == FIRST_MAKING and item.change is None


def _is_news(was: Item, now: Item) -> bool:
    """Whether the item came back, or is marked with what was not marked before."""
    if was.state == "cancelled" and now.state != "cancelled":
        return True
    return now.change is not None and (was.change != now.change or differs(was, now))


def differs(old: Item, new: Item) -> bool:
    """Whether a cook has to know."""
    seen = ("quantity", "modifiers", "note", "name", "variant_name", "product_id")
    return any(getattr(old, field) != getattr(new, field) for field in seen)


def dish_of(order: Order, make: Make, local: datetime) -> Dish:
    """What the routes look at; ``local``: by the store's wall clock."""
    leaf = make.leaf
    return Dish(
        product_id=as_uuid(leaf["product_id"]),
        category_id=as_uuid(leaf["category_id"]) if leaf.get("category_id") else None,
        option_ids=frozenset(_options(leaf["modifiers"])),
        channel=order.channel,
        weekday=local.weekday(),
        minute=local.hour * 60 + local.minute,
    )


def _options(modifiers: Iterable[Json]) -> Iterable[UUID]:
    for modifier in modifiers:
        yield as_uuid(modifier["option_id"])
        yield from _options(modifier.get("modifiers", ()))


def with_time_for(rail: Rail, ticket: Ticket, at: datetime, seconds: int) -> Ticket:
    """What comes to a ticket after it was fired may take its own time: the ticket is due when that is over."""
    if at > ticket.fired_at:
        due_at = at + timedelta(seconds=seconds or UNKNOWN_PREP)
        rail.tickets[ticket.id] = replace(ticket, due_at=max(ticket.due_at, due_at))
    return rail.tickets[ticket.id]


def _ticket(
    rail: Rail,
    order: Order,
    station_id: UUID,
    course: int,
    at: datetime,
    longest: int,
    seq_of: SeqOf,
) -> Ticket:
    """The open ticket of (order, course, station), or a new one."""
    same = [
        ticket
        for ticket in rail.tickets.values()
        if (ticket.order_id, ticket.station_id, ticket.course) == (order.id, station_id, course)
    ]
    for ticket in same:
        if ticket.state == "open":
            return with_time_for(rail, ticket, at, longest)
    part = 1 + max((ticket.part for ticket in same), default=0)
    made = Ticket(
        id=derived_id(order.id, f"{station_id}/{course}/{part}"),
        store_id=order.store_id,
        station_id=station_id,
        order_id=order.id,
        course=course,
        part=part,
        order_number=order.number,
        business_date=order.business_date,
        channel=order.channel,
        table_name=order.table_name,
        note=order.note,
        fired_at=at,
        due_at=at + timedelta(seconds=longest),
        born_seq=seq_of(station_id),
        version=0,
    )
    rail.tickets[made.id] = made
    return made
