"""Stores and regions, as every room but the till asks for them."""

from uuid import UUID

from accounts.services import regions, stores
from core.actor import StoreSettings
from core.uow import Unit


class Places:
    """Another room's view of accounts."""

    def settings(self, unit: Unit, store_id: UUID) -> StoreSettings:
        """A store's settings: those of the terminal's own store at no cost."""
        own = unit.actor_or_none.store if unit.actor_or_none else None
        return own if own is not None and own.id == store_id else stores.get_store_settings(unit, store_id)

    def stores(self, unit: Unit) -> list[StoreSettings]:
        """Every store in use."""
        return stores.list_store_settings(unit)

    def all_stores(self, unit: Unit) -> list[StoreSettings]:
        """The same, archived stores too."""
        return stores.list_all_store_settings(unit)

    def regions(self, unit: Unit) -> dict[UUID, dict[str, str]]:
        """The regions' names."""
        return regions.region_names(unit)
