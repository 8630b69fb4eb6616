"""A brand's choices for its memberships, with what holds until it chooses. Money is in minor units."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from membership.values.promotions import HEAD_OFFICE


@dataclass(frozen=True, slots=True)
class Settings:
    """``points_per`` minor units paid yield a point; ``points_block`` points are worth ``points_worth`` at the till.

    ``value_mix`` is how stored value is used; the largest recharge and balance are limits that the law may set; the
    bonus is funded by head office for ``bonus_hq_percent``, and by the store that sold it for the rest. From a plan's
    amount on, a recharge brings its bonus. ``value_proof``: what a guest shows to pay with stored value, from
    ``value_proof_from`` on; ``value_collection``: whose account the money of recharges reaches. Coupons' templates: for
    birthdays, for the day of joining, for who brought a member and for the one who was brought; each holds for
    ``occasion_days``.
    """

    points_per: int = 100
    points_days: int | None = 365
    points_block: int = 100
    points_worth: int = 100
    points_highest_bp: int = 5_000
    tier_days: int = 365
    value_mix: str = "proportional"
    value_days: int | None = None
    largest_recharge: int = 500_000
    largest_balance: int = 1_000_000
    bonus_hq_percent: int = 100
    value_proof: str = "none"
    value_proof_from: int = 0
    value_collection: str = "store"
    recharge_plans: tuple[tuple[int, int], ...] = ()
    holidays: tuple[date, ...] = ()
    birthday_coupon_id: UUID | None = None
    anniversary_coupon_id: UUID | None = None
    referral_coupon_id: UUID | None = None
    friend_coupon_id: UUID | None = None
    occasion_days: int = 30
    refund_reclaims: bool = False


DEFAULTS = Settings()
COUPONS = ("birthday_coupon_id", "anniversary_coupon_id", "referral_coupon_id", "friend_coupon_id")
NAMES = tuple(field.name for field in fields(Settings))


def settings_of(chosen: dict[str, Any]) -> Settings:
    """The settings from what was chosen, as it is stored."""
    given = {name: value for name, value in chosen.items() if name in NAMES}
    if "holidays" in given:
        given["holidays"] = tuple(date.fromisoformat(day) for day in given["holidays"])
    for name in COUPONS:
        if given.get(name):
            given[name] = UUID(given[name])
    if "recharge_plans" in given:
        given["recharge_plans"] = tuple((plan["amount"], plan["bonus"]) for plan in given["recharge_plans"])
    return Settings(**given)


def bonus_of(settings: Settings, amount: int) -> int:
    """The bonus that a recharge brings: that of the largest plan it reaches."""
    reached = [plan for plan in settings.recharge_plans if plan[0] <= amount]
    return max(reached)[1] if reached else 0


__all__ = ["DEFAULTS", "HEAD_OFFICE", "NAMES", "Settings", "bonus_of", "settings_of"]
