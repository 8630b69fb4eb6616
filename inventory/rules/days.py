"""Business days as spans of instants, on the store's wall clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from inventory.values.report import Span

# How far a clock may be ahead: what is told of a later moment is refused.
CLOCKS_DIFFER = timedelta(minutes=5)


def day_begins(day: date, timezone: str, cutoff_minutes: int) -> datetime:
    """The instant at which a business day begins: the cut-off of that calendar day."""
    local = datetime.combine(day, time()) + timedelta(minutes=cutoff_minutes)
    return local.replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def span_of(first: date, last: date, timezone: str, cutoff_minutes: int) -> Span:
    """The days, both included."""
    until = day_begins(last + timedelta(days=1), timezone, cutoff_minutes)
    return Span(day_begins(first, timezone, cutoff_minutes), until)
