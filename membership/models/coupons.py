"""Coupons: one use of a template (a promotion that takes a coupon), issued to a member or to whoever holds its code."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk


class CouponRow(TenantRow, Base):
    """A coupon; ``order_id`` is who reserved or redeemed it. Expired is what is issued after ``expires_at``.

    ``occasion`` says what it was given for, such as ``birthday:2026``: a member gets one for each, however often it is tried.
    ``is_withdrawn``: its campaign was stopped with what is unused while an order had it, so it is void once that gives it back.
    """

    __tablename__ = "membership_coupon"
    __table_args__ = (
        tenant_fk("promotion_id", "membership_promotion"),
        tenant_fk("member_id", "membership_member"),
        tenant_fk("campaign_id", "membership_campaign"),
        UniqueConstraint("tenant_id", "code"),
        UniqueConstraint("tenant_id", "member_id", "occasion"),
        CheckConstraint("state IN ('issued','reserved','redeemed','expired','voided')", name="state"),
        CheckConstraint("(state IN ('reserved','redeemed')) = (order_id IS NOT NULL)", name="order"),
        Index(None, "tenant_id", "campaign_id"),
        Index(None, "tenant_id", "order_id"),
    )

    promotion_id: Mapped[UUID]
    member_id: Mapped[UUID | None]
    code: Mapped[str]
    state: Mapped[str]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    order_id: Mapped[UUID | None]
    occasion: Mapped[str | None]
    campaign_id: Mapped[UUID | None]
    is_withdrawn: Mapped[bool] = mapped_column(server_default=text("false"))
