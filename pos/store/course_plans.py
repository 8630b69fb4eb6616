"""Queries of planned courses. A plan is read and changed by whoever holds its order's lock."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from core.sql import Prepared
from core.uow import Unit
from pos.values.courses import CoursePlan

_SAVE = Prepared(
    """INSERT INTO pos_course_plan (tenant_id, order_id, course, store_id, mode, fire_at, planned_by, planned_at)
    VALUES (%(tenant_id)s, %(order_id)s, %(course)s, %(store_id)s, %(mode)s, %(fire_at)s, %(by)s, %(at)s)
    ON CONFLICT (tenant_id, order_id, course) DO UPDATE SET mode = excluded.mode, fire_at = excluded.fire_at,
        planned_by = excluded.planned_by, planned_at = excluded.planned_at, closed_at = NULL""",
    {},
)
# A course planned at both orders keeps the plan of the one that takes over.
_TAKE_OVER = Prepared(
    """INSERT INTO pos_course_plan (tenant_id, order_id, course, store_id, mode, fire_at, planned_by, planned_at)
    SELECT tenant_id, %(into)s, course, store_id, mode, fire_at, planned_by, planned_at FROM pos_course_plan
    WHERE tenant_id = %(tenant_id)s AND order_id = %(order_id)s AND mode <> 'hand' AND closed_at IS NULL
    ON CONFLICT (tenant_id, order_id, course) DO UPDATE SET mode = excluded.mode, fire_at = excluded.fire_at,
        planned_by = excluded.planned_by, planned_at = excluded.planned_at, closed_at = NULL
        WHERE pos_course_plan.mode = 'hand' OR pos_course_plan.closed_at IS NOT NULL""",
    {},
)
_CLOSE = Prepared(
    """UPDATE pos_course_plan SET closed_at = %(at)s
    WHERE tenant_id = %(tenant_id)s AND order_id = %(order_id)s AND course = %(course)s AND closed_at IS NULL""",
    {},
)
_CLOSE_ALL = Prepared(
    """UPDATE pos_course_plan SET closed_at = %(at)s
    WHERE tenant_id = %(tenant_id)s AND order_id = ANY(%(order_ids)s) AND closed_at IS NULL""",
    {},
)
_OPEN = Prepared(
    """SELECT order_id, course, mode, fire_at, planned_by FROM pos_course_plan
    WHERE tenant_id = %(tenant_id)s AND order_id = ANY(%(order_ids)s) AND mode <> 'hand' AND closed_at IS NULL
    ORDER BY order_id, course""",
    {},
)
_LOCK_ORDERS = Prepared(
    """SELECT id, state, merged_into, store_id FROM pos_order
    WHERE tenant_id = %(tenant_id)s AND id = ANY(%(order_ids)s) ORDER BY id FOR UPDATE""",
    {},
)
_DUE = Prepared(
    """SELECT order_id, course FROM pos_course_plan WHERE tenant_id = %(tenant_id)s AND mode = 'at' AND closed_at IS NULL
        AND fire_at <= %(at)s ORDER BY fire_at, order_id, course LIMIT 200""",
    {},
)
_TENANTS = Prepared("SELECT pos_tenants_with_courses_due(%(at)s) AS tenant_id", {})


def save_plans(
    unit: Unit, store_id: UUID, order_id: UUID, plans: Sequence[CoursePlan], by: UUID, at: datetime
) -> None:
    """Keep how courses are to be fired; what was planned before is replaced."""
    for plan in plans:
        place = {
            "tenant_id": unit.tenant_id,
            "order_id": order_id,
            "course": plan.course,
            "store_id": store_id,
        }
        unit.write(_SAVE, **place, mode=plan.when, fire_at=plan.fire_at, by=by, at=at)


def take_over(unit: Unit, from_order_id: UUID, into: UUID, at: datetime) -> None:
    """Plans go with the lines of an order that another takes over, once."""
    unit.write(_TAKE_OVER, tenant_id=unit.tenant_id, order_id=from_order_id, into=into)
    close_plans(unit, [from_order_id], at)


def close_plan(unit: Unit, order_id: UUID, course: int, at: datetime) -> None:
    """A plan was carried out."""
    unit.write(_CLOSE, tenant_id=unit.tenant_id, order_id=order_id, course=course, at=at)


def close_plans(unit: Unit, order_ids: Sequence[UUID], at: datetime) -> None:
    """Orders are over; nothing of them is fired any more."""
    unit.write(_CLOSE_ALL, tenant_id=unit.tenant_id, order_ids=list(order_ids), at=at)


def list_open(unit: Unit, order_ids: Collection[UUID]) -> list[Any]:
    """The orders' courses that are to be fired by themselves, and were not yet."""
    return unit.fetch_all(_OPEN, tenant_id=unit.tenant_id, order_ids=sorted(order_ids))


def lock_orders(unit: Unit, order_ids: Collection[UUID]) -> list[Any]:
    """The orders' state, what they were merged into, and their stores, locked in order of their ids."""
    return unit.fetch_all(_LOCK_ORDERS, tenant_id=unit.tenant_id, order_ids=sorted(order_ids))


def list_due(unit: Unit, at: datetime) -> list[Any]:
    """Courses whose time has come."""
    return unit.fetch_all(_DUE, tenant_id=unit.tenant_id, at=at)


def tenants_with_courses_due(unit: Unit, at: datetime) -> list[UUID]:
    """The tenants that have a course whose time has come."""
    return [row.tenant_id for row in unit.fetch_all(_TENANTS, at=at)]
