"""How many members each segment had, day by day; and when a brand's daily work is due."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base


class SegmentCountRow(Base):
    """The members of a segment as a day began."""

    __tablename__ = "membership_segment_count"
    __table_args__ = (CheckConstraint("members > 0", name="members"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    segment: Mapped[str] = mapped_column(primary_key=True)
    members: Mapped[int]


class DailyWorkRow(Base):
    """When a brand's members are to be looked over again. The first member makes the row."""

    __tablename__ = "membership_daily_work"
    __table_args__ = (Index("ix_membership_daily_work_due", "next_at"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    next_at: Mapped[datetime]
