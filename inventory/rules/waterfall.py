"""From the budgeted food-cost share to the actual one, step by step; the steps add up exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from inventory.values.costs import ZERO

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Portion:
    """A dish's standard cost and list price, per portion."""

    cost: Fraction
    price: Fraction


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Shares of sales (0.2136 is 21.36 %): ``budget`` + ``mix`` + ``discount`` + ``price`` + ``usage`` = ``actual``."""

    budget: Fraction
    mix: Fraction
    discount: Fraction
    price: Fraction
    usage: Fraction

    @property
    def actual(self) -> Fraction:
        """Where the steps lead."""
        return self.budget + self.mix + self.discount + self.price + self.usage


def budget_share(mix: Mapping[Key, Fraction], portions: Mapping[Key, Portion]) -> Fraction:
    """The food-cost share that a mix of portions would have at list price."""
    cost = sum((part * portions[key].cost for key, part in mix.items()), ZERO)
    price = sum((part * portions[key].price for key, part in mix.items()), ZERO)
    return cost / price if price else ZERO


def waterfall(
    budget: Fraction,
    theoretical: Fraction,
    list_sales: Fraction,
    net_sales: Fraction,
    price_variance: Fraction,
    usage_variance: Fraction,
) -> Waterfall:
    """The steps: budget mix → actual mix at list price → discounts → price → usage. Sales above zero."""
    at_list = theoretical / list_sales
    at_net = theoretical / net_sales
    return Waterfall(
        budget=budget,
        mix=at_list - budget,
        discount=at_net - at_list,
        price=price_variance / net_sales,
        usage=usage_variance / net_sales,
    )
