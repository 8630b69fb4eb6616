"""The membership room's tables."""

from membership.models import coupons, members, points, promotions, settings, stored_value

__all__ = ["coupons", "members", "points", "promotions", "settings", "stored_value"]
