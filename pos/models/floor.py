"""A store's floor plan: areas and tables."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped

from core.models import Base, TenantRow, tenant_fk

SHAPES = ("square", "round", "long")


class AreaRow(TenantRow, Base):
    """A room, a terrace, a floor."""

    __tablename__ = "pos_area"
    __table_args__ = (Index(None, "tenant_id", "store_id"),)

    store_id: Mapped[UUID]
    name: Mapped[dict[str, str]]
    sort: Mapped[int]
    archived_at: Mapped[datetime | None]


class TableRow(TenantRow, Base):
    """A table: place and size on the plan in hundredths of a metre from its area's top left corner."""

    __tablename__ = "pos_table"
    __table_args__ = (
        tenant_fk("area_id", "pos_area"),
        CheckConstraint("seats >= 1", name="seats"),
        CheckConstraint("w >= 1 AND h >= 1", name="size"),
        CheckConstraint("shape IN ('square','round','long')", name="shape"),
        Index(None, "tenant_id", "area_id"),
        Index(
            "uq_pos_table_name",
            "tenant_id",
            "store_id",
            "name",
            unique=True,
            postgresql_where=text("archived_at IS NULL"),
        ),
    )

    store_id: Mapped[UUID]
    area_id: Mapped[UUID]
    name: Mapped[str]
    seats: Mapped[int]
    x: Mapped[int]
    y: Mapped[int]
    w: Mapped[int]
    h: Mapped[int]
    shape: Mapped[str]
    archived_at: Mapped[datetime | None]
