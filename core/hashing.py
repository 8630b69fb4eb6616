"""PINs and passwords are kept as argon2id hashes."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

import gevent
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from gevent import monkey

T = TypeVar("T")
# OWASP's memory, one pass more than it asks for: some 35 ms on a small server.
PASSES, MEMORY_KIB = 3, 19_456
_HASHER = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=1)


def hash_of(secret: str) -> str:
    """The hash to keep."""
    return _beside(lambda: _HASHER.hash(secret))


def verify(kept: str | None, secret: str) -> bool:
    """Whether the secret is the one kept. With nothing kept it takes as long, and the answer is no."""
    return _beside(lambda: _matches(kept or _nobodys(), secret)) and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's, and should be made again."""
    return _HASHER.check_needs_rehash(kept)


def _matches(kept: str, secret: str) -> bool:
    try:
        return _HASHER.verify(kept, secret)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _HASHER.hash("nobody's")


def _beside(work: Callable[[], T]) -> T:
    """Hash in a real thread where one event loop serves everybody, so that nobody's tap waits for it."""
    if not monkey.is_module_patched("threading"):
        return work()
    done: T = gevent.get_hub().threadpool.apply(work)
    return done
