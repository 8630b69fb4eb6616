"""The product as it is served: `flask serve`, two processes, a real Redis; off are only the limits of sign-ins by address."""

import re
import urllib.request
from types import TracebackType
from typing import Self

from core.embedded.redis_server import RedisServer
from tests.support.live_server import LiveServer

SECRET = "only-for-benchmarks-and-nothing-else-at-all"


class Served:
    """A server of its own on one database."""

    def __init__(self, database_url: str, **settings: str) -> None:
        self._redis = RedisServer()
        self._server = LiveServer(database_url, REDIS_URL=self._redis.url, SECRET_KEY=SECRET, **settings)

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.port

    @property
    def url(self) -> str:
        """The same for a browser."""
        return self._server.url

    @property
    def pid(self) -> int:
        """The parent of its processes."""
        return self._server.pid

    def metric(self, name: str, route: str) -> float:
        """A counter of /metrics for one route, over all processes."""
        with urllib.request.urlopen(f"{self.url}/metrics", timeout=10) as answer:
            text = answer.read().decode()
        found = [
            float(value)
            for labels, value in re.findall(rf"^{name}\{{([^}}]*)\}} (\S+)$", text, re.MULTILINE)
            if f'route="{route}"' in labels
        ]
        return sum(found)

    def __enter__(self) -> Self:
        self._redis.start()
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
        self._redis.stop()
