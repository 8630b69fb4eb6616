"""What portions should cost, for other rooms, which check rights."""

from collections.abc import Collection
from fractions import Fraction
from uuid import UUID

from core import clock
from core.uow import Unit
from inventory.rules.cards import cost_of
from inventory.services.stores import brand_day
from inventory.store.closures import Wanted, closures_at
from inventory.store.items import standard_prices
from inventory.values.recipes import product_node

Dish = tuple[UUID, UUID | None]


def standard_costs_of(unit: Unit, dishes: Collection[Dish]) -> dict[Dish, Fraction]:
    """A portion's cost by the brand's recipes and standard prices of now, in the major unit.

    A size without a recipe of its own costs what the dish does. Those without a recipe, or with something in it that has no
    price, are left out. Three round trips.
    """
    now = clock.now()
    nodes = {product_node(*dish) for dish in dishes} | {product_node(product_id) for product_id, _ in dishes}
    closures = {
        wanted.node: closure
        for wanted, closure in closures_at(unit, [Wanted(node, None, None, now) for node in nodes]).items()
    }
    prices = standard_prices(unit, None, brand_day(unit, now))
    found: dict[Dish, Fraction] = {}
    for dish in dishes:
        closure = closures.get(product_node(*dish)) or closures.get(product_node(dish[0]))
        if closure is not None:
            cost = cost_of({item_id: Fraction(need) for item_id, need in closure.needs.items()}, prices)
            if cost is not None:
                found[dish] = cost
    return found
