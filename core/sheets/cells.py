"""Reading one cell of a spreadsheet, whatever somebody typed into it, and writing it so that it is read again."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
MOST_MONEY = Decimal(10) ** 12
MOST_PLACES = (
    15  # more than any unit cost has, and together with the most money no more than a Decimal computes with
)
YES = frozenset({"yes", "y", "true", "1", "是"})
NO = frozenset({"no", "n", "false", "0", "否"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(:00)?", re.ASCII)


class BadCell(Exception):
    """The cell does not hold what its column wants."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Kind:
    """How a column's cells are read and written; ``blank``: what an empty cell means; ``shown``: how a workbook shows numbers."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any]
    blank: Any = None
    shown: str = "General"


def is_blank(value: object) -> bool:
    """Whether nothing stands in the cell."""
    return value is None or (isinstance(value, str) and not value.strip())


def text(longest: int = 200) -> Kind:
    """A line of text; a number that Excel made of a code is turned back."""

    def read(value: object) -> str:
        found = _plain(value)
        if _CONTROL.search(found):
            raise BadCell("control_character", "Line breaks and control characters are not allowed.")
        if len(found) > longest:
            raise BadCell("too_long", f"At most {longest} characters.")
        return found

    return Kind(read, _same)


def choice(*words: str, blank: str | None = None) -> Kind:
    """One of a few words."""

    def read(value: object) -> str:
        found = _plain(value).lower().replace(" ", "_")
        if found not in words:
            raise BadCell("unknown_word", f"One of: {', '.join(words)}.")
        return found

    return Kind(read, _same, blank)


def whole(low: int, high: int, blank: int | None = None) -> Kind:
    """A whole number."""

    def read(value: object) -> int:
        number = _number(value)
        if number != number.to_integral_value():
            raise BadCell("not_whole", "A whole number.")
        if not low <= number <= high:
            raise BadCell("out_of_range", f"Between {low} and {high}.")
        return int(number)

    return Kind(read, _same, blank)


def money(blank: Decimal | None = None) -> Kind:
    """An amount as people write it, in the currency's main unit: 28 or 28.50."""

    def read(value: object) -> Decimal:
        number = _number(value)
        if not -MOST_MONEY <= number <= MOST_MONEY:  # compared exactly; abs() would round, or overflow
            raise BadCell("out_of_range", "This is too much money.")
        if number != round(number, MOST_PLACES):
            raise BadCell("too_precise", f"At most {MOST_PLACES} decimals.")
        return +number

    return Kind(read, _same, blank, "#,##0.00")


def flag(blank: bool | None = False) -> Kind:
    """Yes or no (是 or 否)."""

    def read(value: object) -> bool:
        found = _plain(value).lower()
        if found not in YES | NO:
            raise BadCell("not_yes_or_no", "Write yes or no.")
        return found in YES

    return Kind(read, lambda value: None if value is None else "yes" if value else "no", blank)


def day() -> Kind:
    """A date: a date cell, or 2026-11-21."""

    def read(value: object) -> date:
        found = value.date() if isinstance(value, datetime) else value
        if not isinstance(found, date):
            try:
                found = date.fromisoformat(_plain(value))
            except ValueError as error:
                raise BadCell("not_a_date", "A date such as 2026-11-21.") from error
        if not EARLIEST <= found <= LATEST:
            raise BadCell("out_of_range", "A year between 2000 and 2199.")
        return found

    return Kind(read, _same)


def minute(last: int) -> Kind:
    """A time of day, 11:30, in minutes after midnight; 24:00 is allowed as an end."""

    def read(value: object) -> int:
        if isinstance(value, datetime | time):
            found = value.hour * 60 + value.minute
        else:
            match = _TIME.fullmatch(_plain(value))
            if not match or int(match[2]) > 59:
                raise BadCell("not_a_time", "A time such as 11:30.")
            found = int(match[1]) * 60 + int(match[2])
        if found > last:
            raise BadCell("out_of_range", f"At most {_clock(last)}.")
        return found

    return Kind(read, lambda value: None if value is None else _clock(value))


def weekdays() -> Kind:
    """Days of the week, 1 for Monday to 7 for Sunday: 1,2,3 or 1-5."""

    def read(value: object) -> int:
        mask = 0
        for part in _plain(value).replace("，", ",").split(","):
            first, dash, last = part.strip().partition("-")
            if not _is_weekday(first) or (dash and not (_is_weekday(last) and first <= last)):
                raise BadCell("not_weekdays", "Days such as 1,2,3 or 1-5; 1 is Monday.")
            for number in range(int(first), int(last or first) + 1):
                mask |= 1 << (number - 1)
        return mask

    return Kind(read, lambda mask: ",".join(str(n + 1) for n in range(7) if mask >> n & 1) if mask else None)


def words(longest: int, most: int) -> Kind:
    """Several words, with commas between."""

    def read(value: object) -> tuple[str, ...]:
        one = text(longest)
        found = tuple(one.read(word) for word in _plain(value).replace("，", ",").split(",") if word.strip())
        if len(found) > most:
            raise BadCell("too_many", f"At most {most} words.")
        return found

    return Kind(read, lambda value: ", ".join(value) or None, blank=())


def pattern(regex: str, longest: int, message: str) -> Kind:
    """A text of a certain form."""
    form, plain = re.compile(regex, re.ASCII), text(longest)

    def read(value: object) -> str:
        found: str = plain.read(value)
        if not form.fullmatch(found):
            raise BadCell("bad_form", message)
        return found

    return Kind(read, _same)


def _same(value: Any) -> Any:
    return value


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, str | int | float | Decimal):
        return str(value).strip()
    raise BadCell("wrong_type", "A text or a number.")


def _number(value: object) -> Decimal:
    if isinstance(value, bool):
        raise BadCell("not_a_number", "A number.")
    try:
        number = Decimal(_plain(value).replace(" ", ""))
    except InvalidOperation as error:
        raise BadCell("not_a_number", "A number.") from error
    if not number.is_finite():
        raise BadCell("not_a_number", "A number.")
    return number


def _is_weekday(found: str) -> bool:
    return found.strip() in tuple("1234567")


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
