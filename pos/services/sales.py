"""Sales figures for people: one store over some days, and the stores of the brand beside each other."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from core import clock
from core.actor import StoreSettings
from core.clock import business_date
from core.errors import Forbidden
from core.uow import Unit
from pos import ports
from pos.errors import refuse
from pos.services.stores import store_of
from pos.store import sales as store

MOST_DAYS = 400
WEEK = timedelta(days=6)
Json = dict[str, Any]


def store_sales(
    unit: Unit, store_id: UUID, first: date | None = None, last: date | None = None, top: int = 50
) -> Json:
    """A store's sales by day, channel, hour, product and person; the last seven business days unless said."""
    unit.actor.demand("sales.view", store_id)
    settings = store_of(unit, store_id)
    first, last = days_meant(first, last, settings)
    found = store.read_sales(unit, [store_id], first, last, top)
    names = ports.accounts.staff_names(unit, [row.staff_id for row in found.staff])
    return {
        "from": first,
        "to": last,
        "currency": settings.currency,
        "totals": _total(found.days),
        "days": _plain(found.days),
        "channels": _plain(found.channels),
        "hours": _plain(found.hours),
        "products": _plain(found.products),
        "staff": [{**row._asdict(), "name": names.get(row.staff_id)} for row in found.staff],
    }


def brand_sales(unit: Unit, first: date | None = None, last: date | None = None) -> Json:
    """The stores within this person's reach, those that sold most first; stores without a sale come last."""
    unit.actor.demand_somewhere("sales.view")
    within = unit.actor.stores_with("sales.view")
    stores = [s for s in ports.accounts.stores(unit) if within is None or s.id in within]
    if not stores:
        raise Forbidden("There is no store whose sales you may see.", code="permission_needed")
    first, last = days_meant(first, last, *stores)
    found = store.sales_by_store(unit, [settings.id for settings in stores], first, last)
    rows: list[Json] = [
        {
            "store_id": settings.id,
            "code": settings.code,
            "name": settings.name,
            "currency": settings.currency,
            **_sums_of(found.get(settings.id)),
        }
        for settings in stores
    ]
    rows.sort(key=lambda row: (-row["total"], row["code"]))
    return {"from": first, "to": last, "totals": _total(found.values()), "stores": rows}


def days_meant(
    first: date | None, last: date | None, *stores: StoreSettings, most: int = MOST_DAYS
) -> tuple[date, date]:
    """The days meant, both included; the last seven business days unless said. Refuses (422) more than ``most``."""
    now = clock.now()
    last = last or max(business_date(now, s.timezone, s.cutoff_minutes) for s in stores)
    first = first or last - WEEK
    if first > last:
        raise refuse("dates_reversed", "The last day is before the first.")
    if (last - first).days >= most:
        raise refuse("too_many_days", f"At most {most} days at once.")
    return first, last


def _plain(rows: Iterable[Any]) -> list[Json]:
    return [row._asdict() for row in rows]


def _sums_of(row: Any) -> dict[str, int]:
    return {name: getattr(row, name) if row else 0 for name in store.DAY_SUMS}


def _total(rows: Iterable[Any]) -> dict[str, int]:
    listed = list(rows)
    return {name: sum(getattr(row, name) for row in listed) for name in store.DAY_SUMS}
