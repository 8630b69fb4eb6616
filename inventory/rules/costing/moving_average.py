"""Moving average: each receipt renews the average, each issue goes at it."""

from collections.abc import Sequence
from fractions import Fraction

from inventory.rules.costing.shortage import opening_shortage
from inventory.values.costs import ZERO, Amount, Costed, Flow


def moving_average(
    opening: Amount,
    flows: Sequence[Flow],
    standard_price: Fraction,
    last_receipt: Fraction | None = None,
    layers: Sequence[Amount] = (),
) -> Costed:
    """Each flow's value at the average of its moment. A transfer out leaves at the average too: its frozen price is the
    other store's cost, and the difference, if any, stays with the sender."""
    shortage = opening_shortage(opening, standard_price, last_receipt)
    there = opening if opening.quantity > 0 else Amount()
    values: list[Fraction] = []
    settlements: dict[int, Fraction] = {}
    for place, flow in enumerate(flows):
        average = there.value / there.quantity if there.quantity > 0 else None
        if flow.quantity == 0:
            values.append(flow.money)
            settlements |= {place: flow.money} if flow.money else {}
        elif flow.quantity > 0:
            cost = next(
                c for c in (flow.cost, average, shortage.last_receipt, standard_price) if c is not None
            )
            covered, settlement = shortage.settle(flow.quantity, cost, is_priced=flow.cost is not None)
            if covered:
                settlements[place] = settlement
            left = flow.quantity - covered
            there += Amount(left, left * cost)
            values.append(flow.quantity * cost)
        else:
            issued = min(-flow.quantity, there.quantity)
            value = issued * average if average is not None else ZERO
            there -= Amount(issued, value)
            values.append(value + shortage.issue(-flow.quantity - issued, average))
    closing = Amount(there.quantity - shortage.quantity, there.value - shortage.value)
    return Costed(tuple(values), closing, settlements)
