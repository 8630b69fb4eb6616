"""How often a door may be knocked at: counted in Redis where there is one, else in memory."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask
from flask_limiter import Limiter, RateLimitExceeded
from flask_limiter.util import get_remote_address

from core.errors import TooMany

View = TypeVar("View", bound=Callable[..., Any])
_REDIS_PATIENCE = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
limiter = Limiter(key_func=get_remote_address, in_memory_fallback_enabled=True, strategy="moving-window")


def init_limits(app: Flask, redis_url: str | None = None, *, enabled: bool = True) -> None:
    """Count for this app. While Redis is away each process counts alone, in its memory."""
    limiter.enabled = enabled
    app.config["RATELIMIT_ENABLED"] = enabled
    app.config["RATELIMIT_STORAGE_URI"] = _storage(redis_url)
    app.config["RATELIMIT_STORAGE_OPTIONS"] = _REDIS_PATIENCE if redis_url else {}
    app.config["RATELIMIT_KEY_PREFIX"] = "zaotai"
    limiter.init_app(app)


def _storage(redis_url: str | None) -> str:
    if redis_url is None:
        return "memory://"
    return f"redis+{redis_url}" if redis_url.startswith("unix://") else redis_url


def limited(rule: str) -> Callable[[View], View]:
    """Let one address through so often (``"30 per minute"``); beyond it, 429 ``rate_limited`` with Retry-After."""

    def decorate(view: View) -> View:
        guarded = limiter.limit(rule)(view)

        @wraps(view)
        def run(*args: Any, **named: Any) -> Any:
            try:
                return guarded(*args, **named)
            except RateLimitExceeded as error:
                raise TooMany("Too many tries from here. Wait a little.", retry_after=_wait()) from error

        return cast(View, run)

    return decorate


def _wait() -> int:
    current = limiter.current_limit
    return max(1, current.reset_at - int(time.time())) if current else 60
