"""The one clock. Tests freeze it; nothing else asks the operating system for the time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def _system_now() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system_now


def now() -> datetime:
    """The moment, aware, in UTC."""
    return _source()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware moment for the time of a test."""
    global _source
    if moment.tzinfo is None:
        raise ValueError("a frozen moment carries its time zone")
    before = _source
    _source = lambda: moment.astimezone(UTC)  # noqa: E731 - a def would need a nonlocal dance
    try:
        yield
    finally:
        _source = before


def business_date(moment: datetime, timezone: str, cutoff_minutes: int) -> date:
    """The trading day a moment belongs to: the local date, a day earlier before the store's cut-off.

    ``cutoff_minutes``: minutes after local midnight at which a new business day begins (240 = 04:00).
    Computed on the wall clock, so that a day with a clock change still begins at the cut-off.
    """
    local = moment.astimezone(ZoneInfo(timezone)).replace(tzinfo=None)
    return (local - timedelta(minutes=cutoff_minutes)).date()
