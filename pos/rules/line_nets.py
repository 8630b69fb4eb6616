"""What a line comes to, before and after what was voided, given away and taken off. Money in minor units."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from core.money import largest_remainder, taken_after
from pos.values.orders import Line


def net_leaves(line: Line, components: list[Line]) -> dict[UUID, int]:
    """What the guest owes for a line after voids and comps, per line that bears a price (a set's components each)."""
    taken = line.voided + line.comped
    nets = {x.id: x.line_total - taken_after(x.line_total, taken, line.quantity) for x in (line, *components)}
    if components:
        left = line.share - taken_after(line.share, taken, line.quantity)
        for part, share in zip(
            components, largest_remainder(left, [c.share for c in components]), strict=True
        ):
            nets[part.id] += share
    return nets


def gross_of(line: Line, components: list[Line]) -> int:
    """A line's list total with everything that belongs to it, before voids and comps."""
    return line.line_total + line.share + sum(c.line_total for c in components)


def standing_gross(line: Line, components: list[Line]) -> int:
    """A line's list total without what was voided; comped units still count."""
    total = gross_of(line, components)
    return total - taken_after(total, line.voided, line.quantity)


def offs_of(deal: dict[str, Any], line: Line, nets: dict[UUID, int]) -> dict[UUID, int]:
    """What an order's deal takes off each priced part of a line, as far as the units it was priced for still stand.

    ``nets``: what each part comes to before that; nothing is taken off beyond it.
    """
    priced = Decimal(deal["units"].get(str(line.id), 0))
    gone = max(priced - line.payable, Decimal(0))
    found = {}
    for leaf_id, net in nets.items():
        off = deal["offs"].get(str(leaf_id), 0)
        if off:
            found[leaf_id] = min(off - taken_after(off, gone, priced), net)
    return found
