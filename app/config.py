"""The settings: few, checked at start. With none at all the app runs on its own."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "ZAOTAI_"
KNOWN = {
    "DATABASE_URL": "address of your PostgreSQL 16 or newer; without it the app runs its own",
    "REDIS_URL": "address of your Redis; needed for more than one worker",
    "SECRET_KEY": "at least 32 characters, signs tokens; needed with DATABASE_URL",
    "ZAOTAI_VAR": "folder for the app's own database and key (var)",
    "ZAOTAI_HOST": "address to listen on (127.0.0.1)",
    "ZAOTAI_PORT": "port to listen on (8000)",
    "ZAOTAI_WORKERS": "server processes (1, or 2 with REDIS_URL)",
    "ZAOTAI_POOL_SIZE": "database connections of each process (12)",
    "ZAOTAI_LOG_LEVEL": "debug, info, warning or error (info)",
    "ZAOTAI_LOG_FORMAT": "json or console (json)",
    "ZAOTAI_TRUSTED_PROXIES": "how many proxies stand in front and set X-Forwarded-For (0)",
    "ZAOTAI_RATE_LIMITS": "on or off: limits on sign-in by address (on)",
}
LEVELS = ("debug", "info", "warning", "error")


class SettingsError(Exception):
    """A setting is wrong; the text says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the app was told by its environment."""

    var: Path
    database_url: str | None = None
    redis_url: str | None = None
    secret_key: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    pool_size: int = 12
    log_level: str = "info"
    log_format: str = "json"
    trusted_proxies: int = 0
    rate_limits: bool = True

    @classmethod
    def load(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Read and check the environment; raises SettingsError."""
        env = os.environ if env is None else env
        _refuse_unknown(env)
        var = Path(env.get("ZAOTAI_VAR") or "var").resolve()
        database_url = _address(env, "DATABASE_URL", ("postgresql", "postgres", "postgresql+psycopg"))
        redis_url = _address(env, "REDIS_URL", ("redis", "rediss", "unix"))
        workers = _number(env, "ZAOTAI_WORKERS", 2 if redis_url else 1, 1, 64)
        if workers > 1 and redis_url is None:
            raise SettingsError(
                "ZAOTAI_WORKERS: more than one worker needs REDIS_URL, which carries live updates."
            )
        return cls(
            var=var,
            database_url=database_url,
            redis_url=redis_url,
            secret_key=_secret(env, var, own_database=database_url is None),
            host=env.get("ZAOTAI_HOST") or "127.0.0.1",
            port=_number(env, "ZAOTAI_PORT", 8000, 1, 65535),
            workers=workers,
            pool_size=_number(env, "ZAOTAI_POOL_SIZE", 12, 1, 200),
            log_level=_word(env, "ZAOTAI_LOG_LEVEL", LEVELS, "info"),
            log_format=_word(env, "ZAOTAI_LOG_FORMAT", ("json", "console"), "json"),
            trusted_proxies=_number(env, "ZAOTAI_TRUSTED_PROXIES", 0, 0, 10),
            rate_limits=_word(env, "ZAOTAI_RATE_LIMITS", ("on", "off"), "on") == "on",
        )


def _refuse_unknown(env: Mapping[str, str]) -> None:
    for name in env:
        if name.startswith(PREFIX) and name not in KNOWN:
            raise SettingsError(f"{name} is not a setting. There are: {', '.join(KNOWN)}.")


def _address(env: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    text = env.get(name)
    if not text:
        return None
    if urlsplit(text).scheme not in schemes:
        raise SettingsError(f"{name} begins with one of: {', '.join(s + '://' for s in schemes)}.")
    return text


def _number(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name)
    if not text:
        return default
    if not text.isdecimal() or not low <= int(text) <= high:
        raise SettingsError(f"{name} is a whole number from {low} to {high}, not {text!r}.")
    return int(text)


def _word(env: Mapping[str, str], name: str, words: tuple[str, ...], default: str) -> str:
    text = (env.get(name) or default).lower()
    if text not in words:
        raise SettingsError(f"{name} is one of: {', '.join(words)}; not {text!r}.")
    return text


def _secret(env: Mapping[str, str], var: Path, *, own_database: bool) -> str:
    given = env.get("SECRET_KEY")
    if given:
        if len(given) < 32:
            raise SettingsError("SECRET_KEY is too short: give at least 32 random characters.")
        return given
    if not own_database:
        raise SettingsError(
            "SECRET_KEY is missing: with DATABASE_URL, set it to at least 32 random characters."
        )
    return _kept_secret(var)


def _kept_secret(var: Path) -> str:
    """The key that the app made for itself on first use, readable by its owner alone."""
    path = var / "secret_key"
    var.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass  # made before, or by another process just now
    text = path.read_text().strip()
    if len(text) < 32:
        raise SettingsError(f"{path} is damaged: remove it, and everybody signs in again.")
    return text
