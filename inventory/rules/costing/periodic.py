"""Periodic weighted average: one cost for the whole window. The default for a report's money."""

from collections.abc import Sequence
from fractions import Fraction

from inventory.values.costs import ZERO, Amount, Costed, Flow


def periodic(
    opening: Amount,
    flows: Sequence[Flow],
    standard_price: Fraction,
    last_receipt: Fraction | None = None,
    layers: Sequence[Amount] = (),
) -> Costed:
    """Each flow's value at the average of the window; what has a price of its own (transfers out too) at that.

    A stock below zero that the window opened with is worth the average, too: the difference settles at the first receipt.
    """
    priced = Amount()
    for flow in flows:
        priced += Amount(ZERO, flow.money)
        if flow.cost is not None:
            priced += Amount(flow.quantity, flow.quantity * flow.cost)
    average = average_of(opening, priced, standard_price if last_receipt is None else last_receipt)
    values = tuple(
        abs(flow.quantity) * (average if flow.cost is None else flow.cost) + flow.money for flow in flows
    )
    left = opening.quantity + sum((flow.quantity for flow in flows), ZERO)
    return Costed(values, Amount(left, left * average), _settlements(opening, flows, average))


def average_of(opening: Amount, priced: Amount, otherwise: Fraction) -> Fraction:
    """What a unit cost on average: (opening + all that came and went at a price of its own) / their quantity.

    What was issued before it came was worth a provisional cost, which is no price: an opening below zero stays out. Where
    there is nothing to average, the opening's own cost; where there was none, ``otherwise``: the last receipt, or the standard.
    """
    averaged = priced if opening.quantity < 0 else opening + priced
    if averaged.quantity > 0:
        return averaged.value / averaged.quantity
    return opening.value / opening.quantity if opening.quantity else otherwise


def _settlements(opening: Amount, flows: Sequence[Flow], average: Fraction) -> dict[int, Fraction]:
    """Of an opening below zero q·(average − p_provisional), at the first receipt."""
    money = average * -opening.quantity + opening.value if opening.quantity < 0 else ZERO
    if not money:
        return {}
    return {next(n for n, flow in enumerate(flows) if flow.cost is not None and flow.quantity > 0): money}
