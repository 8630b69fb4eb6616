"""Campaigns: coupons of one template for everybody in an audience."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped

from core.models import Base, TenantRow, tenant_fk


class CampaignRow(TenantRow, Base):
    """``audience`` as docs/guide/members.md has it. ``next_at``: when it is to run, empty when it is not.

    ``repeats`` is ``once``, or ``daily``: whoever has come to belong to the audience gets theirs, until ``ends_on``.
    """

    __tablename__ = "membership_campaign"
    __table_args__ = (
        tenant_fk("promotion_id", "membership_promotion"),
        CheckConstraint("state IN ('draft','scheduled','paused','stopped','done')", name="state"),
        CheckConstraint("repeats IN ('once','daily')", name="repeats"),
        CheckConstraint("(next_at IS NOT NULL) = (state = 'scheduled')", name="next_at"),
        CheckConstraint("coupon_days > 0", name="coupon_days"),
        Index("ix_membership_campaign_due", "next_at", postgresql_where=text("next_at IS NOT NULL")),
    )

    name: Mapped[dict[str, str]]
    promotion_id: Mapped[UUID]
    audience: Mapped[dict[str, Any]]
    repeats: Mapped[str]
    state: Mapped[str]
    starts_at: Mapped[datetime]
    ends_on: Mapped[date | None]
    coupon_days: Mapped[int | None]
    next_at: Mapped[datetime | None]
    last_run_at: Mapped[datetime | None]
    version: Mapped[int]
    made_at: Mapped[datetime]
