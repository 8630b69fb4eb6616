"""New PINs and passwords: checked, then hashed."""

from core import hashing
from core.errors import Unprocessable
from core.pins import is_pin, is_weak

SHORTEST_PASSWORD = 10


def accept_pin(pin: str) -> str:
    """The hash of a PIN that is good enough; raises Unprocessable ``pin_malformed`` or ``pin_weak``."""
    if not is_pin(pin):
        raise Unprocessable("A PIN has 4 to 8 digits.", code="pin_malformed")
    if is_weak(pin):
        raise Unprocessable("This PIN is too easy to guess. Take another.", code="pin_weak")
    return hashing.hash_of(pin)


def accept_password(password: str) -> str:
    """The hash of a password that is long enough; raises Unprocessable ``password_short``."""
    if len(password) < SHORTEST_PASSWORD:
        raise Unprocessable(f"A password has {SHORTEST_PASSWORD} characters or more.", code="password_short")
    return hashing.hash_of(password)
