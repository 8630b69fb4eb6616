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


def page_of(unit: Unit, member_id: UUID, most: int) -> list[list[Any]]:
    """Visits, moves of points, coupons, uses of stored value, whom they brought (with who brought them), and who turned out to be
    them, the latest first."""
    asked = {"tenant_id": unit.tenant_id, "member_id": member_id, "most": most}
    return unit.fetch(*((read, asked) for read in (_VISITS, _POINTS, _COUPONS, _VALUE, _FRIENDS, _MERGED)))
