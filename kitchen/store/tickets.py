"""Tickets, items and the numbered streams: read in few round trips, written as the difference."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, bindparam, case, func, or_, select, update

from core.late import Late
from core.models import Base
from core.rows import changes_of, columns_of, row_of
from core.sql import Prepared, prepared
from core.uow import Unit
from kitchen.models.stations import StationRow, StreamEntry
from kitchen.models.tickets import ItemRow, TicketRow
from kitchen.values.tickets import UNKNOWN_PREP, Item, Rail, Ticket

_ticket: Any = TicketRow.__table__.c
_item: Any = ItemRow.__table__.c
_stream: Any = StreamEntry.__table__.c
_station: Any = StationRow.__table__.c
_TICKET_COLUMNS = [_ticket[name] for name in columns_of(Ticket)]
_ITEM_COLUMNS = [_item[name] for name in columns_of(Item)]


def _tickets_where(*conditions: Any) -> Prepared:
    """Locked in order of their ids, and always before a station's number is taken: so nobody waits in a ring."""
    return prepared(
        select(*_TICKET_COLUMNS)
        .where(_ticket.tenant_id == bindparam("tenant_id"), *conditions)
        .order_by(_ticket.id)
        .with_for_update()
    )


_OF_ORDERS = _tickets_where(_ticket.order_id == func.any(bindparam("order_ids")))
_OPEN_AT = _tickets_where(_ticket.station_id == bindparam("station_id"), _ticket.state == "open")
_BOARD = prepared(
    select(*_TICKET_COLUMNS)
    .where(
        _ticket.tenant_id == bindparam("tenant_id"),
        _ticket.store_id == bindparam("store_id"),
        or_(
            _ticket.station_id == bindparam("station_id"),
            bindparam("is_expo", required=True, type_=Boolean()),
        ),
        _ticket.state == "open",
    )
    .order_by(_ticket.due_at, _ticket.id)
)
_DONE = prepared(
    select(*_TICKET_COLUMNS)
    .where(
        _ticket.tenant_id == bindparam("tenant_id"),
        _ticket.store_id == bindparam("store_id"),
        _ticket.station_id == bindparam("station_id"),
        _ticket.business_date >= bindparam("first_day"),
        _ticket.state == "done",
        _ticket.done_at >= bindparam("since"),
    )
    .order_by(_ticket.done_at.desc(), _ticket.id)
    .limit(bindparam("most"))
)
_BY_ID = prepared(
    select(*_TICKET_COLUMNS).where(
        _ticket.tenant_id == bindparam("tenant_id"), _ticket.id == func.any(bindparam("ticket_ids"))
    )
)
_ORDERS_OF = prepared(
    select(_ticket.order_id)
    .distinct()
    .where(
        _ticket.tenant_id == bindparam("tenant_id"),
        _ticket.store_id == bindparam("store_id"),
        or_(
            _ticket.id == func.any(bindparam("ticket_ids")),
            _ticket.id.in_(
                select(_item.ticket_id).where(
                    _item.tenant_id == bindparam("tenant_id"), _item.id == func.any(bindparam("item_ids"))
                )
            ),
        ),
    )
)
_OF_ORDERS_WITH = _tickets_where(
    _ticket.order_id.in_(
        select(_item.order_id).where(
            _item.tenant_id == bindparam("tenant_id"), _item.line_id == func.any(bindparam("line_ids"))
        )
    )
)
_ITEMS = prepared(
    select(*_ITEM_COLUMNS).where(
        _item.tenant_id == bindparam("tenant_id"), _item.ticket_id == func.any(bindparam("ticket_ids"))
    )
)
_LOAD = prepared(
    select(
        _item.station_id,
        func.sum(
            func.trunc(
                case((_item.prep_seconds == 0, UNKNOWN_PREP), else_=_item.prep_seconds)
                * func.greatest(_item.quantity, 1)
            )
        ).label("seconds"),
    )
    .join(TicketRow.__table__, (_ticket.tenant_id == _item.tenant_id) & (_ticket.id == _item.ticket_id))
    .where(
        _item.tenant_id == bindparam("tenant_id"),
        _ticket.tenant_id == bindparam("tenant_id"),
        _ticket.station_id == func.any(bindparam("station_ids")),
        _ticket.state == "open",
        _ticket.fired_at > bindparam("since"),
        or_(_item.state == "new", _item.state == "started"),
    )
    .group_by(_item.station_id)
)
_NEXT_SEQ = prepared(
    update(StationRow)
    .where(_station.tenant_id == bindparam("the_tenant"), _station.id == bindparam("the_station"))
    .values(stream_seq=_station.stream_seq + 1)
    .returning(_station.stream_seq)
)
_ENTRIES = prepared(
    select(_stream.seq, _stream.at, _stream.payload)
    .where(
        _stream.tenant_id == bindparam("tenant_id"),
        _stream.station_id == bindparam("station_id"),
        _stream.seq > bindparam("after"),
    )
    .order_by(_stream.seq)
    .limit(bindparam("most"))
)
_LAST_SEQ = prepared(
    select(_station.stream_seq).where(
        _station.tenant_id == bindparam("tenant_id"), _station.id == bindparam("station_id")
    )
)
_TENANTS_WITH_LEFTOVERS = Prepared("SELECT kitchen_tenants_with_leftovers(%(before)s) AS tenant_id", {})
# Of each station the open tickets with the oldest news come first.
_LEFTOVERS = Prepared(
    """SELECT t.id, t.store_id, t.order_id, t.born_seq FROM kitchen_station s
    JOIN LATERAL (SELECT o.id, o.store_id, o.order_id, o.born_seq, o.tenant_id, o.station_id FROM kitchen_ticket o
        WHERE o.tenant_id = %(tenant_id)s AND o.station_id = s.id AND o.state = 'open'
        ORDER BY o.born_seq LIMIT %(most)s::bigint) t ON true
    JOIN kitchen_stream e ON e.tenant_id = t.tenant_id AND e.station_id = t.station_id AND e.seq = t.born_seq
    WHERE s.tenant_id = %(tenant_id)s AND e.at < %(before)s
    ORDER BY t.id LIMIT %(most)s::bigint""",
    {},
)
# What a ticket had on it when the news came that was printed last; what was cancelled then may have come back.
_ON_PAPER = Prepared(
    """SELECT asked.ticket_id, item ->> 'id' AS item_id
    FROM unnest(%(ticket_ids)s::uuid[], %(station_ids)s::uuid[], %(seqs)s::bigint[]) AS asked(ticket_id, station_id, seq)
    LEFT JOIN kitchen_stream e ON e.tenant_id = %(tenant_id)s AND e.station_id = asked.station_id AND e.seq = asked.seq
    LEFT JOIN LATERAL jsonb_array_elements(e.payload -> 'tickets') AS told
        ON (told ->> 'id')::uuid = asked.ticket_id
    LEFT JOIN LATERAL jsonb_array_elements(told -> 'items') AS item ON item ->> 'state' <> 'cancelled'""",
    {},
)


