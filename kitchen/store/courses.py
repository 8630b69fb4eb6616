"""Queries about an order's courses."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from core.sql import Prepared
from core.uow import Unit

# A line's course is out with all that was fired as that course of the same order; what was cancelled is not waited for, though no
# cook has seen it yet. What nobody bumped, and left the rails by itself, was handed out at a time that nobody knows.
_OUT = Prepared(
    """SELECT asked.line_id, CASE WHEN bool_or(i.state IN ('new', 'started') OR (i.change IS NOT NULL AND i.state <> 'cancelled')
        OR (i.state = 'served' AND i.ready_at IS NULL)) THEN NULL ELSE max(i.ready_at) END AS out_at
    FROM (SELECT DISTINCT i.top_line_id AS line_id, t.order_id, t.course FROM kitchen_item i
        JOIN kitchen_ticket t ON t.tenant_id = i.tenant_id AND t.id = i.ticket_id
        WHERE i.tenant_id = %(tenant_id)s AND i.line_id = ANY(%(line_ids)s)) asked
    JOIN kitchen_ticket t ON t.tenant_id = %(tenant_id)s AND t.order_id = asked.order_id AND t.course = asked.course
    JOIN kitchen_item i ON i.tenant_id = t.tenant_id AND i.ticket_id = t.id
    GROUP BY asked.line_id""",
    {},
)


def lines_out(unit: Unit, line_ids: Collection[UUID]) -> dict[UUID, datetime | None]:
    """When the courses of those lines that stations make were out; None for one that is not."""
    rows = unit.fetch_all(_OUT, tenant_id=unit.tenant_id, line_ids=sorted(line_ids))
    return {row.line_id: row.out_at for row in rows}
