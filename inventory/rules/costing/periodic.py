"""Periodic weighted average: one cost for the whole window. The default for a report's money."""

from collections.abc import Sequence
from fractions import Fraction

from inventory.values.costs import ZERO, Amount, Costed, Flow


def periodic(opening: Amount, flows: Sequence[Flow], standard_price: Fraction) -> Costed:
    """Each flow's value at (opening + all with a price of its own) / their quantity; transfers out at their frozen price."""
    priced = opening
    for flow in flows:
        priced += Amount(ZERO, flow.money)
        if flow.cost is not None:
            priced += Amount(flow.quantity, flow.quantity * flow.cost)
    average = priced.value / priced.quantity if priced.quantity > 0 else standard_price
    values = tuple(
        abs(flow.quantity) * (average if flow.cost is None else flow.cost) + flow.money for flow in flows
    )
    left = opening.quantity + sum((flow.quantity for flow in flows), ZERO)
    return Costed(values, Amount(left, left * average))
