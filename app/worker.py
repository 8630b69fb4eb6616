"""Gives consumers their events: a background task in every server process, or ``flask consume`` by hand."""

import time
from collections.abc import Callable
from uuid import UUID

import structlog
from flask import Flask
from sqlalchemy import Engine

from app.wiring import AFTER_COMMIT
from core.outbox import catch_up, drain, run_once

log = structlog.get_logger()
PAUSE = 1.0


def drain_all(app: Flask) -> int:
    """Until nobody is behind; answers how many events were passed on."""
    return drain(app.engine, AFTER_COMMIT)  # type: ignore[attr-defined]


def drain_brand(engine: Engine, tenant_id: UUID, passed: Callable[[int], None] = lambda _count: None) -> None:
    """Until nobody is behind on this brand's events, beside a server that hears them, too; see ``catch_up``."""
    catch_up(engine, AFTER_COMMIT, tenant_id, passed)


def start_consumers(app: Flask) -> None:
    """Look for news every second, in the background. Several processes share the work by row locks."""
    from gevent import spawn

    spawn(_run, app)


def _run(app: Flask) -> None:
    """In a rush, too, a second's events go in one batch, unless they are more than fit: each batch has its own cost."""
    while True:
        has_more = False
        try:
            has_more = run_once(app.engine, AFTER_COMMIT).has_more  # type: ignore[attr-defined]
        except Exception:
            log.exception("consumers_failed")
        if not has_more:
            time.sleep(PAUSE)
