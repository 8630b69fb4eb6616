"""What somebody may do where, and whether that is more than somebody else may."""

from collections.abc import Iterable, Mapping
from uuid import UUID

Grants = Mapping[UUID | None, frozenset[str]]


def gathered(pairs: Iterable[tuple[UUID | None, Iterable[str]]]) -> dict[UUID | None, frozenset[str]]:
    """Permissions per store (None: every store and the brand), from the roles that a person has."""
    found: dict[UUID | None, frozenset[str]] = {}
    for store_id, permissions in pairs:
        found[store_id] = found.get(store_id, frozenset()) | frozenset(permissions)
    return found


def at_store(grants: Grants, store_id: UUID) -> frozenset[str]:
    """What holds at one store: what is granted there, and what is granted everywhere."""
    return grants.get(None, frozenset()) | grants.get(store_id, frozenset())


def anywhere(grants: Grants) -> frozenset[str]:
    """What holds at one place or another."""
    return frozenset().union(*grants.values())


def excess(wanted: Grants, held: Grants) -> list[str]:
    """The permissions in ``wanted`` that ``held`` does not cover at the same place, sorted; empty: nothing is more."""
    found: set[str] = set()
    for store_id, permissions in wanted.items():
        covering = held.get(None, frozenset()) if store_id is None else at_store(held, store_id)
        found |= permissions - covering
    return sorted(found)
