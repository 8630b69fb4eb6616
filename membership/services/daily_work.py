"""What is done for a brand's members once a day: segments counted, points and coupons expired, tiers rolled on, occasions kept."""

from calendar import isleap
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from core import clock
from core.uow import Unit
from membership.events import CouponsGiven, TierReached
from membership.services import stored_value
from membership.services.brand_days import brand_day, next_day
from membership.store import audiences, value_guards
from membership.store import daily_work as store
from membership.store.settings import get_settings
from membership.values.settings import Settings

Step = Callable[[Unit, Settings, date], None]
MOST_MISSED = 30


def do_days_work(unit: Unit) -> bool:
    """A brand's work of the day, once; False when it was done, or somebody else is at it."""
    at = clock.now()
    due_at = store.claim(unit, at, next_day(unit, at))
    if due_at is None:
        return False
    settings = get_settings(unit)
    today = brand_day(unit, at)
    for step in STEPS:
        step(unit, settings, today)
    missed = min((today - brand_day(unit, due_at)).days, MOST_MISSED)
    for days in range(missed, -1, -1):
        keep_occasions(unit, settings, today - timedelta(days=days))
    return True


def count_segments(unit: Unit, settings: Settings, today: date) -> None:
    """Keep how many members each segment has."""
    store.keep_counts(unit, today, audiences.count_by_segment(unit, today))


def expire(unit: Unit, settings: Settings, today: date) -> None:
    """Points and coupons that have lost their time."""
    store.expire_points(unit, today, clock.now())
    store.expire_coupons(unit, clock.now())


def roll_tiers(unit: Unit, settings: Settings, today: date) -> None:
    """Tiers fall as the window rolls on."""
    for row in store.roll_tiers(unit, today - timedelta(days=settings.tier_days)):
        unit.record(
            TierReached(
                store_id=None, at=clock.now(), member_id=row.id, tier_id=row.tier_id, before=row.before
            )
        )


def keep_occasions(unit: Unit, settings: Settings, day: date) -> None:
    """Coupons for birthdays and for the day of joining, one a year: those of a day, be it one on which nobody did the work."""
    templates = (("birthday", settings.birthday_coupon_id), ("anniversary", settings.anniversary_coupon_id))
    for of, promotion_id in templates:
        if promotion_id is None:
            continue
        until = coupon_end(settings)
        count = audiences.give_on_their_day(unit, of, day, days_of(day), promotion_id, clock.now(), until)
        tell_given(unit, promotion_id, f"{of}:{day.year}", None, count)


def greet(unit: Unit, born: Mapping[UUID, tuple[int, int]], today: date) -> None:
    """Whoever joins on their birthday gets their coupon at once: the day's work may be over. ``born``: (month, day); ``today``:
    where they joined."""
    kept = days_of(today)
    wanted = [member_id for member_id, day in born.items() if day in kept]
    settings = get_settings(unit) if wanted else None
    if settings is None or settings.birthday_coupon_id is None:
        return
    promotion_id, occasion = settings.birthday_coupon_id, f"birthday:{today.year}"
    each = [(member_id, promotion_id, occasion) for member_id in wanted]
    given = audiences.give_each(unit, each, clock.now(), coupon_end(settings))
    tell_given(unit, promotion_id, occasion, None, len(given))


def coupon_end(settings: Settings) -> datetime:
    """When a coupon that is given for an occasion now expires."""
    return clock.now() + timedelta(days=settings.occasion_days)


def tell_given(unit: Unit, promotion_id: UUID, occasion: str, campaign_id: UUID | None, count: int) -> None:
    """Say that coupons were given, when any were."""
    if count:
        unit.record(
            CouponsGiven(
                store_id=None,
                at=clock.now(),
                promotion_id=promotion_id,
                occasion=occasion,
                campaign_id=campaign_id,
                count=count,
            )
        )


def days_of(today: date) -> list[tuple[int, int]]:
    """The (month, day) that are kept today: 29 February on the 28th in other years."""
    own = (today.month, today.day)
    return [own, (2, 29)] if own == (2, 28) and not isleap(today.year) else [own]


def expire_value(unit: Unit, settings: Settings, today: date) -> None:
    """Bonuses that have lost their time, and what tills kept back and did not use."""
    while stored_value.expire(unit, today) == stored_value.MOST_EXPIRED:
        continue
    value_guards.end_late_quotas(unit, clock.now())


STEPS: tuple[Step, ...] = (count_segments, expire, expire_value, roll_tiers)
