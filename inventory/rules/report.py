"""A store's report from its facts, in either view.

*Raw-equivalent* turns counted semi-finished items back into raw by the closure, and sees no production. *Staged* stops at
stocked semi-finished items: their production counts, and what it should have taken is theory of what it is made of. What is
counted without being a stage of its own is turned back in both.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from inventory.rules.costing import Method
from inventory.rules.steps import SHELF, steps_of
from inventory.rules.variance import coverage, variance_of
from inventory.values.costs import NOTHING, ZERO, Amount, Period, Usage
from inventory.values.report import Eaten, Facts, Line, Move, Report, Span, Step, Uncounted, Window

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Source:
    """An item that holds some of another: ``factor`` of it in each unit, ``share`` of each unit's value."""

    item_id: UUID
    factor: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class View:
    """How a view looks at an item: what else holds it, whether productions count, and what dishes used."""

    holders: Mapping[UUID, Sequence[Source]]
    is_staged: bool
    eaten: Eaten

    def sources(self, item_id: UUID) -> list[Source]:
        """The item itself, and all that holds it."""
        return [Source(item_id, ONE, ONE), *self.holders.get(item_id, ())]


def raw_view(facts: Facts) -> View:
    """Every counted semi-finished item as what is in it."""
    return View(_holders(facts, facts.needs), False, facts.theory.raw)


def staged_view(facts: Facts) -> View:
    """Stocked semi-finished items as themselves."""
    return View(_holders(facts, facts.unstocked), True, facts.theory.staged)


def raw_report(facts: Facts, method: Method | None = None) -> Report:
    """The raw-equivalent view; ``method`` values the closing stock, None by the periodic weighted average."""
    return _report(facts, raw_view(facts), facts.needs, method)


def staged_report(facts: Facts, method: Method | None = None) -> Report:
    """The staged view: stocked semi-finished items have lines of their own, at the standard price of what is in them."""
    return _report(facts, staged_view(facts), facts.unstocked, method)


def steps_in(facts: Facts, view: View, item_id: UUID) -> list[Step]:
    """What changed a counted item's stock in its window, in order, as the view sees it."""
    window, sources = facts.windows[item_id], view.sources(item_id)
    change = _standing(facts, sources, window.span.until) - _standing(facts, sources, window.span.since)
    issues = view.eaten.issues.get(window.span, {}).get(item_id, ())
    moves, price = _moves(facts, sources, window.span), price_of(facts, item_id)
    return steps_of(moves, issues, price, change, window.span.until, is_staged=view.is_staged)


def price_of(facts: Facts, item_id: UUID) -> Fraction:
    """The standard price of an item; of a semi-finished one without its own, that of its raw needs."""
    price = facts.prices.get(item_id)
    if price is not None:
        return price
    return sum(
        (need * facts.prices.get(raw, ZERO) for raw, need in facts.needs.get(item_id, {}).items()), ZERO
    )


def _holders(facts: Facts, semis: Mapping[UUID, Mapping[UUID, Fraction]]) -> dict[UUID, list[Source]]:
    """By item, the semi-finished items that hold it; their value is shared by what each part should cost."""
    holders: dict[UUID, list[Source]] = {}
    for semi_id, needs in semis.items():
        costs = {part: need * price_of(facts, part) for part, need in needs.items()}
        worth = sum(costs.values(), ZERO)
        for part, need in needs.items():
            share = costs[part] / worth if worth else Fraction(1, len(needs))
            holders.setdefault(part, []).append(Source(semi_id, need, share))
    return holders


def _line(facts: Facts, view: View, item_id: UUID, window: Window, method: Method | None) -> Line:
    price = price_of(facts, item_id)
    sources = view.sources(item_id)
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
        produced=flows["production_in"] if view.is_staged else NOTHING,
        closing=_standing(facts, sources, window.span.until),
    )
    usage = view.eaten.usage.get(window.span, {}).get(item_id, Usage()) + _documented(
        moves, work_orders=view.is_staged
    )
    closing_value = None
    if method is not None:
        steps = [step.flow for step in steps_in(facts, view, item_id)]
        closing_value = method(period.opening, steps, price).closing.value
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
        move.receipt,
    )


def _standing(facts: Facts, sources: Sequence[Source], at: datetime) -> Fraction:
    return sum((source.factor * facts.stock.get((source.item_id, at), ZERO) for source in sources), ZERO)


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


def _report(facts: Facts, view: View, held: Collection[UUID], method: Method | None) -> Report:
    """``held``: semi-finished items that have no line here, because what is in them stands in others."""
    lines = [
        _line(facts, view, item_id, window, method)
        for item_id, window in facts.windows.items()
        if item_id not in held
    ]
    own = {item: usage.sold for item, usage in view.eaten.usage.get(facts.span, {}).items()}
    value = {item: sold * price_of(facts, item) for item, sold in own.items()}
    counted = {line.item_id for line in lines}
    uncounted = tuple(
        Uncounted(item, sold, price_of(facts, item)) for item, sold in own.items() if item not in counted
    )
    covered = coverage((v for item, v in value.items() if item in counted), value.values())
    return Report(tuple(lines), uncounted, covered, sum(value.values(), ZERO))
