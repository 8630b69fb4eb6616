"""A brand's own day: that of its first store, so that work for all members has one midnight."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core import clock
from core.uow import Unit
from membership import ports

UTC_DAY = ("UTC", 0)


def brand_day(unit: Unit, at: datetime) -> date:
    """The trading day that a moment belongs to."""
    return clock.business_date(at, *_clock_of(unit))


def day_here(unit: Unit) -> date:
    """The trading day where somebody asks: at a till its store's, so that it shows what can be used there; else the brand's."""
    actor = unit.actor_or_none
    if actor is None or actor.store is None:
        return brand_day(unit, clock.now())
    return clock.business_date(clock.now(), actor.store.timezone, actor.store.cutoff_minutes)


def next_day(unit: Unit, at: datetime) -> datetime:
    """The moment at which the next day begins."""
    timezone, cutoff = _clock_of(unit)
    tomorrow = clock.business_date(at, timezone, cutoff) + timedelta(days=1)
    begins = datetime.combine(tomorrow, time(), ZoneInfo(timezone)) + timedelta(minutes=cutoff)
    return begins.astimezone(at.tzinfo)


def _clock_of(unit: Unit) -> tuple[str, int]:
    first = min(ports.stores.stores(unit), key=lambda store: store.id.int, default=None)
    return (first.timezone, first.cutoff_minutes) if first else UTC_DAY


def brand_timezone(unit: Unit) -> str:
    """The time zone of the brand's own day."""
    return _clock_of(unit)[0]
