"""What a store has: on hand by the book, what it is worth, what runs out, what expires; and closing its books."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from core import clock
from core.paging import Page
from core.uow import Unit
from inventory.errors import BadStock
from inventory.models.stock import PeriodRow
from inventory.rules.exact import UNIT_COST_PLACES as COST_PLACES
from inventory.rules.exact import decimal_of, rounded
from inventory.rules.views import price_of
from inventory.services.recipes import item_tag
from inventory.services.stock_values import value_reads, value_stock
from inventory.services.stores import at_store
from inventory.store import ledger as store
from inventory.store.count_results import lock_results
from inventory.store.items import items_by_id
from inventory.store.places import pars_read
from inventory.values.costs import ZERO

View = dict[str, Any]
SOON = timedelta(days=3)


def stock(unit: Unit, store_id: UUID, *, state: str | None = None, at: datetime | None = None) -> View:
    """Each item's stock at an instant (now), in its stock unit, by the last count, the moves since and what dishes used.

    Valued by the brand's costing method, in the major unit. ``state``: only what is ``negative`` or ``low`` (at or below its
    reorder level).
    """
    settings = at_store(unit, "inventory.view", store_id)
    moment = at or clock.now()
    day = clock.business_date(moment, settings.timezone, settings.cutoff_minutes)
    items, par_rows, costs, lots = unit.fetch_ahead(
        [
            store.items_here_read(unit, store_id),
            pars_read(unit, store_id),
            store.all_last_costs_read(unit, store_id, moment),
            store.lots_expiring_read(unit, store_id, day + SOON),
        ],
        value_reads(unit, store_id, moment),
    )
    here = {item.id: item for item in items}
    valued = value_stock(unit, settings, here.keys(), moment)
    pars = {row.item_id: row for row in par_rows}
    paid = {row.item_id: row.unit_cost for row in costs}
    lines: list[View] = []
    for item_id, item in here.items():
        cost, held, par = valued.unit_costs[item_id], valued.on_hand(item_id), pars.get(item_id)
        lines.append(
            {
                "item": item_tag(item),
                "on_hand": decimal_of(held),
                "unit_cost": None if cost is None else rounded(cost, COST_PLACES),
                "value": None if cost is None else rounded(cost * held, COST_PLACES),
                "last_cost": paid.get(item_id),
                "standard_cost": rounded(price_of(valued.facts, item_id), COST_PLACES),
                "par": par.par if par else None,
                "reorder": par.reorder if par else None,
                "is_negative": held < 0,
                "is_low": par is not None and held <= par.reorder,
            }
        )
    shown = [line for line in lines if state is None or line[f"is_{state}"]]
    return {
        "at": moment,
        "costing": valued.costing,
        "currency": settings.currency,
        "lines": sorted(shown, key=lambda line: str(line["item"]["code"])),
        "value": rounded(sum((valued.value(item_id) or ZERO for item_id in here), ZERO), COST_PLACES),
        "expiring": [_expiring(lot, here[lot.item_id], day) for lot in lots],
    }


def list_moves(unit: Unit, store_id: UUID, **wanted: Any) -> Page[View]:
    """A page of the store's ledger, newest first."""
    at_store(unit, "inventory.view", store_id)
    found = store.list_moves(unit, store_id, **wanted)
    items = items_by_id(unit, (row.item_id for row in found.items))
    names = (
        "id", "at", "business_date", "posted_at", "reason", "quantity", "unit_cost", "value", "location_id",
        "document_id", "line_no", "cause", "prior_period",
    )  # fmt: skip
    lines = [
        {**{name: getattr(row, name) for name in names}, "item": item_tag(items[row.item_id])}
        for row in found.items
    ]
    return Page(lines, found.next_cursor)


def list_periods(unit: Unit, store_id: UUID) -> list[date]:
    """The last days of the store's closed periods."""
    at_store(unit, "inventory.view", store_id)
    return store.closed_until(unit, store_id)


def close_period(unit: Unit, store_id: UUID, ends_on: date) -> list[date]:
    """Close the store's books up to and with a business day that is over. They do not open again."""
    settings = at_store(unit, "inventory.count_approve", store_id)
    today = clock.business_date(clock.now(), settings.timezone, settings.cutoff_minutes)
    lock_results(unit, store_id)  # whoever posts or counts looks at the books under the same lock
    closed = store.closed_until(unit, store_id)
    if ends_on >= today:
        raise BadStock("The day is not over yet.", code="day_not_over")
    if closed and ends_on <= closed[-1]:
        raise BadStock("These books are closed already.", code="closed_already")
    unit.session.add(
        PeriodRow(
            tenant_id=unit.tenant_id,
            store_id=store_id,
            ends_on=ends_on,
            closed_at=clock.now(),
            closed_by=unit.actor.staff_id,
        )
    )
    unit.session.flush()
    unit.audit("period.close", "store", store_id, {"ends_on": ends_on}, store_id)
    return [*closed, ends_on]


def _expiring(lot: Any, item: Any, day: date) -> View:
    return {
        "item": item_tag(item),
        "lot": lot.code,
        "expires_on": lot.expires_on,
        "quantity": lot.left_over,
        "is_expired": lot.expires_on < day,
    }
