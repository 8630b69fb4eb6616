"""Roles, and who has which of them where."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from accounts.models.tenants import of_tenant
from core.models import Base, TenantRow, tenant_fk


class Role(TenantRow, Base):
    """A named set of permissions."""

    __tablename__ = "accounts_role"
    __table_args__ = (of_tenant(),)

    name: Mapped[dict[str, str]]
    permissions: Mapped[list[str]]
    archived_at: Mapped[datetime | None]


class StaffRole(TenantRow, Base):
    """A person has a role at a store; without a store, at every store and for the brand itself."""

    __tablename__ = "accounts_staff_role"
    __table_args__ = (
        tenant_fk("staff_id", "accounts_staff"),
        tenant_fk("role_id", "accounts_role"),
        tenant_fk("store_id", "accounts_store"),
        UniqueConstraint("tenant_id", "staff_id", "role_id", "store_id", postgresql_nulls_not_distinct=True),
        Index(None, "tenant_id", "role_id"),
        Index(None, "tenant_id", "store_id"),
    )

    staff_id: Mapped[UUID]
    role_id: Mapped[UUID]
    store_id: Mapped[UUID | None]
