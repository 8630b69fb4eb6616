"""Background work of a server process: a look every so often, for ever. What fails is tried again at the next look."""

import time
from collections.abc import Callable

import structlog
from flask import Flask
from sqlalchemy import Engine

log = structlog.get_logger()


def go_round(app: Flask, look: Callable[[Engine], object], pause: float, failed: str) -> None:
    """Begin to look, ``pause`` seconds apart; ``failed`` is what the log calls a look that failed."""
    from gevent import spawn

    engine: Engine = app.engine  # type: ignore[attr-defined]
    spawn(_go, engine, look, pause, failed)


def _go(engine: Engine, look: Callable[[Engine], object], pause: float, failed: str) -> None:
    while True:
        try:
            look(engine)
        except Exception:
            log.exception(failed)
        time.sleep(pause)
