"""The tenant: one brand, whose rows nobody else sees."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.ids import new_id
from core.models import Base


class Tenant(Base):
    """A brand. ``tenant_id`` is its own id.

    ``slug`` is what people type to sign in, and the one thing that is unique across tenants.
    """

    __tablename__ = "accounts_tenant"
    __table_args__ = (UniqueConstraint("slug"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str]
    name: Mapped[dict[str, str]]
    currency: Mapped[str]
    default_locale: Mapped[str]
    created_at: Mapped[datetime]


def of_tenant() -> ForeignKeyConstraint:
    """The foreign key of a row that hangs on the tenant alone."""
    return ForeignKeyConstraint(["tenant_id"], ["accounts_tenant.tenant_id"])