def load_orders(unit: Unit, order_ids: Sequence[UUID], into: Rail) -> None:
    """All tickets of orders with their items, locked."""
    _load(unit, into, _OF_ORDERS, order_ids=list(order_ids))


def load_orders_of(unit: Unit, line_ids: Sequence[UUID], into: Rail) -> None:
    """All tickets of the orders whose lines these were when they were fired, with their items, locked."""
    _load(unit, into, _OF_ORDERS_WITH, line_ids=list(line_ids))


def load_open(unit: Unit, station_id: UUID, into: Rail) -> None:
    """The open tickets of a station, locked."""
    _load(unit, into, _OPEN_AT, station_id=station_id)


def tenants_with_leftovers(unit: Unit, before: datetime) -> list[UUID]:
    """The brands with open tickets of which the kitchen has heard nothing since before then."""
    return [row.tenant_id for row in unit.fetch_all(_TENANTS_WITH_LEFTOVERS, before=before)]


def list_leftovers(unit: Unit, before: datetime, most: int) -> list[Any]:
    """Such tickets (id, store_id, order_id, born_seq), not locked."""
    return unit.fetch_all(_LEFTOVERS, tenant_id=unit.tenant_id, before=before, most=most)


def load_tickets(unit: Unit, ticket_ids: Sequence[UUID], into: Rail) -> None:
    """Tickets by their ids, to look at: not locked."""
    _load(unit, into, _BY_ID, ticket_ids=list(ticket_ids))


def on_paper(unit: Unit, tickets: Iterable[Ticket]) -> dict[UUID, set[UUID]]:
    """Of tickets that were printed before, the items that are on paper."""
    printed = [ticket for ticket in tickets if ticket.printed_seq is not None]
    if not printed:
        return {}
    rows = unit.fetch_all(
        _ON_PAPER,
        tenant_id=unit.tenant_id,
        ticket_ids=[ticket.id for ticket in printed],
        station_ids=[ticket.station_id for ticket in printed],
        seqs=[ticket.printed_seq for ticket in printed],
    )
    found: dict[UUID, set[UUID]] = {}
    for row in rows:
        found.setdefault(row.ticket_id, set()).update([UUID(row.item_id)] if row.item_id else ())
    return found


