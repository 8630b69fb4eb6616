"""What a count says of an item, though its places were counted one after the other and dishes went out meanwhile.

Goods move at a place where a document says so. What else moves, dishes above all, is taken from the item's home: the first
place on the way where it lies.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Counted:
    """So much of an item was counted at a place (None: nowhere in particular) at an instant."""

    location_id: UUID | None
    quantity: Decimal
    at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """A stock move of the item, at a place where that is known."""

    location_id: UUID | None
    quantity: Decimal
    at: datetime


def home_of(entries: Sequence[Counted], way: Sequence[UUID]) -> UUID | None:
    """The place that dishes are made from: the first on the way that was counted, else the one that was counted last."""
    counted = {entry.location_id for entry in entries}
    for location_id in way:
        if location_id in counted:
            return location_id
    return max(entries, key=lambda entry: entry.at).location_id


def instants(entries: Sequence[Counted]) -> dict[UUID | None, datetime]:
    """When each place was counted: of several entries for one, the last."""
    found: dict[UUID | None, datetime] = {}
    for entry in entries:
        found[entry.location_id] = max(entry.at, found.get(entry.location_id, entry.at))
    return found


def movement(
    entries: Sequence[Counted], home: UUID | None, moves: Sequence[Moved], at: datetime, used: Decimal
) -> Decimal:
    """The book's net movement from the count's instant ``at`` to when each place was counted, in above zero.

    ``used``: for dishes, from ``at`` to when the home was counted; below zero when it was counted before.
    """
    counted = instants(entries)
    net = -used
    for move in moves:
        place = move.location_id if move.location_id in counted and move.location_id is not None else home
        net += _signed(move, at, counted[place])
    return net


def _signed(move: Moved, at: datetime, until: datetime) -> Decimal:
    if at < move.at <= until:
        return move.quantity
    if until < move.at <= at:
        return -move.quantity
    return ZERO


def is_within(counted: Decimal, book: Decimal, tolerance_percent: Decimal | None) -> bool:
    """Whether a count is near enough to the book not to be asked for again; always, without a tolerance."""
    if tolerance_percent is None:
        return True
    return abs(counted - book) * 100 <= tolerance_percent * abs(book)
