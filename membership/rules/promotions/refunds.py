"""Refunds never evaluate again: they give back what was allocated, unit by unit, and in the end exactly what was paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from core.money import taken_after
from membership.values.deals import Allocation, Deal


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line as it was paid: ``net`` for ``units``, with what was allocated to it, frozen."""

    line_id: UUID
    units: Decimal
    net: int
    allocations: tuple[Allocation, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What a refund pays, and what of each allocation is taken back with it (the same order as on the line)."""

    amount: int
    allocations: tuple[Allocation, ...]


def sold_lines(deal: Deal, units: dict[UUID, Decimal]) -> dict[UUID, SoldLine]:
    """The lines of a deal as they are kept for refunds; ``units`` are the bearing lines' quantities."""
    return {
        line_id: SoldLine(
            line_id,
            units[line_id],
            net,
            tuple(part for part in deal.allocations if part.line_id == line_id),
        )
        for line_id, net in deal.nets.items()
    }


def refund_of(line: SoldLine, before: Decimal, more: Decimal) -> GivenBack:
    """The refund of ``more`` units after ``before``: floor(D*(r+k)/n) - floor(D*r/n), for the net and each allocation.

    Raises ValueError when more units would be given back than were sold.
    """
    after = before + more
    if more <= 0 or before < 0 or after > line.units:
        raise ValueError("more units would be given back than were sold")
    parts = [_part(part.amount, before, after, line.units) for part in line.allocations]
    return GivenBack(
        _part(line.net, before, after, line.units),
        tuple(_with(part, amount) for part, amount in zip(line.allocations, parts, strict=True) if amount),
    )


def reclaimed(net_paid: int, remaining: int) -> int:
    """The refund when a broken condition takes its benefit back: what was paid so far, less what now remains costs.

    ``remaining`` is the price of the rest under the frozen versions. Never negative: nobody is asked to pay more.
    """
    return max(0, net_paid - remaining)


def given_back_in_all(parts: Sequence[GivenBack]) -> int:
    """What several refunds pay together."""
    return sum(part.amount for part in parts)


def _part(total: int, before: Decimal, after: Decimal, units: Decimal) -> int:
    return taken_after(total, after, units) - taken_after(total, before, units)


def _with(part: Allocation, amount: int) -> Allocation:
    return Allocation(
        part.line_id,
        part.top_line_id,
        part.lane,
        part.source,
        amount,
        part.promotion_id,
        part.version,
        part.funder,
    )
