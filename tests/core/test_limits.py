"""Limits by address: in memory, in Redis, and in memory again while Redis is away."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.embedded.redis_server import RedisServer
from core.errors import Problem
from core.limits import Counts, init_limits, limited


@limited("3 per minute")
def knock() -> str:
    return "come in"


@limited("1 per minute")
def knock_elsewhere() -> str:
    return "come in"


def app_with(redis_url: str | None, *, enabled: bool = True) -> FlaskClient:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=knock)
    app.add_url_rule("/elsewhere", view_func=knock_elsewhere)
    app.register_error_handler(Problem, lambda p: ({"code": p.code, **p.extra}, p.status))
    init_limits(app, redis_url, enabled=enabled)
    return app.test_client()


def statuses(client: FlaskClient, times: int, path: str = "/", address: str = "10.0.0.1") -> list[int]:
    return [client.get(path, environ_base={"REMOTE_ADDR": address}).status_code for _ in range(times)]


def test_beyond_the_limit_comes_429_with_the_time_to_wait() -> None:
    client = app_with(None)

    assert statuses(client, 4) == [200, 200, 200, 429]
    answer = client.get("/", environ_base={"REMOTE_ADDR": "10.0.0.1"})
    assert answer.json["code"] == "rate_limited"  # type: ignore[index]
    assert 1 <= answer.json["retry_after"] <= 61  # type: ignore[index]


def test_doors_and_addresses_are_counted_apart() -> None:
    client = app_with(None)
    statuses(client, 4)

    assert statuses(client, 2, "/elsewhere") == [200, 429]
    assert statuses(client, 1, address="10.0.0.2") == [200]


def test_it_can_be_switched_off() -> None:
    assert statuses(app_with(None, enabled=False), 9) == [200] * 9


def test_processes_count_together_in_redis(redis_server: RedisServer) -> None:
    assert statuses(app_with(redis_server.url), 2) == [200, 200]
    assert statuses(app_with(redis_server.url), 2) == [200, 429]


def test_without_redis_each_process_counts_alone(redis_server: RedisServer) -> None:
    client = app_with(redis_server.url)
    redis_server.kill()

    assert statuses(client, 4) == [200, 200, 200, 429]


def test_who_was_away_is_asked_again_after_a_while(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, another = app_with(redis_server.url), app_with(redis_server.url)
    redis_server.kill()
    assert statuses(client, 1) == [200]
    redis_server.start()
    assert statuses(another, 3) == [200] * 3
    assert statuses(client, 2) == [200] * 2  # counted alone still

    counts: Counts = client.application.extensions["limits"]
    monkeypatch.setattr(counts, "_away_until", 0.0)

    assert statuses(client, 1) == [429]
