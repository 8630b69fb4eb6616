"""People: their upkeep by those who may, their PINs, passwords and roles."""

from collections.abc import Callable, Collection, Sequence
from typing import Any
from uuid import UUID

from accounts.errors import StaffNotFound
from accounts.models import Staff
from accounts.rules.grants import gathered
from accounts.services.changes import apply_changes
from accounts.services.rights import demand_over, demand_to_give, keeping_an_administrator
from accounts.services.secrets import accept_password, accept_pin
from accounts.store import roles as held
from accounts.store import staff as store
from accounts.store import stores
from accounts.store.sessions import end_sessions_of_staff
from accounts.store.tenants import get_tenant
from accounts.values import HeldRole, Person, RoleAt
from core import clock
from core.errors import Conflict, Unprocessable
from core.ids import new_id
from core.paging import Page
from core.uow import Unit

_UNIQUE = {"email": "email_taken", "employee_no": "employee_no_taken"}


def list_staff(
    unit: Unit, cursor: str | None, limit: int, store_id: UUID | None = None, text: str | None = None
) -> Page[Person]:
    """A page of people by name; whoever sees staff at some stores only sees those who work there."""
    unit.actor.demand_somewhere("staff.view")
    if store_id is not None:
        unit.actor.demand("staff.view", store_id)
    found = store.list_staff(unit, unit.actor.stores_with("staff.view"), cursor, limit, store_id, text)
    return Page(_persons(unit, found.items), found.next_cursor)


def get_person(unit: Unit, staff_id: UUID) -> Person:
    """One person within reach."""
    unit.actor.demand_somewhere("staff.view")
    return _persons(unit, [store.get_staff(unit, staff_id, unit.actor.stores_with("staff.view"))])[0]


def staff_names(unit: Unit, staff_ids: Collection[UUID]) -> dict[UUID, str]:
    """What people are called, also those who work here no more. For other rooms, which check rights."""
    return store.staff_names(unit, staff_ids)


def add_staff(
    unit: Unit,
    values: dict[str, Any],
    roles: Sequence[RoleAt],
    pin: str | None = None,
    password: str | None = None,
) -> Person:
    """A new person with roles, and a PIN or a password if they are to sign in."""
    _demand_to_give_roles(unit, roles)
    values = _spelled(values)
    _check_unique(unit, values)
    if password and not values.get("email"):
        raise _email_needed()
    locale = values.get("locale") or get_tenant(unit).default_locale
    person = Staff(
        tenant_id=unit.tenant_id,
        id=new_id(),
        failed_pins=0,
        failed_passwords=0,
        created_at=clock.now(),
        pin_hash=accept_pin(pin) if pin else None,
        password_hash=accept_password(password) if password else None,
        **{**values, "locale": locale},
    )
    unit.session.add(person)
    unit.session.flush()
    held.replace_roles(unit, person.id, roles)
    unit.audit("staff.add", "staff", person.id, {**values, "roles": _told(roles)}, _only_store(roles))
    return _persons(unit, [person])[0]


def change_staff(unit: Unit, staff_id: UUID, values: dict[str, Any]) -> Person:
    """Change the fields that are given."""
    person = _reach(unit, staff_id)
    values = _spelled(values)
    _check_unique(unit, values, but=staff_id)
    if person.password_hash and values.get("email", person.email) is None:
        raise _email_needed()
    changed = apply_changes(person, values)
    if changed:
        unit.audit("staff.change", "staff", staff_id, changed, _their_store(unit, staff_id))
    return _persons(unit, [person])[0]


def archive_staff(unit: Unit, staff_id: UUID) -> None:
    """Somebody who works here no more: signed out at once, gone from the lists, kept in what they did."""
    person = _reach(unit, staff_id)

    def archive() -> None:
        person.archived_at = clock.now()

    keeping_an_administrator(unit, archive)
    end_sessions_of_staff(unit, staff_id)
    unit.audit("staff.archive", "staff", staff_id, {"name": person.name}, _their_store(unit, staff_id))


def set_pin(unit: Unit, staff_id: UUID, pin: str) -> None:
    """Give a person another PIN; the old one's locks are forgotten, and whoever is signed in as them is out."""
    person = _reach(unit, staff_id)
    person.pin_hash, person.failed_pins, person.pin_locked_until = accept_pin(pin), 0, None
    _signed_out(unit, person, "staff.pin")


