"""What a member's page shows, in one round trip."""

from typing import Any
from uuid import UUID

from core.sql import Prepared
from core.uow import Unit
from membership.store.merged import FAMILY

_VISITS = Prepared(
    """SELECT order_id, store_id, business_date, net FROM membership_visit
    WHERE tenant_id = %(tenant_id)s AND member_id = %(member_id)s ORDER BY business_date DESC, order_id DESC LIMIT %(most)s""",
    {},
)
_POINTS = Prepared(
    f"""SELECT kind, points, order_id, store_id, at FROM membership_points_entry
    WHERE tenant_id = %(tenant_id)s AND member_id IN {FAMILY} ORDER BY at DESC, id DESC LIMIT %(most)s""",  # noqa: S608
    {},
)
_COUPONS = Prepared(
    """SELECT c.id, c.code, c.promotion_id, p.name, c.state, c.occasion, c.campaign_id, c.issued_at, c.expires_at, c.order_id
    FROM membership_coupon c
    JOIN membership_promotion p ON p.tenant_id = c.tenant_id AND p.id = c.promotion_id
    WHERE c.tenant_id = %(tenant_id)s AND c.member_id = %(member_id)s
    ORDER BY c.issued_at DESC, c.id LIMIT %(most)s""",
    {},
)
_VALUE = Prepared(
    f"""SELECT id, kind, principal, bonus, store_id, order_id, at FROM membership_value_journal
    WHERE tenant_id = %(tenant_id)s AND member_id IN {FAMILY} ORDER BY at DESC, id DESC LIMIT %(most)s""",  # noqa: S608
    {},
)
_FRIENDS = Prepared(
    """SELECT f.id, f.name, f.phone, f.joined_on, f.visits, f.id = m.referred_by AS is_referrer
    FROM membership_member m JOIN membership_member f ON f.tenant_id = m.tenant_id
        AND (f.referred_by = m.id OR f.id = m.referred_by) AND f.erased_at IS NULL
        AND f.merged_into IS NULL
    WHERE m.tenant_id = %(tenant_id)s AND m.id = %(member_id)s ORDER BY f.id DESC LIMIT %(most)s""",
    {},
)
_MERGED = Prepared(
    """SELECT id, name, phone, card_no, code, merged_at FROM membership_member
    WHERE tenant_id = %(tenant_id)s AND merged_into = %(member_id)s ORDER BY merged_at DESC, id LIMIT %(most)s""",
    {},
)
# By the orders: a benefit keeps whose order it was, a visit is theirs whose it turned out to be.
_BENEFITS = Prepared(
    """SELECT b.order_id, b.refund_id, b.business_date, b.source, b.promotion_id, b.amount FROM membership_visit v
    JOIN membership_benefit b ON b.tenant_id = v.tenant_id AND b.order_id = v.order_id
    WHERE v.tenant_id = %(tenant_id)s AND v.member_id = %(member_id)s ORDER BY b.business_date DESC, b.id DESC""",
    {},
)
_POINTS_LEFT = Prepared(
    """SELECT points_left AS points, expires_on FROM membership_points_lot
    WHERE tenant_id = %(tenant_id)s AND member_id = %(member_id)s AND points_left <> 0 ORDER BY expires_on, id""",
    {},
)
_VALUE_LEFT = Prepared(
    """SELECT principal, bonus, expires_on FROM membership_value_lot
    WHERE tenant_id = %(tenant_id)s AND member_id = %(member_id)s AND principal + bonus <> 0 ORDER BY expires_on, id""",
    {},
)
_KEPT_BACK = Prepared(
    """SELECT store_id, amount, unused, made_at, expires_at FROM membership_value_quota
    WHERE tenant_id = %(tenant_id)s AND member_id = %(member_id)s ORDER BY made_at DESC, id""",
    {},
)
_PAGES = Prepared(
    """SELECT kind, made_at, expires_at, ended_at FROM membership_page_token
    WHERE tenant_id = %(tenant_id)s AND member_id = %(member_id)s ORDER BY made_at DESC, id""",
    {},
)


def page_of(unit: Unit, member_id: UUID, most: int | None) -> list[list[Any]]:
    """Visits, moves of points, coupons, uses of stored value, whom they brought (with who brought them), and who turned out to be
    them, the latest first; ``most``: so many of each, None: all."""
    asked = {"tenant_id": unit.tenant_id, "member_id": member_id, "most": most}
    return unit.fetch(*((read, asked) for read in (_VISITS, _POINTS, _COUPONS, _VALUE, _FRIENDS, _MERGED)))


def kept_beside(unit: Unit, member_id: UUID) -> list[list[Any]]:
    """What else is kept of a member: benefits, points and stored value left, what tills keep back, pages on phones."""
    asked = {"tenant_id": unit.tenant_id, "member_id": member_id}
    return unit.fetch(*((read, asked) for read in (_BENEFITS, _POINTS_LEFT, _VALUE_LEFT, _KEPT_BACK, _PAGES)))
