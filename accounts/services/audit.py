"""The audit log: who did what, where, when."""

from accounts.store import audit as store
from accounts.values import AuditFilter
from core.models import AuditEntry
from core.paging import Page
from core.uow import Unit


def list_audit(unit: Unit, wanted: AuditFilter, cursor: str | None, limit: int) -> Page[AuditEntry]:
    """A page of entries, newest first; whoever may see it at some stores only sees what was done there."""
    unit.actor.demand_somewhere("audit.view")
    if wanted.store_id is not None:
        unit.actor.demand("audit.view", wanted.store_id)
    return store.list_audit(unit, unit.actor.stores_with("audit.view"), wanted, cursor, limit)
