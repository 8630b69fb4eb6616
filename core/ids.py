"""Identifiers: UUIDv7 (RFC 9562), sortable by the moment they were made."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from uuid_utils import compat

_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_MILLISECOND = timedelta(milliseconds=1)
_LATEST = 250_000_000_000_000  # milliseconds; Python's years end at 9999


def new_id() -> UUID:
    """A fresh UUIDv7; terminals make theirs in the same way, so that they can work offline."""
    return compat.uuid7()


def id_of(space: UUID, name: str, moment: datetime, place: int = 0) -> UUID:
    """The UUIDv7 that this name has in this space, always the same; for what may be brought in again, but only once.

    It sorts by ``moment`` (aware), then by ``place`` (0 to 4095).
    """
    chance = int.from_bytes(hashlib.sha256(space.bytes + name.encode()).digest()[:8]) >> 2
    milliseconds = (moment - _EPOCH) // _MILLISECOND
    return UUID(int=milliseconds << 80 | 0x7 << 76 | (place & 0xFFF) << 64 | 0b10 << 62 | chance)


def derived_id(origin: UUID, name: str) -> UUID:
    """The id that this name has under another id, always the same.

    It begins as the other does, so that rows that belong together lie together: in an index of millions, ids of no order
    would each touch another page.
    """
    chance = int.from_bytes(hashlib.sha256(origin.bytes + name.encode()).digest()[:8]) >> 2
    return UUID(int=origin.int >> 64 << 64 | 0b10 << 62 | chance)


def made_at(made: UUID) -> datetime:
    """The moment that stands in a UUIDv7, as its maker's clock had it; some moment, when it is another kind of id."""
    return _EPOCH + _MILLISECOND * min(made.int >> 80, _LATEST)


def earliest_id(moment: datetime) -> UUID:
    """What no UUIDv7 made at the (aware) moment or later is smaller than."""
    return UUID(int=(moment - _EPOCH) // _MILLISECOND << 80)
