"""What the food of past orders should have cost: today's recipes at today's standard prices, extras left out."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from babel.numbers import get_currency_precision

from core.money import half_up
from core.uow import Unit
from membership import ports
from membership.values.past import Dish, SoldDishes


def cost_of_orders(unit: Unit, orders: Sequence[SoldDishes]) -> list[int | None]:
    """Each order's food cost in minor units; None where a dish of it has no recipe, or something in it no price."""
    dishes = {dish for order in orders for dish, _ in order.dishes}
    if not dishes:
        return [None] * len(orders)
    costs = ports.costs.of_dishes(unit, dishes)
    stores = ports.stores.stores(unit)
    minor = 10 ** (get_currency_precision(stores[0].currency) if stores else 2)
    return [_cost(order, costs, minor) for order in orders]


def _cost(order: SoldDishes, costs: Mapping[Dish, Fraction], minor: int) -> int | None:
    if not order.dishes or any(dish not in costs for dish, _ in order.dishes):
        return None
    return half_up(sum((costs[dish] * Fraction(count) for dish, count in order.dishes), Fraction(0)) * minor)
