"""What the membership room needs of others."""

from collections.abc import Collection
from typing import Any, Protocol
from uuid import UUID

from core.actor import StoreSettings
from core.uow import Unit


class Stores(Protocol):
    """Stores, from the accounts room."""

    def settings(self, unit: Unit, store_id: UUID) -> StoreSettings:
        """A store's settings; raises NotFound."""

    def stores(self, unit: Unit) -> list[StoreSettings]:
        """Every store in use."""

    def regions(self, unit: Unit) -> dict[UUID, dict[str, str]]:
        """The regions' names."""


class Menu(Protocol):
    """What is sold, from the till's room."""

    def names(self, unit: Unit, ids: Collection[UUID]) -> dict[UUID, dict[str, str]]:
        """What products and categories are called, archived ones too; unknown ids are left out."""


class _Unfilled:
    """Stands where the app has not put the real thing."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"the app has to fill membership.ports before {name} is asked")


stores: Stores = _Unfilled()
menu: Menu = _Unfilled()


def store_of(unit: Unit, store_id: UUID) -> StoreSettings:
    """A store's settings: those of the terminal's own store at no cost."""
    own = unit.actor_or_none.store if unit.actor_or_none else None
    return own if own is not None and own.id == store_id else stores.settings(unit, store_id)
