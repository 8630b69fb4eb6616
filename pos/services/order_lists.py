"""Looking at many orders: lists, the floor, and what changed since a screen last heard."""

import re
from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from core.errors import BadRequest
from core.paging import Page
from core.uow import Unit
from pos.rules.order_view import order_view, summary_view
from pos.services.stores import store_of
from pos.store import order_lists as store

MOST_CHANGES = 100
_CURSOR = re.compile(r"([0-9]{1,18})(?:\.([0-9]{1,18})\.([0-9a-f]{32}))?", re.ASCII)


def list_orders(
    unit: Unit,
    store_id: UUID,
    *,
    state: str | None = None,
    business_date: date | None = None,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[dict[str, Any]]:
    """A page of orders, newest first."""
    unit.actor.demand("order.view", store_id)
    store_of(unit, store_id)
    found = store.page_orders(
        unit, store_id, state=state, business_date=business_date, words=q, cursor=cursor, limit=limit
    )
    return Page([summary_view(book) for book in found.items], found.next_cursor)


def list_changes(unit: Unit, store_id: UUID, after: str | None) -> dict[str, Any]:
    """What changed since ``after``; without it, only where to begin. No change is ever missed, some may come twice."""
    unit.actor.demand("order.view", store_id)
    store_of(unit, store_id)
    if after is None:
        return {"orders": [], "cursor": str(store.here(unit)), "more": False}
    books, place, more = store.list_changed(unit, store_id, _place(after), MOST_CHANGES)
    return {"orders": [order_view(book) for book in books], "cursor": _cursor(place), "more": more}


def _cursor(place: store.Place) -> str:
    return f"{place.floor}.{place.xid}.{place.order_id.hex}" if place.is_inside else str(place.floor)


def _place(cursor: str) -> store.Place:
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise BadRequest("This cursor does not belong to this feed.", code="bad_cursor")
    floor, xid, order_id = found.groups()
    return store.Place(int(floor), int(xid), UUID(order_id)) if order_id else store.Place.at(int(floor))


def orders_by_table(unit: Unit, store_id: UUID) -> dict[UUID, list[dict[str, Any]]]:
    """What stands at each table: number, covers, age, amount, what waits to be fired."""
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for book in sorted(store.list_open_books(unit, store_id), key=lambda b: b.order.opened_at):
        if book.order.table_id is not None:
            view = summary_view(book)
            found[book.order.table_id].append(
                {
                    **{
                        key: view[key]
                        for key in ("id", "number", "covers", "opened_at", "state", "unfired", "version")
                    },
                    "total": view["totals"]["total"],
                    "paid": view["totals"]["paid"],
                    "due": view["totals"]["due"],
                }
            )
    return dict(found)
