"""Published reports, which never change; yield tests; the budgeted mix; and the brand's way of costing."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk
from inventory.models.items import STOCK_QUANTITY

METHODS = "costing IN ('fifo','moving_average','periodic','standard')"
EXACT = Numeric()


def exact() -> Any:
    """A number of which every digit counts; money in the major unit."""
    return mapped_column(EXACT)


class ReportRow(TenantRow, Base):
    """A store's food cost over some business days as it was published; a late document makes another ``number``.

    ``expected``: all T·SP of these days, ``counted``: what of it lies between counts. Null where it was published before they
    were kept; then ``coverage`` of it was counted, all of ``theoretical``.
    """

    __tablename__ = "inventory_report"
    __table_args__ = (
        CheckConstraint(METHODS, name="costing"),
        CheckConstraint("first <= last", name="days"),
        Index("uq_inventory_report_number", "tenant_id", "store_id", "first", "last", "number", unique=True),
    )

    store_id: Mapped[UUID]
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    number: Mapped[int]
    costing: Mapped[str]
    published_at: Mapped[datetime]
    published_by: Mapped[UUID]
    coverage: Mapped[Decimal | None] = mapped_column(EXACT)
    expected: Mapped[Decimal | None] = mapped_column(EXACT)
    counted: Mapped[Decimal | None] = mapped_column(EXACT)
    list_sales: Mapped[Decimal] = exact()
    net_sales: Mapped[Decimal] = exact()
    purchases: Mapped[Decimal] = exact()
    stock_value: Mapped[Decimal] = exact()
    theoretical: Mapped[Decimal] = exact()
    at_standard: Mapped[Decimal] = exact()
    actual: Mapped[Decimal] = exact()
    price: Mapped[Decimal] = exact()
    usage: Mapped[Decimal] = exact()
    given: Mapped[Decimal] = exact()
    wasted: Mapped[Decimal] = exact()
    yield_variance: Mapped[Decimal] = exact()
    unexplained: Mapped[Decimal] = exact()


class ReportLineRow(Base):
    """An item of a published report, raw-equivalent, between two counts of it (``since``, ``until``).

    ``layers``: by first in, first out, what is left of each receipt, [[quantity, value]], the oldest first; null where it was
    published before they were kept.
    """

    __tablename__ = "inventory_report_line"
    __table_args__ = (tenant_fk("report_id", "inventory_report"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    until: Mapped[datetime]
    opening: Mapped[Decimal] = exact()
    receipts: Mapped[Decimal] = exact()
    returns: Mapped[Decimal] = exact()
    transfers_in: Mapped[Decimal] = exact()
    transfers_out: Mapped[Decimal] = exact()
    produced: Mapped[Decimal] = exact()
    closing: Mapped[Decimal] = exact()
    actual: Mapped[Decimal] = exact()
    theoretical: Mapped[Decimal] = exact()
    variance: Mapped[Decimal] = exact()
    given: Mapped[Decimal] = exact()
    wasted: Mapped[Decimal] = exact()
    yield_variance: Mapped[Decimal] = exact()
    unexplained: Mapped[Decimal] = exact()
    standard_price: Mapped[Decimal] = exact()
    average: Mapped[Decimal] = exact()
    opening_value: Mapped[Decimal] = exact()
    receipts_value: Mapped[Decimal] = exact()
    returns_value: Mapped[Decimal] = exact()
    transfers_in_value: Mapped[Decimal] = exact()
    transfers_out_value: Mapped[Decimal] = exact()
    produced_value: Mapped[Decimal] = exact()
    closing_value: Mapped[Decimal] = exact()
    actual_value: Mapped[Decimal] = exact()
    theoretical_value: Mapped[Decimal] = exact()
    standard_value: Mapped[Decimal] = exact()
    price_variance: Mapped[Decimal] = exact()
    usage_variance: Mapped[Decimal] = exact()
    given_value: Mapped[Decimal] = exact()
    wasted_value: Mapped[Decimal] = exact()
    yield_value: Mapped[Decimal] = exact()
    unexplained_value: Mapped[Decimal] = exact()
    layers: Mapped[list[Any] | None]


class YieldTestRow(TenantRow, Base):
    """A measured yield (净料率): so much ``net`` came of ``gross``, in the item's stock unit."""

    __tablename__ = "inventory_yield_test"
    __table_args__ = (
        CheckConstraint("gross > 0 AND net > 0", name="weights"),
        tenant_fk("item_id", "inventory_item"),
        Index(None, "tenant_id", "item_id"),
    )

    item_id: Mapped[UUID]
    store_id: Mapped[UUID | None]
    gross: Mapped[Decimal] = mapped_column(STOCK_QUANTITY)
    net: Mapped[Decimal] = mapped_column(STOCK_QUANTITY)
    tested_at: Mapped[datetime]
    tested_by: Mapped[UUID]
    note: Mapped[str | None]


class BudgetRow(Base):
    """The mix that was planned from a day on: [{product_id, variant_id, portions, price}], price at list in minor units."""

    __tablename__ = "inventory_budget"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(Date, primary_key=True)
    portions: Mapped[list[Any]]


class SettingRow(Base):
    """How the brand costs its stock, and from which variance (percent of the theory) on an item is alarming."""

    __tablename__ = "inventory_setting"
    __table_args__ = (CheckConstraint(METHODS, name="costing"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    costing: Mapped[str]
    tolerance_percent: Mapped[Decimal] = mapped_column(Numeric(6, 2))
