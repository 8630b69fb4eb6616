"""Queries of promotions, their set's version, caps and coupons."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.sql import Prepared
from core.uow import Read, Unit
from membership.errors import PromotionNotFound
from membership.models.promotions import PromotionRow
from membership.store.merged import WHO

_VERSION = Prepared("SELECT version FROM membership_promotion_set WHERE tenant_id = %(tenant_id)s", {})
# What every order has to know, in one read: the set's version, and the brand's settings.
_STANDING = Prepared(
    """SELECT coalesce((SELECT version FROM membership_promotion_set WHERE tenant_id = %(tenant_id)s), 0) AS version,
        (SELECT chosen FROM membership_settings WHERE tenant_id = %(tenant_id)s) AS chosen""",
    {},
)
_VERSIONS = Prepared(
    """SELECT v.promotion_id, v.version, v.terms FROM membership_promotion_version v
    JOIN unnest(%(ids)s::uuid[], %(versions)s::bigint[]) AS g(promotion_id, version) USING (promotion_id, version)
    WHERE v.tenant_id = %(tenant_id)s ORDER BY v.promotion_id""",
    {},
)
_BUMP = Prepared(
    """INSERT INTO membership_promotion_set AS s (tenant_id, version) VALUES (%(tenant_id)s, 1)
    ON CONFLICT (tenant_id) DO UPDATE SET version = s.version + 1""",
    {},
)
_ACTIVE = Prepared(
    "SELECT id, version, name, terms FROM membership_promotion WHERE tenant_id = %(tenant_id)s AND state = 'active'",
    {},
)
# Without what the order itself has reserved, and what nobody paid in time: both are given back before the order takes anew.
_CAPS = Prepared(
    """SELECT promotion_id, part, sum(used)::bigint AS used FROM (
        SELECT promotion_id, part, reserved + committed AS used FROM membership_cap
        WHERE tenant_id = %(tenant_id)s AND promotion_id = ANY(%(ids)s::uuid[]) AND part = ANY(%(parts)s::text[])
        UNION ALL
        SELECT r.promotion_id, p.key, -p.value::bigint FROM membership_reservation r, jsonb_each_text(r.parts) p
        WHERE r.tenant_id = %(tenant_id)s AND r.state = 'reserved'
            AND (r.order_id = %(order_id)s::uuid OR r.expires_at < %(at)s)
            AND r.promotion_id = ANY(%(ids)s::uuid[]) AND p.key = ANY(%(parts)s::text[])) told
    GROUP BY promotion_id, part""",
    {},
)

# Those reserved for the order itself stay in its hand; those of an order that nobody paid in time are as good as free.
# ``refused``: why one that is shown cannot be used.
_HELD = """(state = 'reserved' AND order_id IS DISTINCT FROM %(order_id)s::uuid AND (c.is_withdrawn OR EXISTS (
                SELECT FROM membership_reservation r WHERE r.tenant_id = c.tenant_id AND r.order_id = c.order_id
                    AND r.promotion_id = c.promotion_id AND r.state = 'reserved' AND r.expires_at >= %(at)s)))"""
_COUPONS = Prepared(
    f"""SELECT id, promotion_id, code, CASE
            WHEN member_id IS DISTINCT FROM {WHO} AND member_id IS NOT NULL THEN 'coupon_of_another'
            WHEN {_HELD} THEN 'coupon_reserved'
            WHEN state NOT IN ('issued', 'reserved') THEN 'coupon_' || state
            WHEN expires_at <= %(at)s THEN 'coupon_expired' END AS refused
    FROM membership_coupon c WHERE tenant_id = %(tenant_id)s AND (code = ANY(%(codes)s::text[])
        OR (member_id = {WHO} AND (expires_at IS NULL OR expires_at > %(at)s)
            AND state IN ('issued', 'reserved') AND NOT {_HELD}))
    ORDER BY expires_at NULLS LAST, id""",  # noqa: S608
    {},
)


def version_read(unit: Unit) -> Read:
    """The version of the whole set."""
    return _VERSION, {"tenant_id": unit.tenant_id}


def versions_of(unit: Unit, versions: Iterable[tuple[UUID, int]]) -> list[Any]:
    """Promotions as they once were: (id, version), whatever became of them."""
    pairs = sorted(versions)
    return unit.fetch_all(
        _VERSIONS,
        tenant_id=unit.tenant_id,
        ids=[promotion_id for promotion_id, _ in pairs],
        versions=[version for _, version in pairs],
    )


def standing_read(tenant_id: UUID) -> Read:
    """The version of the whole set, and what the brand chose (``chosen``, or None), in one row."""
    return _STANDING, {"tenant_id": tenant_id}


def bump_version(unit: Unit) -> None:
    """No kept copy of the set holds any more."""
    unit.write(_BUMP, tenant_id=unit.tenant_id)


def list_active(unit: Unit) -> list[Any]:
    """Every active promotion's terms."""
    return unit.fetch_all(_ACTIVE, tenant_id=unit.tenant_id)


def used_of_caps(
    unit: Unit, ids: Sequence[UUID], parts: Sequence[str], order_id: UUID | None, at: datetime
) -> dict[tuple[UUID, str], int]:
    """What others used of caps, reserved uses with them."""
    named = {"tenant_id": unit.tenant_id, "order_id": order_id, "at": at}
    rows = unit.fetch_all(_CAPS, **named, ids=list(ids), parts=list(parts))
    return {(row.promotion_id, row.part): row.used for row in rows}


def coupons_in_hand(
    unit: Unit, member_id: UUID | None, codes: Sequence[str], at: Any, order_id: UUID | None = None
) -> Read:
    """The coupons that can be used: the member's, those whose codes are shown, and those reserved for the order itself; the
    first to expire first. With them those that are shown in vain, each with why it is ``refused``.
    """
    named = {"tenant_id": unit.tenant_id, "order_id": order_id, "member_id": member_id}
    return _COUPONS, {**named, "codes": list(codes), "at": at}


def get_promotion(unit: Unit, promotion_id: UUID, *, lock: bool = False) -> PromotionRow:
    """One promotion; raises PromotionNotFound."""
    row = unit.session.get(PromotionRow, (unit.tenant_id, promotion_id), with_for_update=lock)
    if row is None:
        raise PromotionNotFound
    return row


def find_known(unit: Unit, ids: Iterable[UUID]) -> set[UUID]:
    """Those of these ids that are promotions."""
    query = select(PromotionRow.id).where(PromotionRow.tenant_id == unit.tenant_id, PromotionRow.id.in_(ids))
    return set(unit.session.scalars(query))


def list_promotions(unit: Unit, state: str | None, after: UUID | None, limit: int) -> list[PromotionRow]:
    """Promotions by id."""
    query = select(PromotionRow).where(PromotionRow.tenant_id == unit.tenant_id)
    if state is not None:
        query = query.where(PromotionRow.state == state)
    if after is not None:
        query = query.where(PromotionRow.id > after)
    return list(unit.session.scalars(query.order_by(PromotionRow.id).limit(limit)))
