"""Who a campaign is for, and how members are looked for: each field narrows, an empty one asks for nothing."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Audience:
    """``spent_*`` and ``store_ids`` look at the last ``window_days``; money in minor units.

    ``consenting_only``: those alone who agreed to be told of offers.
    """

    segments: tuple[str, ...] = ()
    tier_ids: tuple[UUID, ...] = ()
    birthday_months: tuple[int, ...] = ()
    store_ids: tuple[UUID, ...] = ()
    last_visit_from: date | None = None
    last_visit_to: date | None = None
    joined_from: date | None = None
    joined_to: date | None = None
    spent_from: int | None = None
    spent_to: int | None = None
    window_days: int = 365
    consenting_only: bool = False


_IDS = ("tier_ids", "store_ids")
_DAYS = ("last_visit_from", "last_visit_to", "joined_from", "joined_to")
NAMES = tuple(field.name for field in fields(Audience))


def audience_of(stored: dict[str, Any]) -> Audience:
    """An audience from how it is stored and sent."""
    found: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
    }
    for name in _IDS:
        if name in found:
            found[name] = tuple(UUID(str(one)) for one in found[name])
    for name in _DAYS:
        if isinstance(found.get(name), str):
            found[name] = date.fromisoformat(found[name])
    return Audience(**found)
