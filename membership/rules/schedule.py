"""When something holds on a store's wall clock, and days that come round with a person: birthdays, anniversaries."""

from calendar import isleap
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from membership.values.carts import WallMoment
from membership.values.promotions import Conditions

ONE_DAY = timedelta(days=1)


def wall_moment(moment: datetime, timezone: str) -> WallMoment:
    """An aware moment as the wall clock of that time zone shows it."""
    local = moment.astimezone(ZoneInfo(timezone))
    return WallMoment(local.date(), local.hour * 60 + local.minute)


def holds(when: Conditions, moment: WallMoment) -> bool:
    """Whether dates, weekdays, days of the month and the daypart are right; past midnight still belongs to its first day."""
    day = started(when, moment)
    if day is None:
        return False
    if when.weekdays is not None and not when.weekdays >> day.weekday() & 1:
        return False
    if when.month_days and day.day not in when.month_days:
        return False
    return (when.valid_from is None or when.valid_from <= day) and (
        when.valid_to is None or day <= when.valid_to
    )


def comes_round(month: int, day: int, today: date, within: str, since: int | None = None) -> bool:
    """Whether a yearly day falls on ``today`` (``day``), in its week from Monday (``week``) or in its ``month``.

    Who was born on 29 February celebrates on the 28th in other years. ``since``: the year of what is kept from the next year on.
    """
    years = {today.year}
    if within == "month":
        is_kept = today.month == month
    else:
        first = last = today
        if within == "week":  # which may begin in one year and end in the next
            first = today - timedelta(days=today.weekday())
            last = first + timedelta(days=6)
        years = {year for year in (first.year, last.year) if first <= _in_year(month, day, year) <= last}
        is_kept = bool(years)
    return is_kept and (since is None or max(years) > since)


def _in_year(month: int, day: int, year: int) -> date:
    return date(year, month, 28 if (month, day) == (2, 29) and not isleap(year) else day)


def started(when: Conditions, moment: WallMoment) -> date | None:
    """The day that a moment belongs to: that on which the daypart began; None outside the daypart."""
    start, end = when.start_minute, when.end_minute
    if start is None or end is None:
        return moment.day
    if start < end:
        return moment.day if start <= moment.minute < end else None
    if moment.minute >= start:
        return moment.day
    return moment.day - ONE_DAY if moment.minute < end else None
