"""The audit log, read."""

from collections.abc import Collection
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import select

from accounts.values import AuditFilter
from core.models import AuditEntry
from core.paging import Page, page
from core.uow import Unit


def list_audit(
    unit: Unit, within: Collection[UUID] | None, wanted: AuditFilter, cursor: str | None, limit: int
) -> Page[AuditEntry]:
    """Entries, newest first; ``within`` None means all, else those of these stores."""
    query = select(AuditEntry).where(AuditEntry.tenant_id == unit.tenant_id)
    if within is not None:
        query = query.where(AuditEntry.store_id.in_(within))
    for name, value in asdict(wanted).items():
        if value is not None:
            query = query.where(getattr(AuditEntry, name) == value)
    return page(unit.session, query, [AuditEntry.id], cursor, limit, newest_first=True)
