"""Terminals."""

from typing import Any
from uuid import UUID

from accounts.models import Terminal
from accounts.schemas.stores import EnrolmentCodeNewShape, EnrolmentCodeShape, TerminalShape
from accounts.services import terminals
from accounts.values import NewCode
from core.blueprint import Blueprint
from core.edge import current_unit
from core.paging import Page
from core.schemas import PageArgs, page_of

blp = Blueprint("terminals", __name__, description="Devices that belong to a store")


@blp.route("/stores/<uuid:store_id>/terminals")
@blp.arguments(PageArgs, location="query")
@blp.response(200, page_of(TerminalShape))
def list_terminals(args: dict[str, Any], store_id: UUID) -> Page[Terminal]:
    """A page of a store's terminals."""
    return terminals.list_terminals(current_unit(), store_id, args.get("cursor"), args["limit"])


@blp.route("/stores/<uuid:store_id>/terminals", methods=["POST"])
@blp.arguments(EnrolmentCodeNewShape)
@blp.response(201, EnrolmentCodeShape)
def make_enrolment_code(data: dict[str, Any], store_id: UUID) -> NewCode:
    """Make a code with which devices become terminals of this store."""
    return terminals.make_enrolment_code(current_unit(), store_id, **data)


@blp.route("/terminals/<uuid:terminal_id>/revoke", methods=["POST"])
@blp.response(200, TerminalShape)
def revoke_terminal(terminal_id: UUID) -> Terminal:
    """Shut a terminal out for good, at once."""
    return terminals.revoke_terminal(current_unit(), terminal_id)
