"""Coupons: one use of a template (a promotion that takes a coupon), issued to a member or to whoever holds its code."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from core.models import Base, TenantRow, tenant_fk


class CouponRow(TenantRow, Base):
    """A coupon; ``order_id`` is who reserved or redeemed it. Expired is what is issued after ``expires_at``."""

    __tablename__ = "membership_coupon"
    __table_args__ = (
        tenant_fk("promotion_id", "membership_promotion"),
        tenant_fk("member_id", "membership_member"),
        UniqueConstraint("tenant_id", "code"),
        CheckConstraint("state IN ('issued','reserved','redeemed','expired','voided')", name="state"),
        CheckConstraint("(state IN ('reserved','redeemed')) = (order_id IS NOT NULL)", name="order"),
        Index(None, "tenant_id", "member_id"),
        Index(None, "tenant_id", "order_id"),
    )

    promotion_id: Mapped[UUID]
    member_id: Mapped[UUID | None]
    code: Mapped[str]
    state: Mapped[str]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    order_id: Mapped[UUID | None]
