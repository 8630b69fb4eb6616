"""Items: what is bought, made and counted; their units, prices, and where they lie."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Date, Index, Numeric, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk

STOCK_QUANTITY = Numeric(20, 6)
UNIT_COST = Numeric(20, 8)
RATE = Numeric(12, 8)


class CategoryRow(TenantRow, Base):
    """A kind of items, as counts and reports group them."""

    __tablename__ = "inventory_category"

    name: Mapped[dict[str, str]]
    sort: Mapped[int]
    archived_at: Mapped[datetime | None]


class ItemRow(TenantRow, Base):
    """Something that is kept in stock, or made on the way to a dish (``kind``: raw, semi, packaging).

    All quantities of it are in ``stock_unit``. ``is_stocked``: a semi-finished item that is counted, where the staged view
    stops. ``yield_rate``: what is usable of one (0.85; 8 for what soaks up to 800 %). ``density``: grams to a millilitre, as
    a fraction. ``tolerance_percent``: by how much a count may differ from the book before it is asked for again.
    """

    __tablename__ = "inventory_item"
    __table_args__ = (
        CheckConstraint("kind IN ('raw','semi','packaging')", name="kind"),
        CheckConstraint("yield_rate > 0 AND yield_rate <= 100", name="yield_rate"),
        CheckConstraint("density_numerator > 0 AND density_denominator > 0", name="density"),
        tenant_fk("category_id", "inventory_category"),
        Index("uq_inventory_item_code", "tenant_id", "code", unique=True),
    )

    code: Mapped[str]
    name: Mapped[dict[str, str]]
    search: Mapped[str]
    category_id: Mapped[UUID | None]
    kind: Mapped[str]
    stock_unit: Mapped[str]
    is_stocked: Mapped[bool]
    is_catch_weight: Mapped[bool]
    yield_rate: Mapped[Decimal | None] = mapped_column(RATE)
    density_numerator: Mapped[int | None]
    density_denominator: Mapped[int | None]
    allergens: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    shelf_life_days: Mapped[int | None]
    tolerance_percent: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    version: Mapped[int]
    archived_at: Mapped[datetime | None]


class ItemUnitRow(Base):
    """A unit of an item's own: one ``unit`` is numerator/denominator of ``of_unit``."""

    __tablename__ = "inventory_item_unit"
    __table_args__ = (
        tenant_fk("item_id", "inventory_item"),
        CheckConstraint("numerator > 0 AND denominator > 0", name="factor"),
        Index("ix_inventory_item_unit_barcode", "tenant_id", "barcode"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    numerator: Mapped[int]
    denominator: Mapped[int]
    of_unit: Mapped[str]
    is_purchase: Mapped[bool]
    is_count: Mapped[bool]
    barcode: Mapped[str | None]
    sort: Mapped[int]


class StandardPriceRow(TenantRow, Base):
    """What one stock unit should cost from a day on, in the currency's major unit; at one store, or wherever none is set."""

    __tablename__ = "inventory_standard_price"
    __table_args__ = (
        tenant_fk("item_id", "inventory_item"),
        CheckConstraint("price >= 0", name="price"),
        Index(
            "uq_inventory_standard_price_day",
            "tenant_id",
            "item_id",
            "store_id",
            "valid_from",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    item_id: Mapped[UUID]
    store_id: Mapped[UUID | None]
    valid_from: Mapped[date] = mapped_column(Date())
    price: Mapped[Decimal] = mapped_column(UNIT_COST)


class LocationRow(TenantRow, Base):
    """A place in a store where things lie; ``sort`` is the way one walks."""

    __tablename__ = "inventory_location"
    __table_args__ = (Index(None, "tenant_id", "store_id"),)

    store_id: Mapped[UUID]
    name: Mapped[dict[str, str]]
    sort: Mapped[int]
    archived_at: Mapped[datetime | None]


class LocationItemRow(Base):
    """An item that lies at a location; ``sort`` is its place on the shelf."""

    __tablename__ = "inventory_location_item"
    __table_args__ = (tenant_fk("location_id", "inventory_location"), tenant_fk("item_id", "inventory_item"))

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    location_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    sort: Mapped[int]


class ParRow(Base):
    """How much of an item a store wants to have (``par``), and below what it orders (``reorder``)."""

    __tablename__ = "inventory_par"
    __table_args__ = (
        tenant_fk("item_id", "inventory_item"),
        CheckConstraint("par >= 0 AND reorder >= 0 AND reorder <= par", name="par"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    par: Mapped[Decimal] = mapped_column(STOCK_QUANTITY)
    reorder: Mapped[Decimal] = mapped_column(STOCK_QUANTITY)
