"""Yield tests (净料率): measured again and again, giving the standard; the budgeted mix; how the brand costs."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.uow import Unit
from inventory.errors import BadReport
from inventory.models.reports import BudgetRow, SettingRow, YieldTestRow
from inventory.rules.exact import text_of
from inventory.rules.production import measured_yield
from inventory.services.brand_variance import DEFAULT_TOLERANCE
from inventory.store import reports as store
from inventory.store.items import items_by_id
from inventory.store.rows import not_found

Json = dict[str, Any]
RATE_PLACES = 8


def list_tests(unit: Unit, item_id: UUID) -> Json:
    """An item's tests, the last first, with the yield that they give: all net over all gross."""
    unit.actor.demand_somewhere("inventory.view")
    items = items_by_id(unit, [item_id])
    if item_id not in items:
        raise not_found("item")
    tests = store.list_yield_tests(unit, item_id)
    measured = measured_yield({test.id: (test.gross, test.net) for test in tests})
    return {
        "item_id": item_id,
        "standard": items[item_id].yield_rate,
        "measured": None if measured is None else text_of(measured, RATE_PLACES),
        "tests": [
            {
                "id": test.id,
                "store_id": test.store_id,
                "gross": test.gross,
                "net": test.net,
                "yield_rate": text_of(Fraction(test.net) / Fraction(test.gross), RATE_PLACES),
                "tested_at": test.tested_at,
                "note": test.note,
            }
            for test in tests
        ],
    }


def add_test(
    unit: Unit,
    item_id: UUID,
    gross: Decimal,
    net: Decimal,
    store_id: UUID | None = None,
    tested_at: datetime | None = None,
    note: str | None = None,
) -> Json:
    """Write a test down: so much net came of so much gross, in the item's stock unit. It is never changed."""
    if store_id is None:
        unit.actor.demand("inventory.edit")
    else:
        unit.actor.demand("inventory.stock", store_id)
    if item_id not in items_by_id(unit, [item_id]):
        raise not_found("item")
    row = {
        "id": new_id(),
        "item_id": item_id,
        "store_id": store_id,
        "gross": gross,
        "net": net,
        "tested_at": tested_at or clock.now(),
        "tested_by": unit.actor.staff_id,
        "note": note,
    }
    unit.add(YieldTestRow, [row])
    return list_tests(unit, item_id)


def get_budget(unit: Unit, day: date) -> Json:
    """The planned mix that holds on a day."""
    unit.actor.demand_somewhere("inventory.report")
    return {"day": day, "portions": store.find_budget(unit, day)}


def set_budget(unit: Unit, valid_from: date, portions: Sequence[Json]) -> Json:
    """Plan a mix from a day on: of each dish so many portions, at a list price without
    tax in minor units. Each has a recipe."""
    unit.actor.demand("inventory.publish")
    known = store.products_with_recipes(unit, [one["product_id"] for one in portions])
    for place, one in enumerate(portions):
        if one["product_id"] not in known:
            wrong = {
                "path": f"portions.{place}.product_id",
                "code": "no_recipe",
                "message": "It has no recipe.",
            }
            raise BadReport("A dish of the plan has no recipe.", code="no_recipe", errors=[wrong])
    rows = [
        {
            "product_id": str(one["product_id"]),
            "variant_id": None if one.get("variant_id") is None else str(one["variant_id"]),
            "portions": text_of_decimal(one["portions"]),
            "price": one["price"],
        }
        for one in portions
    ]
    unit.session.merge(BudgetRow(tenant_id=unit.tenant_id, valid_from=valid_from, portions=rows))
    unit.session.flush()
    unit.audit("inventory.budget", "inventory_budget", valid_from)
    return {"day": valid_from, "portions": rows}


def get_settings(unit: Unit) -> Json:
    """How stock is costed, and what is alarming."""
    unit.actor.demand_somewhere("inventory.report")
    row = store.find_setting(unit)
    return {
        "costing": store.costing_of(unit),
        "tolerance_percent": row.tolerance_percent if row else DEFAULT_TOLERANCE,
    }


def set_settings(unit: Unit, costing: str, tolerance_percent: Decimal) -> Json:
    """Choose the costing method of the whole brand, and the tolerance. Published reports stay as they are."""
    unit.actor.demand("inventory.publish")
    was = store.costing_of(unit)
    unit.session.merge(
        SettingRow(tenant_id=unit.tenant_id, costing=costing, tolerance_percent=tolerance_percent)
    )
    unit.session.flush()
    unit.audit(
        "inventory.settings",
        "inventory_setting",
        unit.tenant_id,
        {"before": was, "now": costing},
    )
    return {"costing": costing, "tolerance_percent": tolerance_percent}


def text_of_decimal(number: Decimal) -> str:
    """Plain decimal text."""
    return format(number, "f")
