"""Standard cost: everything at the price frozen for the window; what was paid beside it is price variance at the receipt."""

from collections.abc import Sequence
from fractions import Fraction

from inventory.values.costs import ZERO, Amount, Costed, Flow


def at_standard(
    opening: Amount,
    flows: Sequence[Flow],
    standard_price: Fraction,
    last_receipt: Fraction | None = None,
    layers: Sequence[Amount] = (),
) -> Costed:
    """Each flow's value at standard; a receipt at another price settles the difference at once.

    What was last paid (``last_receipt``), and what the opening is made of, make no difference.
    """
    left = opening.quantity + sum((flow.quantity for flow in flows), ZERO)
    beside = (_beside(flow, standard_price) for flow in flows)
    settlements = {place: money for place, money in enumerate(beside) if money}
    values = tuple(abs(flow.quantity) * standard_price + flow.money for flow in flows)
    return Costed(values, Amount(left, left * standard_price), settlements)


def _beside(flow: Flow, standard_price: Fraction) -> Fraction:
    """What was paid beside the standard price."""
    if flow.cost is None or flow.quantity <= 0:
        return flow.money
    return flow.money + flow.quantity * (flow.cost - standard_price)
