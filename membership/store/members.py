"""Queries of members."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from core.sql import Prepared
from core.uow import Unit
from membership.errors import MemberNotFound, TierNotFound
from membership.models.members import MemberRow, TierRow

_BUYER = """SELECT w.id AS asked, m.id, m.tier_id, m.born_month, m.born_day, m.joined_on, m.visits, m.last_visit_on,
        (SELECT count(*) FROM membership_visit v WHERE v.tenant_id = m.tenant_id AND v.member_id = m.id
            AND v.business_date > %(today)s::date - 90) AS lately,
        (SELECT coalesce(sum(p.points_left), 0)::bigint FROM membership_points_lot p
            WHERE p.tenant_id = m.tenant_id AND p.member_id = m.id
                AND (p.expires_on IS NULL OR p.expires_on >= %(trading_day)s::date)) AS points
    FROM membership_member w
    JOIN membership_member m ON m.tenant_id = w.tenant_id AND m.id = coalesce(w.merged_into, w.id)
    WHERE w.tenant_id = %(tenant_id)s AND m.erased_at IS NULL"""
BUYER = Prepared(_BUYER + " AND w.id = %(member_id)s::uuid", {})
BUYERS = Prepared(_BUYER + " AND w.id = ANY(%(member_ids)s::uuid[])", {})
_CARD = Prepared(
    """SELECT m.*,
        (SELECT count(*) FROM membership_visit v WHERE v.tenant_id = m.tenant_id AND v.member_id = m.id
            AND v.business_date > %(today)s::date - 90) AS lately,
        (SELECT coalesce(sum(p.points_left), 0)::bigint FROM membership_points_lot p
            WHERE p.tenant_id = m.tenant_id AND p.member_id = m.id
                AND (p.expires_on IS NULL OR p.expires_on >= %(today)s::date)) AS points,
        (SELECT coalesce(sum(l.principal), 0)::bigint FROM membership_value_lot l
            WHERE l.tenant_id = m.tenant_id AND l.member_id = m.id) AS principal,
        (SELECT coalesce(sum(l.bonus), 0)::bigint FROM membership_value_lot l
            WHERE l.tenant_id = m.tenant_id AND l.member_id = m.id
                AND (l.expires_on IS NULL OR l.expires_on >= %(today)s::date)) AS bonus
    FROM membership_member m WHERE m.tenant_id = %(tenant_id)s AND m.erased_at IS NULL
        AND m.id IN (SELECT coalesce(w.merged_into, w.id) FROM membership_member w WHERE w.tenant_id = %(tenant_id)s
            AND (w.id = %(id)s::uuid OR w.phone = %(phone)s OR w.card_no = %(word)s OR w.code = %(word)s))""",
    {},
)
_COUPONS = Prepared(
    """SELECT c.id, c.member_id, c.code, c.promotion_id, c.state, c.expires_at, p.name
    FROM membership_coupon c
    JOIN membership_promotion p ON p.tenant_id = c.tenant_id AND p.id = c.promotion_id
    WHERE c.tenant_id = %(tenant_id)s AND c.member_id = ANY(%(ids)s::uuid[])
        AND c.state IN ('issued','reserved') AND (c.expires_at IS NULL OR c.expires_at > %(at)s)
    ORDER BY c.expires_at NULLS LAST, c.id""",
    {},
)


_NUMBERS = Prepared(
    """SELECT phone, card_no FROM membership_member
    WHERE tenant_id = %(tenant_id)s AND (phone IS NOT NULL OR card_no IS NOT NULL)""",
    {},
)
_FOR_SHEET = Prepared(
    """SELECT m.phone, m.name, m.card_no, m.born_month, m.born_day, m.tier_id, m.joined_on, m.consent,
        coalesce(p.points, 0)::bigint AS points
    FROM membership_member m LEFT JOIN (
        SELECT member_id, sum(points_left) AS points FROM membership_points_lot
        WHERE tenant_id = %(tenant_id)s AND (expires_on IS NULL OR expires_on >= %(today)s::date) GROUP BY member_id) p
        ON p.member_id = m.id
    WHERE m.tenant_id = %(tenant_id)s AND m.erased_at IS NULL AND m.merged_into IS NULL AND m.phone IS NOT NULL ORDER BY m.id""",
    {},
)


def find_cards(
    unit: Unit,
    today: date,
    word: str | None = None,
    phone: str | None = None,
    member_id: UUID | None = None,
) -> list[Any]:
    """Members by id, or by card or code (``word``) or phone, with what they have."""
    asked = {"word": word, "phone": phone, "id": member_id}
    return unit.fetch_all(_CARD, tenant_id=unit.tenant_id, today=today, **asked)


def coupons_of(unit: Unit, member_ids: list[UUID], at: datetime) -> list[Any]:
    """Members' coupons that can be used, the first to expire first."""
    return unit.fetch_all(_COUPONS, tenant_id=unit.tenant_id, ids=member_ids, at=at) if member_ids else []


