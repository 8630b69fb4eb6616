"""Counting while selling: every entry has its own instant, and what moved since is taken off."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from inventory.values.costs import ZERO


@dataclass(frozen=True, slots=True)
class Entry:
    """So much was counted at an instant τ; ``moved``: the item's net book movement from the count's t1 to τ.

    Moves and theoretical use, in above zero, out below. When τ lies before t1 it is the opposite of what moved (τ, t1].
    """

    counted: Fraction
    moved: Fraction = ZERO


def standing_at(entries: Iterable[Entry]) -> Fraction:
    """C(t1) of an item: count(τ) − net book movement (t1 → τ), summed over the places where it was counted.

    The movement is the place's own; where only the whole item's is known, one entry alone may carry it.
    """
    return sum((entry.counted - entry.moved for entry in entries), ZERO)
