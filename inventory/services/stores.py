"""The store at hand, once it is clear that somebody may do there what they ask."""

from uuid import UUID

from core.actor import StoreSettings
from core.uow import Unit
from inventory import ports

NOTE = "inventory.stores"


def at_store(unit: Unit, permission: str, store_id: UUID) -> StoreSettings:
    """The store's settings; refuses whoever lacks the permission there, and a store that is not the brand's (404)."""
    unit.actor.demand(permission, store_id)
    return settings_of(unit, store_id)


def settings_of(unit: Unit, store_id: UUID) -> StoreSettings:
    """A store's settings, asked for once in a transaction; refuses (404) what is not the brand's."""
    known = unit.notes.setdefault(NOTE, {})
    if store_id not in known:
        known[store_id] = ports.stores.settings(unit, store_id)
    found: StoreSettings = known[store_id]
    return found
