"""Queries of planned courses. A plan is read and changed by whoever holds its order's lock."""

from collections.abc import Sequence
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
_READY = Prepared(
    """INSERT INTO pos_course_plan (tenant_id, order_id, course, store_id, mode, ready_at)
    VALUES (%(tenant_id)s, %(order_id)s, %(course)s, %(store_id)s, 'hand', %(at)s)
    ON CONFLICT (tenant_id, order_id, course) DO UPDATE
        SET ready_at = greatest(pos_course_plan.ready_at, excluded.ready_at)""",
    {},
)
# A course planned at both orders keeps the plan of the one that takes over.
_TAKE_OVER = Prepared(
    """INSERT INTO pos_course_plan (tenant_id, order_id, course, store_id, mode, fire_at, ready_at, planned_by, planned_at)
    SELECT tenant_id, %(into)s, course, store_id, mode, fire_at, NULL, planned_by, planned_at FROM pos_course_plan
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
    WHERE tenant_id = %(tenant_id)s AND order_id = %(order_id)s AND closed_at IS NULL""",
    {},
)
_LIST = Prepared(
    """SELECT course, mode, fire_at, ready_at, planned_by, closed_at FROM pos_course_plan
    WHERE tenant_id = %(tenant_id)s AND order_id = %(order_id)s ORDER BY course""",
    {},
)
_LOCK_ORDER = Prepared(
    """SELECT state, merged_into, store_id FROM pos_order WHERE tenant_id = %(tenant_id)s AND id = %(order_id)s FOR UPDATE""",
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


def take_over(unit: Unit, from_order_id: UUID, into: UUID) -> None:
    """Plans go with the lines of an order that another takes over."""
    unit.write(_TAKE_OVER, tenant_id=unit.tenant_id, order_id=from_order_id, into=into)


def note_ready(unit: Unit, store_id: UUID, order_id: UUID, course: int, at: datetime) -> None:
    """The kitchen has finished a course."""
    place = {"tenant_id": unit.tenant_id, "order_id": order_id, "course": course, "store_id": store_id}
    unit.write(_READY, **place, at=at)


def close_plan(unit: Unit, order_id: UUID, course: int, at: datetime) -> None:
    """A plan was carried out."""
    unit.write(_CLOSE, tenant_id=unit.tenant_id, order_id=order_id, course=course, at=at)


def close_plans(unit: Unit, order_id: UUID, at: datetime) -> None:
    """An order is over; nothing of it is fired any more."""
    unit.write(_CLOSE_ALL, tenant_id=unit.tenant_id, order_id=order_id, at=at)


def list_plans(unit: Unit, order_id: UUID) -> list[Any]:
    """An order's courses that were planned or finished."""
    return unit.fetch_all(_LIST, tenant_id=unit.tenant_id, order_id=order_id)


def ready_courses(unit: Unit, order_id: UUID) -> dict[int, datetime]:
    """When the kitchen last finished each course."""
    return {row.course: row.ready_at for row in list_plans(unit, order_id) if row.ready_at is not None}


def lock_order(unit: Unit, order_id: UUID) -> Any:
    """An order's state, what it was merged into, and its store, locked; None when there is no such order."""
    return unit.fetch_one(_LOCK_ORDER, tenant_id=unit.tenant_id, order_id=order_id)


def list_due(unit: Unit, at: datetime) -> list[Any]:
    """Courses whose time has come."""
    return unit.fetch_all(_DUE, tenant_id=unit.tenant_id, at=at)


def tenants_with_courses_due(unit: Unit, at: datetime) -> list[UUID]:
    """The tenants that have a course whose time has come."""
    return [row.tenant_id for row in unit.fetch_all(_TENANTS, at=at)]