def set_password(unit: Unit, staff_id: UUID, password: str) -> None:
    """Give a person another password; the same holds. Raises Unprocessable ``email_needed``."""
    person = _reach(unit, staff_id)
    if person.email is None:
        raise _email_needed()
    person.password_hash = accept_password(password)
    person.failed_passwords, person.password_locked_until = 0, None
    _signed_out(unit, person, "staff.password")


def set_roles(unit: Unit, staff_id: UUID, roles: Sequence[RoleAt]) -> Person:
    """Give a person exactly these roles. Neither what is taken away nor what is given may be more than one's own."""
    person = _reach(unit, staff_id)
    before = held.held_by(unit, [staff_id])[staff_id]
    _demand_to_give_roles(unit, roles)
    change: Callable[[], None] = lambda: held.replace_roles(unit, staff_id, roles)  # noqa: E731 - one line says it
    keeping_an_administrator(unit, change)
    end_sessions_of_staff(unit, staff_id, but=unit.actor.session_id)
    detail = {"before": _told(before), "after": _told(roles)}
    unit.audit("staff.roles", "staff", staff_id, detail, _only_store([*before, *roles]))
    return _persons(unit, [person])[0]


def _reach(unit: Unit, staff_id: UUID) -> Staff:
    """The person, held, when the one asking may act on them."""
    unit.actor.demand_somewhere("staff.edit")
    if store.find_staff(unit, staff_id, unit.actor.stores_with("staff.edit")) is None:
        raise StaffNotFound("There is no such person.")
    person = store.lock_staff(unit, staff_id)
    demand_over(unit, held.grants_of(unit, staff_id))
    return person


def _demand_to_give_roles(unit: Unit, roles: Sequence[RoleAt]) -> None:
    """Refuse unless the one asking edits staff at each of these places, and may do there what the roles allow."""
    unit.actor.demand_somewhere("staff.edit")
    if len(set(roles)) < len(roles):
        raise Unprocessable("A role is given twice.", code="role_twice")
    for store_id in sorted({role.store_id for role in roles} or {None}, key=str):
        unit.actor.demand("staff.edit", store_id)
        if store_id is not None:
            stores.get_store(unit, store_id)
    known = held.roles_by_id(unit, {role.role_id for role in roles})
    demand_to_give(unit, gathered((role.store_id, known[role.role_id].permissions) for role in roles))


def _spelled(values: dict[str, Any]) -> dict[str, Any]:
    email = values.get("email")
    return {**values, "email": email.lower()} if email else values


def _check_unique(unit: Unit, values: dict[str, Any], but: UUID | None = None) -> None:
    for column, code in _UNIQUE.items():
        value = values.get(column)
        if value and store.is_taken(unit, column, value, but):
            raise Conflict("Somebody else has it already.", code=code)


def _signed_out(unit: Unit, person: Staff, action: str) -> None:
    end_sessions_of_staff(unit, person.id, but=unit.actor.session_id)
    unit.audit(action, "staff", person.id, {}, _their_store(unit, person.id))


def _persons(unit: Unit, people: Sequence[Staff]) -> list[Person]:
    """People with the roles that the one asking may see."""
    within = unit.actor.stores_with("staff.view")
    roles = held.held_by(unit, [person.id for person in people])
    return [
        Person.of(person, [r for r in roles[person.id] if within is None or r.store_id in {None, *within}])
        for person in people
    ]


def _their_store(unit: Unit, staff_id: UUID) -> UUID | None:
    return _only_store(held.held_by(unit, [staff_id])[staff_id])


def _only_store(roles: Sequence[RoleAt | HeldRole]) -> UUID | None:
    """The one store that the roles are about, so that its own people find the act in their audit log."""
    places = {role.store_id for role in roles}
    return places.pop() if len(places) == 1 else None


def _told(roles: Sequence[RoleAt | HeldRole]) -> list[dict[str, Any]]:
    return [{"role_id": role.role_id, "store_id": role.store_id} for role in roles]


def _email_needed() -> Unprocessable:
    return Unprocessable("Whoever signs in with a password needs an e-mail address.", code="email_needed")
