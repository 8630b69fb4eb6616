"""Letting consumers hear all that was told, though a server beside the test may be at it, too."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Engine

from core.outbox import Consumer, consume
from core.sql import Prepared
from core.uow import Unit
from tests.support.waiting import wait_until

_BEHIND = Prepared(
    """SELECT 1 FROM core_event e LEFT JOIN core_consumer_cursor c ON c.consumer = %(consumer)s
    WHERE (e.xid, e.id) > (coalesce(c.xid, 0), coalesce(c.event_id, '00000000-0000-0000-0000-000000000000')) LIMIT 1""",
    {},
)


def hear_all(engine: Engine, tenant_id: UUID, consumers: Sequence[Consumer]) -> None:
    """Until each has heard every event of the brand: who passes none may only have found somebody else at work, or waited for
    the oldest open transaction of the server."""
    for consumer in consumers:

        def has_heard_all(consumer: Consumer = consumer) -> bool:
            while consume(engine, consumer, tenant_id):
                pass
            with Unit(engine, tenant_id) as unit:
                return not unit.fetch_all(_BEHIND, consumer=consumer.name)

        wait_until(has_heard_all, 60, f"that {consumer.name} heard everything")
