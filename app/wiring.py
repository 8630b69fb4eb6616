"""Who hears what: the two kinds of consequence, each in one table.

*In the same transaction*: what must never be half done (kitchen tickets, money, stored value, coupon caps).
*After commit, in batches*: stock usage, points, statistics, integrations; exactly once per consumer.
"""

from collections.abc import Callable
from typing import Any

import inventory.handlers
import kitchen.events
import kitchen.handlers
import membership.handlers
import pos.events
import pos.handlers
from core.events import IN_TRANSACTION, Event
from core.outbox import Consumer
from core.uow import Unit
from pos.handlers import SALES_FIGURES

SAME_TRANSACTION: dict[type[Event], list[Callable[[Unit, Any], None]]] = {
    pos.events.LinesFired: [kitchen.handlers.on_lines_fired],
    pos.events.LinesPrinted: [kitchen.handlers.on_lines_printed],
    pos.events.LineChanged: [kitchen.handlers.on_line_changed],
    pos.events.LineVoided: [kitchen.handlers.on_line_voided],
    pos.events.LineRefired: [kitchen.handlers.on_line_refired],
}

USAGE = Consumer(
    "inventory.usage",
    (
        pos.events.LinesFired,
        pos.events.LineChanged,
        pos.events.LineVoided,
        pos.events.LineComped,
        pos.events.LineRefired,
        kitchen.events.ItemRemade,
        pos.events.OrderPaid,
        pos.events.RefundGiven,
    ),
    inventory.handlers.use_stock,
)
AFTER_COMMIT: tuple[Consumer, ...] = (
    SALES_FIGURES,
    Consumer("pos.courses", (kitchen.events.CourseReady,), pos.handlers.fire_next_courses),
    USAGE,
    Consumer(
        "membership.orders",
        (pos.events.OrderPaid, pos.events.RefundGiven),
        membership.handlers.hear_orders,
    ),
)


def connect() -> None:
    """Let the rooms hear each other as the table says."""
    IN_TRANSACTION.clear()
    IN_TRANSACTION.update(SAME_TRANSACTION)
