"""Dividing money without losing a cent, as the membership room needs it. All amounts are integer minor units."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

WHOLE_BP = 10_000


def half_up(value: Fraction | Decimal) -> int:
    """The nearest whole minor unit; a half goes away from zero."""
    exact = Fraction(value)
    sign = -1 if exact < 0 else 1
    return sign * ((2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator))


def part_bp(amount: int, basis_points: int) -> int:
    """So many basis points of a non-negative amount, half up: 1250 bp of 1004 is 126."""
    return (2 * amount * basis_points + WHOLE_BP) // (2 * WHOLE_BP)


def largest_remainder(amount: int, weights: Sequence[int]) -> list[int]:
    """Split ``amount`` in proportion to ``weights`` so that the parts add up to it exactly.

    q_i = floor(D*w_i/W); leftover units go by remainder (large first), then weight (large first), then position. A zero
    weight gets 0; all zero count as equal. When the weights are amounts to reduce and D <= W, no part exceeds its weight.
    Raises ValueError for a negative weight, or an amount and nothing to split it over.
    """
    if not weights:
        if amount:
            raise ValueError("nothing to split an amount over")
        return []
    if len(weights) == 1:
        return [amount]
    if amount < 0:
        return [-part for part in largest_remainder(-amount, weights)]
    if min(weights) < 0:
        raise ValueError("weights are not negative")
    whole = sum(weights)
    if whole == 0:
        weights = [1] * len(weights)
        whole = len(weights)
    split = [divmod(amount * weight, whole) for weight in weights]
    parts = [part for part, _ in split]
    left = amount - sum(parts)
    if left:
        order = sorted(range(len(weights)), key=lambda i: (-split[i][1], -weights[i], i))
        for i in order[:left]:
            parts[i] += 1
    return parts


def split_grid(rows: Sequence[int], columns: Sequence[int]) -> list[list[int]]:
    """Each row's amount over the columns, so that rows and columns both add up (Σ rows = Σ columns)."""
    left = list(columns)
    found = []
    for amount in rows:
        parts = largest_remainder(amount, left)
        left = [have - part for have, part in zip(left, parts, strict=True)]
        found.append(parts)
    return found


def taken_after(total: int, taken: Decimal | int, units: Decimal | int) -> int:
    """How much of ``total`` belongs to the first ``taken`` of ``units``: floor(D*r/n). All of it when r = n."""
    if not taken or not units:
        return 0
    exact = Fraction(total) * Fraction(taken) / Fraction(units)
    return exact.numerator // exact.denominator


def rounded_off(amount: int, unit: int, mode: str) -> int:
    """An amount rounded (抹零) to a multiple of ``unit``: ``down``, ``half_up`` or ``none``."""
    if unit <= 1 or mode == "none":
        return amount
    if mode == "down":
        return amount - amount % unit
    return half_up(Fraction(amount, unit)) * unit
