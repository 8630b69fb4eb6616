"""What the membership room hears after the commit, in batches: what paid orders bring their members, and refunds take back."""

from collections.abc import Sequence

from core.events import Recorded
from core.uow import Unit
from membership.services.order_events import keep_orders


def hear_orders(unit: Unit, events: Sequence[Recorded]) -> None:
    """Keep benefits; count visits and points."""
    keep_orders(unit, events)
