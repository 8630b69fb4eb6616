"""A person's PIN and password as the doors need them, and the count of wrong tries."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from accounts.models import Staff
from accounts.store.grants import grants_column
from core.sql import prepared
from core.uow import Unit

_staff = Staff.__table__.c
_person = select(
    _staff.id,
    _staff.name,
    _staff.pin_hash,
    _staff.failed_pins,
    _staff.pin_locked_until,
    _staff.password_hash,
    _staff.failed_passwords,
    _staff.password_locked_until,
    grants_column(_staff.tenant_id, _staff.id),
).where(_staff.tenant_id == bindparam("tenant_id"), _staff.archived_at.is_(None))
_by_id = _person.where(_staff.id == bindparam("staff_id"))
_FIND = prepared(_by_id)
_LOCK = prepared(_by_id.with_for_update(key_share=True, of=Staff))
_LOCK_BY_EMAIL = prepared(
    _person.where(_staff.email == bindparam("email")).with_for_update(key_share=True, of=Staff)
)


def find_person(unit: Unit, staff_id: UUID) -> Any:
    """A person who works here, with hashes, tries and grants; or None."""
    return unit.fetch_one(_FIND, tenant_id=unit.tenant_id, staff_id=staff_id)


def lock_person(unit: Unit, staff_id: UUID) -> Any:
    """The same, held until the transaction ends, so that tries are counted one after another."""
    return unit.fetch_one(_LOCK, tenant_id=unit.tenant_id, staff_id=staff_id)


def lock_person_by_email(unit: Unit, email: str) -> Any:
    """The same, by e-mail in lower case."""
    return unit.fetch_one(_LOCK_BY_EMAIL, tenant_id=unit.tenant_id, email=email)


def set_pin_tries(unit: Unit, staff_id: UUID, failed: int, until: datetime | None) -> None:
    """How many wrong PINs in a row there were, and until when no other is looked at."""
    unit.change(Staff, {"id": staff_id}, {"failed_pins": failed, "pin_locked_until": until})


def set_password_tries(unit: Unit, staff_id: UUID, failed: int, until: datetime | None) -> None:
    """The same for passwords."""
    unit.change(Staff, {"id": staff_id}, {"failed_passwords": failed, "password_locked_until": until})


def keep_pin(unit: Unit, staff_id: UUID, new_hash: str) -> None:
    """Keep a PIN's new hash."""
    unit.change(Staff, {"id": staff_id}, {"pin_hash": new_hash})


def keep_password(unit: Unit, staff_id: UUID, new_hash: str) -> None:
    """Keep a password's new hash."""
    unit.change(Staff, {"id": staff_id}, {"password_hash": new_hash})
