"""What a production took beside what its output should have taken, and the two views of a stocked semi-finished item."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar
from uuid import UUID

from inventory.values.costs import ZERO

Key = TypeVar("Key")


def yield_variance(logged: Fraction, output: Fraction, need: Fraction) -> Fraction:
    """Logged input − standard input for the actual output (``need``: of the input per one of output)."""
    return logged - output * need


def work_order_usage(
    produced: Mapping[Key, Fraction], needs: Mapping[Key, Mapping[UUID, Fraction]]
) -> dict[UUID, Fraction]:
    """The work-order-based theory: quantities produced × BOM, by item; for kitchens that count what they make."""
    usage: dict[UUID, Fraction] = {}
    for key, quantity in produced.items():
        for item_id, need in needs.get(key, {}).items():
            usage[item_id] = usage.get(item_id, ZERO) + quantity * need
    return usage


def raw_equivalent(
    staged: Mapping[UUID, Fraction], needs: Mapping[UUID, Mapping[UUID, Fraction]]
) -> dict[UUID, Fraction]:
    """V_raw-equivalent = V_raw + Σ x(raw, semi)·V_semi; ``needs``: the closure of the semi-finished items."""
    total: dict[UUID, Fraction] = {}
    for item_id, quantity in staged.items():
        for raw_id, need in needs.get(item_id, {item_id: Fraction(1)}).items():
            total[raw_id] = total.get(raw_id, ZERO) + quantity * need
    return total


def measured_yield(tests: Mapping[Key, tuple[Decimal, Decimal]]) -> Fraction | None:
    """The standard that measured yields give (净料率): all net over all gross, so that large tests weigh more."""
    gross = sum((Fraction(gross) for gross, _ in tests.values()), ZERO)
    net = sum((Fraction(net) for _, net in tests.values()), ZERO)
    return net / gross if gross else None
