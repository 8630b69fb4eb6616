"""What the accounts room answers with, beside its tables' rows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Staff, Store, Tenant, Terminal


@dataclass(frozen=True, slots=True)
class Me:
    """Somebody who is signed in. ``permissions``: at their store, or, at head office, at any place."""

    staff: Staff
    brand: Tenant
    store: Store | None
    terminal: Terminal | None
    permissions: list[str]


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a sign-in or a refresh gives."""

    me: Me
    access_token: str
    access_expires_at: datetime
    refresh_token: str


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device that became a terminal; the token is shown this once."""

    terminal: Terminal
    terminal_token: str
    brand: Tenant
    store: Store


@dataclass(frozen=True, slots=True)
class OnPad:
    """A person on a terminal's sign-in pad."""

    id: UUID
    name: str
    color: str | None
    role_names: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Pad:
    """A terminal's sign-in pad: its store, and who may sign in there."""

    store: Store
    staff: list[OnPad]


@dataclass(frozen=True, slots=True)
class NewCode:
    """An enrolment code; its text is shown this once."""

    code: str
    store_id: UUID
    uses_left: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class RoleAt:
    """A role that a person has, at a store or (None) for the whole brand."""

    role_id: UUID
    store_id: UUID | None


@dataclass(frozen=True, slots=True)
class HeldRole:
    """The same with the role's name."""

    role_id: UUID
    role_name: dict[str, str]
    store_id: UUID | None


@dataclass(frozen=True, slots=True)
class Person:
    """A person as head office sees them: whether there is a PIN or password, never its hash."""

    id: UUID
    name: str
    employee_no: str | None
    email: str | None
    locale: str
    color: str | None
    has_pin: bool
    has_password: bool
    pin_locked_until: datetime | None
    created_at: datetime
    roles: list[HeldRole]

    @classmethod
    def of(cls, staff: Staff, roles: list[HeldRole]) -> "Person":
        """From the table's row, with the roles to show."""
        return cls(
            id=staff.id,
            name=staff.name,
            employee_no=staff.employee_no,
            email=staff.email,
            locale=staff.locale,
            color=staff.color,
            has_pin=staff.pin_hash is not None,
            has_password=staff.password_hash is not None,
            pin_locked_until=staff.pin_locked_until,
            created_at=staff.created_at,
            roles=roles,
        )


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries; what is None does not matter."""

    action: str | None = None
    subject_type: str | None = None
    subject_id: str | None = None
    actor_id: UUID | None = None
    store_id: UUID | None = None
