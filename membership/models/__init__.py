"""The membership room's tables."""

from membership.models import (
    benefits,
    campaigns,
    clearing,
    coupons,
    members,
    points,
    promotions,
    segments,
    settings,
    stored_value,
    value_guards,
)

__all__ = [
    "benefits",
    "campaigns",
    "clearing",
    "coupons",
    "members",
    "points",
    "promotions",
    "segments",
    "settings",
    "stored_value",
    "value_guards",
]
