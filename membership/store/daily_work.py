"""When brands' members are looked over, and what is written then in one statement for all of them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.sql import Prepared
from core.uow import Unit

_TENANTS = Prepared("SELECT membership_tenants_due(%(at)s) AS tenant_id", {})
_BEGIN = Prepared(
    """INSERT INTO membership_daily_work (tenant_id, next_at) VALUES (%(tenant_id)s, %(at)s::timestamptz + interval '1 hour')
    ON CONFLICT (tenant_id) DO NOTHING""",
    {},
)
_CLAIM = Prepared(
    """UPDATE membership_daily_work w SET next_at = %(next_at)s
    FROM (SELECT tenant_id, next_at FROM membership_daily_work
        WHERE tenant_id = %(tenant_id)s AND next_at <= %(at)s FOR UPDATE SKIP LOCKED) due
    WHERE w.tenant_id = due.tenant_id RETURNING due.next_at AS due_at""",
    {},
)
_KEEP_COUNTS = Prepared(
    """INSERT INTO membership_segment_count (tenant_id, day, segment, members)
    SELECT %(tenant_id)s, %(day)s::date, * FROM unnest(%(segments)s::text[], %(members)s::bigint[])
    ON CONFLICT (tenant_id, day, segment) DO UPDATE SET members = excluded.members""",
    {},
)
_COUNTS = Prepared(
    """SELECT day, segment, members FROM membership_segment_count
    WHERE tenant_id = %(tenant_id)s AND day BETWEEN %(first)s AND %(last)s ORDER BY day""",
    {},
)
# Points that have lost their time: an entry takes them off, so that a balance stays the sum of its entries.
_EXPIRE_POINTS = Prepared(
    """WITH gone AS (
        SELECT id, member_id, points_left FROM membership_points_lot
        WHERE tenant_id = %(tenant_id)s AND points_left > 0 AND expires_on < %(today)s::date
        ORDER BY id FOR UPDATE),
    emptied AS (
        UPDATE membership_points_lot l SET points_left = 0 FROM gone WHERE l.tenant_id = %(tenant_id)s AND l.id = gone.id)
    INSERT INTO membership_points_entry (tenant_id, id, member_id, lot_id, kind, points, base, at)
    SELECT %(tenant_id)s, gen_random_uuid(), member_id, id, 'expire', -points_left, 0, %(at)s::timestamptz FROM gone""",
    {},
)
_EXPIRE_COUPONS = Prepared(
    """UPDATE membership_coupon SET state = 'expired'
    WHERE tenant_id = %(tenant_id)s AND state = 'issued' AND expires_at <= %(at)s""",
    {},
)
# Those alone of whom a visit has just left the window: everybody else stands where the last payment put them.
_ROLL_TIERS = Prepared(
    """WITH aged AS (
        SELECT DISTINCT member_id FROM membership_visit WHERE tenant_id = %(tenant_id)s
            AND business_date > %(since)s::date - 31 AND business_date <= %(since)s::date),
    spent AS (
        SELECT a.member_id, coalesce(sum(v.net), 0) AS net FROM aged a LEFT JOIN membership_visit v
            ON v.tenant_id = %(tenant_id)s AND v.member_id = a.member_id AND v.business_date > %(since)s::date
        GROUP BY a.member_id),
    reached AS (
        SELECT s.member_id, (SELECT t.id FROM membership_tier t WHERE t.tenant_id = %(tenant_id)s
            AND t.archived_at IS NULL AND t.from_amount <= s.net ORDER BY t.from_amount DESC, t.id DESC LIMIT 1) AS tier_id
        FROM spent s),
    standing AS (
        SELECT m.id, m.tier_id AS before, r.tier_id FROM membership_member m JOIN reached r ON r.member_id = m.id
        WHERE m.tenant_id = %(tenant_id)s AND m.erased_at IS NULL AND m.tier_id IS DISTINCT FROM r.tier_id
        ORDER BY m.id FOR UPDATE OF m)
    UPDATE membership_member m SET tier_id = s.tier_id FROM standing s
    WHERE m.tenant_id = %(tenant_id)s AND m.id = s.id RETURNING m.id, m.tier_id, s.before""",
    {},
)


def tenants_due(unit: Unit, at: datetime) -> list[UUID]:
    """The brands with something to do by then."""
    return [row.tenant_id for row in unit.fetch_all(_TENANTS, at=at)]


def begin(unit: Unit, at: datetime) -> None:
    """The brand has members: they are looked over from now on."""
    unit.write(_BEGIN, tenant_id=unit.tenant_id, at=at)


def claim(unit: Unit, at: datetime, next_at: datetime) -> datetime | None:
    """Take the day's work, and answer when it was due; None when it is done, or somebody else is at it."""
    row = unit.fetch_one(_CLAIM, tenant_id=unit.tenant_id, at=at, next_at=next_at)
    return row.due_at if row else None


def keep_counts(unit: Unit, day: date, counts: dict[str, int]) -> None:
    """How many members each segment has on a day."""
    segments = sorted(counts)
    members = [counts[name] for name in segments]
    unit.write(_KEEP_COUNTS, tenant_id=unit.tenant_id, day=day, segments=segments, members=members)


def list_counts(unit: Unit, first: date, last: date) -> list[Any]:
    """The segments' counts, day by day."""
    return unit.fetch_all(_COUNTS, tenant_id=unit.tenant_id, first=first, last=last)


def expire_points(unit: Unit, today: date, at: datetime) -> None:
    """Take off the points that have lost their time."""
    unit.write(_EXPIRE_POINTS, tenant_id=unit.tenant_id, today=today, at=at)


def expire_coupons(unit: Unit, at: datetime) -> None:
    """Coupons that nobody used in time."""
    unit.write(_EXPIRE_COUPONS, tenant_id=unit.tenant_id, at=at)


def roll_tiers(unit: Unit, since: date) -> list[Any]:
    """Put members on the tier that their visits after ``since`` reach; answers who moved, from which tier."""
    return unit.fetch_all(_ROLL_TIERS, tenant_id=unit.tenant_id, since=since)
