"""What a set meal is made of: choice groups with their options, and fixed components."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped

from core.models import Base, TenantRow, tenant_fk


def variant_of_product() -> ForeignKeyConstraint:
    """The variant, where one is named, is one of the row's own product."""
    return ForeignKeyConstraint(
        ["tenant_id", "product_id", "variant_id"],
        ["pos_variant.tenant_id", "pos_variant.product_id", "pos_variant.id"],
    )


class SetGroupRow(TenantRow, Base):
    """Pick ``pick`` pieces of the options; ``repeat``: one option may be picked again; ``free`` upcharges are waived."""

    __tablename__ = "pos_set_group"
    __table_args__ = (
        tenant_fk("product_id", "pos_product"),
        CheckConstraint("pick >= 1 AND free >= 0", name="counts"),
        Index(None, "tenant_id", "product_id"),
    )

    product_id: Mapped[UUID]
    name: Mapped[dict[str, str]]
    pick: Mapped[int]
    repeat: Mapped[bool]
    free: Mapped[int]
    sort: Mapped[int]


class SetOptionRow(TenantRow, Base):
    """A component that may be picked; ``upcharge`` in minor units per piece."""

    __tablename__ = "pos_set_option"
    __table_args__ = (
        tenant_fk("group_id", "pos_set_group"),
        tenant_fk("product_id", "pos_product"),
        variant_of_product(),
        CheckConstraint("max >= 1", name="max"),
        Index(None, "tenant_id", "group_id"),
        Index(None, "tenant_id", "product_id"),
    )

    group_id: Mapped[UUID]
    product_id: Mapped[UUID]
    variant_id: Mapped[UUID | None]
    upcharge: Mapped[int]
    is_default: Mapped[bool]
    max: Mapped[int]
    sort: Mapped[int]


class SetFixedRow(TenantRow, Base):
    """A component that always comes with the set meal ``set_product_id``."""

    __tablename__ = "pos_set_fixed"
    __table_args__ = (
        tenant_fk("set_product_id", "pos_product"),
        tenant_fk("product_id", "pos_product"),
        variant_of_product(),
        CheckConstraint("quantity >= 1", name="quantity"),
        Index(None, "tenant_id", "set_product_id"),
        Index(None, "tenant_id", "product_id"),
    )

    set_product_id: Mapped[UUID]
    product_id: Mapped[UUID]
    variant_id: Mapped[UUID | None]
    quantity: Mapped[int]
    sort: Mapped[int]
