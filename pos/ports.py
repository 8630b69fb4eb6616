"""What the till's room needs from others at once; the app fills it."""

from typing import Any, Protocol
from uuid import UUID

from core import live as _live


class Live(Protocol):
    """The way to a store's screens."""

    def publish(self, tenant_id: UUID, store_id: UUID, event: str, payload: dict[str, Any]) -> None:
        """Tell every screen of the store."""


live: Live = _live
