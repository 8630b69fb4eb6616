"""When something holds on a store's wall clock: weekdays, dayparts that may pass midnight, and dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

DAY = 24 * 60
WEEK = 7 * DAY
EVERY_DAY = 0b1111111
ONE_DAY = timedelta(days=1)
# One start and one end a day; the second week shows every weekday once more than needed, never once too few.
LOOK_AHEAD_DAYS = 10


class Timed(Protocol):
    """What holds at certain times only; ``None`` means always. The fields are those of ``values.catalog.PriceRow``."""

    @property
    def weekdays(self) -> int | None:
        """Bit 0 is Monday."""

    @property
    def start_minute(self) -> int | None:
        """Where the daypart begins, included."""

    @property
    def end_minute(self) -> int | None:
        """Where the daypart ends, excluded; before its start: after midnight."""

    @property
    def valid_from(self) -> date | None:
        """The first day."""

    @property
    def valid_to(self) -> date | None:
        """The last day."""


@dataclass(frozen=True, slots=True, order=True)
class PriceMoment:
    """A minute on a store's wall clock: the calendar day and the minutes after its midnight."""

    day: date
    minute: int

    @property
    def weekday(self) -> int:
        """0 is Monday."""
        return self.day.weekday()

    @classmethod
    def at(cls, moment: datetime, timezone: str) -> "PriceMoment":
        """An aware moment as the wall clock of that time zone shows it."""
        local = moment.astimezone(ZoneInfo(timezone))
        return cls(local.date(), local.hour * 60 + local.minute)

    def to_utc(self, timezone: str) -> datetime:
        """The moment in UTC; the earlier one where the clock shows a minute twice."""
        midnight = datetime.combine(self.day, time(), tzinfo=ZoneInfo(timezone))
        return (midnight + timedelta(minutes=self.minute)).astimezone(UTC)


def holds(row: Timed, moment: PriceMoment) -> bool:
    """Whether it holds then. A daypart past midnight belongs to the day on which it started."""
    return on_day(row, moment) and in_dates(row, moment)


def on_day(row: Timed, moment: PriceMoment) -> bool:
    """Whether the weekday and the hour are right."""
    started = _started(row, moment)
    return started is not None and _weekday_matches(row, started)


def in_hours(row: Timed, moment: PriceMoment) -> bool:
    """Whether the hour is right."""
    return _started(row, moment) is not None


def in_dates(row: Timed, moment: PriceMoment) -> bool:
    """Whether the date is right."""
    day = _started(row, moment) or moment.day
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or day <= row.valid_to)


def next_change(rows: Iterable[Timed], moment: PriceMoment) -> PriceMoment | None:
    """The first minute after ``moment`` at which any row begins or ceases to hold; None when none ever does."""
    unlike = {(r.weekdays, r.start_minute, r.end_minute, r.valid_from, r.valid_to): r for r in rows}
    return min(
        (flip for row in unlike.values() if (flip := _next_flip(row, moment)) is not None), default=None
    )


def overlaps(one: Timed, other: Timed) -> bool:
    """Whether some minute of the week belongs to both; dates are left aside."""
    others = _minutes_of_week(other)
    return any(a < d and c < b for a, b in _minutes_of_week(one) for c, d in others)


def _started(row: Timed, moment: PriceMoment) -> date | None:
    """The day on which the daypart around ``moment`` began; None outside the daypart."""
    start, end = row.start_minute, row.end_minute
    if start is None or end is None:
        return moment.day
    if start < end:
        return moment.day if start <= moment.minute < end else None
    if moment.minute >= start:
        return moment.day
    return moment.day - ONE_DAY if moment.minute < end else None


def _weekday_matches(row: Timed, day: date) -> bool:
    return row.weekdays is None or bool(row.weekdays >> day.weekday() & 1)


def _next_flip(row: Timed, moment: PriceMoment) -> PriceMoment | None:
    if row.weekdays is None and row.start_minute is None and row.valid_from is None and row.valid_to is None:
        return None
    for candidate in sorted(_edges(row, moment)):
        if candidate > moment and holds(row, candidate) != holds(row, _minute_before(candidate)):
            return candidate
    return None


def _edges(row: Timed, moment: PriceMoment) -> set[PriceMoment]:
    yesterday = moment.day - ONE_DAY
    first = yesterday if row.valid_from is None else max(yesterday, row.valid_from)
    edges = set() if row.valid_to is None else {PriceMoment(row.valid_to + ONE_DAY, 0)}
    start, end = row.start_minute or 0, DAY if row.end_minute is None else row.end_minute
    for offset in range(LOOK_AHEAD_DAYS):
        day = first + timedelta(days=offset)
        if row.valid_to is not None and day > row.valid_to:
            break
        edges |= {PriceMoment(day, start), _minute_of(day, end if start < end else end + DAY)}
    return edges


def _minute_of(day: date, minute: int) -> PriceMoment:
    return PriceMoment(day + timedelta(days=minute // DAY), minute % DAY)


def _minute_before(moment: PriceMoment) -> PriceMoment:
    return _minute_of(moment.day, moment.minute - 1)


def _minutes_of_week(row: Timed) -> list[tuple[int, int]]:
    """The parts of the week that the row covers, as [start, end) in minutes after Monday's midnight."""
    start, end = row.start_minute or 0, DAY if row.end_minute is None else row.end_minute
    length = end - start if start < end else end - start + DAY
    parts = []
    for weekday in range(7):
        if (EVERY_DAY if row.weekdays is None else row.weekdays) >> weekday & 1:
            begin = weekday * DAY + start
            parts.append((begin, min(begin + length, WEEK)))
            if begin + length > WEEK:
                parts.append((0, begin + length - WEEK))
    return parts
