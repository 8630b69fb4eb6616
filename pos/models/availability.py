"""What can be sold at a store just now (86 and countdowns), and where and when a product is sold at all."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk
from pos.models.prices import wall_clock_checks

# Stands in the key for "no variant": the state of the whole product.
NO_VARIANT = UUID(int=0)


class AvailabilityRow(Base):
    """A product or variant that is sold out (86) or counted down at one store; without a row it is plainly there."""

    __tablename__ = "pos_availability"
    __table_args__ = (
        tenant_fk("product_id", "pos_product"),
        CheckConstraint("state IN ('out','countdown')", name="state"),
        CheckConstraint("(state = 'countdown') = (left_over IS NOT NULL)", name="counted"),
        CheckConstraint("left_over >= 0", name="left_over"),
        Index(None, "tenant_id", "product_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    variant_id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str]
    left_over: Mapped[Decimal | None]
    changed_at: Mapped[datetime]


class AvailabilityRuleRow(TenantRow, Base):
    """Where and when a product is sold ``only``, or ``not``; empty means everywhere, every channel, always."""

    __tablename__ = "pos_availability_rule"
    __table_args__ = (
        tenant_fk("product_id", "pos_product"),
        CheckConstraint("effect IN ('only','not')", name="effect"),
        CheckConstraint("valid_from <= valid_to", name="dates"),
        *wall_clock_checks(),
        Index(None, "tenant_id", "product_id"),
    )

    product_id: Mapped[UUID]
    effect: Mapped[str]
    store_id: Mapped[UUID | None]
    channel: Mapped[str | None]
    weekdays: Mapped[int | None]
    start_minute: Mapped[int | None]
    end_minute: Mapped[int | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
