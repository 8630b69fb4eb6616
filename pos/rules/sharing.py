"""Sharing an amount among checks of which some are paid: theirs stays, and nobody else's changes because they paid.

The parts are worked out over all checks, paid ones too, as if none were paid. As long as the weights are those of the
moment of payment, a paid check's part is found again and the others' are what they were. Only when the open checks were
divided anew since may a paid part differ, by a few minor units: those are given to, or taken from, the open ones.
"""

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from core.money import Exact, largest_remainder

K = TypeVar("K", bound=Hashable)


def share_around(amount: int, weights: Mapping[K, Exact], fixed: Mapping[K, int]) -> dict[K, int]:
    """The parts of those who are not in ``fixed``; with the fixed parts they add up to ``amount``.

    A zero weight gets 0. Parts are never negative: where the fixed ones alone are more than the amount, or nobody with a
    weight is left to bear the difference, the sum is what the parts come to.
    """
    keys = list(weights)
    if not any(weights.values()):
        return {key: 0 for key in keys if key not in fixed}
    parts = dict(zip(keys, largest_remainder(amount, [weights[key] for key in keys]), strict=True))
    free = {key: part for key, part in parts.items() if key not in fixed}
    off = amount - sum(fixed.values()) - sum(free.values())
    if off:
        _spread(off, free, weights)
    return free


def _spread(off: int, parts: dict[K, int], weights: Mapping[K, Exact]) -> None:
    """Change the parts by ``off`` in all, the largest first; whoever leaves afterwards changes nothing for the rest."""
    step = 1 if off > 0 else -1
    given = dict.fromkeys((key for key in parts if weights[key]), 0)
    for _ in range(abs(off)):
        able = [key for key in given if step > 0 or parts[key] > 0]
        if not able:
            return
        key = max(able, key=lambda k: Fraction(weights[k]) / (given[k] + 1))
        parts[key] += step
        given[key] += 1


def share_grid(
    rows: Mapping[K, int], columns: Sequence[int], fixed: Mapping[K, Sequence[int]]
) -> dict[K, list[int]]:
    """Split each row's amount over the columns, so that rows and columns both add up; fixed rows stay as they are.

    Σ rows = Σ columns. Each row is split by what the rows before it left of the columns, so the last one gets the rest.
    """
    found = _in_turn(rows, columns, fixed)
    if found is None:
        # The rows were divided anew after some were fixed: what is fixed goes first.
        left = [c - sum(row[i] for row in fixed.values()) for i, c in enumerate(columns)]
        found = _in_turn({k: v for k, v in rows.items() if k not in fixed}, left, {})
    return found or {}


def _in_turn(
    rows: Mapping[K, int], columns: Sequence[int], fixed: Mapping[K, Sequence[int]]
) -> dict[K, list[int]] | None:
    left = list(columns)
    found: dict[K, list[int]] = {}
    for key, amount in rows.items():
        parts = fixed.get(key)
        if parts is None:
            parts = found[key] = largest_remainder(amount, left)
        left = [have - part for have, part in zip(left, parts, strict=True)]
        if min(left) < 0:
            return None
    return found
