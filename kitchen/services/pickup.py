"""The board that guests watch: numbers in preparation, numbers ready."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from core import clock
from core.uow import Unit
from kitchen import ports
from kitchen.store import pickup as store

SHOWN_FOR = timedelta(hours=6)


def pickup_board(unit: Unit, store_id: UUID) -> dict[str, Any]:
    """Orders of guests who wait, by pickup number, the oldest first."""
    unit.actor.demand("kitchen.view", store_id)
    wrap = ports.stores.settings(unit, store_id).pickup_wrap
    now = clock.now()
    return {
        "orders": [
            {
                "order_id": row.order_id,
                "number": (row.order_number - 1) % wrap + 1,
                "channel": row.channel,
                "state": "preparing" if row.is_open else "ready",
                "since": row.fired_at if row.is_open else row.ready_at,
            }
            for row in store.list_waiting(unit, store_id, now - SHOWN_FOR)
        ],
        "server_time": now,
    }
