"""Roles."""

from typing import Any
from uuid import UUID

from accounts.models import Role
from accounts.schemas.staff import PermissionListShape, RoleChangeShape, RoleNewShape, RoleShape
from accounts.services import roles
from core.blueprint import Blueprint
from core.edge import current_unit
from core.paging import Page
from core.schemas import PageArgs, page_of

blp = Blueprint("roles", __name__, description="Roles and what they allow")


@blp.route("/roles")
@blp.arguments(PageArgs, location="query")
@blp.response(200, page_of(RoleShape))
def list_roles(args: dict[str, Any]) -> Page[Role]:
    """A page of roles."""
    return roles.list_roles(current_unit(), args.get("cursor"), args["limit"])


@blp.route("/roles", methods=["POST"])
@blp.arguments(RoleNewShape)
@blp.response(201, RoleShape)
def add_role(data: dict[str, Any]) -> Role:
    """Add a role."""
    return roles.add_role(current_unit(), **data)


@blp.route("/roles/<uuid:role_id>")
@blp.response(200, RoleShape)
def get_role(role_id: UUID) -> Role:
    """One role."""
    return roles.get_role(current_unit(), role_id)


@blp.route("/roles/<uuid:role_id>", methods=["PATCH"])
@blp.arguments(RoleChangeShape)
@blp.response(200, RoleShape)
def change_role(data: dict[str, Any], role_id: UUID) -> Role:
    """Change a role, for everybody who has it."""
    return roles.change_role(current_unit(), role_id, data)


@blp.route("/roles/<uuid:role_id>", methods=["DELETE"])
@blp.response(204)
def archive_role(role_id: UUID) -> None:
    """Take a role out of use."""
    roles.archive_role(current_unit(), role_id)


@blp.route("/permissions")
@blp.response(200, PermissionListShape)
def list_permissions() -> dict[str, Any]:
    """Everything that a role may allow, in both languages."""
    return {"items": roles.list_permissions(current_unit())}
