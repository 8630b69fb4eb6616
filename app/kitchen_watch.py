"""Looks every second, in every process, for tickets that no screen acknowledged; and prints. Every minute, for what nobody bumped
and everybody has eaten."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine

from app.rounds import go_round, safely
from core import clock
from core.uow import Unit
from kitchen.ports import PrinterFailed
from kitchen.services import fallback, leftovers
from kitchen.store.alarms import tenants_to_watch
from kitchen.store.tickets import tenants_with_leftovers
from kitchen.values.tickets import EATEN_AFTER

PAUSE = 1.0
PAUSE_BETWEEN_TIDYINGS = 60.0
PRINTERS_AT_ONCE = 8
STEPS: tuple[Callable[[Unit], None], ...] = (fallback.divert_silent, fallback.raise_due, fallback.clear_heard)


def watch_once(engine: Engine) -> int:
    """One look at every tenant for whom there is something to do; answers how many there were."""
    with Unit(engine) as unit:
        tenants = tenants_to_watch(unit, clock.now())
    watch(engine, tenants)
    return len(tenants)


def watch(engine: Engine, tenants: Sequence[UUID]) -> None:
    """Do for these tenants what there is to do."""
    jobs: list[tuple[UUID, fallback.Job]] = []
    for tenant_id in tenants:
        for step in STEPS:
            _safely(engine, tenant_id, step)
        jobs += [(tenant_id, job) for job in _safely(engine, tenant_id, fallback.claim_slips) or ()]
    outcomes = _print(jobs)
    for tenant_id in tenants:
        theirs = [outcome for owner, outcome in outcomes if owner == tenant_id]
        if theirs:
            _safely(engine, tenant_id, partial(fallback.finish_slips, outcomes=theirs))


def tidy_once(engine: Engine) -> int:
    """Take what is left over from the rails of every tenant that has such; answers how many there were."""
    with Unit(engine) as unit:
        tenants = tenants_with_leftovers(unit, clock.now() - EATEN_AFTER)
    tidy(engine, tenants)
    return len(tenants)


def tidy(engine: Engine, tenants: Sequence[UUID]) -> None:
    """Do it for these tenants, in transactions of some hundred tickets."""
    for tenant_id in tenants:
        while _safely(engine, tenant_id, leftovers.clear_eaten):
            pass


def _safely(engine: Engine, tenant_id: UUID, step: Callable[[Unit], Any]) -> Any:
    """What fails for one brand must not leave another's kitchen without paper."""
    return safely(engine, tenant_id, step, "kitchen_watch_failed")


def _print(jobs: list[tuple[UUID, fallback.Job]]) -> list[tuple[UUID, fallback.Outcome]]:
    """Printers work side by side; one that is away is not waited for twice in a round."""
    by_printer: dict[tuple[UUID, str | None], list[fallback.Job]] = {}
    for tenant_id, job in jobs:
        by_printer.setdefault((tenant_id, job.slip.printer), []).append(job)
    if not by_printer:
        return []
    with ThreadPoolExecutor(PRINTERS_AT_ONCE) as pool:
        rounds = pool.map(_print_in_turn, by_printer.values())
        return [
            (owner, outcome)
            for (owner, _), found in zip(by_printer, rounds, strict=True)
            for outcome in found
        ]


def _print_in_turn(jobs: list[fallback.Job]) -> list[fallback.Outcome]:
    outcomes: list[fallback.Outcome] = []
    for job in jobs:
        last = outcomes[-1].failure if outcomes else None
        if last is not None:
            outcomes.append(fallback.Outcome(job, PrinterFailed(str(last), may_be_out=False)))
        else:
            outcomes.append(fallback.print_job(job))
    return outcomes


def start_kitchen_watch(app: Flask) -> None:
    """Look every second, and tidy every minute, in the background. Several processes share the work by claims and locks."""
    go_round(app, watch_once, PAUSE, "kitchen_watch_failed")
    go_round(app, tidy_once, PAUSE_BETWEEN_TIDYINGS, "kitchen_tidying_failed")
