"""Looks every ten minutes, in every process, for brands with answers to keyed requests that are kept long enough."""

from functools import partial

from flask import Flask
from sqlalchemy import Engine

from app.rounds import go_round, safely
from core import clock
from core.kept_answers import KEPT, forget_old, tenants_with_old
from core.uow import Unit

PAUSE = 600.0


def look_over(engine: Engine) -> int:
    """Delete what is too old, some thousand a transaction, until nothing is; answers how many there were."""
    before = clock.now() - KEPT
    deleted = 0
    while True:
        with Unit(engine) as unit:
            tenants = tenants_with_old(unit, before)
        forget = partial(forget_old, before=before)
        found = sum(safely(engine, tenant_id, forget, "answers_not_forgotten") or 0 for tenant_id in tenants)
        if not found:  # or somebody else is at it
            return deleted
        deleted += found


def start_old_answers(app: Flask) -> None:
    """Look every ten minutes, in the background. Several processes share the work by row locks."""
    go_round(app, look_over, PAUSE, "old_answers_failed")
