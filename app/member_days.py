"""Looks every minute, in every process, for brands whose members' day has come, and for campaigns whose time has."""

from collections.abc import Callable
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine

from app.rounds import go_round, safely
from core import clock
from core.uow import Unit
from membership.services.campaigns import run_due
from membership.services.daily_work import do_days_work
from membership.services.uses import release_late
from membership.store.daily_work import tenants_due

PAUSE = 60.0
STEPS: tuple[Callable[[Unit], object], ...] = (release_late, do_days_work, run_due)


def look_over(engine: Engine) -> int:
    """One look at every brand with something to do; answers how many there were."""
    with Unit(engine) as unit:
        tenants = tenants_due(unit, clock.now())
    for tenant_id in tenants:
        look_over_one(engine, tenant_id)
    return len(tenants)


def look_over_one(engine: Engine, tenant_id: UUID) -> None:
    """One brand's work, each part again until nothing is left of it, in transactions of its own.

    What fails is tried again at the next look.
    """
    for step in STEPS:
        while safely(engine, tenant_id, step, "member_work_failed", step=step.__name__):
            pass


def start_member_days(app: Flask) -> None:
    """Look every minute, in the background. Several processes share the work by row locks."""
    go_round(app, look_over, PAUSE, "member_days_failed")
