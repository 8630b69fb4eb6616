"""What a store has, order by order, and what was brought into it in all."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, bindparam, func, select

from core.sql import prepared
from core.uow import Unit
from pos.models.orders import LineRow, OrderRow, PaymentRow

_order = OrderRow.__table__.c
_line = LineRow.__table__.c
_payment = PaymentRow.__table__.c
_OF_STORE = (_order.tenant_id == bindparam("tenant_id"), _order.store_id == bindparam("store_id"))
_JOINED = LineRow.__table__.join(
    OrderRow.__table__, (_order.tenant_id == _line.tenant_id) & (_order.id == _line.order_id)
)
_STANDING = prepared(
    select(_order.id, _order.opened_at, func.count().label("lines"))
    .select_from(_JOINED)
    .where(*_OF_STORE, _line.parent_id.is_(None))
    .group_by(_order.id, _order.opened_at)
)
_LOCK = prepared(select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("text"), 0))))
_WHICH = prepared(select(_order.id).where(*_OF_STORE, _order.id == func.any(bindparam("order_ids"))))
_BROUGHT = (*_OF_STORE, _order.opened_by == bindparam("opened_by"), _order.state == "paid")
_ORDERS = prepared(
    select(
        func.count().label("orders"),
        func.count(_order.business_date.distinct()).label("days"),
        func.min(_order.business_date).label("first_day"),
        func.max(_order.business_date).label("last_day"),
    ).where(*_BROUGHT)
)
_LINES = prepared(
    select(
        func.count().label("lines"),
        func.coalesce(func.sum(_line.quantity - _line.voided - _line.comped), 0).label("units"),
    )
    .select_from(_JOINED)
    .where(*_BROUGHT, _line.parent_id.is_(None))
)
_PAYMENTS = prepared(
    select(func.coalesce(func.sum(_payment.amount), 0).cast(BigInteger).label("revenue"))
    .select_from(
        PaymentRow.__table__.join(
            OrderRow.__table__, (_order.tenant_id == _payment.tenant_id) & (_order.id == _payment.order_id)
        )
    )
    .where(*_BROUGHT)
)


def standing_orders(unit: Unit, store_id: UUID) -> dict[UUID, tuple[datetime, int]]:
    """When each order of the store was opened, and how many lines it has."""
    rows = unit.fetch_all(_STANDING, tenant_id=unit.tenant_id, store_id=store_id)
    return {row.id: (row.opened_at, row.lines) for row in rows}


def lock_import(unit: Unit, store_id: UUID) -> None:
    """Let nobody else bring past sales into the store until this transaction ends."""
    unit.fetch((_LOCK, {"text": f"past sales {unit.tenant_id}/{store_id}"}))


def which_stand(unit: Unit, store_id: UUID, order_ids: list[UUID]) -> set[UUID]:
    """Those of the orders that the store has."""
    params = {"tenant_id": unit.tenant_id, "store_id": store_id, "order_ids": order_ids}
    return {row.id for row in unit.fetch_all(_WHICH, **params)}


def totals(unit: Unit, store_id: UUID, opened_by: UUID) -> tuple[Any, Any, Any]:
    """The sums over the paid orders that somebody opened, over their lines, and over their payments."""
    whose = {"tenant_id": unit.tenant_id, "store_id": store_id, "opened_by": opened_by}
    orders, lines, payments = unit.fetch((_ORDERS, whose), (_LINES, whose), (_PAYMENTS, whose))
    return orders[0], lines[0], payments[0]
