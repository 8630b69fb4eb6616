"""Every setting is in the guide, with what holds without it; and a wrong one says what to do."""

import re
from pathlib import Path

import pytest

from app.config import KNOWN, Settings, SettingsError
from tests.support.pages import GUIDE

ROW = re.compile(r"^\| `([A-Z_]+)` \| (.+?) \| (.+) \|$", re.MULTILINE)
SECRET = "x" * 32


def rows() -> dict[str, tuple[str, str]]:
    page = (GUIDE / "settings.md").read_text(encoding="utf-8")
    return {name: (default, meaning) for name, default, meaning in ROW.findall(page)}


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    assert set(rows()) == set(KNOWN)


def test_the_defaults_are_as_documented(tmp_path: Path) -> None:
    settings = Settings.load({"ZAOTAI_VAR": str(tmp_path)})
    said = {name: re.findall(r"`([^`]+)`", default) for name, (default, _) in rows().items()}
    for name in ("HOST", "PORT", "POOL_SIZE", "LOG_LEVEL", "LOG_FORMAT", "TRUSTED_PROXIES"):
        assert said[f"ZAOTAI_{name}"] == [str(getattr(settings, name.lower()))]
    assert said["ZAOTAI_RATE_LIMITS"] == ["on" if settings.rate_limits else "off"]
    with_redis = Settings.load({"ZAOTAI_VAR": str(tmp_path), "REDIS_URL": "redis://127.0.0.1"})
    assert said["ZAOTAI_WORKERS"] == [str(settings.workers), str(with_redis.workers), "REDIS_URL"]
    assert Settings.load({"ZAOTAI_VAR": ""}).var == Path("var").resolve()


WRONG = {
    "DATABASE_URL": "mysql://x",
    "REDIS_URL": "http://x",
    "SECRET_KEY": "short",
    "ZAOTAI_PORT": "0",
    "ZAOTAI_WORKERS": "2",
    "ZAOTAI_POOL_SIZE": "many",
    "ZAOTAI_LOG_LEVEL": "loud",
    "ZAOTAI_LOG_FORMAT": "xml",
    "ZAOTAI_TRUSTED_PROXIES": "-1",
    "ZAOTAI_RATE_LIMITS": "maybe",
    "ZAOTAI_WORKER": "2",
}


@pytest.mark.parametrize(("name", "value"), WRONG.items())
def test_a_wrong_setting_is_named(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.load({"ZAOTAI_VAR": str(tmp_path), name: value})


def test_your_own_database_needs_a_secret_of_your_own(tmp_path: Path) -> None:
    given = {"ZAOTAI_VAR": str(tmp_path), "DATABASE_URL": "postgresql://localhost/x"}
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        Settings.load(given)
    assert Settings.load({**given, "SECRET_KEY": SECRET}).secret_key == SECRET


def test_the_secret_is_shown_nowhere(tmp_path: Path) -> None:
    assert SECRET not in repr(Settings.load({"ZAOTAI_VAR": str(tmp_path), "SECRET_KEY": SECRET}))


def test_the_secret_made_on_first_use_is_kept_and_private(tmp_path: Path) -> None:
    first = Settings.load({"ZAOTAI_VAR": str(tmp_path)}).secret_key
    assert Settings.load({"ZAOTAI_VAR": str(tmp_path)}).secret_key == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
