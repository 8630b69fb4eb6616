"""What dishes should cost and did, and what each day should have used: the report seen from the menu and the calendar."""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from core.uow import Unit
from inventory.rules.exact import text_of
from inventory.services.facts import store_settings
from inventory.services.variance import check_days, live_report
from inventory.store import facts as fact_store
from inventory.store.closures import load_closures
from inventory.store.items import price_histories_from, price_history_read
from inventory.values.costs import ZERO
from inventory.values.usage import NIL, SOLD

Json = dict[str, Any]


def dish_costs(unit: Unit, store_id: UUID, first: date, last: date) -> Json:
    """What each dish should cost and did: its recipe at standard prices, and at what a unit of each item cost that was used in
    the window, by the brand's costing method."""
    living = live_report(unit, store_id, first, last)
    rows = fact_store.list_dishes(unit, store_id, first, last)
    closures = load_closures(unit, {row.closure_id for row in rows} - {NIL})
    averages = {line.item_id: line.variance.issue_cost for line in living.report.lines}
    sums: defaultdict[tuple[UUID, UUID], dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for row in rows:
        closure = closures.get(row.closure_id)
        needs = closure.needs if closure else {}
        at = sums[row.product_id, row.variant_id]
        quantity = Fraction(row.quantity)
        at["made"] += quantity
        at["sold"] += quantity if row.cause == SOLD else 0
        for item_id, need in needs.items():
            price = living.facts.prices.get(item_id, ZERO)
            at["standard"] += quantity * Fraction(need) * price
            at["actual"] += quantity * Fraction(need) * averages.get(item_id, price)
        at["unknown"] += 0 if closure else quantity
    return {
        "from": first,
        "to": last,
        "currency": living.settings.currency,
        "dishes": [
            {
                "product_id": product_id,
                "variant_id": None if variant_id == NIL else variant_id,
                "sold": text_of(at["sold"]),
                "made": text_of(at["made"]),
                "has_recipe": not at["unknown"],
                "standard_cost": text_of(at["standard"]),
                "actual_cost": text_of(at["actual"]),
                "standard_each": text_of(at["standard"] / at["made"]) if at["made"] else None,
                "actual_each": text_of(at["actual"] / at["made"]) if at["made"] else None,
            }
            for (product_id, variant_id), at in sorted(sums.items(), key=lambda entry: -entry[1]["standard"])
        ],
    }


def theory_by_day(unit: Unit, store_id: UUID, first: date, last: date) -> Json:
    """What each day should have used at standard prices, by cause, for the trend."""
    settings = store_settings(unit, store_id)
    check_days(first, last)
    (priced,) = unit.fetch(price_history_read(unit, [store_id], first, last))
    prices = price_histories_from([store_id], priced)[store_id].on(first, last)
    days: defaultdict[date, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for row in fact_store.list_usage_days(unit, store_id, first, last):
        days[row.business_date][row.cause] += Fraction(row.quantity) * prices.get(row.item_id, ZERO)
    return {
        "from": first,
        "to": last,
        "currency": settings.currency,
        "days": [
            {
                "date": day,
                "theoretical": text_of(causes[SOLD]),
                "given": text_of(causes["comped"]),
                "wasted": text_of(causes["refired"] + causes["voided"] + causes["remade"]),
            }
            for day, causes in sorted(days.items())
        ],
    }
