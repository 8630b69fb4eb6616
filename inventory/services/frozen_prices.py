"""What a unit of an item is worth when it leaves a store and nobody said a price: it stays that from then on."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from core import clock
from core.actor import StoreSettings
from core.uow import Unit
from inventory.rules.cards import cost_of
from inventory.rules.exact import unit_cost
from inventory.store.closures import Wanted, closures_at
from inventory.store.items import standard_prices
from inventory.store.ledger import last_costs
from inventory.values.recipes import item_node


def prices_at(
    unit: Unit, settings: StoreSettings, item_ids: Collection[UUID], at: datetime
) -> dict[UUID, Decimal]:
    """To one stock unit: what was last paid at the store, else the standard price of that business day; of what is made there,
    that of all that is in it. What has no price at all is worth nothing."""
    paid = last_costs(unit, settings.id, item_ids, at)
    day = clock.business_date(at, settings.timezone, settings.cutoff_minutes)
    standard = standard_prices(unit, settings.id, day)
    known = {**standard, **paid}
    made = [
        Wanted(item_node(item_id), settings.id, settings.region_id, at)
        for item_id in {*item_ids} - known.keys()
    ]
    for wanted, closure in closures_at(unit, made).items():
        cost = cost_of({item_id: Fraction(need) for item_id, need in closure.needs.items()}, standard)
        if cost is not None:
            known[wanted.node.id] = unit_cost(cost)
    return {item_id: known.get(item_id, Decimal(0)) for item_id in item_ids}
