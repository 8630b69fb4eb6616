"""Members by what is known of them: counted, listed, and given coupons in one statement.

Segments are told here in SQL and in ``membership.rules.segments`` in Python, from the same numbers.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.rows import row_of
from core.sql import Prepared
from core.uow import Unit
from membership.rules.segments import LOST_DAYS, NEW_DAYS, REGULAR_VISITS, SLEEPING_DAYS, WINDOW_DAYS
from membership.values.audiences import Audience

_AWAY = "%(today)s::date - coalesce(m.last_visit_on, m.joined_on)"
SEGMENT = f"""CASE WHEN {_AWAY} >= {LOST_DAYS} THEN 'lost' WHEN {_AWAY} >= {SLEEPING_DAYS} THEN 'sleeping'
    WHEN coalesce(s.lately, 0) >= {REGULAR_VISITS} THEN 'regular'
    WHEN %(today)s::date - m.joined_on < {NEW_DAYS} THEN 'new' ELSE 'ordinary' END"""
_SUMS = f"""count(*) FILTER (WHERE v.business_date > %(today)s::date - {WINDOW_DAYS}) AS lately,
        sum(v.net) FILTER (WHERE v.business_date > %(today)s::date - %(window_days)s::int)::bigint AS spent,
        bool_or(v.store_id = ANY(%(store_ids)s::uuid[])
            AND v.business_date > %(today)s::date - %(window_days)s::int) AS was_there
    FROM membership_visit v WHERE v.tenant_id = %(tenant_id)s
        AND v.business_date > %(today)s::date - greatest({WINDOW_DAYS}, %(window_days)s::int)"""
_STANDING = "m.tenant_id = %(tenant_id)s AND m.erased_at IS NULL AND m.merged_into IS NULL"
# Everybody who was not forgotten, with what they did within the window: all at once, or each as they are come to.
_EVERYBODY = f"""membership_member m LEFT JOIN (SELECT v.member_id, {_SUMS} GROUP BY v.member_id) s ON s.member_id = m.id
    WHERE {_STANDING}"""
_EACH = f"""membership_member m LEFT JOIN LATERAL (SELECT {_SUMS} AND v.member_id = m.id) s ON true
    WHERE {_STANDING}"""
_WISHES = f"""
    AND (cardinality(%(segments)s::text[]) = 0 OR {SEGMENT} = ANY(%(segments)s::text[]))
    AND (cardinality(%(tier_ids)s::uuid[]) = 0 OR m.tier_id = ANY(%(tier_ids)s::uuid[]))
    AND (cardinality(%(birthday_months)s::int[]) = 0 OR m.born_month = ANY(%(birthday_months)s::int[]))
    AND (cardinality(%(store_ids)s::uuid[]) = 0 OR s.was_there)
    AND (%(last_visit_from)s::date IS NULL OR m.last_visit_on >= %(last_visit_from)s::date)
    AND (%(last_visit_to)s::date IS NULL OR m.last_visit_on <= %(last_visit_to)s::date)
    AND (%(joined_from)s::date IS NULL OR m.joined_on >= %(joined_from)s::date)
    AND (%(joined_to)s::date IS NULL OR m.joined_on <= %(joined_to)s::date)
    AND (%(spent_from)s::bigint IS NULL OR coalesce(s.spent, 0) >= %(spent_from)s::bigint)
    AND (%(spent_to)s::bigint IS NULL OR coalesce(s.spent, 0) <= %(spent_to)s::bigint)
    AND (NOT %(consenting_only)s::bool OR m.consent ? 'marketing')"""
_WANTED = _EVERYBODY + _WISHES
_COUNT = Prepared(f"SELECT count(*) AS members FROM {_WANTED}", {})  # noqa: S608 - from constants
_BY_SEGMENT = Prepared(f"SELECT {SEGMENT} AS segment, count(*) AS members FROM {_EVERYBODY} GROUP BY 1", {})  # noqa: S608
_ROW = f"""SELECT m.id, m.phone, m.card_no, m.code, m.name, m.tier_id, {SEGMENT} AS segment, m.visits,
        m.last_visit_on, m.joined_on, coalesce(s.spent, 0) AS spent
    FROM """  # noqa: S608
_PAGE = """ AND (%(word)s::text IS NULL OR m.name ILIKE %(word)s OR (%(by_phone)s::bool AND m.phone LIKE %(word)s))
        AND (%(after)s::uuid IS NULL OR m.id < %(after)s::uuid)
    ORDER BY m.id DESC LIMIT %(limit)s"""
_LIST = Prepared(_ROW + _WANTED + _PAGE, {})
_LIST_EACH = Prepared(_ROW + _EACH + _WISHES + _PAGE, {})
# A coupon's code is of its random id's own letters, without those that are read for one another.
_CODE = "translate(upper(substr(gen_random_uuid()::text, 25)), '01', 'GH')"
_INSERTED = f"""INSERT INTO membership_coupon
        (tenant_id, id, member_id, code, state, issued_at, expires_at, promotion_id, occasion, campaign_id)
    SELECT m.tenant_id, gen_random_uuid(), m.id, {_CODE}, 'issued', %(at)s::timestamptz, %(expires_at)s::timestamptz,"""
_GIVEN = f"{_INSERTED} %(promotion_id)s::uuid, %(occasion)s::text, %(campaign_id)s::uuid FROM "
# A template that was archived gives nobody any more, whatever still names it.
_IN_USE = """ AND EXISTS (SELECT FROM membership_promotion p
        WHERE p.tenant_id = %(tenant_id)s AND p.id = %(promotion_id)s::uuid AND p.state <> 'archived')"""
# Whoever is being merged just now is waited for, and then left out.
_ONCE = " FOR KEY SHARE OF m ON CONFLICT (tenant_id, member_id, occasion) DO NOTHING RETURNING member_id"
_HAS_NONE = """ AND NOT EXISTS (SELECT FROM membership_coupon c
        WHERE c.tenant_id = m.tenant_id AND c.member_id = m.id AND c.occasion = %(occasion)s::text)
    ORDER BY m.id LIMIT %(most)s"""
_GIVE = Prepared(_GIVEN + _WANTED + _IN_USE + _HAS_NONE + _ONCE, {})
# Whoever was born, or joined in an earlier year, on this day; who was born on 29 February, on the 28th in other years.
_THEIR_DAY = f"""membership_member m WHERE {_STANDING} AND m.joined_on <= %(today)s::date AND (
        (%(of)s = 'birthday' AND (m.born_month, m.born_day) IN (
            SELECT * FROM unnest(%(months)s::int[], %(days)s::int[])))
        OR (%(of)s = 'anniversary' AND m.joined_on < make_date(%(year)s::int, 1, 1)
            AND (extract(month FROM m.joined_on), extract(day FROM m.joined_on)) IN (
                SELECT * FROM unnest(%(months)s::int[], %(days)s::int[]))))"""  # noqa: S608
_GIVE_ON_DAY = Prepared(_GIVEN + _THEIR_DAY + _IN_USE + _ONCE, {})
_GIVE_EACH = Prepared(
    f"""{_INSERTED} g.promotion_id, g.occasion, NULL
    FROM unnest(%(member_ids)s::uuid[], %(promotion_ids)s::uuid[], %(occasions)s::text[])
        AS g(member_id, promotion_id, occasion)
    JOIN membership_member w ON w.tenant_id = %(tenant_id)s AND w.id = g.member_id
    JOIN membership_member m ON m.id = coalesce(w.merged_into, w.id) AND {_STANDING}
    JOIN membership_promotion p ON p.tenant_id = m.tenant_id AND p.id = g.promotion_id AND p.state <> 'archived'
    {_ONCE}, promotion_id, occasion""",
    {},
)


def count_members_in(unit: Unit, audience: Audience, today: date) -> int:
    """How many belong to the audience now."""
    found: int = unit.fetch_one(_COUNT, **_asked(unit, audience, today)).members
    return found


def count_by_segment(unit: Unit, today: date) -> dict[str, int]:
    """How many members each segment has now."""
    rows = unit.fetch_all(_BY_SEGMENT, **_asked(unit, Audience(), today))
    return {row.segment: row.members for row in rows}


def list_members(
    unit: Unit,
    audience: Audience,
    today: date,
    word: str | None,
    after: UUID | None,
    limit: int,
    by_phone: bool,
) -> list[Any]:
    """Members of an audience, the newest first; ``word`` is part of a name, or with ``by_phone`` of a phone number."""
    pattern = (
        None
        if word is None
        else "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    )
    asked = _asked(unit, audience, today)
    # Where many have to be looked at for a page, what they did is summed up for all at once.
    needs_sums = (
        audience.segments or audience.store_ids or (audience.spent_from, audience.spent_to) != (None, None)
    )
    statement = _LIST if needs_sums else _LIST_EACH
    return unit.fetch_all(statement, **asked, word=pattern, after=after, limit=limit, by_phone=by_phone)


def give_to_audience(
    unit: Unit,
    audience: Audience,
    today: date,
    promotion_id: UUID,
    occasion: str,
    campaign_id: UUID,
    at: datetime,
    expires_at: datetime | None,
    most: int,
) -> int:
    """A coupon for each member of the audience who has none for this occasion, but so many at once; answers how many."""
    coupon = _coupon(promotion_id, occasion, campaign_id, at, expires_at)
    return len(unit.fetch_all(_GIVE, **_asked(unit, audience, today), **coupon, most=most))


def give_on_their_day(
    unit: Unit, of: str, today: date, days: list[tuple[int, int]], promotion_id: UUID, at: datetime, expires_at: datetime | None
) -> int:  # fmt: skip
    """A coupon for whoever has a birthday or anniversary on one of these (month, day); answers how many."""
    coupon = _coupon(promotion_id, f"{of}:{today.year}", None, at, expires_at)
    named = {
        "of": of,
        "today": today,
        "year": today.year,
        "months": [m for m, _ in days],
        "days": [d for _, d in days],
    }
    return len(unit.fetch_all(_GIVE_ON_DAY, tenant_id=unit.tenant_id, **named, **coupon))


def give_each(
    unit: Unit, wanted: Sequence[tuple[UUID, UUID, str]], at: datetime, expires_at: datetime | None
) -> list[Any]:
    """A coupon for each (member, template, occasion), unless they have one for it; answers what was given."""
    named = {
        "member_ids": [member_id for member_id, _, _ in wanted],
        "promotion_ids": [promotion_id for _, promotion_id, _ in wanted],
        "occasions": [occasion for _, _, occasion in wanted],
    }
    asked = {"tenant_id": unit.tenant_id, "at": at, "expires_at": expires_at, **named}
    given = unit.fetch_all(_GIVE_EACH, **asked)
    # Whoever was being merged just then is somebody else at a second look.
    return given if len(given) == len(wanted) else given + unit.fetch_all(_GIVE_EACH, **asked)


def _coupon(
    promotion_id: UUID, occasion: str, campaign_id: UUID | None, at: datetime, expires_at: datetime | None
) -> dict[str, Any]:
    return {
        "promotion_id": promotion_id,
        "occasion": occasion,
        "campaign_id": campaign_id,
        "at": at,
        "expires_at": expires_at,
    }


def _asked(unit: Unit, audience: Audience, today: date) -> dict[str, Any]:
    asked = {
        name: list(value) if isinstance(value, tuple) else value for name, value in row_of(audience).items()
    }
    return {"tenant_id": unit.tenant_id, "today": today, **asked}
