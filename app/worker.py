"""Gives consumers their events: a background task in every server process, or ``flask consume`` by hand."""

import time
from collections.abc import Callable

import structlog
from flask import Flask

from app.wiring import AFTER_COMMIT
from core.outbox import run_once

log = structlog.get_logger()
PAUSE = 1.0


def drain_all(app: Flask, passed: Callable[[int], None] = lambda _count: None) -> int:
    """Until nobody is behind; answers how many events were passed on, and tells ``passed`` after each round."""
    total = 0
    while count := run_once(app.engine, AFTER_COMMIT):  # type: ignore[attr-defined]
        passed(count)
        total += count
    return total


def start_consumers(app: Flask) -> None:
    """Look for news every second, in the background. Several processes share the work by row locks."""
    from gevent import spawn

    spawn(_run, app)


def _run(app: Flask) -> None:
    while True:
        try:
            passed = run_once(app.engine, AFTER_COMMIT)  # type: ignore[attr-defined]
        except Exception:
            log.exception("consumers_failed")
            passed = 0
        if not passed:
            time.sleep(PAUSE)
