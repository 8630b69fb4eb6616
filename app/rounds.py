"""Background work of a server process: a look every so often, for ever. What fails is tried again at the next look."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from flask import Flask
from sqlalchemy import Engine

from core.uow import Unit, transact

log = structlog.get_logger()


def go_round(app: Flask, look: Callable[[Engine], object], pause: float, failed: str) -> None:
    """Begin to look, ``pause`` seconds apart; ``failed`` is what the log calls a look that failed."""
    from gevent import spawn

    engine: Engine = app.engine  # type: ignore[attr-defined]
    spawn(_go, engine, look, pause, failed)


def safely(engine: Engine, tenant_id: UUID, work: Callable[[Unit], Any], failed: str, **told: object) -> Any:
    """One brand's work in a transaction of its own; None when it failed, which the log tells and no other brand feels."""
    try:
        return transact(engine, tenant_id, work)
    except Exception:
        log.exception(failed, tenant_id=str(tenant_id), **told)
        return None


def _go(engine: Engine, look: Callable[[Engine], object], pause: float, failed: str) -> None:
    while True:
        try:
            look(engine)
        except Exception:
            log.exception(failed)
        time.sleep(pause)
