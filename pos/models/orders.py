"""Orders, their lines, checks, payments and refunds. Line amounts are stored once and reused for every later figure."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, Numeric, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk

XID = text("(pg_current_xact_id()::text)::bigint")


class OrderRow(TenantRow, Base):
    """A guest's order. ``terms`` freezes the store's billing settings at opening; ``changed_xid`` feeds the gapless feed.

    ``wishes`` and ``deal`` are described where they are made, in ``pos.rules.deals``.
    """

    __tablename__ = "pos_order"
    __table_args__ = (
        CheckConstraint("state IN ('open','paid','cancelled','merged')", name="state"),
        CheckConstraint("channel IN ('dine_in','takeaway','delivery','own_app')", name="channel"),
        Index("uq_pos_order_number", "tenant_id", "store_id", "business_date", "number", unique=True),
        Index(
            "uq_pos_order_table",
            "tenant_id",
            "store_id",
            "table_id",
            unique=True,
            postgresql_where=text("state = 'open' AND NOT shares_table"),
        ),
        Index("ix_pos_order_open", "tenant_id", "store_id", "id", postgresql_where=text("state = 'open'")),
        Index("ix_pos_order_changed", "tenant_id", "store_id", "changed_xid"),
    )

    store_id: Mapped[UUID]
    business_date: Mapped[date] = mapped_column(Date)
    number: Mapped[int]
    channel: Mapped[str]
    table_id: Mapped[UUID | None]
    table_name: Mapped[str | None]
    shares_table: Mapped[bool]
    covers: Mapped[int | None]
    guest_name: Mapped[str | None]
    note: Mapped[str | None]
    due_at: Mapped[datetime | None]
    state: Mapped[str]
    is_late: Mapped[bool]
    opened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    opened_by: Mapped[UUID]
    opened_by_name: Mapped[str]
    terminal_id: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]
    merged_into: Mapped[UUID | None]
    currency: Mapped[str]
    terms: Mapped[dict[str, Any]]
    member_id: Mapped[UUID | None]
    wishes: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    deal: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    version: Mapped[int]
    changed_xid: Mapped[int] = mapped_column(server_default=XID)


class LineRow(TenantRow, Base):
    """A line, or a set meal's component (``parent_id``) with its share of the parent's total.

    ``line_total``: what the line itself brings: quantity x unit price with modifiers; of a set meal and its components
    only modifiers and upcharges. ``share``: of a set meal, quantity x set price less what its own options take off; of a component,
    its part of that, stored once and reused. ``member_price``: a unit's, without modifiers. Money in minor units; ``quantity`` in pieces, or kilograms when weighed.
    """

    __tablename__ = "pos_order_line"
    __table_args__ = (
        tenant_fk("order_id", "pos_order"),
        CheckConstraint("state IN ('held','fired','voided')", name="state"),
        CheckConstraint(
            "quantity > 0 AND voided >= 0 AND comped >= 0 AND voided + comped <= quantity", name="quantity"
        ),
        Index(None, "tenant_id", "order_id"),
    )

    order_id: Mapped[UUID]
    parent_id: Mapped[UUID | None]
    component_id: Mapped[UUID | None]
    position: Mapped[int]
    product_id: Mapped[UUID]
    variant_id: Mapped[UUID | None]
    kind: Mapped[str]
    code: Mapped[str]
    name: Mapped[dict[str, str]]
    variant_name: Mapped[dict[str, str] | None] = mapped_column(JSONB)
    quantity: Mapped[Decimal]
    unit_price: Mapped[int]
    list_price: Mapped[int]
    member_price: Mapped[int | None]
    modifiers: Mapped[list[Any]]
    line_total: Mapped[int]
    share: Mapped[int]
    tax_class_id: Mapped[UUID | None]
    tax_name: Mapped[dict[str, str] | None] = mapped_column(JSONB)
    tax_rate: Mapped[Decimal] = mapped_column(Numeric(7, 4))
    tax_inclusive: Mapped[bool]
    price_id: Mapped[UUID | None]
    seat: Mapped[int | None]
    course: Mapped[int | None]
    on_hold: Mapped[bool]
    state: Mapped[str]
    voided: Mapped[Decimal]
    comped: Mapped[Decimal]
    revision: Mapped[int]
    note: Mapped[str | None]
    suggestion_id: Mapped[UUID | None]
    gift_of: Mapped[UUID | None]
    added_at: Mapped[datetime]
    added_by: Mapped[UUID]
    added_by_name: Mapped[str]
    fired_at: Mapped[datetime | None]


class AdjustmentRow(TenantRow, Base):
    """A void, comp or refire: who, when, why, and who approved. ``amount``: list value taken off, in minor units."""

    __tablename__ = "pos_adjustment"
    __table_args__ = (
        tenant_fk("order_id", "pos_order"),
        tenant_fk("line_id", "pos_order_line"),
        CheckConstraint("kind IN ('void','comp','refire')", name="kind"),
        Index(None, "tenant_id", "order_id"),
    )

    order_id: Mapped[UUID]
    line_id: Mapped[UUID]
    kind: Mapped[str]
    was_fired: Mapped[bool]
    quantity: Mapped[Decimal]
    amount: Mapped[int]
    reason: Mapped[str]
    at: Mapped[datetime]
    done_by: Mapped[UUID]
    done_by_name: Mapped[str]
    approved_by: Mapped[UUID | None]
    approved_by_name: Mapped[str | None]


class CheckRow(TenantRow, Base):
    """A bill. Its figures are frozen when it is paid; ``frozen`` keeps the tax groups and what each line was charged."""

    __tablename__ = "pos_check"
    __table_args__ = (
        tenant_fk("order_id", "pos_order"),
        CheckConstraint("state IN ('open','paid','merged')", name="state"),
        Index(None, "tenant_id", "order_id"),
    )

    order_id: Mapped[UUID]
    number: Mapped[int]
    state: Mapped[str]
    frozen: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    paid_at: Mapped[datetime | None]


class PartRow(Base):
    """A check's part of a line: ``weight`` of the sum of the line's weights. A line without parts is on the first check."""

    __tablename__ = "pos_check_part"
    __table_args__ = (
        tenant_fk("check_id", "pos_check"),
        tenant_fk("line_id", "pos_order_line"),
        CheckConstraint("weight > 0", name="weight"),
        Index(None, "tenant_id", "order_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    check_id: Mapped[UUID] = mapped_column(primary_key=True)
    line_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID]
    weight: Mapped[int]


class PaymentRow(TenantRow, Base):
    """Money taken (positive ``amount``) or given back (negative, with ``refund_id`` and the payment it came from)."""

    __tablename__ = "pos_payment"
    __table_args__ = (
        tenant_fk("order_id", "pos_order"),
        tenant_fk("check_id", "pos_check"),
        Index(None, "tenant_id", "order_id"),
        Index("ix_pos_payment_day", "tenant_id", "store_id", "business_date"),
    )

    order_id: Mapped[UUID]
    check_id: Mapped[UUID]
    store_id: Mapped[UUID]
    business_date: Mapped[date] = mapped_column(Date)
    tender: Mapped[str]
    amount: Mapped[int]
    tip: Mapped[int]
    tendered: Mapped[int | None]
    change: Mapped[int]
    reference: Mapped[str | None]
    refund_id: Mapped[UUID | None]
    original_id: Mapped[UUID | None]
    at: Mapped[datetime]
    taken_by: Mapped[UUID]
    taken_by_name: Mapped[str]
    terminal_id: Mapped[UUID | None]


class RefundRow(TenantRow, Base):
    """Money given back on a check; ``lines`` says for which lines, how many and how much of each; none: of what was taken before it was paid.

    ``is_write_off``: nothing was given back, since so much was never paid.
    """

    __tablename__ = "pos_refund"
    __table_args__ = (
        tenant_fk("order_id", "pos_order"),
        tenant_fk("check_id", "pos_check"),
        CheckConstraint("amount >= 0", name="amount"),
        Index(None, "tenant_id", "order_id"),
    )

    order_id: Mapped[UUID]
    check_id: Mapped[UUID]
    store_id: Mapped[UUID]
    business_date: Mapped[date] = mapped_column(Date)
    amount: Mapped[int]
    lines: Mapped[list[Any]]
    reason: Mapped[str]
    at: Mapped[datetime]
    done_by: Mapped[UUID]
    done_by_name: Mapped[str]
    approved_by: Mapped[UUID | None]
    approved_by_name: Mapped[str | None]
    is_write_off: Mapped[bool] = mapped_column(server_default=text("false"))


class DayCounter(Base):
    """The last order number given at a store on a business date."""

    __tablename__ = "pos_day_counter"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_date: Mapped[date] = mapped_column(Date, primary_key=True)
    last_number: Mapped[int]
