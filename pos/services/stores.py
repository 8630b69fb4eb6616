"""The store that a request is about."""

from uuid import UUID

from core.actor import StoreSettings
from core.uow import Unit
from pos import ports


def store_of(unit: Unit, store_id: UUID) -> StoreSettings:
    """The store's settings: those of the terminal's own store at no cost, else asked for."""
    own = unit.actor.store
    if own is not None and own.id == store_id:
        return own
    return ports.accounts.store_settings(unit, store_id)
