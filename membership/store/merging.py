"""Queries of two members becoming one: what is held while it happens, and what moves.

Held in the order in which others hold it: the members as they are changed by what orders bring them, then reservations, caps,
coupons, visits, points and stored value, and last the members against everybody who names them. What was added meanwhile stands
by then, so everything moves after that.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from core.sql import Prepared
from core.uow import Unit

_CAPPED = """SELECT c.promotion_id FROM membership_promotion p
    JOIN membership_cap c ON c.tenant_id = p.tenant_id AND c.promotion_id = p.id
    WHERE p.tenant_id = %(tenant_id)s AND c.part = %(other_part)s::text"""
_HOLD_RESERVATIONS = Prepared(
    f"""SELECT order_id FROM membership_reservation
    WHERE tenant_id = %(tenant_id)s AND promotion_id IN ({_CAPPED}) AND parts ? %(other_part)s::text
    ORDER BY order_id, promotion_id FOR UPDATE""",  # noqa: S608
    {},
)
_HOLD_CAPS = Prepared(
    """SELECT c.promotion_id FROM membership_promotion p
    JOIN membership_cap c ON c.tenant_id = p.tenant_id AND c.promotion_id = p.id
    WHERE p.tenant_id = %(tenant_id)s AND c.part IN (%(other_part)s::text, %(part)s::text)
    ORDER BY c.promotion_id, c.part FOR UPDATE OF c""",
    {},
)
_BOTH = "WHERE tenant_id = %(tenant_id)s AND member_id IN (%(member_id)s::uuid, %(other_id)s::uuid)"
_HOLD_COUPONS = Prepared(f"SELECT id FROM membership_coupon {_BOTH} ORDER BY id FOR UPDATE", {})  # noqa: S608
_HOLD_VISITS = Prepared(f"SELECT order_id FROM membership_visit {_BOTH} ORDER BY order_id FOR UPDATE", {})  # noqa: S608
_HOLD_POINTS = Prepared(f"SELECT id FROM membership_points_lot {_BOTH} ORDER BY id FOR UPDATE", {})  # noqa: S608
_HOLD_VALUE = Prepared(f"SELECT id FROM membership_value_lot {_BOTH} ORDER BY id FOR UPDATE", {})  # noqa: S608
_MEMBERS = """SELECT * FROM membership_member
    WHERE tenant_id = %(tenant_id)s AND id IN (%(member_id)s::uuid, %(other_id)s::uuid) ORDER BY id"""
_BEGIN = Prepared(f"{_MEMBERS} FOR NO KEY UPDATE", {})
_HOLD_MEMBERS = Prepared(f"{_MEMBERS} FOR UPDATE", {})
_KEPT_BACK = Prepared(
    """SELECT sum(unused)::bigint AS amount FROM membership_value_quota
    WHERE tenant_id = %(tenant_id)s AND member_id = %(other_id)s AND unused > 0 AND expires_at > %(at)s""",
    {},
)
_TWICE = Prepared(
    """SELECT c.id, c.occasion, c.state, c.expires_at, c.member_id FROM membership_coupon c
    WHERE c.tenant_id = %(tenant_id)s AND c.member_id IN (%(member_id)s::uuid, %(other_id)s::uuid) AND c.occasion IN (
        SELECT o.occasion FROM membership_coupon o JOIN membership_coupon k USING (tenant_id, occasion)
        WHERE o.tenant_id = %(tenant_id)s AND o.member_id = %(other_id)s::uuid AND k.member_id = %(member_id)s::uuid)""",
    {},
)
_HAS = Prepared(
    """SELECT (SELECT coalesce(sum(principal), 0)::bigint FROM membership_value_lot
            WHERE tenant_id = %(tenant_id)s AND member_id = %(other_id)s) AS principal,
        (SELECT coalesce(sum(bonus), 0)::bigint FROM membership_value_lot
            WHERE tenant_id = %(tenant_id)s AND member_id = %(other_id)s) AS bonus,
        (SELECT coalesce(sum(points_left), 0)::bigint FROM membership_points_lot
            WHERE tenant_id = %(tenant_id)s AND member_id = %(other_id)s) AS points,
        (SELECT count(*) FROM membership_coupon
            WHERE tenant_id = %(tenant_id)s AND member_id = %(other_id)s AND state IN ('issued','reserved')) AS coupons,
        (SELECT count(*) FROM membership_visit
            WHERE tenant_id = %(tenant_id)s AND member_id = %(other_id)s) AS visits""",
    {},
)
# A second coupon for an occasion gives the occasion up; it is void unless an order holds it or used it.
_GIVE_WAY = Prepared(
    """UPDATE membership_coupon SET occasion = NULL, state = CASE WHEN state = 'issued' THEN 'voided' ELSE state END
    WHERE tenant_id = %(tenant_id)s AND id = ANY(%(ids)s::uuid[])""",
    {},
)
_OVER = (
    "SET member_id = %(member_id)s::uuid WHERE tenant_id = %(tenant_id)s AND member_id = %(other_id)s::uuid"
)
_MOVES = (
    Prepared(f"UPDATE membership_coupon {_OVER}", {}),
    Prepared(f"UPDATE membership_visit {_OVER}", {}),
    Prepared(f"UPDATE membership_points_lot {_OVER}", {}),
    Prepared(f"UPDATE membership_value_lot {_OVER}", {}),
    Prepared(
        f"""UPDATE membership_reservation SET
            parts = (parts - %(other_part)s::text) || jsonb_build_object(%(part)s::text, parts -> %(other_part)s::text)
        WHERE tenant_id = %(tenant_id)s AND parts ? %(other_part)s::text AND promotion_id IN ({_CAPPED})""",  # noqa: S608
        {},
    ),
    Prepared(
        """WITH gone AS (
            DELETE FROM membership_cap WHERE tenant_id = %(tenant_id)s AND part = %(other_part)s::text
                AND promotion_id IN (SELECT id FROM membership_promotion WHERE tenant_id = %(tenant_id)s)
            RETURNING promotion_id, reserved, committed)
        INSERT INTO membership_cap AS c (tenant_id, promotion_id, part, reserved, committed)
        SELECT %(tenant_id)s, promotion_id, %(part)s::text, reserved, committed FROM gone
        ON CONFLICT (tenant_id, promotion_id, part) DO UPDATE
        SET reserved = c.reserved + excluded.reserved, committed = c.committed + excluded.committed""",
        {},
    ),
    Prepared(
        """UPDATE membership_member SET referred_by = %(member_id)s::uuid
        WHERE tenant_id = %(tenant_id)s AND referred_by = %(other_id)s::uuid""",
        {},
    ),
    Prepared(
        """UPDATE membership_member SET merged_into = %(member_id)s::uuid
        WHERE tenant_id = %(tenant_id)s AND merged_into = %(other_id)s::uuid""",
        {},
    ),
)


def hold_both(unit: Unit, member_id: UUID, other_id: UUID) -> dict[UUID, Any]:
    """Both members' rows by id, locked with all that is theirs."""
    asked = _asked(unit, member_id, other_id)
    holds = (_BEGIN, _HOLD_RESERVATIONS, _HOLD_CAPS, _HOLD_COUPONS, _HOLD_VISITS, _HOLD_POINTS, _HOLD_VALUE)
    *_, members = unit.fetch(*((hold, asked) for hold in (*holds, _HOLD_MEMBERS)))
    return {row.id: row for row in members}


def look_at_other(unit: Unit, member_id: UUID, other_id: UUID, at: datetime) -> tuple[int, list[Any], Any]:
    """What tills keep back of the other's value, both members' coupons for the same occasion, and what the other has."""
    asked = _asked(unit, member_id, other_id)
    kept_back, twice, has = unit.fetch((_KEPT_BACK, {**asked, "at": at}), (_TWICE, asked), (_HAS, asked))
    return kept_back[0].amount or 0, twice, has[0]


def give_way(unit: Unit, coupon_ids: list[UUID]) -> None:
    """These are second ones for their occasions."""
    unit.write(_GIVE_WAY, tenant_id=unit.tenant_id, ids=coupon_ids)


def move_over(unit: Unit, member_id: UUID, other_id: UUID) -> None:
    """All that is the other's is the member's."""
    asked = _asked(unit, member_id, other_id)
    for move in _MOVES:
        unit.write(move, **asked)


def _asked(unit: Unit, member_id: UUID, other_id: UUID) -> dict[str, Any]:
    return {
        "tenant_id": unit.tenant_id,
        "member_id": member_id,
        "other_id": other_id,
        "part": f"member:{member_id}",
        "other_part": f"member:{other_id}",
    }
