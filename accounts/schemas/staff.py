"""People, roles and the audit log."""

from marshmallow import fields, post_load, validate

from accounts.permissions import PERMISSIONS
from accounts.schemas.fields import LOCALES, Email
from accounts.values import RoleAt
from core.schemas import Change, Choice, Flag, Id, Many, Moment, Name, PageArgs, Shape, Text

_COLOR = validate.Regexp(r"^#[0-9a-fA-F]{6}$", error="A colour such as #c0392b.")


class RoleShape(Shape):
    """A role."""

    id = Id(required=True)
    name = Name(required=True)
    permissions = fields.List(fields.String(), required=True)


class RoleNewShape(Shape):
    """A new role."""

    name = Name(required=True)
    permissions = Many(Choice(*PERMISSIONS), most=len(PERMISSIONS), required=True)


class RoleChangeShape(Change):
    """What may change of a role."""

    name = Name()
    permissions = Many(Choice(*PERMISSIONS), most=len(PERMISSIONS))


class PermissionShape(Shape):
    """Something that a role may allow."""

    name = fields.String(required=True, metadata={"example": "order.void"})
    label = Name(required=True)


class PermissionListShape(Shape):
    """Everything that a role may allow."""

    items = fields.List(fields.Nested(PermissionShape), required=True)


class HeldRoleShape(Shape):
    """A role that a person has; without a store, everywhere."""

    role_id = Id(required=True)
    role_name = Name(required=True)
    store_id = Id(required=True, allow_none=True)


class RoleAtShape(Shape):
    """A role to give; without a store, everywhere."""

    role_id = Id(required=True)
    store_id = Id(load_default=None, allow_none=True)

    @post_load
    def _value(self, values: dict[str, object], **_more: object) -> RoleAt:
        return RoleAt(**values)  # type: ignore[arg-type]  # the two fields above


class StaffRolesShape(Shape):
    """Exactly the roles that a person is to have."""

    roles = Many(fields.Nested(RoleAtShape), most=100, required=True)


class StaffShape(Shape):
    """A person."""

    id = Id(required=True)
    name = Text(100, required=True)
    employee_no = Text(40, required=True, allow_none=True)
    email = Text(200, required=True, allow_none=True)
    locale = Choice(*LOCALES, required=True)
    color = Text(7, required=True, allow_none=True)
    has_pin = Flag(required=True)
    has_password = Flag(required=True)
    pin_locked_until = Moment(required=True, allow_none=True)
    created_at = Moment(required=True)
    roles = fields.List(fields.Nested(HeldRoleShape), required=True)


class StaffNewShape(Shape):
    """A new person."""

    name = Text(100, required=True)
    employee_no = Text(40, allow_none=True)
    email = Email(allow_none=True)
    locale = Choice(*LOCALES)
    color = Text(7, allow_none=True, validate_more=_COLOR)
    roles = Many(fields.Nested(RoleAtShape), most=100, load_default=list)
    pin = Text(8, trimmed=False, metadata={"example": "4071"})
    password = Text(200, trimmed=False)


class StaffChangeShape(Change):
    """What may change of a person."""

    name = Text(100)
    employee_no = Text(40, allow_none=True)
    email = Email(allow_none=True)
    locale = Choice(*LOCALES)
    color = Text(7, allow_none=True, validate_more=_COLOR)


class StaffArgs(PageArgs):
    """Which people."""

    store_id = Id()
    q = Text(100, metadata={"description": "Part of a name, an employee number or an e-mail"})


class PinShape(Shape):
    """A PIN of 4 to 8 digits."""

    pin = Text(8, trimmed=False, required=True, metadata={"example": "4071"})


class PasswordShape(Shape):
    """A password."""

    password = Text(200, trimmed=False, required=True)


class OwnPinShape(PinShape):
    """One's own PIN, and the one before it."""

    current_pin = Text(8, trimmed=False, required=True)


class OwnPasswordShape(PasswordShape):
    """One's own password, and the one before it."""

    current_password = Text(200, trimmed=False, required=True)


class AuditShape(Shape):
    """A privileged act."""

    id = Id(required=True)
    at = Moment(required=True)
    actor_id = Id(required=True, allow_none=True)
    actor_name = fields.String(required=True, allow_none=True)
    terminal_id = Id(required=True, allow_none=True)
    store_id = Id(required=True, allow_none=True)
    action = fields.String(required=True, metadata={"example": "staff.roles"})
    subject_type = fields.String(required=True)
    subject_id = fields.String(required=True)
    detail = fields.Dict(required=True)
    request_id = fields.String(required=True, allow_none=True)


class AuditArgs(PageArgs):
    """Which acts."""

    action = Text(60)
    subject_type = Text(60)
    subject_id = Text(60)
    actor_id = Id()
    store_id = Id()
