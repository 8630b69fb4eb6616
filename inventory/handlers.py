"""What the store room hears after the commit, in batches. Trouble with stock never refuses money."""

from collections.abc import Sequence

from core.events import Recorded
from core.uow import Unit
from inventory.services.usage import keep_usage


def use_stock(unit: Unit, events: Sequence[Recorded]) -> None:
    """Keep what was sold, and what it should have used."""
    keep_usage(unit, events)
