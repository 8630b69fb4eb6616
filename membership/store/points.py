"""Queries of points and visits, for many members at once. Members, then lots, are locked in order of their ids before
anything is moved."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from core import json
from core.rows import row_of
from core.sql import Prepared
from core.uow import Read, Unit
from membership.rules.points import PointsLot
from membership.values.visits import PointsEntry, Spending, Standing, Visit

Lots = dict[UUID, dict[UUID, PointsLot]]  # by member
Spent = dict[UUID, dict[date, Spending]]  # by member, after which day
Expired = dict[UUID, int]  # by lot

_VISITS = Prepared(
    """SELECT order_id, member_id, store_id, business_date, net FROM membership_visit
    WHERE tenant_id = %(tenant_id)s AND order_id = ANY(%(order_ids)s::uuid[])""",
    {},
)
_OF_ORDERS = Prepared(
    """SELECT member_id, lot_id, kind, points, base, order_id, store_id, points_per FROM membership_points_entry
    WHERE tenant_id = %(tenant_id)s AND order_id = ANY(%(order_ids)s::uuid[]) ORDER BY at, id""",
    {},
)
_USED_BY = Prepared(
    """SELECT lot_id, (-sum(points))::bigint AS points FROM membership_points_entry
    WHERE tenant_id = %(tenant_id)s AND order_id = %(order_id)s AND kind IN ('burn', 'return')
    GROUP BY lot_id HAVING sum(points) < 0""",
    {},
)
_TIERS = Prepared(
    """SELECT id, from_amount, points_bp, archived_at IS NULL AS is_used FROM membership_tier
    WHERE tenant_id = %(tenant_id)s""",
    {},
)
# What changes of a member is no key: whoever writes rows that name the member does not wait.
_MEMBERS = Prepared(
    """SELECT id, tier_id, visits, last_visit_on, referred_by, merged_into FROM membership_member
    WHERE tenant_id = %(tenant_id)s AND id = ANY(%(member_ids)s::uuid[]) ORDER BY id FOR NO KEY UPDATE""",
    {},
)
_HOLDERS = Prepared(
    """SELECT id, coalesce(merged_into, id) AS holder_id FROM membership_member
    WHERE tenant_id = %(tenant_id)s AND id = ANY(%(member_ids)s::uuid[])""",
    {},
)
_LOTS = Prepared(
    """SELECT member_id, id, points_left, expires_on FROM membership_points_lot
    WHERE tenant_id = %(tenant_id)s AND member_id = ANY(%(member_ids)s::uuid[])
        AND (points_left <> 0 OR id = ANY(%(lot_ids)s::uuid[])) ORDER BY id FOR UPDATE""",
    {},
)
_SPENT = Prepared(
    """SELECT g.member_id, g.since, coalesce(sum(v.net), 0)::bigint AS spent, EXISTS (
        SELECT FROM membership_visit o WHERE o.tenant_id = %(tenant_id)s AND o.member_id = g.member_id
            AND o.business_date <= g.since) AS has_aged
    FROM unnest(%(member_ids)s::uuid[], %(days)s::date[]) AS g(member_id, since)
    LEFT JOIN membership_visit v
        ON v.tenant_id = %(tenant_id)s AND v.member_id = g.member_id AND v.business_date > g.since
    GROUP BY g.member_id, g.since""",
    {},
)
# Entries keep whose they were: the lot's member's, and those of all who turned out to be them.
_EXPIRED = Prepared(
    """SELECT g.lot_id, (-sum(x.points))::bigint AS points FROM unnest(%(lot_ids)s::uuid[]) AS g(lot_id)
    JOIN membership_points_lot l ON l.tenant_id = %(tenant_id)s AND l.id = g.lot_id AND l.expires_on IS NOT NULL
    JOIN membership_member w
        ON w.tenant_id = %(tenant_id)s AND (w.id = l.member_id OR w.merged_into = l.member_id)
    JOIN membership_points_entry x
        ON x.tenant_id = %(tenant_id)s AND x.member_id = w.id AND x.lot_id = g.lot_id AND x.kind = 'expire'
    GROUP BY g.lot_id""",
    {},
)
_FIRST_ORDERS = Prepared(
    """SELECT DISTINCT ON (member_id) order_id FROM membership_visit
    WHERE tenant_id = %(tenant_id)s AND member_id = ANY(%(member_ids)s::uuid[])
    ORDER BY member_id, business_date, order_id""",
    {},
)
_MOVE_LOTS = Prepared(
    """UPDATE membership_points_lot l SET points_left = g.points_left
    FROM unnest(%(ids)s::uuid[], %(left)s::bigint[]) AS g(id, points_left)
    WHERE l.tenant_id = %(tenant_id)s AND l.id = g.id""",
    {},
)
_CHANGE_VISITS = Prepared(
    """UPDATE membership_visit v SET net = g.net
    FROM unnest(%(order_ids)s::uuid[], %(nets)s::bigint[]) AS g(order_id, net)
    WHERE v.tenant_id = %(tenant_id)s AND v.order_id = g.order_id""",
    {},
)
_CHANGE_MEMBERS = Prepared(
    """UPDATE membership_member m SET tier_id = g.tier_id, visits = g.visits, last_visit_on = g.last_visit_on
    FROM jsonb_to_recordset(%(members)s::jsonb) AS g(id uuid, tier_id uuid, visits bigint, last_visit_on date)
    WHERE m.tenant_id = %(tenant_id)s AND m.id = g.id""",
    {},
)


def orders_reads(unit: Unit, order_ids: Collection[UUID]) -> list[Read]:
    """What orders brought so far: their visits, the moves of points, and the brand's tiers, those in use and others."""
    orders = {"tenant_id": unit.tenant_id, "order_ids": list(order_ids)}
    return [(_VISITS, orders), (_OF_ORDERS, orders), (_TIERS, {"tenant_id": unit.tenant_id})]


