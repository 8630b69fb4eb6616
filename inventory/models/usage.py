"""What was sold and what it should have used: lines as they come in, and the days' sums of them, from events."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base

UNITS = Numeric(20, 6)
EXACT = Numeric()  # products of units and needs: every digit counts
CAUSES = "cause IN ('sold','comped','refired','voided','remade')"


class Sold(Base):
    """A part of an event: so many of a product (a dish, a component, a modifier) made at an instant, for a cause.

    What moves from one cause to another (a comp of something fired) is two rows. ``variant_id`` and ``closure_id`` are the
    nil id where there is none: a product without a recipe waits for its day to be resolved anew. ``fired_at``: the moment whose
    recipe holds, where that is not ``at``.
    """

    __tablename__ = "inventory_sold"
    __table_args__ = (
        CheckConstraint(CAUSES, name="cause"),
        Index(None, "tenant_id", "store_id", "business_date"),
        Index(None, "tenant_id", "store_id", "at"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    at: Mapped[datetime]
    fired_at: Mapped[datetime | None]
    business_date: Mapped[date] = mapped_column(Date)
    product_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    closure_id: Mapped[UUID]
    cause: Mapped[str]
    quantity: Mapped[Decimal] = mapped_column(UNITS)
    order_id: Mapped[UUID]
    line_id: Mapped[UUID]


class SoldDay(Base):
    """A day's sum of what was sold, by product, recipe (``closure_id``) and cause."""

    __tablename__ = "inventory_sold_day"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_date: Mapped[date] = mapped_column(Date, primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    variant_id: Mapped[UUID] = mapped_column(primary_key=True)
    closure_id: Mapped[UUID] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(primary_key=True)
    quantity: Mapped[Decimal] = mapped_column(UNITS)


class UsageDay(Base):
    """What a day's sales should have used of an item, in its stock unit, by cause.

    ``quantity``: raw-equivalent, all the way down; ``staged``: where the explosion stops at stocked semi-finished items.
    """

    __tablename__ = "inventory_usage_day"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_date: Mapped[date] = mapped_column(Date, primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(primary_key=True)
    quantity: Mapped[Decimal] = mapped_column(EXACT)
    staged: Mapped[Decimal] = mapped_column(EXACT)


class NetSalesDay(Base):
    """What a product's paid units brought on a day: at list and net of discounts, without the tax in them, in minor units.

    Money given back lowers ``net`` alone: it stands under the nil product, below zero, on the day on which it was given back.
    """

    __tablename__ = "inventory_net_sales_day"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_date: Mapped[date] = mapped_column(Date, primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    variant_id: Mapped[UUID] = mapped_column(primary_key=True)
    units: Mapped[Decimal] = mapped_column(UNITS)
    list: Mapped[int]
    net: Mapped[int]
