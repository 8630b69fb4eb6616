"""What the till's room needs from others at once; the app fills it at start."""

from collections.abc import Collection
from typing import Any, Protocol
from uuid import UUID

from core import live as _live
from core.actor import StoreSettings
from core.paper import Paper
from core.uow import Unit


class Accounts(Protocol):
    """Stores and people."""

    def store_settings(self, unit: Unit, store_id: UUID) -> StoreSettings:
        """A store of the brand; raises NotFound."""

    def stores(self, unit: Unit) -> list[StoreSettings]:
        """Every store of the brand that is not archived."""

    def regions(self, unit: Unit) -> dict[UUID, dict[str, str]]:
        """The names of the brand's regions."""

    def staff_names(self, unit: Unit, staff_ids: Collection[UUID]) -> dict[UUID, str]:
        """What people are called, also those who work here no more."""

    def approve(
        self, unit: Unit, staff_id: UUID, pin: str, permission: str, store_id: UUID
    ) -> tuple[UUID, str]:
        """The second person (id, name), proved by a PIN to hold the permission at the store; raises a refusal."""


class Live(Protocol):
    """The way to a store's screens."""

    def publish(self, tenant_id: UUID, store_id: UUID, event: str, payload: dict[str, Any]) -> None:
        """Tell every screen of the store."""


class Printer(Protocol):
    """The language of receipt printers."""

    def escpos(self, paper: Paper) -> bytes:
        """The paper as a receipt printer wants it."""


class _Unfilled:
    """Stands where the app has not put the real thing."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"the app has to fill pos.ports before {name} is asked")


accounts: Accounts = _Unfilled()
printer: Printer = _Unfilled()
live: Live = _live


def bind(filled: Accounts) -> None:
    """Put the real thing in."""
    global accounts
    accounts = filled
