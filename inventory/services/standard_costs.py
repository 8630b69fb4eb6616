"""What everything should cost at a place now: each item, and each product with a recipe."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core import clock
from core.uow import Unit
from inventory.rules.cards import cost_of, shown
from inventory.services.closures import region_of_stores
from inventory.services.stores import at_store, brand_day
from inventory.store.closures import Wanted, closures_at, standing_nodes
from inventory.store.items import standard_prices
from inventory.values.recipes import Node

View = dict[str, Any]


def standard_costs(unit: Unit, *, store_id: UUID | None = None) -> View:
    """Standard costs to one stock unit or portion, in the major unit: by the recipes and prices of a store, or the brand's.

    What is bought costs its standard price; what is made, what it needs of that. Null where a price is missing.
    """
    now = clock.now()
    region_id, prices = _place(unit, store_id, now)
    found: dict[Node, Fraction | None] = {Node("item", i): Fraction(price) for i, price in prices.items()}
    wanted = [Wanted(node, store_id, region_id, now) for node in standing_nodes(unit, now)]
    for asked, closure in closures_at(unit, wanted).items():
        found[asked.node] = cost_of({i: Fraction(needed) for i, needed in closure.needs.items()}, prices)
    return {"at": now, "costs": [_view(node, cost) for node, cost in found.items()]}


def _place(unit: Unit, store_id: UUID | None, now: datetime) -> tuple[UUID | None, Mapping[UUID, Decimal]]:
    if store_id is None:
        unit.actor.demand_somewhere("inventory.view")
        return None, standard_prices(unit, None, brand_day(unit, now))
    settings = at_store(unit, "inventory.view", store_id)
    day = clock.business_date(now, settings.timezone, settings.cutoff_minutes)
    return region_of_stores(unit).get(store_id), standard_prices(unit, store_id, day)


def _view(node: Node, cost: Fraction | None) -> View:
    return {"node_kind": node.kind, "id": node.id, "variant_id": node.variant_id, "unit_cost": shown(cost)}
