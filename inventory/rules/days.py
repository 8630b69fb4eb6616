"""Business days as spans of instants, on the store's wall clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.clock import business_date
from inventory.values.report import Span

# How far a clock may be ahead: what is told of a later moment is refused.
CLOCKS_DIFFER = timedelta(minutes=5)


def day_begins(day: date, timezone: str, cutoff_minutes: int) -> datetime:
    """The instant at which a business day begins: the cut-off of that calendar day."""
    local = datetime.combine(day, time()) + timedelta(minutes=cutoff_minutes)
    return local.replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def day_of_prices(window: Span, timezone: str, cutoff_minutes: int) -> date:
    """The day whose standard prices are frozen for a window: the first that begins in it, else the one that it lies in.

    Who counts on the evening before, or at the cut-off, opens the same day.
    """
    day = business_date(window.since, timezone, cutoff_minutes)
    if day_begins(day, timezone, cutoff_minutes) < window.since:
        day += timedelta(days=1)
    return min(day, last_day_of(window, timezone, cutoff_minutes))


def last_day_of(window: Span, timezone: str, cutoff_minutes: int) -> date:
    """The last business day that a window touches."""
    return business_date(window.until - timedelta.resolution, timezone, cutoff_minutes)


def span_of(first: date, last: date, timezone: str, cutoff_minutes: int) -> Span:
    """The days, both included."""
    until = day_begins(last + timedelta(days=1), timezone, cutoff_minutes)
    return Span(day_begins(first, timezone, cutoff_minutes), until)
