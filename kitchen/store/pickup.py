"""What the guests' board shows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from core.sql import Prepared
from core.uow import Unit

# An order is ready once nothing of it is open and something waits to be handed out; it leaves when all of it is served.
_PICKUP = Prepared(
    """SELECT t.order_id, min(t.order_number) AS order_number, min(t.channel) AS channel, min(t.fired_at) AS fired_at,
        bool_or(i.state IN ('new', 'started')) AS is_open,
        bool_or(i.state = 'ready') AS waits, max(i.ready_at) AS ready_at
    FROM kitchen_ticket t JOIN kitchen_item i ON i.tenant_id = t.tenant_id AND i.ticket_id = t.id
    WHERE t.tenant_id = %(tenant_id)s AND t.store_id = %(store_id)s AND t.channel <> 'dine_in'
        AND t.business_date >= (%(since)s::timestamptz - interval '1 day')::date AND t.fired_at >= %(since)s
        AND i.state <> 'cancelled' AND i.quantity > 0
    GROUP BY t.order_id
    HAVING bool_or(i.state IN ('new', 'started', 'ready'))
    ORDER BY min(t.fired_at), t.order_id""",
    {},
)


def list_waiting(unit: Unit, store_id: UUID, since: datetime) -> list[Any]:
    """Orders to be picked up that were fired since then and are not all handed out."""
    return unit.fetch_all(_PICKUP, tenant_id=unit.tenant_id, store_id=store_id, since=since)
