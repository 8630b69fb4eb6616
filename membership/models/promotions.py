"""Promotions in versions, and what is left of their caps."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk


class PromotionRow(TenantRow, Base):
    """A promotion, or a coupon's template, in its present version; ``terms`` as docs/guide/members.md has them."""

    __tablename__ = "membership_promotion"
    __table_args__ = (
        CheckConstraint("state IN ('draft','active','paused','archived')", name="state"),
        Index(None, "tenant_id", "state"),
    )

    name: Mapped[dict[str, str]]
    state: Mapped[str]
    version: Mapped[int]
    terms: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class PromotionVersionRow(Base):
    """A version as it once was: what refunds and reports of old orders refer to. Never changed."""

    __tablename__ = "membership_promotion_version"
    __table_args__ = (tenant_fk("promotion_id", "membership_promotion"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    promotion_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[dict[str, str]]
    terms: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]


class PromotionSetVersion(Base):
    """Moved by every edit of any promotion: kept copies of the whole set are known by it."""

    __tablename__ = "membership_promotion_set"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]


class CapRow(Base):
    """What is used of one cap: ``part`` is total, budget, store:…, member:… or day:…; reserved until paid."""

    __tablename__ = "membership_cap"
    __table_args__ = (
        tenant_fk("promotion_id", "membership_promotion"),
        CheckConstraint("reserved >= 0 AND committed >= 0", name="used"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    promotion_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    reserved: Mapped[int]
    committed: Mapped[int]


class ReservationRow(Base):
    """A promotion's use by an order, once only: reserved, then committed by payment or released by a void."""

    __tablename__ = "membership_reservation"
    __table_args__ = (
        tenant_fk("promotion_id", "membership_promotion"),
        CheckConstraint("state IN ('reserved','committed','released')", name="state"),
        Index(
            "ix_membership_reservation_reserved",
            "tenant_id",
            "expires_at",
            postgresql_where=text("state = 'reserved'"),
        ),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    promotion_id: Mapped[UUID] = mapped_column(primary_key=True)
    parts: Mapped[dict[str, Any]]
    state: Mapped[str]
    expires_at: Mapped[datetime]
