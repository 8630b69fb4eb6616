"""Sales figures by day: sums kept up to date from events, so that a report never walks through orders.

Money in minor units. Every figure is a plain sum over events, so that the order of events does not matter.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Date, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base


class SalesDay(Base):
    """A store's business day in one channel. ``gross``: list value of what was not voided; ``net`` is ``gross`` less
    ``comps`` and ``discounts``, taxes as priced; ``tax``: all tax, contained and added; ``total``: what was charged, tips apart.
    ``refunds`` count on the day on which the money was given back; ``written_off``: of ``total``, what guests left unpaid for good.
    """

    __tablename__ = "pos_sales_day"
    __table_args__ = (Index(None, "tenant_id", "business_date"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_date: Mapped[date] = mapped_column(Date, primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    orders: Mapped[int]
    covers: Mapped[int]
    gross: Mapped[int]
    comps: Mapped[int]
    discounts: Mapped[int] = mapped_column(server_default=text("0"))
    net: Mapped[int]
    service_charge: Mapped[int]
    tax: Mapped[int]
    rounding: Mapped[int]
    total: Mapped[int]
    tips: Mapped[int]
    refunds: Mapped[int]
    refund_count: Mapped[int]
    written_off: Mapped[int] = mapped_column(server_default=text("0"))


class SalesHour(Base):
    """An hour of a store's business day, by the wall clock at which orders were paid."""

    __tablename__ = "pos_sales_hour"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_date: Mapped[date] = mapped_column(Date, primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True)
    orders: Mapped[int]
    covers: Mapped[int]
    total: Mapped[int]


class SalesProduct(Base):
    """A product's day at a store; ``variant_id`` is the nil id where it has none.

    ``units`` and ``revenue`` (what was charged) of what was ordered by itself, set meals included; ``set_units`` and
    ``set_revenue`` of the same product as a set meal's component, its revenue by its share. A set meal's revenue is that
    of its components, so the whole is the sum of ``revenue``.
    """

    __tablename__ = "pos_sales_product"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_date: Mapped[date] = mapped_column(Date, primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    variant_id: Mapped[UUID] = mapped_column(primary_key=True)
    units: Mapped[Decimal]
    comped_units: Mapped[Decimal]
    revenue: Mapped[int]
    set_units: Mapped[Decimal]
    set_revenue: Mapped[int]


class SalesStaff(Base):
    """What a person sold from suggestions on a day: how many were accepted, and the units and revenue they brought."""

    __tablename__ = "pos_sales_staff"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_date: Mapped[date] = mapped_column(Date, primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    suggestions: Mapped[int]
    upsell_units: Mapped[Decimal]
    upsell_revenue: Mapped[int]
