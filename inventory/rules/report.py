"""A store's report from its facts, in either view: a line for each item between two counts of it, and what none covers."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from inventory.rules.costing import Method
from inventory.rules.steps import SHELF, steps_of
from inventory.rules.variance import coverage, variance_of
from inventory.rules.views import Source, View, part_of, price_of, raw_view, staged_view
from inventory.values.costs import NOTHING, ZERO, Amount, Period, Usage
from inventory.values.report import Facts, Line, Move, Report, Span, Step, Uncounted, Window

NO_LAYERS: tuple[Amount, ...] = ()


def raw_report(facts: Facts, method: Method | None = None) -> Report:
    """The raw-equivalent view; ``method`` values the closing stock, None by the periodic weighted average."""
    return _report(facts, raw_view(facts), method)


def staged_report(facts: Facts, method: Method | None = None) -> Report:
    """The staged view: stocked semi-finished items have lines of their own, at the standard price of what is in them."""
    return _report(facts, staged_view(facts), method)


def steps_in(facts: Facts, view: View, item_id: UUID) -> list[Step]:
    """What changed a counted item's stock in its window, in order, as the view sees it."""
    window, sources = facts.windows[item_id], view.sources(item_id)
    change = _standing(facts, sources, window.span.until) - _standing(facts, sources, window.span.since)
    issues = view.eaten_of(item_id).issues.get(window.span, {}).get(item_id, ())
    moves, price = _moves(facts, sources, window.span), view.price(facts, item_id)
    return steps_of(moves, issues, price, change, window.span.until, is_staged=view.is_stage(item_id))


def _line(facts: Facts, view: View, item_id: UUID, window: Window, method: Method | None) -> Line:
    price = view.price(facts, item_id)
    last_receipt = view.last_paid(facts, item_id, window.span.since)
    sources = view.sources(item_id)
    moves = _moves(facts, sources, window.span)
    opening = _standing(facts, sources, window.span.since)
    worth = Amount(opening, opening * _opening_cost(facts, item_id, window, price))
    flows = _flows(moves, price)
    period = Period(
        opening=worth,
        receipts=flows["receipt"],
        returns=flows["return"],
        transfers_in=flows["transfer_in"],
        transfers_out=flows["transfer_out"],
        produced=flows["production_in"] if view.is_stage(item_id) else NOTHING,
        closing=_standing(facts, sources, window.span.until),
    )
    eaten = view.eaten_of(item_id).usage.get(window.span, {}).get(item_id, Usage())
    usage = eaten + _documented(moves, work_orders=view.is_stage(item_id))
    closing_value, layers = None, NO_LAYERS
    opening_layers = _layers_of(worth, facts.opening_layers.get(item_id, ()))
    if method is not None:
        steps = [step.flow for step in steps_in(facts, view, item_id)]
        costed = method(worth, steps, price, last_receipt, opening_layers)
        closing_value, layers = costed.closing.value, costed.layers
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
        variance=variance_of(period, usage, price, closing_value, last_receipt),
        opening_layers=opening_layers,
        layers=layers,
    )


def _opening_cost(facts: Facts, item_id: UUID, window: Window, price: Fraction) -> Fraction:
    """What a unit was worth where the published window closed that this one goes on from, else the standard ``price``; of what was
    published as what is in it, what that was worth."""
    costs = facts.opening_costs
    needs = facts.needs.get(item_id, {})
    closed = [part for part in needs if part in costs and facts.windows[part].span.since == window.span.since]
    if item_id in costs or not closed:
        return costs.get(item_id, price)
    there = sum((needs[part] * costs[part] for part in closed), ZERO)
    others = needs.keys() - {*closed}
    return there + sum((needs[part] * price_of(facts, part, facts.frozen.get(part)) for part in others), ZERO)


def _layers_of(opening: Amount, closed: Sequence[Amount]) -> tuple[Amount, ...]:
    """The layers that a window closed on, as those of the next one's opening: of another view, or after a count was restated,
    the same parts of another whole."""
    whole = sum(closed, Amount())
    if opening.quantity <= 0 or not whole.quantity or not whole.value:
        return ()
    part, worth = opening.quantity / whole.quantity, opening.value / whole.value
    return tuple(Amount(layer.quantity * part, layer.value * worth) for layer in closed)


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
    cost = None if move.unit_cost is None else part_of(move.unit_cost, source)
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


def _report(facts: Facts, view: View, method: Method | None) -> Report:
    lines = [
        _line(facts, view, item_id, window, method)
        for item_id, window in facts.windows.items()
        if item_id not in view.turned_back
    ]
    windows = {line.item_id: line.window.span.within(facts.span) for line in lines}
    expected = counted = ZERO
    uncounted: list[Uncounted] = []
    for item_id, usage in view.eaten.usage.get(facts.span, {}).items():
        price, window = view.price(facts, item_id), windows.get(item_id)
        known = view.eaten.usage.get(window, {}).get(item_id, Usage()).sold if window else ZERO
        expected += usage.sold * price
        counted += known * price
        if window is None or usage.sold != known:
            uncounted.append(Uncounted(item_id, usage.sold - known, price))
    return Report(tuple(lines), tuple(uncounted), coverage(counted, expected), expected, counted)
