"""Dividing money without losing a cent, for every room. All amounts are integer minor units; the one place where money is rounded."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

Exact = int | Decimal | Fraction


def half_up(value: Fraction | Decimal) -> int:
    """The nearest whole minor unit; a half goes away from zero."""
    exact = Fraction(value)
    sign = -1 if exact < 0 else 1
    return sign * ((2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator))


def largest_remainder(amount: int, weights: Sequence[Exact]) -> list[int]:
    """Split ``amount`` in proportion to ``weights`` so that the parts add up to it exactly.

    q_i = floor(D*w_i/W); leftover units go by remainder (large first), then weight (large first), then position. A zero
    weight gets 0. Weights must not be negative; when all are zero they count as equal. A negative amount is split as its
    opposite. When the weights are amounts to reduce and D <= W, no part exceeds its weight.
    """
    if not weights:
        if amount:
            raise ValueError("nothing to split an amount over")
        return []
    if len(weights) == 1 and weights[0] >= 0:
        return [amount]
    if amount < 0:
        return [-part for part in largest_remainder(-amount, weights)]
    exact = _whole_numbers(weights)
    if min(exact) < 0:
        raise ValueError("weights are not negative")
    whole = sum(exact)
    if whole == 0:
        exact = [1] * len(exact)
        whole = len(exact)
    split = [divmod(amount * weight, whole) for weight in exact]
    parts = [part for part, _ in split]
    left = amount - sum(parts)
    if left:
        order = sorted(range(len(exact)), key=lambda i: (-split[i][1], -exact[i], i))
        for i in order[:left]:
            parts[i] += 1
    return parts


def _whole_numbers(weights: Sequence[Exact]) -> list[int]:
    if all(type(w) is int for w in weights):
        return [int(w) for w in weights]
    exact = [Fraction(w) for w in weights]
    scale = lcm(*(w.denominator for w in exact))
    return [int(w * scale) for w in exact]


def taken_after(total: int, taken: Exact, units: Exact) -> int:
    """How much of ``total`` belongs to the first ``taken`` of ``units``: floor(D*r/n). All of it when r = n."""
    if not taken or units == 0:
        return 0
    exact = Fraction(total) * Fraction(taken) / Fraction(units)
    return exact.numerator // exact.denominator


def refund_of(total: int, before: Exact, more: Exact, units: Exact) -> int:
    """The refund of ``more`` units after ``before`` of ``units``: floor(D*(r+k)/n) - floor(D*r/n)."""
    return taken_after(total, Fraction(before) + Fraction(more), units) - taken_after(total, before, units)


def round_off(amount: int, unit: int, mode: str) -> int:
    """A bill rounded off (抹零) to a multiple of ``unit`` minor units: ``down``, ``half_up`` or ``none``."""
    if unit <= 1 or mode == "none":
        return amount
    if mode == "down":
        return amount - amount % unit
    return half_up(Fraction(amount, unit)) * unit


def percent_of(amount: int, percent: Decimal) -> int:
    """A percentage of an amount, half up."""
    return half_up(Fraction(amount) * Fraction(percent) / 100)


def tax_within(gross: int, percent: Decimal) -> int:
    """The tax contained in a tax-inclusive amount: gross*r/(100+r), half up."""
    rate = Fraction(percent)
    return half_up(Fraction(gross) * rate / (100 + rate))


def line_total(unit_price: int, quantity: Exact) -> int:
    """Unit price times quantity, half up: exact for pieces, rounded once for weighed goods."""
    return half_up(Fraction(unit_price) * Fraction(quantity))
