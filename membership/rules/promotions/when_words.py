"""When a promotion holds, in words: dates, weekdays, days of the month, dayparts, holidays."""

from datetime import date

from membership.rules.promotions.phrases import Both
from membership.values.promotions import Conditions

DAYS = ("一", "二", "三", "四", "五", "六", "日")
DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
EVERY_DAY = 127


def when_words(when: Conditions) -> list[Both]:
    """Each thing that time is asked for, the largest first."""
    found: list[Both] = []
    if when.valid_from or when.valid_to:
        found.append(_dates(when.valid_from, when.valid_to))
    if when.weekdays is not None and when.weekdays != EVERY_DAY:
        found.append(_weekdays(when.weekdays))
    if when.month_days:
        days = sorted(when.month_days)
        told = ", ".join(str(day) for day in days)
        found.append(("每月 " + "、".join(str(day) for day in days) + " 日", f"on day {told} of the month"))
    if when.holidays_only:
        found.append(("节假日", "on holidays"))
    if when.start_minute is not None and when.end_minute is not None:
        start, end = _clock(when.start_minute), _clock(when.end_minute)
        found.append((f"{start}–{end}", f"{start}–{end}"))
    return _together(found, when)


def _together(found: list[Both], when: Conditions) -> list[Both]:
    """Weekdays and hours are said in one breath: Mon–Fri 14:00–17:00."""
    has_days = when.weekdays is not None and when.weekdays != EVERY_DAY
    if len(found) < 2 or not has_days or when.start_minute is None or when.month_days or when.holidays_only:
        return found
    days, hours = found[-2:]
    return [*found[:-2], (f"{days[0]} {hours[0]}", f"{days[1]} {hours[1]}")]


def _dates(first: date | None, last: date | None) -> Both:
    if first and last:
        if first == last:
            return _day(first)
        return f"{_day(first)[0]}至{_day(last)[0]}", f"{_day(first)[1]} to {_day(last)[1]}"
    if first:
        return f"{_day(first)[0]}起", f"from {_day(first)[1]}"
    return (f"至{_day(last)[0]}", f"until {_day(last)[1]}") if last else ("", "")


def _day(day: date) -> Both:
    return f"{day.year}年{day.month}月{day.day}日", f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"


def _weekdays(mask: int) -> Both:
    runs: list[list[int]] = []
    for day in range(7):
        if not mask >> day & 1:
            continue
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(_run_zh(run) for run in runs), ", ".join(_run_en(run) for run in runs)


def _run_zh(run: list[int]) -> str:
    if len(run) > 2:
        return f"周{DAYS[run[0]]}至周{DAYS[run[-1]]}"
    return "、".join(f"周{DAYS[day]}" for day in run)


def _run_en(run: list[int]) -> str:
    if len(run) > 2:
        return f"{DAYS_EN[run[0]]}–{DAYS_EN[run[-1]]}"
    return ", ".join(DAYS_EN[day] for day in run)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
