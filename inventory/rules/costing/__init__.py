"""The four costing methods, each from the same append-only moves: FIFO, moving average, periodic average, standard.

A method sees an item's flows in order and says what each was worth. An issue from stock that is not there goes at a
provisional cost (current average → last receipt → standard); the next receipt settles the difference to price variance.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from inventory.rules.costing.fifo import fifo
from inventory.rules.costing.moving_average import moving_average
from inventory.rules.costing.periodic import periodic
from inventory.rules.costing.standard import at_standard
from inventory.values.costs import Amount, Costed, Flow


class Method(Protocol):
    """What each flow is worth. ``last_receipt``: what was last paid before the flows, if anything was; ``layers``: what the
    opening is made of where that is known, the oldest first."""

    def __call__(
        self,
        opening: Amount,
        flows: Sequence[Flow],
        standard_price: Fraction,
        last_receipt: Fraction | None = None,
        layers: Sequence[Amount] = (),
    ) -> Costed: ...


PERIODIC = "periodic"
IN_ORDER = frozenset({"fifo", "moving_average"})
METHODS: dict[str, Method] = {
    "fifo": fifo,
    "moving_average": moving_average,
    PERIODIC: periodic,
    "standard": at_standard,
}


def method_of(costing: str) -> Method | None:
    """The method by its name; None is the report's own periodic average over a window."""
    return None if costing == PERIODIC else METHODS[costing]
