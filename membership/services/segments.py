"""How many members each segment has now, and had day by day."""

from datetime import date
from typing import Any

from core import clock
from core.errors import Unprocessable
from core.uow import Unit
from membership.rules.segments import SEGMENTS
from membership.services.brand_days import brand_day
from membership.store import audiences
from membership.store import daily_work as store


def segment_series(unit: Unit, first: date, last: date) -> dict[str, Any]:
    """The counts of now, and those of each day on which they were kept."""
    unit.actor.demand_somewhere("member.view")
    if first > last:
        raise Unprocessable("The last day is before the first.", code="dates_reversed")
    now = audiences.count_by_segment(unit, brand_day(unit, clock.now()))
    days: dict[date, dict[str, int]] = {}
    for row in store.list_counts(unit, first, last):
        days.setdefault(row.day, {})[row.segment] = row.members
    return {"today": _whole(now), "days": [{"date": day, **_whole(found)} for day, found in days.items()]}


def _whole(counts: dict[str, int]) -> dict[str, int]:
    return {name: counts.get(name, 0) for name in SEGMENTS}
