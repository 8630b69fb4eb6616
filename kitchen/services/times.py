"""Ticket times: fired → started → ready → served, per station, product, hour and day."""

from datetime import date
from typing import Any
from uuid import UUID

from core.uow import Unit
from kitchen import ports
from kitchen.errors import BadDays
from kitchen.store import times as store

MOST_DAYS = 92
SPANS = ("wait", "make", "hand_out", "whole")
NOTHING = {"items": 0, "ready": 0, "late": 0, "late_bp": None, "remade": 0, **dict.fromkeys(SPANS)}


def ticket_times(unit: Unit, store_id: UUID, first: date, last: date) -> dict[str, Any]:
    """What took how long (whole seconds) on these business days; refuses more than MOST_DAYS of them."""
    unit.actor.demand("kitchen.report", store_id)
    if not 0 <= (last - first).days < MOST_DAYS:
        raise BadDays(f"From a day to the same or a later one, at most {MOST_DAYS} days.")
    timezone = ports.stores.settings(unit, store_id).timezone
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in store.WHICH.values()}
    names = store.station_names(unit, store_id)
    for row in store.list_times(unit, store_id, timezone, first, last):
        which = store.WHICH[row.which]
        found[which].append({**_key(which, row, names), **_figures(row)})
    return {
        "from": first,
        "to": last,
        "all": found["all"][0] if found["all"] else NOTHING,
        "stations": sorted(found["stations"], key=lambda row: -row["items"]),
        "products": sorted(found["products"], key=lambda row: -row["items"]),
        "hours": sorted(found["hours"], key=lambda row: row["hour"]),
        "days": sorted(found["days"], key=lambda row: row["date"]),
    }


def _key(which: str, row: Any, names: dict[UUID, dict[str, str]]) -> dict[str, Any]:
    if which == "stations":
        return {"station_id": row.station_id, "name": names[row.station_id]}
    if which == "products":
        return {"product_id": row.product_id, "name": row.name}
    if which == "hours":
        return {"hour": row.hour}
    return {"date": row.business_date} if which == "days" else {}


def _figures(row: Any) -> dict[str, Any]:
    """``late_bp``: of those that were ready, how many were so after they were due, in basis points."""
    return {
        "items": row.items,
        "ready": row.ready,
        "late": row.late,
        "late_bp": round(row.late * 10_000 / row.ready) if row.ready else None,
        "remade": row.remade,
        **{span: _span(row, span) for span in SPANS},
    }


def _span(row: Any, span: str) -> dict[str, int] | None:
    median, p90 = getattr(row, f"{span}_median"), getattr(row, f"{span}_p90")
    return None if median is None else {"median": round(median), "p90": round(p90)}
