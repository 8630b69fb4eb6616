"""What pricing yields: who got how much off which line and who bears it, and why everything else did not apply."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Allocation:
    """A part of a benefit on one line: ``source`` is promotion, coupon, member_price, points, manual or rounding.

    ``line_id`` bears it; for a set meal that is a component, and ``top_line_id`` the line as the guest sees it. Only
    rounding up has a negative amount.
    """

    line_id: UUID
    top_line_id: UUID
    lane: int
    source: str
    amount: int
    promotion_id: UUID | None = None
    version: int | None = None
    funder: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one candidate: ``code`` is stable, ``numbers`` go with it (docs/guide/members.md)."""

    code: str
    source: str
    lane: int
    promotion_id: UUID | None = None
    version: int | None = None
    coupon_id: UUID | None = None
    discount: int = 0
    numbers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Nudge:
    """A benefit just out of reach: so much more (money or units) for so much off, or for a gift."""

    promotion_id: UUID
    more_amount: int = 0
    more_quantity: int = 0
    off: int = 0
    percent_bp: int = 0


@dataclass(frozen=True, slots=True)
class Deal:
    """A priced cart. ``listed`` − Σ allocations = ``payable``, for the order and for each line (``nets``).

    ``is_exhaustive``: every choice set was looked at, or proved to be no better; ``looked_at`` counts the pipeline's ends.
    """

    listed: int
    payable: int
    nets: dict[UUID, int]
    allocations: tuple[Allocation, ...]
    trace: tuple[Verdict, ...]
    nudges: tuple[Nudge, ...] = ()
    points_used: int = 0
    is_exhaustive: bool = True
    looked_at: int = 1

    @property
    def applied(self) -> tuple[Verdict, ...]:
        """The candidates that gave something."""
        return tuple(verdict for verdict in self.trace if verdict.code == "applied")
