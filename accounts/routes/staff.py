"""People."""

from typing import Any
from uuid import UUID

from accounts.schemas.staff import (
    PasswordShape,
    PinShape,
    StaffArgs,
    StaffChangeShape,
    StaffNewShape,
    StaffRolesShape,
    StaffShape,
)
from accounts.services import staff
from accounts.values import Person
from core.blueprint import Blueprint
from core.edge import current_unit
from core.paging import Page
from core.schemas import page_of

blp = Blueprint("staff", __name__, description="People, their PINs, passwords and roles")


@blp.route("/staff")
@blp.arguments(StaffArgs, location="query")
@blp.response(200, page_of(StaffShape))
def list_staff(args: dict[str, Any]) -> Page[Person]:
    """A page of people by name."""
    return staff.list_staff(
        current_unit(), args.get("cursor"), args["limit"], args.get("store_id"), args.get("q")
    )


@blp.route("/staff", methods=["POST"])
@blp.arguments(StaffNewShape)
@blp.response(201, StaffShape)
def add_staff(data: dict[str, Any]) -> Person:
    """Add a person."""
    roles, pin, password = data.pop("roles"), data.pop("pin", None), data.pop("password", None)
    return staff.add_staff(current_unit(), data, roles, pin, password)


@blp.route("/staff/<uuid:staff_id>")
@blp.response(200, StaffShape)
def get_person(staff_id: UUID) -> Person:
    """One person."""
    return staff.get_person(current_unit(), staff_id)


@blp.route("/staff/<uuid:staff_id>", methods=["PATCH"])
@blp.arguments(StaffChangeShape)
@blp.response(200, StaffShape)
def change_staff(data: dict[str, Any], staff_id: UUID) -> Person:
    """Change a person."""
    return staff.change_staff(current_unit(), staff_id, data)


@blp.route("/staff/<uuid:staff_id>", methods=["DELETE"])
@blp.response(204)
def archive_staff(staff_id: UUID) -> None:
    """Somebody who works here no more."""
    staff.archive_staff(current_unit(), staff_id)


@blp.route("/staff/<uuid:staff_id>/pin", methods=["PUT"])
@blp.arguments(PinShape)
@blp.response(204)
def set_pin(data: dict[str, Any], staff_id: UUID) -> None:
    """Give a person another PIN."""
    staff.set_pin(current_unit(), staff_id, **data)


@blp.route("/staff/<uuid:staff_id>/password", methods=["PUT"])
@blp.arguments(PasswordShape)
@blp.response(204)
def set_password(data: dict[str, Any], staff_id: UUID) -> None:
    """Give a person another password."""
    staff.set_password(current_unit(), staff_id, **data)


@blp.route("/staff/<uuid:staff_id>/roles", methods=["PUT"])
@blp.arguments(StaffRolesShape)
@blp.response(200, StaffShape)
def set_roles(data: dict[str, Any], staff_id: UUID) -> Person:
    """Give a person exactly these roles."""
    return staff.set_roles(current_unit(), staff_id, **data)
