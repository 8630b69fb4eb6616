"""What the store room needs from others at once; the app fills it at start."""

from collections.abc import Collection
from dataclasses import dataclass
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


class People(Protocol):
    """Who works here, from the accounts room."""

    def names(self, unit: Unit, staff_ids: Collection[UUID]) -> dict[UUID, str]:
        """What people are called, also those who work here no more."""


@dataclass(frozen=True, slots=True)
class MenuProduct:
    """What is sold under a code: its name, and its variants' ids by their codes."""

    id: UUID
    name: dict[str, str]
    variants: dict[str, UUID]


class Menu(Protocol):
    """What is sold, from the till's room."""

    def by_code(self, unit: Unit) -> dict[str, MenuProduct]:
        """Every product in use by its code, in a fixed number of round trips."""


class _Unfilled:
    """Stands where the app has not put the real thing."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"the app has to fill inventory.ports before {name} is asked")


stores: Stores = _Unfilled()
people: People = _Unfilled()
menu: Menu = _Unfilled()
