"""An item's flows in their order of time, as the costing methods see them.

Goods move when their documents say so, a business day's dishes when its last one was fired. What nothing explains is known at
the closing alone, and stands there.
"""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from inventory.values.costs import ZERO, Flow
from inventory.values.report import Issue, Move, Step

DISHES, UNEXPLAINED = "dishes", "unexplained"
RECEIPT, CORRECTION = "receipt", "price_correction"
SHELF = frozenset({RECEIPT, "return", "transfer_in", "transfer_out"})
PRODUCTION = frozenset({"production_in", "production_out"})
GIVEN_OUT = frozenset({"waste", "staff_meal"})
Key = tuple[UUID | None, UUID]
Sums = dict[Key, Fraction]


def steps_of(
    moves: Iterable[Move],
    issues: Iterable[Issue],
    price: Fraction,
    change: Fraction,
    until: datetime,
    *,
    is_staged: bool = False,
) -> list[Step]:
    """All that changed an item's stock, in order, what came before what went; the last step makes up the whole ``change``.

    What has no cost of its own comes at the standard ``price``. Productions count in the staged view alone.
    """
    listed = list(moves)
    shelf = SHELF | PRODUCTION if is_staged else SHELF
    wrong = _corrections(listed)
    received = _received(listed)
    steps = [
        Step(move.at, move.reason, _flow(move, price, wrong, received))
        for move in listed
        if move.reason in shelf or move.reason in GIVEN_OUT
    ]
    steps += [
        Step(move.at, move.reason, Flow(ZERO, money=move.value or ZERO))
        for move in listed
        if move.reason == CORRECTION and not received.get(_line_of(move))
    ]
    steps += [Step(issue.at, DISHES, Flow(-issue.quantity)) for issue in issues]
    steps.sort(key=lambda step: (step.at, step.flow.quantity < 0))
    rest = change - sum((step.flow.quantity for step in steps), ZERO)
    return [*steps, Step(until, UNEXPLAINED, Flow(rest))] if rest else steps


def _flow(move: Move, price: Fraction, wrong: Sums, received: Sums) -> Flow:
    """A receipt comes at its corrected price, as if it had been right from the start: of a correction Δ stock takes φΔ then,
    and cost of sales the rest."""
    if move.reason in GIVEN_OUT or move.reason == "production_out":
        return Flow(move.quantity)
    cost = price if move.unit_cost is None else move.unit_cost
    if move.reason == RECEIPT and received.get(_line_of(move)):
        cost += wrong.get(_line_of(move), ZERO) / received[_line_of(move)]
    return Flow(move.quantity, cost)


def _corrections(moves: Iterable[Move]) -> Sums:
    return _sums((_line_of(move), move.value or ZERO) for move in moves if move.reason == CORRECTION)


def _received(moves: Iterable[Move]) -> Sums:
    return _sums((_line_of(move), move.quantity) for move in moves if move.reason == RECEIPT and move.receipt)


def _line_of(move: Move) -> Key:
    return move.receipt, move.item_id


def _sums(parts: Iterable[tuple[Key, Fraction]]) -> Sums:
    sums: Sums = {}
    for key, part in parts:
        sums[key] = sums.get(key, ZERO) + part
    return sums
