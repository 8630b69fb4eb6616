"""What becomes of two members who turn out to be one: pure, on what each of them has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

# What is worth keeping of two coupons for one occasion: that one was used weighs most.
WORTH = ("voided", "expired", "issued", "reserved", "redeemed")
FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HeldCoupon:
    """A coupon of one of the two, given for an occasion."""

    id: UUID
    occasion: str
    state: str
    expires_at: datetime | None
    is_kept_ones: bool


def made_one(kept: Any, other: Any) -> dict[str, Any]:
    """What changes of the member who stays: what they lack comes from the other; both count as having joined first.

    The consent stays theirs. With the other's phone number, only what both agreed to: nobody is written to at a number that
    did not agree.
    """
    changes: dict[str, Any] = {
        name: getattr(other, name)
        for name in ("phone", "card_no", "name")
        if getattr(kept, name) is None and getattr(other, name) is not None
    }
    if kept.born_month is None and other.born_month is not None:
        changes |= {"born_month": other.born_month, "born_day": other.born_day}
    if "phone" in changes:
        changes["consent"] = both_agreed(kept.consent, other.consent)
    if (other.joined_on, other.joined_at) < (kept.joined_on, kept.joined_at):
        changes |= {name: getattr(other, name) for name in ("joined_at", "joined_on", "joined_store_id")}
    days = [day for day in (kept.last_visit_on, other.last_visit_on) if day is not None]
    changes |= {"visits": kept.visits + other.visits, "last_visit_on": max(days, default=None)}
    brought_by = kept.referred_by or other.referred_by
    # Nobody brought themselves: that the one brought the other is forgotten.
    changes["referred_by"] = None if brought_by in (kept.id, other.id) else brought_by
    return changes


def both_agreed(kept: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What both agreed to, since when the one who stays did."""
    return {purpose: at for purpose, at in kept.items() if purpose in other}


def second_coupons(coupons: Iterable[HeldCoupon]) -> list[HeldCoupon]:
    """Of each two for one occasion, the one that gives way: a used one stays before one that is not, then the one that
    holds longer, then that of the member who stays."""
    stays: dict[str, HeldCoupon] = {}
    best_first = sorted(coupons, key=_worth, reverse=True)
    return [one for one in best_first if stays.setdefault(one.occasion, one) is not one]


def _worth(coupon: HeldCoupon) -> tuple[int, datetime, bool, UUID]:
    return WORTH.index(coupon.state), coupon.expires_at or FOREVER, coupon.is_kept_ones, coupon.id
