"""What a screen may ask for."""

from dataclasses import dataclass
from uuid import UUID

ACTS = ("start", "bump", "serve", "recall", "undo", "seen")


@dataclass(frozen=True, slots=True)
class Act:
    """Do something to items, or to all items of tickets; ``seen``: the change was noticed.

    ``versions``: how old the tickets were that the cook looked at (ticket, version). A change that came later was not seen.
    """

    act: str
    item_ids: tuple[UUID, ...] = ()
    ticket_ids: tuple[UUID, ...] = ()
    versions: tuple[tuple[UUID, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Rush:
    """Put a ticket first, or back in line."""

    ticket_id: UUID
    on: bool = True


@dataclass(frozen=True, slots=True)
class Remake:
    """Make an item once more on the kitchen's own account; ``remake_id`` is made by the screen."""

    item_id: UUID
    remake_id: UUID
    reason: str


Command = Act | Rush | Remake
