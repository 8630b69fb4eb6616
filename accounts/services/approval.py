"""A second person's PIN, for what one person may not do alone."""

from uuid import UUID

from accounts.rules.grants import at_store
from accounts.services.tries import count_wrong_pin, refuse_while_locked, welcome_pin
from accounts.store.grants import read_grants
from accounts.store.tries import find_person, lock_person
from core import hashing
from core.errors import Forbidden, Unprocessable
from core.lockout import FREE_TRIES
from core.uow import Unit


def approve(unit: Unit, staff_id: UUID, pin: str, permission: str, store_id: UUID) -> tuple[UUID, str]:
    """Who approved: (id, name) of a second person who typed their PIN and holds ``permission`` at the store.

    Raises Forbidden ``wrong_pin`` (with ``attempts_left``; counted as at sign-in, and everything else that this
    transaction wrote is undone), TooMany ``pin_locked``, Forbidden ``approver_may_not``, Unprocessable
    ``second_person_needed``. Not 401: the session of the person asking is fine.
    """
    if staff_id == unit.actor.staff_id:
        raise Unprocessable("Somebody else has to approve this.", code="second_person_needed")
    person = find_person(unit, staff_id)
    rights = at_store(read_grants(person.grants), store_id) if person else frozenset[str]()
    is_known = person is not None and person.pin_hash is not None and bool(rights)
    if is_known:
        refuse_while_locked(person)
    if not hashing.verify(person.pin_hash if is_known else None, pin):
        left = _count(unit, staff_id) if is_known else FREE_TRIES - 1
        raise Forbidden("Wrong PIN.", code="wrong_pin", attempts_left=left, keeps_writes=is_known)
    if permission not in rights:
        raise Forbidden(
            f"{person.name} may not approve this.", code="approver_may_not", permission=permission
        )
    welcome_pin(unit, person, pin)
    return person.id, person.name


def _count(unit: Unit, staff_id: UUID) -> int:
    # The rest of the transaction must not be kept with the count. Between undoing and counting, requests already under
    # way may each try one more PIN: as many as there are database connections, and each is counted.
    unit.forget()
    return count_wrong_pin(unit, lock_person(unit, staff_id))
