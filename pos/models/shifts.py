"""Shifts of a till's drawer, and days that are closed for good."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk


class ShiftRow(TenantRow, Base):
    """A drawer from float to count. ``counted`` is typed before ``expected`` is shown (blind); the figures are then kept."""

    __tablename__ = "pos_shift"
    __table_args__ = (
        CheckConstraint("opening_float >= 0", name="float"),
        Index(
            "uq_pos_shift_open",
            "tenant_id",
            "terminal_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(None, "tenant_id", "store_id", "business_date"),
    )

    store_id: Mapped[UUID]
    terminal_id: Mapped[UUID]
    business_date: Mapped[date] = mapped_column(Date)
    opened_at: Mapped[datetime]
    opened_by: Mapped[UUID]
    opened_by_name: Mapped[str]
    opening_float: Mapped[int]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None]
    closed_by_name: Mapped[str | None]
    counted: Mapped[int | None]
    expected: Mapped[int | None]


class CashMoveRow(TenantRow, Base):
    """Cash put into the drawer or taken out of it for a reason other than a sale. ``amount`` is positive."""

    __tablename__ = "pos_cash_move"
    __table_args__ = (
        tenant_fk("shift_id", "pos_shift"),
        CheckConstraint("kind IN ('paid_in','paid_out')", name="kind"),
        CheckConstraint("amount > 0", name="amount"),
        Index(None, "tenant_id", "shift_id"),
    )

    shift_id: Mapped[UUID]
    kind: Mapped[str]
    amount: Mapped[int]
    reason: Mapped[str]
    at: Mapped[datetime]
    done_by: Mapped[UUID]
    done_by_name: Mapped[str]


class DayCloseRow(Base):
    """The Z report of a store's day. Added once, never changed."""

    __tablename__ = "pos_day_close"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_date: Mapped[date] = mapped_column(Date, primary_key=True)
    closed_at: Mapped[datetime]
    closed_by: Mapped[UUID]
    closed_by_name: Mapped[str]
    report: Mapped[dict[str, Any]]