def get_member(unit: Unit, member_id: UUID, *, lock: bool = False) -> MemberRow:
    """A member who was not erased, or whom they turned out to be; raises MemberNotFound."""
    row = unit.session.get(MemberRow, (unit.tenant_id, member_id), with_for_update=lock)
    if row is None or row.erased_at is not None:
        raise MemberNotFound
    return row if row.merged_into is None else get_member(unit, row.merged_into, lock=lock)


def find_taken(unit: Unit, phone: str | None, card_no: str | None, but: UUID | None = None) -> bool:
    """Whether somebody else has this phone number or card; who turned out to be ``but`` is nobody else."""
    wanted = [pair for pair in ((MemberRow.phone, phone), (MemberRow.card_no, card_no)) if pair[1]]
    for column, value in wanted:
        query = select(MemberRow.id).where(MemberRow.tenant_id == unit.tenant_id, column == value)
        if but is not None:
            query = query.where(func.coalesce(MemberRow.merged_into, MemberRow.id) != but)
        if unit.session.scalar(query.limit(1)) is not None:
            return True
    return False


def find_id(unit: Unit, word: str, phone: str | None) -> UUID | None:
    """The member with this phone number, or with this word as card or code."""
    theirs = [MemberRow.card_no == word, MemberRow.code == word]
    if phone is not None:
        theirs.append(MemberRow.phone == phone)
    query = select(func.coalesce(MemberRow.merged_into, MemberRow.id)).where(
        MemberRow.tenant_id == unit.tenant_id, or_(*theirs)
    )
    return unit.session.scalar(query.limit(1))


def get_tier(unit: Unit, tier_id: UUID) -> TierRow:
    """A tier in use; raises TierNotFound."""
    row = unit.session.get(TierRow, (unit.tenant_id, tier_id))
    if row is None or row.archived_at is not None:
        raise TierNotFound
    return row


def list_tiers(unit: Unit) -> list[TierRow]:
    """The tiers in use, the lowest first."""
    query = select(TierRow).where(TierRow.tenant_id == unit.tenant_id, TierRow.archived_at.is_(None))
    return list(unit.session.scalars(query.order_by(TierRow.from_amount, TierRow.id)))


def list_numbers(unit: Unit) -> list[Any]:
    """Every phone number and card in use."""
    return unit.fetch_all(_NUMBERS, tenant_id=unit.tenant_id)


def list_for_sheet(unit: Unit, today: date) -> list[Any]:
    """Every member with a phone number, with the points that they have."""
    return unit.fetch_all(_FOR_SHEET, tenant_id=unit.tenant_id, today=today)


def hold_members(unit: Unit, member_ids: list[UUID]) -> dict[UUID, UUID]:
    """Whom each of these ids means now, ids of nobody left out; they stay who they are until the transaction ends."""
    now = func.coalesce(MemberRow.merged_into, MemberRow.id)
    asked = select(MemberRow.id, now.label("who")).where(
        MemberRow.tenant_id == unit.tenant_id, MemberRow.id.in_(member_ids)
    )
    meant = {row.id: row.who for row in unit.session.execute(asked)}
    query = select(MemberRow.id).where(
        MemberRow.tenant_id == unit.tenant_id,
        MemberRow.id.in_(set(meant.values())),
        MemberRow.erased_at.is_(None),
        MemberRow.merged_into.is_(None),
    )
    held = set(unit.session.scalars(query.order_by(MemberRow.id).with_for_update(read=True, key_share=True)))
    return {given: who for given, who in meant.items() if who in held}


def list_merged(unit: Unit, member_id: UUID) -> list[MemberRow]:
    """Those who turned out to be this member, the latest first."""
    query = select(MemberRow).where(MemberRow.tenant_id == unit.tenant_id, MemberRow.merged_into == member_id)
    return list(unit.session.scalars(query.order_by(MemberRow.merged_at.desc(), MemberRow.id)))