def orders_of(unit: Unit, store_id: UUID, item_ids: Sequence[UUID], ticket_ids: Sequence[UUID]) -> list[UUID]:
    """The orders of those items and tickets that are the store's."""
    rows = unit.fetch_all(
        _ORDERS_OF,
        tenant_id=unit.tenant_id,
        store_id=store_id,
        item_ids=list(item_ids),
        ticket_ids=list(ticket_ids),
    )
    return sorted(row.order_id for row in rows)


def board(unit: Unit, store_id: UUID, station_id: UUID, *, is_expo: bool, into: Rail) -> int:
    """Fill in the open tickets of a station (expo: of the whole store); answers the stream's number they are good for.

    The number is read first, so that what comes in between is at worst shown twice, and never missed.
    """
    place = {"tenant_id": unit.tenant_id, "station_id": station_id}
    (last,) = unit.fetch((_LAST_SEQ, place))
    _load(unit, into, _BOARD, store_id=store_id, station_id=station_id, is_expo=is_expo)
    return int(last[0].stream_seq) if last else 0


def list_done(
    unit: Unit, store_id: UUID, station_id: UUID, since: datetime, most: int, into: Rail
) -> list[UUID]:
    """Fill in a station's tickets that were done since then; answers their ids, the latest first."""
    place = {"store_id": store_id, "station_id": station_id, "since": since, "most": most}
    known = set(into.tickets)
    _load(unit, into, _DONE, **place, first_day=(since - timedelta(days=1)).date())
    return [ticket_id for ticket_id in into.tickets if ticket_id not in known]


def open_seconds(unit: Unit, station_ids: Sequence[UUID], since: datetime) -> dict[UUID, int]:
    """Seconds of open work per station that was fired since."""
    rows = unit.fetch_all(_LOAD, tenant_id=unit.tenant_id, station_ids=list(station_ids), since=since)
    return {row.station_id: int(row.seconds) for row in rows}


def _load(unit: Unit, into: Rail, statement: Prepared, **params: Any) -> None:
    rows = unit.fetch_all(statement, tenant_id=unit.tenant_id, **params)
    found = {row.id: Ticket(**row._asdict()) for row in rows}
    into.tickets.update({key: value for key, value in found.items() if key not in into.tickets})
    if found:
        items = unit.fetch_all(_ITEMS, tenant_id=unit.tenant_id, ticket_ids=list(found))
        into.items.update({row.id: Item(**row._asdict()) for row in items if row.id not in into.items})


def changed_tickets(before: Rail, after: Rail) -> set[UUID]:
    """The tickets on which something changed."""
    changed = {t.id for t in after.tickets.values() if before.tickets.get(t.id) is not t}
    return changed | {x.ticket_id for x in after.items.values() if before.items.get(x.id) is not x}


def save_rail(unit: Unit, before: Rail, after: Rail) -> None:
    """Write what differs; every changed ticket gets a higher version."""
    for ticket_id in changed_tickets(before, after):
        ticket = after.tickets[ticket_id]
        after.tickets[ticket_id] = replace(ticket, version=ticket.version + 1)
    _write(unit, TicketRow, before.tickets, after.tickets)
    _write(unit, ItemRow, before.items, after.items)


def _write(unit: Unit, model: type[Base], before: dict[UUID, Any], after: dict[UUID, Any]) -> None:
    fresh = [value for key, value in after.items() if key not in before]
    unit.add(model, [row_of(value) for value in fresh])
    for key, new in after.items():
        old = before.get(key)
        if old is not None and new is not old:
            changes = changes_of(old, new)
            if changes:
                unit.change(model, {"id": key}, changes)


def keep_seq(unit: Unit, promised: Late, station_id: UUID) -> None:
    """Make a promised number the station's next; its row is locked for the commit only."""
    unit.keep(promised, _NEXT_SEQ, the_tenant=unit.tenant_id, the_station=station_id)


def add_entry(unit: Unit, station_id: UUID, seq: Late, at: Any, payload: dict[str, Any]) -> None:
    """Append to a station's stream."""
    unit.add(StreamEntry, [{"station_id": station_id, "seq": seq, "at": at, "payload": payload}])


def list_entries(unit: Unit, station_id: UUID, after: int, most: int) -> tuple[list[Any], int]:
    """Entries after a number, and the number of the last one there is. Numbers are given under a row lock that is held
    until the commit, so that an entry with a lower number is never seen later."""
    place = {"tenant_id": unit.tenant_id, "station_id": station_id}
    entries, last = unit.fetch((_ENTRIES, {**place, "after": after, "most": most}), (_LAST_SEQ, place))
    return entries, last[0].stream_seq if last else 0
