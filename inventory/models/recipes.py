"""Recipes in versions, and the closure that is kept of them."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk
from inventory.models.items import RATE, STOCK_QUANTITY

NODE = "(node_kind = 'item') = (item_id IS NOT NULL) AND (node_kind = 'product') = (product_id IS NOT NULL)"


class RecipeRow(TenantRow, Base):
    """How something is made, everywhere or, overriding that, in one region or at one store.

    ``node_kind`` item: a semi-finished item; product: a dish or option of the menu, in one variant or in any. ``name`` and
    ``code`` are the product's when the recipe was written.
    """

    __tablename__ = "inventory_recipe"
    __table_args__ = (
        CheckConstraint("node_kind IN ('item','product')", name="node_kind"),
        CheckConstraint(NODE, name="node"),
        CheckConstraint("store_id IS NULL OR region_id IS NULL", name="scope"),
        CheckConstraint("variant_id IS NULL OR product_id IS NOT NULL", name="variant"),
        tenant_fk("item_id", "inventory_item"),
        Index(None, "tenant_id", "item_id"),
        Index(None, "tenant_id", "product_id"),
        Index(
            "uq_inventory_recipe_node",
            "tenant_id",
            "item_id",
            "product_id",
            "variant_id",
            "store_id",
            "region_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("archived_at IS NULL"),
        ),
    )

    node_kind: Mapped[str]
    item_id: Mapped[UUID | None]
    product_id: Mapped[UUID | None]
    variant_id: Mapped[UUID | None]
    store_id: Mapped[UUID | None]
    region_id: Mapped[UUID | None]
    code: Mapped[str]
    name: Mapped[dict[str, str]]
    version: Mapped[int]
    archived_at: Mapped[datetime | None]


class RecipeVersionRow(TenantRow, Base):
    """A recipe from a moment on; ``valid_to`` is where the next begins. Once published it never changes but for that end.

    One batch yields ``batch`` of ``unit``, after cooking loss; a stock unit of the output is denominator/numerator of it.
    """

    __tablename__ = "inventory_recipe_version"
    __table_args__ = (
        CheckConstraint("state IN ('draft','published')", name="state"),
        CheckConstraint("batch > 0 AND numerator > 0 AND denominator > 0", name="batch"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published"),
        tenant_fk("recipe_id", "inventory_recipe"),
        Index("uq_inventory_recipe_version_number", "tenant_id", "recipe_id", "number", unique=True),
    )

    recipe_id: Mapped[UUID]
    number: Mapped[int]
    state: Mapped[str]
    valid_from: Mapped[datetime | None]
    valid_to: Mapped[datetime | None]
    batch: Mapped[Decimal] = mapped_column(STOCK_QUANTITY)
    unit: Mapped[str]
    numerator: Mapped[int]
    denominator: Mapped[int]
    note: Mapped[str | None]
    edit: Mapped[int]
    published_at: Mapped[datetime | None]
    published_by: Mapped[UUID | None]


class RecipeLineRow(Base):
    """What a batch takes: ``quantity`` of ``unit`` net; in stock units, exactly, × numerator / denominator.

    ``yield_rate`` replaces the item's; ``used_yield`` is the one that held when the version was published. ``substitutes``:
    what may be used in its place ({item_id, ratio}).
    """

    __tablename__ = "inventory_recipe_line"
    __table_args__ = (
        CheckConstraint("yield_rate > 0 AND yield_rate <= 100", name="yield_rate"),
        CheckConstraint("used_yield > 0 AND used_yield <= 100", name="used_yield"),
        CheckConstraint("numerator > 0 AND denominator > 0", name="factor"),
        tenant_fk("version_id", "inventory_recipe_version"),
        tenant_fk("item_id", "inventory_item"),
        Index(None, "tenant_id", "item_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    version_id: Mapped[UUID] = mapped_column(primary_key=True)
    line_no: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[UUID]
    quantity: Mapped[Decimal] = mapped_column(STOCK_QUANTITY)
    unit: Mapped[str]
    numerator: Mapped[int]
    denominator: Mapped[int]
    yield_rate: Mapped[Decimal | None] = mapped_column(RATE)
    used_yield: Mapped[Decimal] = mapped_column(RATE)
    substitutes: Mapped[list[Any]]
    note: Mapped[str | None]


class RecipeOutputRow(Base):
    """A by-product: what a batch leaves of another item, in its stock unit, and the share of the cost that it bears."""

    __tablename__ = "inventory_recipe_output"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("cost_share >= 0 AND cost_share <= 1", name="cost_share"),
        tenant_fk("version_id", "inventory_recipe_version"),
        tenant_fk("item_id", "inventory_item"),
        Index(None, "tenant_id", "item_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    version_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    quantity: Mapped[Decimal] = mapped_column(STOCK_QUANTITY)
    cost_share: Mapped[Decimal] = mapped_column(Numeric(9, 8))


class ClosureRow(TenantRow, Base):
    """What one of a node needs of every raw item (``needs``) and, stopping at stocked semis, of those (``staged``).

    {item id: stock quantity, up to 12 decimals}. It holds in its scope from ``valid_from`` until before ``valid_to``. What
    was computed anew is ``replaced_at`` then, and kept, because sold dishes refer to it.
    """

    __tablename__ = "inventory_closure"
    __table_args__ = (
        CheckConstraint("node_kind IN ('item','product')", name="node_kind"),
        CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name="interval"),
        Index(
            "uq_inventory_closure_start",
            "tenant_id",
            "node_id",
            "variant_id",
            "store_id",
            "region_id",
            "valid_from",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    node_kind: Mapped[str]
    node_id: Mapped[UUID]
    variant_id: Mapped[UUID | None]
    store_id: Mapped[UUID | None]
    region_id: Mapped[UUID | None]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    version_id: Mapped[UUID]
    needs: Mapped[dict[str, Any]]
    staged: Mapped[dict[str, Any]]
    replaced_at: Mapped[datetime | None]


class RecipeBook(Base):
    """One row a brand: whoever publishes holds it, so that publications come one after the other."""

    __tablename__ = "inventory_recipe_book"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    edition: Mapped[int]
