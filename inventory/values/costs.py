"""What came, went and was there, as exact values. Quantities in the item's stock unit, money in the major unit (¥)."""

from dataclasses import dataclass, field
from fractions import Fraction

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity, and what all of it is worth."""

    quantity: Fraction = ZERO
    value: Fraction = ZERO

    def __add__(self, other: "Amount") -> "Amount":
        if other is NOTHING:  # most items have no transfers and send nothing back
            return self
        return other if self is NOTHING else Amount(self.quantity + other.quantity, self.value + other.value)

    def __sub__(self, other: "Amount") -> "Amount":
        if other is NOTHING:
            return self
        return Amount(self.quantity - other.quantity, self.value - other.value)

    def times(self, factor: Fraction) -> "Amount":
        """So much of another item: the quantity by the factor, the value as it is."""
        return Amount(self.quantity * factor, self.value)


NOTHING = Amount()


@dataclass(frozen=True, slots=True)
class Flow:
    """One movement of an item in a store: in when ``quantity`` is above zero, out below.

    ``cost`` (per stock unit): of what comes in, and of what leaves at a frozen price (a transfer); None is for the
    costing method to say. ``money`` without goods: a correction of what came before the flows, price variance at once
    unless the period is averaged as a whole.
    """

    quantity: Fraction
    cost: Fraction | None = None
    money: Fraction = ZERO


@dataclass(frozen=True, slots=True)
class Costed:
    """What a costing method says of an item's flows: the value of each (in order), settlements by flow, what is left.

    ``values`` of what goes out are above zero: the cost of the issue. A settlement is a price variance at that receipt.
    ``layers``: of first in, first out, what is left of each receipt, the oldest first.
    """

    values: tuple[Fraction, ...]
    closing: Amount
    settlements: dict[int, Fraction] = field(default_factory=dict)
    layers: tuple[Amount, ...] = ()

    @property
    def settled(self) -> Fraction:
        """All that receipts settled of issues from stock that was not there."""
        return sum(self.settlements.values(), ZERO)


@dataclass(frozen=True, slots=True)
class Usage:
    """An item's theory over a window, in stock units: T sold, N given (comps, staff, samples), W wasted, Yv of yield.

    ``made``: T of work orders, what other stocked items should have taken of it; the staged view alone knows it.
    """

    sold: Fraction = ZERO
    given: Fraction = ZERO
    wasted: Fraction = ZERO
    yield_variance: Fraction = ZERO
    made: Fraction = ZERO

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.sold + other.sold,
            self.given + other.given,
            self.wasted + other.wasted,
            self.yield_variance + other.yield_variance,
            self.made + other.made,
        )

    def times(self, factor: Fraction) -> "Usage":
        """The same of another item, by a factor."""
        return Usage(
            self.sold * factor,
            self.given * factor,
            self.wasted * factor,
            self.yield_variance * factor,
            self.made * factor,
        )


@dataclass(frozen=True, slots=True)
class Period:
    """What an item did between two counts of it: A = O + R − returns + TI − TO + PI − C."""

    opening: Amount = NOTHING
    receipts: Amount = NOTHING
    returns: Amount = NOTHING
    transfers_in: Amount = NOTHING
    transfers_out: Amount = NOTHING
    produced: Amount = NOTHING
    closing: Fraction = ZERO

    @property
    def available(self) -> Amount:
        """All that could be used: the closing stock not yet taken away."""
        return self.opening + self.moved

    @property
    def moved(self) -> Amount:
        """What came less what left, each at a price of its own."""
        return self.receipts - self.returns + self.transfers_in - self.transfers_out + self.produced


@dataclass(frozen=True, slots=True)
class Variance:
    """An item's line: V = A − T split by cause (quantities), and AV − T·SP split into price and usage (money).

    ``made``: the part of A and T that went into other stocked items, whose own lines bear it on.
    """

    actual: Fraction
    theoretical: Fraction
    variance: Fraction
    given: Fraction
    wasted: Fraction
    yield_variance: Fraction
    unexplained: Fraction
    standard_price: Fraction
    average: Fraction
    closing_value: Fraction
    actual_value: Fraction
    price_variance: Fraction
    usage_variance: Fraction
    made: Fraction = ZERO

    @property
    def theoretical_value(self) -> Fraction:
        """T·SP."""
        return self.theoretical * self.standard_price

    @property
    def issue_cost(self) -> Fraction:
        """What a unit of what was used cost: AV / A; the average where nothing was used."""
        return self.actual_value / self.actual if self.actual > 0 else self.average

    @property
    def actual_at_standard(self) -> Fraction:
        """A·SP."""
        return self.actual * self.standard_price
