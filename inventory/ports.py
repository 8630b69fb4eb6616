"""What the store room needs from others at once; the app fills it at start."""

from typing import Any, Protocol
from uuid import UUID

from core.actor import StoreSettings
from core.uow import Unit


class Stores(Protocol):
    """Stores and regions, from the accounts room."""

    def settings(self, unit: Unit, store_id: UUID) -> StoreSettings:
        """A store of the brand; raises NotFound."""

    def stores(self, unit: Unit) -> list[StoreSettings]:
        """Every store of the brand that is not archived."""

    def regions(self, unit: Unit) -> dict[UUID, dict[str, str]]:
        """The names of the brand's regions."""


class _Unfilled:
    """Stands where the app has not put the real thing."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"the app has to fill inventory.ports before {name} is asked")


stores: Stores = _Unfilled()
