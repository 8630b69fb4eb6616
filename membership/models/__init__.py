"""The membership room's tables."""

from membership.models import (
    benefits,
    campaigns,
    coupons,
    members,
    points,
    promotions,
    segments,
    settings,
    stored_value,
)

__all__ = [
    "benefits",
    "campaigns",
    "coupons",
    "members",
    "points",
    "promotions",
    "segments",
    "settings",
    "stored_value",
]
