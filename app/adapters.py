"""What one room needs of another at once, filled from here so that rooms need not know each other."""

from collections.abc import Collection
from uuid import UUID

import kitchen.ports
import pos.ports
from accounts.services import approval, regions, staff, stores
from core.actor import StoreSettings
from core.uow import Unit


class AccountsForPos:
    """The till's view of accounts."""

    def store_settings(self, unit: Unit, store_id: UUID) -> StoreSettings:
        """A store's settings."""
        return stores.get_store_settings(unit, store_id)

    def stores(self, unit: Unit) -> list[StoreSettings]:
        """Every store in use."""
        return stores.list_store_settings(unit)

    def regions(self, unit: Unit) -> dict[UUID, dict[str, str]]:
        """The regions' names."""
        return regions.region_names(unit)

    def staff_names(self, unit: Unit, staff_ids: Collection[UUID]) -> dict[UUID, str]:
        """What people are called."""
        return staff.staff_names(unit, staff_ids)

    def approve(
        self, unit: Unit, staff_id: UUID, pin: str, permission: str, store_id: UUID
    ) -> tuple[UUID, str]:
        """A second person's PIN and permission, proved."""
        return approval.approve(unit, staff_id, pin, permission, store_id)


class StoresForKitchen:
    """The kitchen's view of accounts."""

    def settings(self, unit: Unit, store_id: UUID) -> StoreSettings:
        """A store's settings: those of the terminal's own store at no cost."""
        own = unit.actor.store
        return own if own is not None and own.id == store_id else stores.get_store_settings(unit, store_id)


def fill_ports() -> None:
    """Fill every room's ports."""
    pos.ports.accounts = AccountsForPos()
    kitchen.ports.stores = StoresForKitchen()
