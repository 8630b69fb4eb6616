"""What the dishes of the planned mix cost at a store, by its recipes and standard prices."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from core.actor import StoreSettings
from core.uow import Unit
from inventory.rules.waterfall import Portion
from inventory.store.closures import Wanted, closures_at
from inventory.values.costs import ZERO
from inventory.values.recipes import product_node


def variant_of(planned: Mapping[str, Any]) -> UUID | None:
    """The size of a dish of the plan."""
    return UUID(planned["variant_id"]) if planned["variant_id"] else None


def planned_portions(
    unit: Unit,
    settings: StoreSettings,
    prices: Mapping[UUID, Fraction],
    at: datetime,
    planned: Sequence[Mapping[str, Any]],
    minor: int,
) -> dict[int, Portion]:
    """Each of the plan's dishes by its place: what a portion costs at the store, and its list price, in the major unit."""
    wanted = {
        place: Wanted(
            product_node(UUID(one["product_id"]), variant_of(one)), settings.id, settings.region_id, at
        )
        for place, one in enumerate(planned)
    }
    closures = closures_at(unit, list(wanted.values()))
    costs = {
        one: sum((Fraction(need) * prices.get(item, ZERO) for item, need in closure.needs.items()), ZERO)
        for one, closure in closures.items()
    }
    return {
        place: Portion(costs.get(one, ZERO), Fraction(planned[place]["price"], minor))
        for place, one in wanted.items()
    }
