"""When courses are to be fired."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, tenant_fk


class CoursePlanRow(Base):
    """A course of an order. ``mode``: hand, at ``fire_at``, or after_previous. ``closed_at``: the plan was carried out, or there was
    nothing more to fire. Which courses are out only the kitchen knows.
    """

    __tablename__ = "pos_course_plan"
    __table_args__ = (
        tenant_fk("order_id", "pos_order"),
        CheckConstraint("mode IN ('hand','at','after_previous')", name="mode"),
        CheckConstraint("(mode = 'at') = (fire_at IS NOT NULL)", name="fire_at"),
        Index(
            "ix_pos_course_plan_due", "fire_at", postgresql_where=text("mode = 'at' AND closed_at IS NULL")
        ),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    course: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    mode: Mapped[str]
    fire_at: Mapped[datetime | None]
    planned_by: Mapped[UUID | None]
    planned_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
