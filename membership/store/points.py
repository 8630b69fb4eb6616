"""Queries of points and visits. A member's lots are locked in order of their ids before anything is moved."""

from datetime import date
from typing import Any
from uuid import UUID

from core.sql import Prepared
from core.uow import Unit
from membership.rules.points import PointsLot

_LOTS = Prepared(
    """SELECT id, points_left, expires_on FROM membership_points_lot
    WHERE tenant_id = %(tenant_id)s AND member_id = %(member_id)s ORDER BY id FOR UPDATE""",
    {},
)
_ADD = Prepared(
    """UPDATE membership_points_lot SET points_left = points_left + %(points)s
    WHERE tenant_id = %(tenant_id)s AND id = %(id)s""",
    {},
)
_OF_ORDER = Prepared(
    """SELECT id, member_id, lot_id, kind, points, base, store_id FROM membership_points_entry
    WHERE tenant_id = %(tenant_id)s AND order_id = %(order_id)s ORDER BY at, id""",
    {},
)
_VISIT = Prepared(
    """INSERT INTO membership_visit (tenant_id, order_id, member_id, store_id, business_date, net)
    VALUES (%(tenant_id)s, %(order_id)s, %(member_id)s, %(store_id)s, %(day)s, %(net)s)
    ON CONFLICT (tenant_id, order_id) DO NOTHING RETURNING order_id""",
    {},
)
_LOWER_VISIT = Prepared(
    """UPDATE membership_visit SET net = net - %(amount)s
    WHERE tenant_id = %(tenant_id)s AND order_id = %(order_id)s RETURNING member_id, net + %(amount)s AS before""",
    {},
)
_SEEN = Prepared(
    """UPDATE membership_member SET visits = visits + 1,
        last_visit_on = greatest(last_visit_on, %(day)s::date)
    WHERE tenant_id = %(tenant_id)s AND id = %(member_id)s""",
    {},
)
_STANDING = Prepared(
    """SELECT m.tier_id, m.visits, m.referred_by, t.points_bp, (SELECT coalesce(sum(v.net), 0)::bigint FROM membership_visit v
        WHERE v.tenant_id = m.tenant_id AND v.member_id = m.id AND v.business_date > %(since)s::date) AS spent
    FROM membership_member m LEFT JOIN membership_tier t ON t.tenant_id = m.tenant_id AND t.id = m.tier_id
    WHERE m.tenant_id = %(tenant_id)s AND m.id = %(member_id)s FOR UPDATE OF m""",
    {},
)
_SET_TIER = Prepared(
    "UPDATE membership_member SET tier_id = %(tier_id)s WHERE tenant_id = %(tenant_id)s AND id = %(member_id)s",
    {},
)


def lock_lots(unit: Unit, member_id: UUID) -> list[PointsLot]:
    """The member's lots."""
    rows = unit.fetch_all(_LOTS, tenant_id=unit.tenant_id, member_id=member_id)
    return [PointsLot(row.id, row.points_left, row.expires_on) for row in rows]


def add_to_lot(unit: Unit, lot_id: UUID, points: int) -> None:
    """Move points onto a lot, or off it."""
    unit.write(_ADD, tenant_id=unit.tenant_id, id=lot_id, points=points)


def entries_of(unit: Unit, order_id: UUID) -> list[Any]:
    """What an order moved so far."""
    return unit.fetch_all(_OF_ORDER, tenant_id=unit.tenant_id, order_id=order_id)


def add_visit(unit: Unit, member_id: UUID, order_id: UUID, store_id: UUID, day: date, net: int) -> bool:
    """Note a paid order; False when it was noted before."""
    row = unit.fetch_one(
        _VISIT,
        tenant_id=unit.tenant_id,
        order_id=order_id,
        member_id=member_id,
        store_id=store_id,
        day=day,
        net=net,
    )
    if row is not None:
        unit.write(_SEEN, tenant_id=unit.tenant_id, member_id=member_id, day=day)
    return row is not None


def lower_visit(unit: Unit, order_id: UUID, amount: int) -> Any:
    """Take a refund off a visit; answers whose it is and what stood before, or None."""
    return unit.fetch_one(_LOWER_VISIT, tenant_id=unit.tenant_id, order_id=order_id, amount=amount)


def lock_standing(unit: Unit, member_id: UUID, since: date) -> Any:
    """The member's tier with its rate of points, what they spent since, visits and who brought them; the member is locked."""
    return unit.fetch_one(_STANDING, tenant_id=unit.tenant_id, member_id=member_id, since=since)


def set_tier(unit: Unit, member_id: UUID, tier_id: UUID | None) -> None:
    """Put a member on a tier."""
    unit.write(_SET_TIER, tenant_id=unit.tenant_id, member_id=member_id, tier_id=tier_id)
