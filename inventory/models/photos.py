"""Photos, small enough to lie in the database: every process sees them, and a backup has them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow


class PhotoRow(TenantRow, Base):
    """A photo taken at a store, of waste above all; never changed."""

    __tablename__ = "inventory_photo"
    __table_args__ = (
        CheckConstraint("media_type IN ('image/jpeg','image/png','image/webp')", name="media_type"),
        CheckConstraint("size = octet_length(content) AND size <= 4194304", name="size"),
    )

    store_id: Mapped[UUID]
    media_type: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    taken_at: Mapped[datetime]
    taken_by: Mapped[UUID]
