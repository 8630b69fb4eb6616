"""Brands, and which one a slug belongs to."""

from uuid import UUID

from sqlalchemy import bindparam, func, select

from accounts.models import Tenant
from core.sql import prepared
from core.uow import Unit

_TENANT_OF = prepared(select(func.accounts_tenant_of(bindparam("slug")).label("tenant_id")))


def find_tenant_id(unit: Unit, slug: str) -> UUID | None:
    """The tenant that a slug belongs to: the one thing that may be asked before the tenant is known."""
    found: UUID | None = unit.fetch_one(_TENANT_OF, slug=slug).tenant_id
    return found


def get_tenant(unit: Unit) -> Tenant:
    """The brand of this transaction."""
    return unit.session.scalars(select(Tenant).where(Tenant.tenant_id == unit.tenant_id)).one()


def lock_tenant(unit: Unit) -> None:
    """Let nobody else change who administers the brand until this transaction ends."""
    unit.session.execute(
        select(Tenant.tenant_id).where(Tenant.tenant_id == unit.tenant_id).with_for_update(key_share=True)
    )
