"""The real Redis that tests and benchmarks stand on."""

import os
from pathlib import Path

import pytest
import redis

from core.embedded import EmbeddedError, redis_server
from core.embedded.redis_server import RedisServer
from tests.support.waiting import wait_until


def test_it_answers_and_comes_back_empty_on_its_port_after_a_kill() -> None:
    with RedisServer() as server, redis.Redis.from_url(server.url) as client:
        client.set("table", "7")
        assert client.get("table") == b"7"
        server.kill()
        with pytest.raises(redis.ConnectionError):
            client.ping()
        server.start()
        assert wait_until(client.ping)
        assert client.get("table") is None


def test_the_lack_of_one_is_told_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    monkeypatch.setattr(redis_server, "FETCHED", tmp_path / "redis-server")
    with pytest.raises(EmbeddedError, match="make install"):
        RedisServer()
