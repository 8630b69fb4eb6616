"""How each store of the chain keeps house: what it pays, loses and throws away, so that the report has something to find."""

import random
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Habits:
    """``lost``: share of an item that goes where nobody wrote it down. ``spoiled``: share that is thrown away.

    ``dearer``: how much above standard the store pays. ``trimmed``: how much more than standard its production takes.
    """

    lost: dict[str, float] = field(default_factory=dict)
    spoiled: dict[str, float] = field(default_factory=dict)
    dearer: dict[str, float] = field(default_factory=dict)
    trimmed: float = 0.006


# Chengdu ladles out too much braised beef, and trims its meat badly; in Hangzhou greens wilt, and fish is bought dear.
HABITS = {
    "SH01": Habits(spoiled={"greens": 0.015, "tofu": 0.02}),
    "HZ01": Habits(
        spoiled={"greens": 0.09, "coriander": 0.12, "tomato": 0.05, "cucumber": 0.05},
        dearer={"fish": 0.11, "shrimp": 0.08, "eel": 0.06},
    ),
    "CD01": Habits(
        lost={"braised_beef": 0.15, "braised_brisket": 0.06, "noodle": 0.03, "chilli_oil": 0.05},
        spoiled={"greens": 0.02, "tofu": 0.02},
        trimmed=0.045,
    ),
}
PLAIN = Habits()
STAFF_MEALS = {"rice": "2.5", "greens": "1.2", "egg": "10", "belly": "0.4"}


def habits_of(store_code: str) -> Habits:
    """The store's habits; of one that the chain does not know, plain ones."""
    return HABITS.get(store_code, PLAIN)


def share(rng: random.Random, low: float, high: float) -> Decimal:
    """A share between the two, to four decimals."""
    return Decimal(round(rng.uniform(low, high), 4)).quantize(Decimal("0.0001"))


def lost_share(habits: Habits, code: str, rng: random.Random) -> Decimal:
    """What goes unexplained of an item: mostly a little, now and then less than nothing."""
    return Decimal(str(habits.lost.get(code, 0))) + share(rng, -0.002, 0.014)


def paid(price: Decimal, habits: Habits, code: str, rng: random.Random) -> Decimal:
    """What a delivery costs to one stock unit."""
    above = Decimal(str(habits.dearer.get(code, 0))) + share(rng, -0.02, 0.028)
    return (price * (1 + above)).quantize(Decimal("0.0001"))