def first_orders(unit: Unit, member_ids: Collection[UUID]) -> set[UUID]:
    """The order with which each of these members came first."""
    rows = unit.fetch_all(_FIRST_ORDERS, tenant_id=unit.tenant_id, member_ids=list(member_ids))
    return {row.order_id for row in rows}


def holders_read(unit: Unit, member_ids: Collection[UUID]) -> Read:
    """Whom members' ids mean now: themselves, or whom they turned out to be."""
    return _HOLDERS, {"tenant_id": unit.tenant_id, "member_ids": list(member_ids)}


def visit_of(row: Any) -> Visit:
    """A row as a value."""
    return Visit(row.order_id, row.member_id, row.store_id, row.business_date, row.net)


def entry_of(row: Any) -> PointsEntry:
    """A row as a value."""
    return PointsEntry(
        row.member_id, row.lot_id, row.kind, row.points, row.base, row.order_id, row.store_id, row.points_per
    )


def lock_members(
    unit: Unit, member_ids: Collection[UUID], since: Collection[tuple[UUID, date]], lot_ids: Collection[UUID]
) -> tuple[dict[UUID, Standing], Lots, Spent, Expired]:
    """Members, locked: where they stand, their lots with points or debts (and these), what they spent after each day, and how many
    points of these lots expired.
    """
    rows, lots, spent, expired = unit.fetch(
        (_MEMBERS, {"tenant_id": unit.tenant_id, "member_ids": list(member_ids)}),
        _lots_read(unit, member_ids, lot_ids),
        (
            _SPENT,
            {
                "tenant_id": unit.tenant_id,
                "member_ids": [member_id for member_id, _ in since],
                "days": [day for _, day in since],
            },
        ),
        (_EXPIRED, {"tenant_id": unit.tenant_id, "lot_ids": list(lot_ids)}),
    )
    members = {row.id: Standing(*row) for row in rows}
    sums: Spent = {}
    for row in spent:
        sums.setdefault(row.member_id, {})[row.since] = Spending(row.spent, row.has_aged)
    return members, _by_member(lots), sums, {row.lot_id: row.points for row in expired}


def used_by(unit: Unit, order_id: UUID) -> dict[UUID, int]:
    """What an order used and did not give back, by lot."""
    rows = unit.fetch_all(_USED_BY, tenant_id=unit.tenant_id, order_id=order_id)
    return {row.lot_id: row.points for row in rows}


def lock_lots(unit: Unit, member_id: UUID, lot_ids: Collection[UUID] = ()) -> tuple[UUID, list[PointsLot]]:
    """A member's lots with points or debts (and these), locked; and whose they are, the member's or whom they turned out to be."""
    while True:
        rows, holders = unit.fetch(_lots_read(unit, [member_id], lot_ids), holders_read(unit, [member_id]))
        if not holders or holders[0].holder_id == member_id:
            return member_id, list(_by_member(rows).get(member_id, {}).values())
        member_id = holders[0].holder_id


def move_lots(unit: Unit, left: Mapping[UUID, int]) -> None:
    """Write what is left of lots."""
    if left:
        unit.write(_MOVE_LOTS, tenant_id=unit.tenant_id, ids=list(left), left=list(left.values()))


def change_visits(unit: Unit, visits: Iterable[Visit]) -> None:
    """Write what is left of visits after refunds."""
    left = {visit.order_id: visit.net for visit in visits}
    if left:
        unit.write(_CHANGE_VISITS, tenant_id=unit.tenant_id, order_ids=list(left), nets=list(left.values()))


def change_members(unit: Unit, members: Iterable[Standing]) -> None:
    """Write where members stand."""
    told = json.dumps([row_of(member) for member in members])
    unit.write(_CHANGE_MEMBERS, tenant_id=unit.tenant_id, members=told)


def _lots_read(unit: Unit, member_ids: Collection[UUID], lot_ids: Collection[UUID]) -> Read:
    return _LOTS, {"tenant_id": unit.tenant_id, "member_ids": list(member_ids), "lot_ids": list(lot_ids)}


def _by_member(rows: Iterable[Any]) -> Lots:
    found: Lots = {}
    for row in rows:
        found.setdefault(row.member_id, {})[row.id] = PointsLot(row.id, row.points_left, row.expires_on)
    return found
