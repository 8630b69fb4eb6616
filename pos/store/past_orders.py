"""Queries of paid orders, walked by store, day and number, and of what was made for them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from core.sql import Prepared
from core.uow import Unit

_PAID = """FROM pos_order WHERE tenant_id = %(tenant_id)s AND store_id = ANY(%(store_ids)s::uuid[]) AND state = 'paid'
    AND business_date BETWEEN %(first)s AND %(last)s"""
_PAGE = Prepared(
    f"""SELECT id, store_id, business_date, number {_PAID} AND (%(after_store)s::uuid IS NULL
        OR (store_id, business_date, number) > (%(after_store)s::uuid, %(after_day)s::date, %(after_number)s::bigint))
    ORDER BY store_id, business_date, number LIMIT %(limit)s""",
    {},
)
_COUNT = Prepared(f"SELECT count(*) AS orders {_PAID}", {})
# Of a set meal its components were made, as far as units of the set were not voided.
_MADE = Prepared(
    """SELECT l.order_id, l.product_id, l.variant_id,
        sum(CASE WHEN p.id IS NULL THEN l.quantity - l.voided
            ELSE l.quantity * (p.quantity - p.voided) / p.quantity END) AS made
    FROM pos_order_line l
    LEFT JOIN pos_order_line p ON p.tenant_id = l.tenant_id AND p.id = l.parent_id
    WHERE l.tenant_id = %(tenant_id)s AND l.order_id = ANY(%(order_ids)s::uuid[]) AND l.kind <> 'set_meal'
    GROUP BY l.order_id, l.product_id, l.variant_id""",
    {},
)
_STORES = Prepared(
    """SELECT id, store_id FROM pos_order WHERE tenant_id = %(tenant_id)s AND id = ANY(%(order_ids)s::uuid[])
    ORDER BY store_id, id""",
    {},
)
_PAYMENT = Prepared("SELECT 1 FROM pos_payment WHERE tenant_id = %(tenant_id)s AND id = %(id)s", {})


def is_payment(unit: Unit, payment_id: UUID) -> bool:
    """Whether this is an order's payment."""
    return bool(unit.fetch_all(_PAYMENT, tenant_id=unit.tenant_id, id=payment_id))


def page_paid(
    unit: Unit,
    store_ids: Collection[UUID],
    first: date,
    last: date,
    after: tuple[UUID, date, int] | None,
    limit: int,
) -> list[Any]:
    """Paid orders by store, day and number, from the one after ``after`` on."""
    store_id, day, number = after or (None, None, None)
    return unit.fetch_all(
        _PAGE,
        tenant_id=unit.tenant_id,
        store_ids=list(store_ids),
        first=first,
        last=last,
        after_store=store_id,
        after_day=day,
        after_number=number,
        limit=limit,
    )


def count_paid(unit: Unit, store_ids: Collection[UUID], first: date, last: date) -> int:
    """How many there are."""
    asked = {"store_ids": list(store_ids), "first": first, "last": last}
    found: int = unit.fetch_one(_COUNT, tenant_id=unit.tenant_id, **asked).orders
    return found


def made_for(unit: Unit, order_ids: Sequence[UUID]) -> list[Any]:
    """How many of which dishes were made for these orders."""
    return unit.fetch_all(_MADE, tenant_id=unit.tenant_id, order_ids=list(order_ids)) if order_ids else []


def stores_of(unit: Unit, order_ids: Sequence[UUID]) -> list[Any]:
    """At which store each of these orders is, those of one store together."""
    return unit.fetch_all(_STORES, tenant_id=unit.tenant_id, order_ids=list(order_ids))
