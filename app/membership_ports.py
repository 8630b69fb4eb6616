"""What the membership room needs of the others."""

from collections.abc import Collection
from uuid import UUID

import membership.ports
from accounts.services import regions, stores
from core.actor import StoreSettings
from core.uow import Unit
from pos.store.names import menu_names


class StoresForMembership:
    """The membership room's view of accounts."""

    def settings(self, unit: Unit, store_id: UUID) -> StoreSettings:
        """A store's settings."""
        return stores.get_store_settings(unit, store_id)

    def stores(self, unit: Unit) -> list[StoreSettings]:
        """Every store in use."""
        return stores.list_store_settings(unit)

    def regions(self, unit: Unit) -> dict[UUID, dict[str, str]]:
        """The regions' names."""
        return regions.region_names(unit)


class MenuForMembership:
    """The membership room's view of the menu."""

    def names(self, unit: Unit, ids: Collection[UUID]) -> dict[UUID, dict[str, str]]:
        """What products and categories are called."""
        return menu_names(unit, ids)


def fill_membership_ports() -> None:
    """Fill the membership room's ports."""
    membership.ports.stores = StoresForMembership()
    membership.ports.menu = MenuForMembership()
