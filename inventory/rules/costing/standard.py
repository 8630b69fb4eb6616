"""Standard cost: everything at the price frozen for the window; what was paid beside it is price variance at the receipt."""

from collections.abc import Sequence
from fractions import Fraction

from inventory.values.costs import ZERO, Amount, Costed, Flow


def at_standard(opening: Amount, flows: Sequence[Flow], standard_price: Fraction) -> Costed:
    """Each flow's value at standard; a receipt at another price settles the difference at once."""
    left = opening.quantity + sum((flow.quantity for flow in flows), ZERO)
    settlements = {
        place: flow.quantity * (flow.cost - standard_price)
        for place, flow in enumerate(flows)
        if flow.cost is not None and flow.quantity > 0 and flow.cost != standard_price
    }
    values = tuple(abs(flow.quantity) * standard_price for flow in flows)
    return Costed(values, Amount(left, left * standard_price), settlements)
