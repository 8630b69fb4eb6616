"""Counts of a store's stock: sheets, what people counted, and what came of it."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk
from inventory.models.items import STOCK_QUANTITY


class CountRow(TenantRow, Base):
    """A count (``kind``: full, spot, cycle) that stands for the instant ``at``, however long it takes to count.

    ``is_blind``: who counts does not see what the book says. ``counted_until``: the last instant that its results look at.
    """

    __tablename__ = "inventory_count"
    __table_args__ = (
        CheckConstraint("kind IN ('full','spot','cycle')", name="kind"),
        CheckConstraint("state IN ('open','submitted','recount','approved','cancelled')", name="state"),
        Index(None, "tenant_id", "store_id", "at"),
    )

    store_id: Mapped[UUID]
    kind: Mapped[str]
    at: Mapped[datetime]
    state: Mapped[str]
    is_blind: Mapped[bool]
    note: Mapped[str | None]
    opened_by: Mapped[UUID]
    opened_at: Mapped[datetime]
    counted_until: Mapped[datetime | None]
    approved_by: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]


class CountItemRow(Base):
    """An item that is to be counted. ``round`` 2 and on: asked for again; entries of earlier rounds no longer count."""

    __tablename__ = "inventory_count_item"
    __table_args__ = (
        tenant_fk("count_id", "inventory_count", ondelete="CASCADE"),
        tenant_fk("item_id", "inventory_item"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    count_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    round: Mapped[int]


class CountEntryRow(TenantRow, Base):
    """What somebody counted of an item at a location at the instant ``counted_at``; the id is the tablet's.

    Entries of several people and places add up. A correction names the own entry that it ``replaces``.
    """

    __tablename__ = "inventory_count_entry"
    __table_args__ = (
        CheckConstraint("stock_quantity >= 0", name="quantity"),
        tenant_fk("count_id", "inventory_count"),
        tenant_fk("item_id", "inventory_item"),
        Index(None, "tenant_id", "count_id"),
        Index("uq_inventory_count_entry_replaces", "tenant_id", "replaces", unique=True),
    )

    count_id: Mapped[UUID]
    location_id: Mapped[UUID | None]
    item_id: Mapped[UUID]
    quantity: Mapped[Decimal] = mapped_column(STOCK_QUANTITY)
    unit: Mapped[str]
    stock_quantity: Mapped[Decimal] = mapped_column(STOCK_QUANTITY)
    counted_at: Mapped[datetime]
    counted_by: Mapped[UUID]
    round: Mapped[int]
    replaces: Mapped[UUID | None]


class CountResultRow(Base):
    """What an approved count says of an item at its instant ``at``: ``closing`` = Σ (counted − moved since).

    ``counted``: the entries' sum, never recomputed. ``moved``: the book's net movement after ``at`` up to each entry;
    ``book``: what the ledger said at ``at``. Late documents change those two, and with them ``closing``. Of two counts of one
    instant that holds which was approved later (``approved_at``, then the count's id); it stands on the other.
    """

    __tablename__ = "inventory_count_result"
    __table_args__ = (
        tenant_fk("count_id", "inventory_count"),
        tenant_fk("item_id", "inventory_item"),
        Index("ix_inventory_count_result_item_at", "tenant_id", "store_id", "item_id", "at"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    count_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    at: Mapped[datetime]
    closing: Mapped[Decimal] = mapped_column(STOCK_QUANTITY)
    counted: Mapped[Decimal] = mapped_column(STOCK_QUANTITY)
    moved: Mapped[Decimal] = mapped_column(STOCK_QUANTITY)
    book: Mapped[Decimal] = mapped_column(STOCK_QUANTITY)
    approved_at: Mapped[datetime]
    computed_at: Mapped[datetime]
