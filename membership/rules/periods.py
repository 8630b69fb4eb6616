"""Which days the next clearing covers."""

from calendar import monthrange
from datetime import date, timedelta


def end_of_month(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def next_first(last_closed: date | None, first_entry: date | None, today: date) -> date:
    """The day on which the next period begins: after the last one, or with the first entry there is."""
    if last_closed is not None:
        return last_closed + timedelta(days=1)
    return first_entry or today.replace(day=1)


def joins(first: date, last: date, last_closed: date | None, first_entry: date | None) -> bool:
    """Whether days leave no gap and overlap nothing: the first period may begin earlier than anything was posted."""
    if first > last:
        return False
    if last_closed is not None:
        return first == last_closed + timedelta(days=1)
    return first_entry is None or first <= first_entry
