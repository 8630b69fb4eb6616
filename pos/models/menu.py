"""What is sold: categories, products with their variants, suggestions, and the version of it all."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Sequence, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk

# A version number is never given twice, not even by a menu write that was rolled back: caches rely on it.
MENU_VERSIONS = Sequence("pos_menu_version_number", metadata=Base.metadata)


class MenuVersion(Base):
    """The number of the brand's latest menu write. Its row is the lock that puts menu writes in line."""

    __tablename__ = "pos_menu_version"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]


class CategoryRow(TenantRow, Base):
    """A place on the till's rail. ``version`` counts its edits."""

    __tablename__ = "pos_category"

    name: Mapped[dict[str, str]]
    color: Mapped[str | None]
    sort: Mapped[int]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    archived_at: Mapped[datetime | None]


class ProductRow(TenantRow, Base):
    """What is sold, a set meal and a modifier option (``is_option``) included. ``version`` counts its edits.

    ``search``: what the search field matches, made when the product is written. A seasonal product is new, and comes
    first on the screen, from ``seasonal_from`` to ``seasonal_to`` (both included; empty: open).
    """

    __tablename__ = "pos_product"
    __table_args__ = (
        UniqueConstraint("tenant_id", "code"),
        tenant_fk("category_id", "pos_category"),
        tenant_fk("tax_class_id", "pos_tax_class"),
        CheckConstraint("kind IN ('item','set_meal','open_price','weighed')", name="kind"),
        CheckConstraint("prep_seconds >= 0", name="prep_seconds"),
        CheckConstraint("seasonal_from <= seasonal_to", name="season"),
        Index(None, "tenant_id", "category_id"),
    )

    code: Mapped[str]
    name: Mapped[dict[str, str]]
    kitchen_name: Mapped[dict[str, str] | None] = mapped_column(JSONB(none_as_null=True))
    print_name: Mapped[dict[str, str] | None] = mapped_column(JSONB(none_as_null=True))
    kind: Mapped[str]
    category_id: Mapped[UUID | None]
    tax_class_id: Mapped[UUID | None]
    tags: Mapped[list[str]]
    allergens: Mapped[list[str]]
    prep_seconds: Mapped[int]
    color: Mapped[str | None]
    picture_url: Mapped[str | None]
    search: Mapped[str]
    sort: Mapped[int]
    is_seasonal: Mapped[bool]
    seasonal_from: Mapped[date | None]
    seasonal_to: Mapped[date | None]
    is_option: Mapped[bool]
    version: Mapped[int]
    archived_at: Mapped[datetime | None]


class VariantRow(TenantRow, Base):
    """A size or form of a product (规格)."""

    __tablename__ = "pos_variant"
    __table_args__ = (
        tenant_fk("product_id", "pos_product"),
        # What a price or a set meal's component points at, so that its variant is one of its product.
        UniqueConstraint("tenant_id", "product_id", "id"),
        Index(
            "uq_pos_variant_code",
            "tenant_id",
            "product_id",
            "code",
            unique=True,
            postgresql_where=text("archived_at IS NULL"),
        ),
    )

    product_id: Mapped[UUID]
    code: Mapped[str]
    name: Mapped[dict[str, str]]
    sort: Mapped[int]
    archived_at: Mapped[datetime | None]


class SuggestionRow(TenantRow, Base):
    """An offer shown with an order: always (no trigger), or once the trigger product is on it."""

    __tablename__ = "pos_suggestion"
    __table_args__ = (
        tenant_fk("trigger_product_id", "pos_product"),
        tenant_fk("offer_product_id", "pos_product"),
        CheckConstraint("trigger_product_id <> offer_product_id", name="not_itself"),
        Index(None, "tenant_id", "offer_product_id"),
        Index(None, "tenant_id", "trigger_product_id"),
    )

    trigger_product_id: Mapped[UUID | None]
    offer_product_id: Mapped[UUID]
    text: Mapped[dict[str, str]]
    sort: Mapped[int]
