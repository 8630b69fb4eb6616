"""The store at hand, once it is clear that somebody may do there what they ask."""

from uuid import UUID

from core.actor import StoreSettings
from core.uow import Unit
from inventory import ports


def at_store(unit: Unit, permission: str, store_id: UUID) -> StoreSettings:
    """The store's settings; refuses whoever lacks the permission there, and a store that is not the brand's (404)."""
    unit.actor.demand(permission, store_id)
    return ports.stores.settings(unit, store_id)
