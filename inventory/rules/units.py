"""Units of measure: rational factors by dimension, an item's own packs, and density between mass and volume.

Everything that is known of an item is one net of equations "so much of this is so much of that". What cannot be reached from
the stock unit has no factor, and what can be reached on two ways has to agree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from inventory.errors import BadUnit

LARGEST = 10**15
_GRAMS_TO_A_POUND = Fraction(45359237, 100_000)
_MILLILITRES_TO_A_GALLON = Fraction(3785411784, 1_000_000)
# By dimension: how much of its base unit one of each is. International avoirdupois, US liquid, Chinese market units of 1959.
STANDARD: dict[str, dict[str, Fraction]] = {
    "mass": {
        "g": Fraction(1),
        "mg": Fraction(1, 1000),
        "kg": Fraction(1000),
        "t": Fraction(1_000_000),
        "钱": Fraction(5),
        "两": Fraction(50),
        "斤": Fraction(500),
        "lb": _GRAMS_TO_A_POUND,
        "oz": _GRAMS_TO_A_POUND / 16,
    },
    "volume": {
        "ml": Fraction(1),
        "cl": Fraction(10),
        "l": Fraction(1000),
        "tsp": Fraction(5),
        "tbsp": Fraction(15),
        "fl_oz": _MILLILITRES_TO_A_GALLON / 128,
        "gal": _MILLILITRES_TO_A_GALLON,
    },
    "count": {"pc": Fraction(1), "dozen": Fraction(12)},
}
BASE = {"mass": "g", "volume": "ml", "count": "pc"}
_DIMENSION = {unit: dimension for dimension, units in STANDARD.items() for unit in units}


@dataclass(frozen=True, slots=True)
class Pack:
    """A unit of an item's own: one ``unit`` is ``quantity`` of ``of_unit`` (a box is 12 bags, a bag is 500 g)."""

    unit: str
    quantity: Fraction
    of_unit: str


@dataclass(frozen=True, slots=True)
class Measures:
    """All that is known of an item's units. ``density``: grams to a millilitre."""

    stock_unit: str
    packs: tuple[Pack, ...] = ()
    density: Fraction | None = None


def factors_of(measures: Measures) -> dict[str, Fraction]:
    """Stock units to one of each unit that the item can be measured in, its stock unit (1) among them.

    Refuses units that are made of each other (``unit_loop``), two ways that give different factors
    (``unit_contradiction``), and a unit that leads nowhere (``unit_unreachable``).
    """
    _refuse_bad_packs(measures)
    _refuse_loop(measures.packs)
    net = _Net()
    for first, quantity, second in _equations(measures):
        net.join(first, quantity, second)
    factors = {unit: factor for unit in net.units() if (factor := net.ratio(unit, measures.stock_unit))}
    factors[measures.stock_unit] = Fraction(1)
    for pack in measures.packs:
        if pack.unit not in factors:
            raise BadUnit(
                f"Nothing leads from {pack.unit} ({pack.of_unit}) to {measures.stock_unit}.",
                code="unit_unreachable",
                unit=pack.unit,
            )
    return factors


def unknown_unit(unit: str, stock_unit: str) -> str:
    """What to say of a unit that nothing leads from to the stock unit."""
    return f"Nothing says how much {stock_unit} one {unit} is. Give the item such a unit, or a density."


def _refuse_bad_packs(measures: Measures) -> None:
    seen: set[str] = set()
    for pack in measures.packs:
        if pack.quantity <= 0:
            raise BadUnit(f"One {pack.unit} is more than nothing.", code="unit_not_positive", unit=pack.unit)
        if max(pack.quantity.numerator, pack.quantity.denominator) > LARGEST:
            raise BadUnit(f"The factor of {pack.unit} is too large.", code="unit_too_large", unit=pack.unit)
        if pack.unit in seen:
            raise BadUnit(f"{pack.unit} is there twice.", code="unit_twice", unit=pack.unit)
        seen.add(pack.unit)
    if measures.density is not None and measures.density <= 0:
        raise BadUnit("A density is above zero.", code="density_not_positive")


def _refuse_loop(packs: Iterable[Pack]) -> None:
    made_of = {pack.unit: pack.of_unit for pack in packs}
    for start in made_of:
        ring = [start]
        while (following := made_of.get(ring[-1])) is not None:
            if following in ring:
                ring = [*ring[ring.index(following) :], following]
                raise BadUnit(f"Units made of each other: {' → '.join(ring)}.", code="unit_loop", loop=ring)
            ring.append(following)


def _equations(measures: Measures) -> Iterable[tuple[str, Fraction, str]]:
    """One of the first is so much of the second."""
    for dimension, units in STANDARD.items():
        for unit, quantity in units.items():
            yield unit, quantity, BASE[dimension]
    if measures.density is not None:
        yield BASE["volume"], measures.density, BASE["mass"]
    for pack in measures.packs:
        yield pack.unit, pack.quantity, pack.of_unit


class _Net:
    """Units that are known in terms of each other, each as so many of the first of its group."""

    def __init__(self) -> None:
        self._groups: dict[str, dict[str, Fraction]] = {}

    def units(self) -> Sequence[str]:
        return list(self._groups)

    def ratio(self, unit: str, to: str) -> Fraction | None:
        group = self._groups.get(unit)
        return group[unit] / group[to] if group and to in group else None

    def join(self, first: str, quantity: Fraction, second: str) -> None:
        one = self._groups.setdefault(first, {first: Fraction(1)})
        other = self._groups.setdefault(second, {second: Fraction(1)})
        if one is other:
            known = one[first] / one[second]
            if known != quantity:
                raise BadUnit(
                    f"One {first} would be {_told(quantity)} {second} and {_told(known)} {second} at once.",
                    code="unit_contradiction",
                    unit=first,
                )
            return
        times = quantity * other[second] / one[first]
        for unit, value in one.items():
            other[unit] = value * times
            self._groups[unit] = other


def _told(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"{number.numerator}/{number.denominator}"
