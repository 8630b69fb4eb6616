"""First in, first out, by one function: F(q), the cost of the first q that came in.

An issue costs F(cumOut₁) − F(cumOut₀); so a late or corrected receipt restates issues without replaying layers.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from inventory.rules.costing.shortage import Shortage, opening_shortage
from inventory.values.costs import ZERO, Amount, Costed, Flow


@dataclass(slots=True)
class Received:
    """F: receipts by cumulative quantity and cumulative cost."""

    quantities: list[Fraction] = field(default_factory=lambda: [ZERO])
    costs: list[Fraction] = field(default_factory=lambda: [ZERO])
    prices: list[Fraction] = field(default_factory=list)

    @property
    def quantity(self) -> Fraction:
        """All that came in."""
        return self.quantities[-1]

    def add(self, quantity: Fraction, price: Fraction) -> None:
        """One more layer."""
        self.quantities.append(self.quantity + quantity)
        self.costs.append(self.costs[-1] + quantity * price)
        self.prices.append(price)

    def cost_of(self, quantity: Fraction) -> Fraction:
        """F(q) for q within what came in."""
        if quantity >= self.quantity:
            return self.costs[-1]
        layer = bisect_right(self.quantities, quantity) - 1
        return self.costs[layer] + (quantity - self.quantities[layer]) * self.prices[layer]

    def layers_after(self, out: Fraction) -> tuple[Amount, ...]:
        """What is left of each layer once so much went out."""
        left = ((min(end - out, end - start), price) for start, end, price in self._layers())
        return tuple(Amount(quantity, quantity * price) for quantity, price in left if quantity > 0)

    def _layers(self) -> Iterator[tuple[Fraction, Fraction, Fraction]]:
        return zip(self.quantities, self.quantities[1:], self.prices, strict=False)


def fifo(
    opening: Amount,
    flows: Sequence[Flow],
    standard_price: Fraction,
    last_receipt: Fraction | None = None,
    layers: Sequence[Amount] = (),
) -> Costed:
    """Each flow's value, oldest layers leaving first; what leaves at a frozen price still takes its layers with it.

    Without ``layers`` the opening is one."""
    received = Received()
    shortage = opening_shortage(opening, standard_price, last_receipt)
    for layer in layers or (opening,):
        if layer.quantity > 0:
            received.add(layer.quantity, layer.value / layer.quantity)
    out = ZERO
    values: list[Fraction] = []
    settlements: dict[int, Fraction] = {}
    for place, flow in enumerate(flows):
        if flow.quantity == 0:
            values.append(flow.money)
            settlements |= {place: flow.money} if flow.money else {}
        elif flow.quantity > 0:
            cost = _cost_in(flow, received, out, shortage, standard_price)
            covered, settlement = shortage.settle(flow.quantity, cost, is_priced=flow.cost is not None)
            if covered:
                settlements[place] = settlement
            received.add(flow.quantity - covered, cost)
            values.append(flow.quantity * cost)
        else:
            value, out = _issue(-flow.quantity, received, out, shortage)
            values.append(value)
    left = received.quantity - out
    value_left = received.costs[-1] - received.cost_of(out)
    closing = Amount(left - shortage.quantity, value_left - shortage.value)
    return Costed(tuple(values), closing, settlements, received.layers_after(out))


def _issue(
    quantity: Fraction, received: Received, out: Fraction, shortage: Shortage
) -> tuple[Fraction, Fraction]:
    """The value of an issue, and the new cumOut over what was there."""
    there = min(quantity, received.quantity - out)
    average = _average(received, out)
    value = received.cost_of(out + there) - received.cost_of(out)
    return value + shortage.issue(quantity - there, average), out + there


def _average(received: Received, out: Fraction) -> Fraction | None:
    left = received.quantity - out
    return (received.costs[-1] - received.cost_of(out)) / left if left > 0 else None


def _cost_in(
    flow: Flow, received: Received, out: Fraction, shortage: Shortage, standard_price: Fraction
) -> Fraction:
    """What comes in without a price (found at a count): the average, else the last receipt, else the standard."""
    for cost in (flow.cost, _average(received, out), shortage.last_receipt):
        if cost is not None:
            return cost
    return standard_price
