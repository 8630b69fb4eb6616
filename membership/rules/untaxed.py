"""A priced cart without the tax that its prices contain: what the restaurant earns with it. Money in minor units."""

from collections.abc import Mapping
from uuid import UUID

from core.money import tax_within
from membership.values.carts import Cart


def untaxed(cart: Cart, nets: Mapping[UUID, int]) -> int:
    """What the lines come to (``nets``, components for themselves), each without the tax in it, half up."""
    rates = {line.id: line.tax_rate for line in cart.lines}
    rates |= {part.id: part.tax_rate for line in cart.lines for part in line.components}
    return sum(net - tax_within(net, rates[line_id]) for line_id, net in nets.items())
