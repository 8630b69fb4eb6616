"""The form of a past fact that other rooms may hear of."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Event:
    """A past fact of one tenant. Subclasses add the fields; the class name is the event's type, for ever.

    ``at`` is when it happened where it happened: for an offline terminal, earlier than it was recorded.
    """

    store_id: UUID | None
    at: datetime

    registry: ClassVar[dict[str, type["Event"]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__name__ in Event.registry:
            raise TypeError(f"two events are named {cls.__name__}")
        Event.registry[cls.__name__] = cls

    @property
    def type(self) -> str:
        """The event's stable name."""
        return type(self).__name__

    def payload(self) -> dict[str, Any]:
        """The fields beside store and moment, as JSON-able values."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("store_id", "at")}


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as a consumer reads it back."""

    tenant_id: UUID
    xid: int
    id: UUID
    type: str
    store_id: UUID | None
    at: datetime
    payload: dict[str, Any]


# Who hears a fact in the transaction that makes it true: filled by ``app.wiring``, where the whole table stands.
IN_TRANSACTION: dict[type[Event], list[Callable[[Any, Any], None]]] = {}
