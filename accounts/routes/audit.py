"""The audit log."""

from typing import Any

from accounts.schemas.staff import AuditArgs, AuditShape
from accounts.services import audit
from accounts.values import AuditFilter
from core.blueprint import Blueprint
from core.edge import current_unit
from core.models import AuditEntry
from core.paging import Page
from core.schemas import page_of

blp = Blueprint("audit", __name__, description="Who did what, where, when")


@blp.route("/audit")
@blp.arguments(AuditArgs, location="query")
@blp.response(200, page_of(AuditShape))
def list_audit(args: dict[str, Any]) -> Page[AuditEntry]:
    """A page of privileged acts, newest first."""
    cursor, limit = args.pop("cursor", None), args.pop("limit")
    return audit.list_audit(current_unit(), AuditFilter(**args), cursor, limit)
