"""Fires courses whose time has come, every second, in every process."""

from functools import partial
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine

from app.rounds import go_round, safely
from core import clock
from core.uow import Unit
from pos.services import courses
from pos.store.course_plans import tenants_with_courses_due

PAUSE = 1.0


def fire_due(engine: Engine) -> int:
    """Fire every course whose time has come, each in a transaction of its own; answers how many there were."""
    now = clock.now()
    with Unit(engine) as unit:
        tenants = tenants_with_courses_due(unit, now)
    return sum(fire_due_of(engine, tenant_id) for tenant_id in tenants)


def fire_due_of(engine: Engine, tenant_id: UUID) -> int:
    """Those of one tenant."""
    list_due = partial(courses.list_due, at=clock.now())
    due: list[tuple[UUID, int]] = safely(engine, tenant_id, list_due, "courses_not_listed") or []
    for order_id, course in due:
        fire = partial(courses.fire_at_time, order_id=order_id, course=course)
        safely(engine, tenant_id, fire, "course_not_fired", order_id=str(order_id), course=course)
    return len(due)


def start_course_clock(app: Flask) -> None:
    """Look every second, in the background. Several processes do no harm: the order is locked, the plan closed."""
    go_round(app, fire_due, PAUSE, "course_clock_failed")
