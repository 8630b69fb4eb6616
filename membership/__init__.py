"""Membership: members, points, stored value, coupons and clearing between stores."""
