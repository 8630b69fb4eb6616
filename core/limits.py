"""How often a door may be knocked at: counted in Redis where there is one, else in memory.

Only doors that are limited count, each for itself; no other request knows of it.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import structlog
from flask import Flask, current_app, request
from limits import RateLimitItem, WindowStats, parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from core.errors import TooMany

View = TypeVar("View", bound=Callable[..., Any])
REDIS_PATIENCE = 0.5
AWAY_SECONDS = 10
_EXTENSION = "limits"
log = structlog.get_logger()


class Counts:
    """What one app counts, over all its processes. While Redis is away each process counts alone, in its memory."""

    def __init__(self, redis_url: str | None = None, *, enabled: bool = True) -> None:
        self.enabled = enabled
        self._alone = MovingWindowRateLimiter(MemoryStorage())
        self._together = _in_redis(redis_url) if redis_url and enabled else None
        self._away_until = 0.0

    def hit(self, rule: RateLimitItem, *who: str) -> int | None:
        """Count one; answers None, or the whole seconds to wait when it is one too many."""
        if self._together is not None and time.monotonic() >= self._away_until:
            try:
                return _hit(self._together, rule, who)
            except StorageError as error:
                self._away_until = time.monotonic() + AWAY_SECONDS
                log.warning("limits_alone", error=str(error.storage_error))
        return _hit(self._alone, rule, who)


def init_limits(app: Flask, redis_url: str | None = None, *, enabled: bool = True) -> None:
    """Count for this app."""
    app.extensions[_EXTENSION] = Counts(redis_url, enabled=enabled)


def limited(rule: str) -> Callable[[View], View]:
    """Let one address through so often (``"30 per minute"``); beyond it, 429 ``rate_limited`` with Retry-After."""
    item = parse(rule)

    def decorate(view: View) -> View:
        door = f"{view.__module__}.{view.__qualname__}"

        @wraps(view)
        def run(*args: Any, **named: Any) -> Any:
            counts: Counts = current_app.extensions[_EXTENSION]
            if counts.enabled:
                wait = counts.hit(item, request.remote_addr or "127.0.0.1", door)
                if wait is not None:
                    raise TooMany("Too many tries from here. Wait a little.", retry_after=wait)
            return view(*args, **named)

        return cast(View, run)

    return decorate


def _hit(limiter: MovingWindowRateLimiter, rule: RateLimitItem, who: tuple[str, ...]) -> int | None:
    if limiter.hit(rule, *who):
        return None
    stats: WindowStats = limiter.get_window_stats(rule, *who)
    return max(1, int(stats.reset_time - time.time()))


def _in_redis(url: str) -> MovingWindowRateLimiter:
    address = f"redis+{url}" if url.startswith("unix://") else url
    storage = RedisStorage(
        address,
        key_prefix="zaotai",
        wrap_exceptions=True,
        socket_connect_timeout=REDIS_PATIENCE,
        socket_timeout=REDIS_PATIENCE,
    )
    return MovingWindowRateLimiter(storage)
