"""The door to live screens: the app hangs a publisher in; without one, nothing is heard and nothing breaks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

STATION_ENTRY = "entry"
MOVED = "moved"
Publisher = Callable[[UUID, UUID, str, dict[str, Any]], None]


def _silence(tenant_id: UUID, store_id: UUID, event: str, payload: dict[str, Any]) -> None:
    """Nobody listens."""


_publisher: Publisher = _silence


def publish(tenant_id: UUID, store_id: UUID, event: str, payload: dict[str, Any]) -> None:
    """Tell every screen of the store. Call it through ``Unit.after_commit``, so that only what is true is told."""
    _publisher(tenant_id, store_id, event, payload)


def publish_to_station(tenant_id: UUID, store_id: UUID, station_id: UUID, entry: dict[str, Any]) -> None:
    """Give a kitchen station's screens an entry of its stream, after the commit."""
    _publisher(tenant_id, store_id, STATION_ENTRY, {**entry, "station_id": station_id})


def publish_moved(tenant_id: UUID, store_id: UUID, order_id: UUID) -> None:
    """Tell the store's kitchen screens that guests sit elsewhere, after the commit; they ask for their boards again."""
    _publisher(tenant_id, store_id, MOVED, {"order_id": order_id})


@contextmanager
def silenced() -> Iterator[None]:
    """Tell nobody anything meanwhile: for bringing in what happened long ago."""
    before = _publisher
    connect(None)
    try:
        yield
    finally:
        connect(before)


def connect(publisher: Publisher | None) -> None:
    """Hang in the publisher; None takes it out."""
    global _publisher
    _publisher = publisher or _silence
