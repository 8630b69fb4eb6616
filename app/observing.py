"""Logs with request ids, metrics, health."""

import json
import logging
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import orjson
import redis
import structlog
from flask import Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from core.ids import new_id

REQUESTS = Histogram(
    "zaotai_request_seconds",
    "Time to answer a request",
    ["method", "route", "status"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)
ROUND_TRIPS = Counter("zaotai_database_round_trips", "Round trips to the database", ["route"])
log = structlog.get_logger()


def init_logging(level: str, form: str) -> None:
    """Structured logs on stderr: one JSON object a line, or for people's eyes."""
    renderer: Any = (
        structlog.processors.JSONRenderer(_spelled)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _spelled(value: object, default: Callable[[Any], Any], **_more: Any) -> str:
    try:
        return orjson.dumps(value, default).decode()
    except orjson.JSONEncodeError:  # such as half a character out of somebody's request
        return json.dumps(value, default=default)


def init_observing(app: Flask, engine: Engine, redis_url: str | None) -> None:
    """Give every request an id, a log line and a measurement; add /healthz, /readyz and /metrics."""
    said = log.bind()  # bound once: otherwise every line makes a logger of its own

    @app.before_request
    def _begin() -> None:
        g.started = time.perf_counter()
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if given.isalnum() and len(given) <= 64 else new_id().hex

    @app.after_request
    def _end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        seconds = time.perf_counter() - g.get("started", time.perf_counter())
        route = request.url_rule.rule if request.url_rule else "unknown"
        REQUESTS.labels(request.method, route, response.status_code).observe(seconds)
        unit = g.get("unit")
        if unit is not None:
            ROUND_TRIPS.labels(route).inc(unit.round_trips)
        if request.path.startswith("/api/"):
            _log_line(said, response, route, seconds)
        return response

    @app.get("/healthz")
    def _health() -> Response:
        return Response("ok\n", mimetype="text/plain")

    @app.get("/readyz")
    def _ready() -> Response:
        database = _database_answers(engine)
        redis = _redis_answers(redis_url) if redis_url else "not used"
        status = 200 if database == "ok" else 503
        return Response(f"database: {database}\nredis: {redis}\n", status=status, mimetype="text/plain")

    @app.get("/metrics")
    def _metrics() -> Response:
        return Response(_measurements(), content_type=CONTENT_TYPE_LATEST)


def _log_line(said: Any, response: Response, route: str, seconds: float) -> None:
    unit = g.get("unit")
    actor = unit.actor_or_none if unit is not None else None
    said.info(
        "request",
        request_id=g.get("request_id"),
        method=request.method,
        route=route,
        status=response.status_code,
        ms=round(seconds * 1000, 1),
        tenant=str(unit.tenant_id_or_none) if unit is not None and unit.tenant_id_or_none else None,
        staff=str(actor.staff_id) if actor else None,
        trips=unit.round_trips if unit is not None else 0,
    )


def _measurements() -> bytes:
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest()


def _database_answers(engine: Engine) -> str:
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        log.warning("database_away", error=str(error))
        return "away"
    return "ok"


def _redis_answers(redis_url: str) -> str:
    try:
        redis.Redis.from_url(redis_url, socket_connect_timeout=0.5, socket_timeout=0.5).ping()
    except redis.RedisError:
        return "away: live updates between processes wait, ordering goes on"
    return "ok"
