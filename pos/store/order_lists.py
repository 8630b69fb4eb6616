"""Orders in lists: by state, day and words; and the feed of what changed, without gaps."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from unicodedata import normalize
from uuid import UUID

from sqlalchemy import ColumnElement, Text, bindparam, cast, func, or_, select, text, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from core.paging import Page, page
from core.sql import prepared
from core.uow import Unit
from pos.models.orders import OrderRow
from pos.store.orders import load_books
from pos.values.orders import Book

_order = OrderRow.__table__.c
_LAST = UUID(int=2**128 - 1)  # of all ids


@dataclass(frozen=True, slots=True)
class Place:
    """How far a reader of the feed has come: a transaction id and an order, and the ``floor`` to begin the next round at.

    The floor is the oldest transaction that was open when the round began. Transactions above it may commit in any order
    while the pages of the round are read; the next round sees them, because it begins at the floor again.
    """

    floor: int
    xid: int
    order_id: UUID

    @classmethod
    def at(cls, floor: int) -> "Place":
        """The beginning of a round: the first order changed at the floor or later."""
        return cls(floor, floor - 1, _LAST)

    @property
    def is_inside(self) -> bool:
        """Whether a round has begun and is not through."""
        return self.order_id != _LAST


_HERE = prepared(select(text("(pg_snapshot_xmin(pg_current_snapshot())::text)::bigint AS here")))
_CHANGED = prepared(
    select(_order.id, _order.changed_xid)
    .where(
        _order.tenant_id == bindparam("tenant_id"),
        _order.store_id == bindparam("store_id"),
        tuple_(_order.changed_xid, _order.id)
        > tuple_(bindparam("xid", required=True), bindparam("order_id", required=True)),
    )
    .order_by(_order.changed_xid, _order.id)
    .limit(bindparam("most"))
)
_OPEN_IDS = prepared(
    select(_order.id).where(
        _order.tenant_id == bindparam("tenant_id"),
        _order.store_id == bindparam("store_id"),
        _order.state == "open",
    )
)


# What a paper that was printed without a network has in place of a number: the end of the order's id.
_CODE = re.compile(r"[0-9a-fA-F]{4}")


def page_orders(
    unit: Unit,
    store_id: UUID,
    *,
    state: str | None,
    business_date: date | None,
    words: str | None,
    cursor: str | None,
    limit: int,
) -> Page[Book]:
    """A page of the store's orders, newest first."""
    query = select(OrderRow).where(OrderRow.tenant_id == unit.tenant_id, OrderRow.store_id == store_id)
    if state is not None:
        query = query.where(OrderRow.state == state)
    if business_date is not None:
        query = query.where(OrderRow.business_date == business_date)
    if words:
        like = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        matches: list[ColumnElement[bool]] = [
            OrderRow.table_name.ilike(like),
            OrderRow.guest_name.ilike(like),
        ]
        number = _number(words)
        if number is not None:
            matches.append(OrderRow.number == number)
        if _CODE.fullmatch(words):
            matches.append(func.right(cast(OrderRow.id, Text), 4) == words.lower())
        query = query.where(or_(*matches))
    order: list[InstrumentedAttribute[Any]] = [OrderRow.opened_at, OrderRow.id]
    found = page(unit.session, query, order, cursor, limit, newest_first=True)
    books = load_books(unit, store_id, [row.id for row in found.items])
    return Page([books[row.id] for row in found.items if row.id in books], found.next_cursor)


def _number(words: str) -> int | None:
    """The order number that somebody wrote: 12, or #12 as receipts and screens have it, in either width."""
    digits = normalize("NFKC", words).removeprefix("#").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 16 else None


def list_open_books(unit: Unit, store_id: UUID) -> list[Book]:
    """Every open order of the store."""
    ids = [row.id for row in unit.fetch_all(_OPEN_IDS, tenant_id=unit.tenant_id, store_id=store_id)]
    return list(load_books(unit, store_id, ids).values()) if ids else []


def here(unit: Unit) -> int:
    """The place in the feed from which on nothing was missed."""
    return int(unit.fetch_one(_HERE).here)


def list_changed(unit: Unit, store_id: UUID, place: Place, most: int) -> tuple[list[Book], Place, bool]:
    """Orders changed since a place, the place to go on from, and whether there is more at once."""
    after = {"xid": place.xid, "order_id": place.order_id, "most": most + 1}
    # The oldest open transaction first: what commits between the two statements is then seen again, not skipped.
    floors, rows = unit.fetch(
        (_HERE, {}), (_CHANGED, {"tenant_id": unit.tenant_id, "store_id": store_id, **after})
    )
    floor = place.floor if place.is_inside else floors[0].here
    more = len(rows) > most
    shown = rows[:most]
    ids = [row.id for row in shown]
    books = load_books(unit, store_id, ids) if ids else {}
    onward = Place(floor, shown[-1].changed_xid, shown[-1].id) if more else Place.at(floor)
    return [books[found] for found in ids if found in books], onward, more
