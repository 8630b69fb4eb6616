"""What a production took beside what its output should have taken, and the two views of a stocked semi-finished item."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar
from uuid import UUID

from inventory.rules.closure import gross
from inventory.values.costs import ZERO
from inventory.values.recipes import Recipe

Key = TypeVar("Key")


def work_order_usage(
    produced: Mapping[Key, Fraction], needs: Mapping[Key, Mapping[UUID, Fraction]]
) -> dict[UUID, Fraction]:
    """The work-order-based theory: quantities produced × BOM, by item; for kitchens that count what they make."""
    usage: dict[UUID, Fraction] = {}
    for key, quantity in produced.items():
        for item_id, need in needs.get(key, {}).items():
            usage[item_id] = usage.get(item_id, ZERO) + quantity * need
    return usage


def direct_needs(recipe: Recipe) -> dict[UUID, Fraction]:
    """What one of a recipe's output takes of each of its components, as they are."""
    needs: dict[UUID, Fraction] = {}
    for component in recipe.components:
        needs[component.item_id] = needs.get(component.item_id, ZERO) + gross(component, recipe)
    return needs


def shared(
    standards: Mapping[UUID, Fraction], logged: Mapping[Key, tuple[UUID, Fraction]]
) -> dict[Key, Fraction]:
    """Each item's standard over the lines on which it was logged, in proportion; of what should not be there, nothing."""
    total: dict[UUID, Fraction] = {}
    for item_id, quantity in logged.values():
        total[item_id] = total.get(item_id, ZERO) + quantity
    return {
        key: standards.get(item_id, ZERO) * quantity / total[item_id] if total[item_id] else ZERO
        for key, (item_id, quantity) in logged.items()
    }


def measured_yield(tests: Mapping[Key, tuple[Decimal, Decimal]]) -> Fraction | None:
    """The standard that measured yields give (净料率): all net over all gross, so that large tests weigh more."""
    gross = sum((Fraction(gross) for gross, _ in tests.values()), ZERO)
    net = sum((Fraction(net) for _, net in tests.values()), ZERO)
    return net / gross if gross else None
