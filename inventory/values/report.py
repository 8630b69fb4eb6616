"""What a food-cost report is made of, and what it says. Quantities in stock units, money in the major unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from inventory.values.costs import Amount, Flow, Usage, Variance


class Span(NamedTuple):
    """After ``since``, until ``until`` and then included."""

    since: datetime
    until: datetime

    def within(self, other: "Span") -> "Span":
        """What of it lies in another that it touches."""
        return Span(max(self.since, other.since), min(self.until, other.until))


@dataclass(frozen=True, slots=True)
class CountResult:
    """What a count said was there at its instant."""

    at: datetime
    closing: Fraction


@dataclass(frozen=True, slots=True)
class Move:
    """A change of the store's stock of an item. ``standard``: what a production's input should have been for its output;
    ``value``: its money, where that is told; ``receipt``: the document of a receipt, or the one that is corrected."""

    item_id: UUID
    at: datetime
    reason: str
    quantity: Fraction
    unit_cost: Fraction | None = None
    value: Fraction | None = None
    standard: Fraction | None = None
    receipt: UUID | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Between two counts of an item: a report's span, or longer where it was not counted in time."""

    span: Span
    opening: Fraction
    closing: Fraction


class Paid(NamedTuple):
    """What a unit was last received at, and when."""

    at: datetime
    unit_cost: Fraction


class Issue(NamedTuple):
    """So much of an item went into a business day's dishes; ``at``: when the day's last one was fired."""

    at: datetime
    quantity: Fraction


@dataclass(frozen=True, slots=True)
class Eaten:
    """Usage from sales in one view: by span and item, and day by day where the costing method asks for the order."""

    usage: Mapping[Span, Mapping[UUID, Usage]]
    issues: Mapping[Span, Mapping[UUID, Sequence[Issue]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Theory:
    """Usage from sales: raw-equivalent, and staged (stocked semi-finished items as themselves)."""

    raw: Eaten
    staged: Eaten


@dataclass(frozen=True, slots=True)
class Step:
    """A flow as costing sees it, in its place in time. ``reason``: the move's, else "dishes", or "unexplained" at the end."""

    at: datetime
    reason: str
    flow: Flow


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a store's report is made of. ``needs``: the closure of counted semi-finished items; moves by item.

    ``unstocked``: those of them that are no stage of their own, though somebody counted them, and what the staged view turns
    them back into. ``prices``: of a day; ``frozen``: by item, all prices as they stood when its window began, where those are
    others. ``last_paid``: by item and the beginning of a window, the last receipt until then. ``opening_layers``: what was left of
    each receipt where the published window closed at which an item's begins, by first in, first out.
    """

    span: Span
    windows: Mapping[UUID, Window]
    stock: Mapping[tuple[UUID, datetime], Fraction]
    moves: Mapping[UUID, Sequence[Move]]
    theory: Theory
    prices: Mapping[UUID, Fraction]
    opening_costs: Mapping[UUID, Fraction]
    needs: Mapping[UUID, Mapping[UUID, Fraction]]
    unstocked: Mapping[UUID, Mapping[UUID, Fraction]] = field(default_factory=dict)
    frozen: Mapping[UUID, Mapping[UUID, Fraction]] = field(default_factory=dict)
    last_paid: Mapping[tuple[UUID, datetime], Paid] = field(default_factory=dict)
    opening_layers: Mapping[UUID, Sequence[Amount]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """An item's line of the report: its flows between its two counts, and its variance. ``opening_layers`` and ``layers``: by
    first in, first out, what the opening and the closing are made of, the oldest first."""

    item_id: UUID
    window: Window
    opening: Amount
    receipts: Amount
    returns: Amount
    transfers_in: Amount
    transfers_out: Amount
    produced: Amount
    closing: Fraction
    variance: Variance
    opening_layers: tuple[Amount, ...] = ()
    layers: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True)
class Uncounted:
    """What no two counts of an item stand around: there is a theory and no variance."""

    item_id: UUID
    theoretical: Fraction
    standard_price: Fraction


@dataclass(frozen=True, slots=True)
class Report:
    """The lines of one view. Of the span's theory at standard prices: ``expected``, all of it, and ``counted``, what of it
    lies in the items' windows; ``coverage``, the one over the other (None: there is no theory)."""

    lines: tuple[Line, ...]
    uncounted: tuple[Uncounted, ...]
    coverage: Fraction | None
    expected: Fraction
    counted: Fraction
