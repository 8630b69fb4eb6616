"""Modifier groups, their options, and the products they hang on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk


class ModifierGroupRow(TenantRow, Base):
    """Options from which the guest chooses; the counts hold where a product's link does not say otherwise.

    ``version`` counts its edits, those of its options too.
    """

    __tablename__ = "pos_modifier_group"
    __table_args__ = (CheckConstraint("0 <= min AND min <= max AND 0 <= free", name="counts"),)

    name: Mapped[dict[str, str]]
    min: Mapped[int]
    max: Mapped[int]
    free: Mapped[int]
    sort: Mapped[int]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    archived_at: Mapped[datetime | None]


class ModifierOptionRow(Base):
    """A product as an option of a group; ``max`` is how often it may be chosen on one unit."""

    __tablename__ = "pos_modifier_option"
    __table_args__ = (
        tenant_fk("group_id", "pos_modifier_group"),
        tenant_fk("product_id", "pos_product"),
        CheckConstraint("max >= 1", name="max"),
        Index(None, "tenant_id", "product_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    max: Mapped[int]
    is_default: Mapped[bool]
    sort: Mapped[int]


class GroupLinkRow(Base):
    """A group on a product; an empty count is the group's own."""

    __tablename__ = "pos_group_link"
    __table_args__ = (
        tenant_fk("product_id", "pos_product"),
        tenant_fk("group_id", "pos_modifier_group"),
        CheckConstraint("0 <= min AND 0 <= max AND min <= max AND 0 <= free", name="counts"),
        Index(None, "tenant_id", "group_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    min: Mapped[int | None]
    max: Mapped[int | None]
    free: Mapped[int | None]
    sort: Mapped[int]
