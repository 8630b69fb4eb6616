"""Members of a brand, their tiers and visits."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk


class TierRow(TenantRow, Base):
    """A tier: reached by spending ``from_amount`` within the rolling window; ``points_bp`` of the usual points."""

    __tablename__ = "membership_tier"
    __table_args__ = (
        CheckConstraint("from_amount >= 0", name="from_amount"),
        CheckConstraint("points_bp BETWEEN 0 AND 1000000", name="points_bp"),
    )

    name: Mapped[dict[str, str]]
    from_amount: Mapped[int]
    points_bp: Mapped[int]
    archived_at: Mapped[datetime | None]


class MemberRow(TenantRow, Base):
    """A member, found by phone, card or code. ``consent`` holds what they agreed to, and when.

    Erased, only the id stays, so that the books still add up. ``visits`` and the dates follow paid orders. ``referred_by``:
    the member who brought them. ``merged_into``: the member whom this one turned out to be, who has all that was theirs
    (docs/decisions/0025); never somebody who was merged, too.
    """

    __tablename__ = "membership_member"
    __table_args__ = (
        tenant_fk("tier_id", "membership_tier"),
        tenant_fk("referred_by", "membership_member"),
        tenant_fk("merged_into", "membership_member"),
        UniqueConstraint("tenant_id", "phone"),
        UniqueConstraint("tenant_id", "card_no"),
        UniqueConstraint("tenant_id", "code"),
        CheckConstraint("(merged_into IS NULL) = (merged_at IS NULL) AND merged_into <> id", name="merged"),
        CheckConstraint("born_month BETWEEN 1 AND 12", name="born_month"),
        CheckConstraint("born_day BETWEEN 1 AND 31", name="born_day"),
        Index(None, "tenant_id", "joined_at"),
        Index(None, "tenant_id", "referred_by"),
        Index(None, "tenant_id", "merged_into", postgresql_where=text("merged_into IS NOT NULL")),
    )

    phone: Mapped[str | None]
    card_no: Mapped[str | None]
    code: Mapped[str]
    name: Mapped[str | None]
    born_month: Mapped[int | None]
    born_day: Mapped[int | None]
    tier_id: Mapped[UUID | None]
    consent: Mapped[dict[str, Any]]
    joined_at: Mapped[datetime]
    joined_on: Mapped[date]
    joined_store_id: Mapped[UUID | None]
    referred_by: Mapped[UUID | None]
    visits: Mapped[int]
    last_visit_on: Mapped[date | None]
    erased_at: Mapped[datetime | None]
    merged_into: Mapped[UUID | None]
    merged_at: Mapped[datetime | None]


class VisitRow(Base):
    """A paid order of a member: what tiers and segments are counted from."""

    __tablename__ = "membership_visit"
    __table_args__ = (
        tenant_fk("member_id", "membership_member"),
        Index(None, "tenant_id", "member_id", "business_date"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID]
    store_id: Mapped[UUID]
    business_date: Mapped[date]
    net: Mapped[int]
