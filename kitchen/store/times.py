"""How long dishes take, summed up by PostgreSQL."""

from datetime import date
from typing import Any
from uuid import UUID

from core.sql import Prepared
from core.uow import Unit
from kitchen.values.tickets import UNKNOWN_PREP

# The days come by the tickets' index, their items by theirs. Percentiles leave out what has not happened yet.
_SPANS = {
    "wait": "i.started_at - i.fired_at",
    "make": "i.ready_at - i.started_at",
    "hand_out": "i.served_at - i.ready_at",
    "whole": "i.ready_at - i.fired_at",
}
_FIGURES = ", ".join(
    f"percentile_cont({share}) WITHIN GROUP (ORDER BY extract(epoch FROM {span})) AS {name}_{label}"
    for name, span in _SPANS.items()
    for label, share in (("median", 0.5), ("p90", 0.9))
)
_TIMES = Prepared(
    f"""SELECT grouping(i.station_id, i.product_id, h.hour, t.business_date) AS which,
        i.station_id, i.product_id, h.hour, t.business_date,
        (array_agg(i.name ORDER BY i.fired_at DESC))[1] AS name,
        count(*) AS items, count(i.ready_at) AS ready,
        count(*) FILTER (WHERE i.ready_at > CASE WHEN i.start_at + make_interval(secs => i.prep_seconds) > i.fired_at
            THEN i.start_at + make_interval(secs => i.prep_seconds)
            ELSE i.fired_at + make_interval(secs => {UNKNOWN_PREP}) END) AS late,
        count(*) FILTER (WHERE i.is_remake) AS remade, {_FIGURES}
    FROM kitchen_ticket t
    JOIN kitchen_item i ON i.tenant_id = t.tenant_id AND i.ticket_id = t.id
    CROSS JOIN LATERAL (SELECT extract(hour FROM i.fired_at AT TIME ZONE %(timezone)s)::int AS hour) h
    WHERE t.tenant_id = %(tenant_id)s AND t.store_id = %(store_id)s
        AND t.business_date BETWEEN %(first)s AND %(last)s AND i.state <> 'cancelled'
    GROUP BY GROUPING SETS ((), (i.station_id), (i.product_id), (h.hour), (t.business_date))""",  # noqa: S608 - our own words
    {},
)
_NAMES = Prepared(
    """SELECT id, name FROM kitchen_station WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s""", {}
)
# grouping() says by its bits what a row is NOT grouped by, the first argument being the highest bit.
WHICH = {0b1111: "all", 0b0111: "stations", 0b1011: "products", 0b1101: "hours", 0b1110: "days"}


def list_times(unit: Unit, store_id: UUID, timezone: str, first: date, last: date) -> list[Any]:
    """Counts and times of what was fired on these business days: in all, by station, product, hour and day."""
    return unit.fetch_all(
        _TIMES, tenant_id=unit.tenant_id, store_id=store_id, timezone=timezone, first=first, last=last
    )


def station_names(unit: Unit, store_id: UUID) -> dict[UUID, dict[str, str]]:
    """What the store's stations are called, also those that are no more."""
    rows = unit.fetch_all(_NAMES, tenant_id=unit.tenant_id, store_id=store_id)
    return {row.id: row.name for row in rows}
