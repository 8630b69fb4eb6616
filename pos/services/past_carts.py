"""Paid orders as carts that could be priced again, for whoever asks what a promotion would have done."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from core.uow import Unit
from pos import ports
from pos.rules.deals import cart_of
from pos.rules.untaxed import untaxed_left
from pos.services.catalog import get_catalog
from pos.store import past_orders as store
from pos.store.orders import load_books
from pos.values.carts import Cart

Place = tuple[UUID, date, int]
Made = dict[tuple[UUID, UUID | None], Decimal]
BOOKS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PastCart:
    """A paid order: where it stands in the walk, its cart without wishes, and how many of which dishes were made."""

    place: Place
    cart: Cart
    made: Made


def past_carts(
    unit: Unit, store_ids: Collection[UUID], first: date, last: date, after: Place | None, limit: int
) -> list[PastCart]:
    """A page of paid orders by store, day and number; a store's orders come in three round trips, however many."""
    rows = store.page_paid(unit, store_ids, first, last, after, limit)
    made = made_by_order(unit, [row.id for row in rows])
    return [past for store_id, heads in groupby(rows, lambda row: row.store_id) for past in _at_store(unit, store_id, list(heads), made)]  # fmt: skip


def count_past(unit: Unit, store_ids: Collection[UUID], first: date, last: date) -> int:
    """How many orders such a walk meets."""
    return store.count_paid(unit, store_ids, first, last)


def is_payment(unit: Unit, payment_id: UUID) -> bool:
    """Whether an order was paid with it."""
    return store.is_payment(unit, payment_id)


def made_by_order(unit: Unit, order_ids: Collection[UUID]) -> dict[UUID, Made]:
    """How many of which dishes were made for each order."""
    found: dict[UUID, Made] = {order_id: {} for order_id in order_ids}
    for row in store.made_for(unit, list(order_ids)):
        if row.made:
            found[row.order_id][row.product_id, row.variant_id] = row.made
    return found


def nets_untaxed(unit: Unit, order_ids: Collection[UUID]) -> dict[UUID, int]:
    """What paid orders brought without the tax that prices contain, less what was given back of that."""
    found: dict[UUID, int] = {}
    rows = store.stores_of(unit, list(order_ids))
    for store_id, at_store in groupby(rows, lambda row: row.store_id):
        ids = [row.id for row in at_store]
        for first in range(0, len(ids), BOOKS_AT_ONCE):
            books = load_books(unit, store_id, ids[first : first + BOOKS_AT_ONCE])
            found |= {order_id: untaxed_left(book) for order_id, book in books.items()}
    return found


def _at_store(unit: Unit, store_id: UUID, heads: list[Any], made: dict[UUID, Made]) -> Iterator[PastCart]:
    catalog = get_catalog(unit, ports.accounts.store_settings(unit, store_id))
    books = load_books(unit, store_id, [head.id for head in heads])
    for head in heads:
        cart = cart_of(books[head.id], catalog)
        plain = replace(cart, points=0, coupon_codes=(), kept_coupons=frozenset(), manual=None)
        yield PastCart((store_id, head.business_date, head.number), plain, made[head.id])
