"""What another mix of dishes than the planned one does to the food-cost share, dish by dish; the effects add up exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from inventory.values.costs import ZERO

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Part:
    """A dish's standard cost and list sales as shares of all list sales: as planned, and as sold."""

    planned_cost: Fraction = ZERO
    planned_sales: Fraction = ZERO
    cost: Fraction = ZERO
    sales: Fraction = ZERO


def mix_effects(parts: Mapping[Key, Part]) -> dict[Key, Fraction]:
    """What each dish adds to the share (0.005 is half a point), their sum being actual less planned.

    More of a dish that costs more of its price than the plan as a whole raises the share; less of it lowers it.
    """
    budget = sum((part.planned_cost for part in parts.values()), ZERO)
    return {
        key: (part.cost - part.planned_cost) - budget * (part.sales - part.planned_sales)
        for key, part in parts.items()
    }
