"""A door with a count of wrong tries: looks at a secret, counts, locks."""

from datetime import datetime, timedelta
from typing import Any

from accounts.store import tries as store
from core import clock, hashing
from core.errors import TooMany
from core.lockout import attempts_left, lock_seconds
from core.uow import Unit


def refuse_while_locked(person: Any) -> None:
    """Refuse with 429 ``pin_locked`` while the PIN is locked; a locked PIN is not looked at."""
    wait = seconds_until(person.pin_locked_until)
    if wait:
        raise TooMany("Too many wrong PINs. Wait, or ask for a new one.", code="pin_locked", retry_after=wait)


def refuse_while_password_locked(person: Any) -> None:
    """The same for passwords: 429 ``password_locked``. Only for people who are signed in already."""
    wait = seconds_until(person.password_locked_until)
    if wait:
        raise TooMany("Too many wrong passwords. Wait.", code="password_locked", retry_after=wait)


def seconds_until(moment: datetime | None) -> int:
    """Whole seconds from now, rounded up; 0 when it is past."""
    if moment is None:
        return 0
    return max(0, -int((clock.now() - moment).total_seconds() // 1))


def count_wrong_pin(unit: Unit, person: Any) -> int:
    """Count one more wrong PIN; answers how many tries are left before it is locked."""
    failed = person.failed_pins + 1
    store.set_pin_tries(unit, person.id, failed, _locked_until(failed))
    if lock_seconds(failed):
        unit.audit("staff.pin_locked", "staff", person.id, {"failed": failed})
    return attempts_left(failed)


def count_wrong_password(unit: Unit, person: Any) -> None:
    """Count one more wrong password."""
    failed = person.failed_passwords + 1
    store.set_password_tries(unit, person.id, failed, _locked_until(failed))
    if lock_seconds(failed):
        unit.audit("staff.password_locked", "staff", person.id, {"failed": failed})


def welcome_pin(unit: Unit, person: Any, pin: str) -> None:
    """After a right PIN: forget the wrong ones, and keep it with today's hash parameters."""
    if person.failed_pins:
        store.set_pin_tries(unit, person.id, 0, None)
    if hashing.is_outdated(person.pin_hash):
        store.keep_pin(unit, person.id, hashing.hash_of(pin))


def welcome_password(unit: Unit, person: Any, password: str) -> None:
    """After a right password: the same."""
    if person.failed_passwords:
        store.set_password_tries(unit, person.id, 0, None)
    if hashing.is_outdated(person.password_hash):
        store.keep_password(unit, person.id, hashing.hash_of(password))


def _locked_until(failed: int) -> datetime | None:
    seconds = lock_seconds(failed)
    return clock.now() + timedelta(seconds=seconds) if seconds else None
