"""A store's report from its facts, in either view.

*Raw-equivalent* turns counted semi-finished items back into raw by the closure, and sees no production. *Staged* stops at
stocked semi-finished items: their production counts, and what it should have taken is theory of what it is made of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from inventory.rules.costing import Method
from inventory.rules.variance import coverage, variance_of
from inventory.values.costs import NOTHING, ZERO, Amount, Flow, Period, Usage
from inventory.values.report import Facts, Line, Move, Report, Span, Uncounted, Window

ONE = Fraction(1)
SHELF = frozenset({"receipt", "return", "transfer_in", "transfer_out"})


@dataclass(frozen=True, slots=True)
class Source:
    """An item that holds some of another: ``factor`` of it in each unit, ``share`` of each unit's value."""

    item_id: UUID
    factor: Fraction
    share: Fraction


def raw_report(facts: Facts, method: Method | None = None) -> Report:
    """The raw-equivalent view; ``method`` values the closing stock, None by the periodic weighted average."""
    holders = _holders(facts)
    sold = facts.theory.raw
    lines = [
        _line(facts, item_id, window, holders.get(item_id, []), sold, method)
        for item_id, window in facts.windows.items()
        if item_id not in facts.needs
    ]
    return _report(facts, lines, sold)


def staged_report(facts: Facts, method: Method | None = None) -> Report:
    """The staged view: stocked semi-finished items have lines of their own, at the standard price of what is in them."""
    lines = [
        _line(facts, item_id, window, None, facts.theory.staged, method)
        for item_id, window in facts.windows.items()
    ]
    return _report(facts, lines, facts.theory.staged)


def price_of(facts: Facts, item_id: UUID) -> Fraction:
    """The standard price of an item; of a semi-finished one without its own, that of its raw needs."""
    price = facts.prices.get(item_id)
    if price is not None:
        return price
    return sum(
        (need * facts.prices.get(raw, ZERO) for raw, need in facts.needs.get(item_id, {}).items()), ZERO
    )


def _holders(facts: Facts) -> dict[UUID, list[Source]]:
    """By raw item, the stocked semi-finished items that hold it; their value is shared by what each raw part should cost."""
    holders: dict[UUID, list[Source]] = {}
    for semi_id, needs in facts.needs.items():
        worth = sum((need * facts.prices.get(raw, ZERO) for raw, need in needs.items()), ZERO)
        for raw, need in needs.items():
            share = need * facts.prices.get(raw, ZERO) / worth if worth else Fraction(1, len(needs))
            holders.setdefault(raw, []).append(Source(semi_id, need, share))
    return holders


def _line(
    facts: Facts,
    item_id: UUID,
    window: Window,
    holders: Sequence[Source] | None,
    theory: Mapping[Span, Mapping[UUID, Usage]],
    method: Method | None,
) -> Line:
    """``holders`` None: the staged view, in which production counts."""
    price = price_of(facts, item_id)
    sources = [Source(item_id, ONE, ONE), *(holders or ())]
    moves = _moves(facts, sources, window.span)
    opening = _standing(facts, sources, window.span.since)
    cost = facts.opening_costs.get(item_id, price)
    flows = _flows(moves, price)
    period = Period(
        opening=Amount(opening, opening * cost),
        receipts=flows["receipt"],
        returns=flows["return"],
        transfers_in=flows["transfer_in"],
        transfers_out=flows["transfer_out"],
        produced=flows["production_in"] if holders is None else NOTHING,
        closing=_standing(facts, sources, window.span.until),
    )
    usage = theory.get(window.span, {}).get(item_id, Usage()) + _documented(
        moves, work_orders=holders is None
    )
    closing_value = None
    if method is not None:
        ordered = [_flow(move, price) for move in moves if move.reason in SHELF]
        used = period.closing - opening - sum((flow.quantity for flow in ordered), ZERO)
        closing_value = method(period.opening, [*ordered, Flow(used)], price).closing.value
    return Line(
        item_id=item_id,
        window=window,
        opening=period.opening,
        receipts=period.receipts,
        returns=period.returns,
        transfers_in=period.transfers_in,
        transfers_out=period.transfers_out,
        produced=period.produced,
        closing=period.closing,
        variance=variance_of(period, usage, price, closing_value),
    )


def _moves(facts: Facts, sources: Sequence[Source], span: Span) -> list[Move]:
    """What moved of the item and of what holds it, as moves of the item itself, in order of time."""
    found = [
        move if source.factor == source.share == 1 else _as_part(move, source)
        for source in sources
        for move in facts.moves.get(source.item_id, ())
        if span.since < move.at <= span.until
    ]
    return sorted(found, key=lambda move: move.at)


def _as_part(move: Move, source: Source) -> Move:
    cost = None if move.unit_cost is None else move.unit_cost * source.share / source.factor
    return Move(
        move.item_id,
        move.at,
        move.reason,
        move.quantity * source.factor,
        cost,
        None if move.value is None else move.value * source.share,
        None if move.standard is None else move.standard * source.factor,
    )


def _standing(facts: Facts, sources: Sequence[Source], at: datetime) -> Fraction:
    return sum((source.factor * facts.stock.get((source.item_id, at), ZERO) for source in sources), ZERO)


def _flow(move: Move, price: Fraction) -> Flow:
    return Flow(move.quantity, price if move.unit_cost is None else move.unit_cost)


def _flows(moves: Sequence[Move], price: Fraction) -> dict[str, Amount]:
    """What came and went, above zero each. Corrections of what was paid belong to the receipts."""
    flows = dict.fromkeys((*SHELF, "production_in"), NOTHING)
    for move in moves:
        if move.reason in flows:
            quantity = abs(move.quantity)
            flows[move.reason] += Amount(
                quantity, quantity * (price if move.unit_cost is None else move.unit_cost)
            )
        elif move.reason == "price_correction":
            flows["receipt"] += Amount(ZERO, move.value or ZERO)
    return flows


def _documented(moves: Sequence[Move], *, work_orders: bool) -> Usage:
    """What documents explain: waste, staff meals, and production that took other than it should have."""
    given = wasted = off = ordered = ZERO
    for move in moves:
        if move.reason == "staff_meal":
            given -= move.quantity
        elif move.reason == "waste":
            wasted -= move.quantity
        elif move.reason == "production_out":
            standard = -move.quantity if move.standard is None else move.standard
            off += -move.quantity - standard
            ordered += standard
    return Usage(ZERO, given, wasted, off, made=ordered if work_orders else ZERO)


def _report(facts: Facts, lines: Sequence[Line], theory: Mapping[Span, Mapping[UUID, Usage]]) -> Report:
    own = {item: usage.sold for item, usage in theory.get(facts.span, {}).items()}
    value = {item: sold * price_of(facts, item) for item, sold in own.items()}
    counted = {line.item_id for line in lines}
    uncounted = tuple(
        Uncounted(item, sold, price_of(facts, item)) for item, sold in own.items() if item not in counted
    )
    covered = coverage((v for item, v in value.items() if item in counted), value.values())
    return Report(tuple(lines), uncounted, covered, sum(value.values(), ZERO))
