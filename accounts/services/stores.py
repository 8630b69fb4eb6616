"""Stores: what others need to know of one, and their upkeep by head office."""

from uuid import UUID

from accounts.errors import StoreNotFound
from accounts.store.settings import find_store_settings
from core.actor import StoreSettings
from core.uow import Unit


def get_store_settings(unit: Unit, store_id: UUID) -> StoreSettings:
    """A store's settings in one cheap read; raises NotFound ``store_not_found``. For other rooms, which check rights."""
    found = find_store_settings(unit, store_id)
    if found is None:
        raise StoreNotFound("There is no such store.")
    return found
