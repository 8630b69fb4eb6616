"""Queries of campaigns and of what came of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.sql import Prepared
from core.uow import Unit
from membership.errors import CampaignNotFound
from membership.models.campaigns import CampaignRow

_DUE = Prepared(
    """SELECT id, promotion_id, audience, repeats, ends_on, coupon_days FROM membership_campaign
    WHERE tenant_id = %(tenant_id)s AND next_at <= %(at)s ORDER BY id FOR UPDATE SKIP LOCKED""",
    {},
)
_RAN = Prepared(
    """UPDATE membership_campaign SET last_run_at = %(at)s, next_at = %(next_at)s, state = %(state)s
    WHERE tenant_id = %(tenant_id)s AND id = %(id)s""",
    {},
)
# One that an order has stays with it, and is void once that gives it back.
_VOID = Prepared(
    """UPDATE membership_coupon
    SET state = CASE WHEN state = 'issued' THEN 'voided' ELSE state END, is_withdrawn = state = 'reserved'
    WHERE tenant_id = %(tenant_id)s AND campaign_id = %(campaign_id)s AND state IN ('issued','reserved')""",
    {},
)
# By the day on which a coupon was given, and by the day on which the order that used it was paid.
_RESULTS = Prepared(
    """SELECT day, sum(issued)::bigint AS issued, sum(redeemed)::bigint AS redeemed, sum(revenue)::bigint AS revenue,
        sum(discount)::bigint AS discount
    FROM (
        SELECT (issued_at AT TIME ZONE %(timezone)s)::date AS day, count(*) AS issued, 0 AS redeemed, 0 AS revenue,
            0 AS discount
        FROM membership_coupon WHERE tenant_id = %(tenant_id)s AND campaign_id = %(campaign_id)s GROUP BY 1
        UNION ALL
        SELECT v.business_date, 0, count(*), sum(v.net), sum(coalesce((SELECT sum(b.amount) FROM membership_benefit b
            WHERE b.tenant_id = c.tenant_id AND b.order_id = c.order_id AND b.promotion_id = c.promotion_id), 0))
        FROM membership_coupon c JOIN membership_visit v ON v.tenant_id = c.tenant_id AND v.order_id = c.order_id
        WHERE c.tenant_id = %(tenant_id)s AND c.campaign_id = %(campaign_id)s AND c.state = 'redeemed'
        GROUP BY v.business_date) told
    GROUP BY day ORDER BY day""",
    {},
)
_ORDERS = Prepared(
    """SELECT c.order_id FROM membership_coupon c
    JOIN membership_visit v ON v.tenant_id = c.tenant_id AND v.order_id = c.order_id
    WHERE c.tenant_id = %(tenant_id)s AND c.campaign_id = %(campaign_id)s AND c.state = 'redeemed'
    ORDER BY c.order_id LIMIT %(most)s""",
    {},
)


def get_campaign(unit: Unit, campaign_id: UUID, *, lock: bool = False) -> CampaignRow:
    """One campaign; raises CampaignNotFound."""
    row = unit.session.get(CampaignRow, (unit.tenant_id, campaign_id), with_for_update=lock)
    if row is None:
        raise CampaignNotFound
    return row


def list_campaigns(unit: Unit, state: str | None, after: UUID | None, limit: int) -> list[CampaignRow]:
    """Campaigns, the newest first."""
    query = select(CampaignRow).where(CampaignRow.tenant_id == unit.tenant_id)
    if state is not None:
        query = query.where(CampaignRow.state == state)
    if after is not None:
        query = query.where(CampaignRow.id < after)
    return list(unit.session.scalars(query.order_by(CampaignRow.id.desc()).limit(limit)))


def lock_due(unit: Unit, at: datetime) -> list[Any]:
    """The campaigns that are to run by then; those that somebody else is running are left out."""
    return unit.fetch_all(_DUE, tenant_id=unit.tenant_id, at=at)


def note_run(unit: Unit, campaign_id: UUID, at: datetime, next_at: datetime | None) -> None:
    """It ran; without a next time it is done."""
    state = "done" if next_at is None else "scheduled"
    unit.write(_RAN, tenant_id=unit.tenant_id, id=campaign_id, at=at, next_at=next_at, state=state)


def void_unused(unit: Unit, campaign_id: UUID) -> None:
    """What nobody has used of it is worth nothing any more, but on the order that has it."""
    unit.write(_VOID, tenant_id=unit.tenant_id, campaign_id=campaign_id)


def results_of(unit: Unit, campaign_id: UUID, timezone: str) -> list[Any]:
    """Issued, redeemed, revenue and discount by day."""
    return unit.fetch_all(_RESULTS, tenant_id=unit.tenant_id, campaign_id=campaign_id, timezone=timezone)


def redeeming_orders(unit: Unit, campaign_id: UUID, most: int) -> list[UUID]:
    """The paid orders that used its coupons."""
    rows = unit.fetch_all(_ORDERS, tenant_id=unit.tenant_id, campaign_id=campaign_id, most=most)
    return [row.order_id for row in rows]
