"""The person at hand: who they are, and their own PIN and password."""

from uuid import UUID

from accounts.models import Terminal
from accounts.rules.grants import anywhere, at_store
from accounts.services import tries
from accounts.services.secrets import accept_password, accept_pin
from accounts.store import roles, staff, stores
from accounts.store import tries as people
from accounts.store.sessions import end_sessions_of_staff
from accounts.store.tenants import get_tenant
from accounts.store.terminals import find_terminal
from accounts.values import Me
from core import hashing
from core.errors import Forbidden
from core.uow import Unit


def who_am_i(unit: Unit) -> Me:
    """The person who is signed in, and where."""
    actor = unit.actor
    return describe(
        unit, actor.staff_id, find_terminal(unit, actor.terminal_id) if actor.terminal_id else None
    )


def describe(unit: Unit, staff_id: UUID, terminal: Terminal | None) -> Me:
    """A person at a terminal, or at head office."""
    grants = roles.grants_of(unit, staff_id)
    return Me(
        staff=staff.get_staff(unit, staff_id),
        brand=get_tenant(unit),
        store=stores.get_store(unit, terminal.store_id) if terminal else None,
        terminal=terminal,
        permissions=sorted(at_store(grants, terminal.store_id) if terminal else anywhere(grants)),
    )


def change_own_pin(unit: Unit, current_pin: str, pin: str) -> None:
    """Take another PIN; the present one proves who is asking, and wrong ones are counted (Forbidden ``wrong_pin``)."""
    person = people.lock_person(unit, unit.actor.staff_id)
    tries.refuse_while_locked(person)
    if not hashing.verify(person.pin_hash, current_pin):
        left = tries.count_wrong_pin(unit, person)
        raise Forbidden("Wrong PIN.", code="wrong_pin", attempts_left=left, keeps_writes=True)
    people.keep_pin(unit, person.id, accept_pin(pin))
    _renewed(unit, "staff.own_pin")


def change_own_password(unit: Unit, current_password: str, password: str) -> None:
    """The same for the password (Forbidden ``wrong_password``, TooMany ``password_locked``)."""
    person = people.lock_person(unit, unit.actor.staff_id)
    tries.refuse_while_password_locked(person)
    if not hashing.verify(person.password_hash, current_password):
        tries.count_wrong_password(unit, person)
        raise Forbidden("Wrong password.", code="wrong_password", keeps_writes=True)
    people.keep_password(unit, person.id, accept_password(password))
    _renewed(unit, "staff.own_password")


def _renewed(unit: Unit, action: str) -> None:
    """Whoever else is signed in as this person is not them."""
    actor = unit.actor
    end_sessions_of_staff(unit, actor.staff_id, but=actor.session_id)
    unit.audit(action, "staff", actor.staff_id, {}, actor.store.id if actor.store else None)
