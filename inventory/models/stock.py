"""The stock ledger: documents, the moves that they make, lots, and periods that close."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk
from inventory.models.items import STOCK_QUANTITY, UNIT_COST

KINDS = "kind IN ('receipt','return','transfer','production','waste','staff_meal','price_correction')"
STATES = "state IN ('draft','posted','shipped','received','cancelled')"
REASONS = (
    "reason IN ('receipt','return','transfer_out','transfer_in','transfer_loss','production_in','production_out',"
    "'waste','staff_meal','count_adjustment','price_correction')"
)


class DocumentRow(TenantRow, Base):
    """Something that happened to a store's stock, or will: a receipt, a transfer to ``other_store_id``, waste.

    ``at``: when it took effect. ``cause`` of waste, and a photo of it: ours (``photo_id``) or at an address. ``refers_to``:
    the receipt that a return or a price correction is about.
    """

    __tablename__ = "inventory_document"
    __table_args__ = (
        CheckConstraint(KINDS, name="kind"),
        CheckConstraint(STATES, name="state"),
        CheckConstraint("(kind = 'transfer') = (other_store_id IS NOT NULL)", name="other_store"),
        CheckConstraint("other_store_id <> store_id", name="elsewhere"),
        tenant_fk("photo_id", "inventory_photo"),
        Index(None, "tenant_id", "store_id", "at"),
        Index(None, "tenant_id", "other_store_id", "at"),
        Index("uq_inventory_document_number", "tenant_id", "store_id", "number", unique=True),
    )

    store_id: Mapped[UUID]
    kind: Mapped[str]
    number: Mapped[int]
    state: Mapped[str]
    other_store_id: Mapped[UUID | None]
    at: Mapped[datetime]
    shipped_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    reference: Mapped[str | None]
    supplier: Mapped[str | None]
    cause: Mapped[str | None]
    photo_url: Mapped[str | None]
    photo_id: Mapped[UUID | None]
    note: Mapped[str | None]
    refers_to: Mapped[UUID | None]
    made_by: Mapped[UUID]
    posted_by: Mapped[UUID | None]
    posted_at: Mapped[datetime | None]
    version: Mapped[int]


class DocumentLineRow(Base):
    """A line of a document: ``quantity`` of ``unit`` as it was accepted, shipped or made, in stock units ``stock_quantity``.

    ``unit_cost``: to one stock unit, in the major unit; of a transfer, frozen when it is shipped. ``unit_price``: to one ``unit``,
    where it was told so; then the line comes to quantity × ``unit_price``, whatever of it is cut off in ``unit_cost``. ``invoiced_*``: what the
    supplier claims. ``received_quantity``: what of a transfer arrived. ``is_output``: what a production made;
    ``standard_quantity``: what its input should have been for that; by the recipe, it is ``standard_numerator`` /
    ``standard_denominator`` exactly, of which it shows six decimals.
    """

    __tablename__ = "inventory_document_line"
    __table_args__ = (
        tenant_fk("document_id", "inventory_document", ondelete="CASCADE"),
        tenant_fk("item_id", "inventory_item"),
        CheckConstraint("stock_quantity >= 0", name="quantity"),
        Index(None, "tenant_id", "item_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(primary_key=True)
    line_no: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[UUID]
    quantity: Mapped[Decimal] = mapped_column(STOCK_QUANTITY)
    unit: Mapped[str]
    stock_quantity: Mapped[Decimal] = mapped_column(STOCK_QUANTITY)
    unit_cost: Mapped[Decimal | None] = mapped_column(UNIT_COST)
    unit_price: Mapped[Decimal | None] = mapped_column(UNIT_COST)
    invoiced_quantity: Mapped[Decimal | None] = mapped_column(STOCK_QUANTITY)
    invoiced_unit_cost: Mapped[Decimal | None] = mapped_column(UNIT_COST)
    received_quantity: Mapped[Decimal | None] = mapped_column(STOCK_QUANTITY)
    lot_id: Mapped[UUID | None]
    location_id: Mapped[UUID | None]
    is_output: Mapped[bool]
    standard_quantity: Mapped[Decimal | None] = mapped_column(STOCK_QUANTITY)
    standard_numerator: Mapped[Decimal | None] = mapped_column(Numeric())
    standard_denominator: Mapped[Decimal | None] = mapped_column(Numeric())


class MoveRow(TenantRow, Base):
    """A change of a store's stock of an item: signed, in its stock unit; never changed, never deleted.

    ``at``: when it took effect; ``posted_at``: when we heard of it. ``unit_cost``: of receipts and frozen transfers, null
    where costing finds it. A price correction moves nothing; its ``value`` is money. So is that of a receipt or a return whose
    price was told to another unit: signed like its quantity, and what it comes to exactly. A transfer's loss stands at the
    shipping store with what was lost, and is no stock of anybody's. ``prior_period``: the closed period that it belongs to.
    """

    __tablename__ = "inventory_move"
    __table_args__ = (
        CheckConstraint(REASONS, name="reason"),
        tenant_fk("item_id", "inventory_item"),
        Index("ix_inventory_move_ledger", "tenant_id", "store_id", "item_id", "at"),
        Index("ix_inventory_move_document", "tenant_id", "document_id"),
        Index("ix_inventory_move_store_at", "tenant_id", "store_id", "at"),
    )

    store_id: Mapped[UUID]
    item_id: Mapped[UUID]
    at: Mapped[datetime]
    business_date: Mapped[date] = mapped_column(Date())
    posted_at: Mapped[datetime]
    reason: Mapped[str]
    quantity: Mapped[Decimal] = mapped_column(STOCK_QUANTITY)
    unit_cost: Mapped[Decimal | None] = mapped_column(UNIT_COST)
    value: Mapped[Decimal | None] = mapped_column(UNIT_COST)
    lot_id: Mapped[UUID | None]
    location_id: Mapped[UUID | None]
    document_id: Mapped[UUID | None]
    line_no: Mapped[int | None]
    cause: Mapped[str | None]
    prior_period: Mapped[date | None] = mapped_column(Date())


class LotRow(TenantRow, Base):
    """Goods of one delivery or batch at a store, and the last day on which they may be used."""

    __tablename__ = "inventory_lot"
    __table_args__ = (
        tenant_fk("item_id", "inventory_item"),
        Index("uq_inventory_lot_code", "tenant_id", "store_id", "item_id", "code", unique=True),
    )

    store_id: Mapped[UUID]
    item_id: Mapped[UUID]
    code: Mapped[str]
    expires_on: Mapped[date | None] = mapped_column(Date())


class PeriodRow(Base):
    """A store's books up to and with a business day, closed: what comes for it later is posted now, and says so."""

    __tablename__ = "inventory_period"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    ends_on: Mapped[date] = mapped_column(Date(), primary_key=True)
    closed_at: Mapped[datetime]
    closed_by: Mapped[UUID]
