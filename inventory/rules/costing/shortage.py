"""Stock that was issued before it came: what it was provisionally worth, and the settlement at the next receipts."""

from collections import deque
from dataclasses import dataclass, field
from fractions import Fraction

from inventory.values.costs import ZERO, Amount


@dataclass(slots=True)
class Shortage:
    """Issues that no receipt has covered yet, oldest first: (quantity, provisional unit cost)."""

    standard_price: Fraction
    last_receipt: Fraction | None = None
    open: deque[tuple[Fraction, Fraction]] = field(default_factory=deque)

    @property
    def quantity(self) -> Fraction:
        """How much was issued that was not there."""
        return sum((quantity for quantity, _ in self.open), ZERO)

    @property
    def value(self) -> Fraction:
        """What it was provisionally worth."""
        return sum((quantity * cost for quantity, cost in self.open), ZERO)

    def issue(self, quantity: Fraction, average: Fraction | None) -> Fraction:
        """Issue what is not there; answers its provisional value: at the average, else the last receipt, else standard."""
        if quantity <= 0:
            return ZERO
        if average is None:
            average = self.open[-1][1] if self.open else self.last_receipt
        cost = self.standard_price if average is None else average
        self.open.append((quantity, cost))
        return quantity * cost

    def settle(
        self, quantity: Fraction, cost: Fraction, *, is_priced: bool = True
    ) -> tuple[Fraction, Fraction]:
        """What comes in covers shortages first: how much of it did, and Σ q·(p_receipt − p_provisional).

        ``is_priced``: at a price of its own. What was found, or given back by dishes, is no receipt.
        """
        if is_priced:
            self.last_receipt = cost
        covered = settlement = ZERO
        while self.open and covered < quantity:
            short, provisional = self.open.popleft()
            part = min(short, quantity - covered)
            settlement += part * (cost - provisional)
            covered += part
            if part < short:
                self.open.appendleft((short - part, provisional))
        return covered, settlement


def opening_shortage(opening: Amount, standard_price: Fraction, last_receipt: Fraction | None) -> Shortage:
    """The shortage that a window opens with: a stock below zero, at its own cost. ``last_receipt``: the last before it."""
    shortage = Shortage(standard_price, last_receipt)
    if opening.quantity < 0:
        shortage.open.append((-opening.quantity, opening.value / opening.quantity))
    return shortage
