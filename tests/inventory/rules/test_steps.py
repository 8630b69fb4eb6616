"""In what order an item's flows cost: goods when their documents say so, dishes day by day, the rest at the end."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.rules.costing import METHODS
from inventory.rules.steps import steps_of
from inventory.values.costs import ZERO, Amount, Costed
from inventory.values.report import Issue, Move

PORK, RECEIPT, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
BEGIN = datetime(2026, 11, 16, 2, tzinfo=UTC)
UNTIL = BEGIN + timedelta(days=7)
QUANTITIES = st.integers(1, 40).map(Fraction)


def at(hour: int) -> datetime:
    return BEGIN + timedelta(hours=hour)


def move(hour: int, reason: str, quantity: object, cost: object = None, **more: object) -> Move:
    told = None if cost is None else Fraction(str(cost))
    return Move(PORK, at(hour), reason, Fraction(str(quantity)), told, **more)  # type: ignore[arg-type]


def costed(
    method: str, opening: Amount, moves: list[Move], issues: list[Issue], change: Fraction, price: int = 40
) -> Costed:
    steps = steps_of(moves, issues, Fraction(price), change, UNTIL)
    return METHODS[method](opening, [step.flow for step in steps], Fraction(price))


def test_a_moving_average_knows_what_came_before_the_dishes() -> None:
    """10 @ 40, of which 5 go before 15 @ 44 come: 20 left, less 5 more, at 43."""
    moves = [move(50, "receipt", 15, 44)]
    early, late = Issue(at(20), Fraction(5)), Issue(at(80), Fraction(5))
    found = costed("moving_average", Amount(Fraction(10), Fraction(400)), moves, [late, early], Fraction(5))
    assert found.values == (200, 660, 215)
    assert found.closing == Amount(Fraction(15), Fraction(645))


def test_what_nothing_explains_stands_at_the_end() -> None:
    steps = steps_of([move(5, "waste", -2)], [Issue(at(3), Fraction(1))], Fraction(40), Fraction(-4), UNTIL)
    assert [(step.reason, step.flow.quantity) for step in steps] == [
        ("dishes", -1),
        ("waste", -2),
        ("unexplained", -1),
    ]
    assert steps[-1].at == UNTIL


def test_what_came_in_the_same_moment_can_be_used_in_it() -> None:
    steps = steps_of([move(5, "waste", -2), move(5, "receipt", 2, 41)], [], Fraction(40), Fraction(0), UNTIL)
    assert [step.reason for step in steps] == ["receipt", "waste"]


def test_productions_are_seen_by_the_staged_view_alone() -> None:
    moves = [move(5, "production_out", -4)]
    raw, staged = (
        steps_of(moves, [], Fraction(40), Fraction(-4), UNTIL, is_staged=is_staged)
        for is_staged in (False, True)
    )
    assert [step.reason for step in raw] == ["unexplained"]
    assert [step.reason for step in staged] == ["production_out"]


@given(received=QUANTITIES, issued=st.lists(QUANTITIES, max_size=4), delta=st.integers(-90, 90).map(Fraction))
def test_a_correction_of_a_receipt_leaves_phi_of_it_in_a_moving_average(
    received: Fraction, issued: list[Fraction], delta: Fraction
) -> None:
    """And in whatever order it is heard of: it is the receipt that is corrected."""
    received += sum(issued, ZERO)
    issues = [Issue(at(10 + place), quantity) for place, quantity in enumerate(issued)]
    moves = [move(1, "receipt", received, 40, receipt=RECEIPT)]
    more = move(100, "price_correction", 0, value=delta, receipt=RECEIPT)
    stock, phi = received, Fraction(1)
    for quantity in issued:
        phi *= 1 - quantity / stock
        stock -= quantity
    before, after = (
        costed("moving_average", Amount(), told, issues, stock) for told in (moves, [*moves, more])
    )
    assert after.closing.value - before.closing.value == phi * delta


@pytest.mark.parametrize(
    ("method", "closing", "settled"),
    [("fifo", 400, 10), ("moving_average", 400, 10), ("standard", 400, 10), ("periodic", 410, 0)],
)
def test_a_correction_of_what_came_before_is_price_variance_unless_the_period_is_averaged(
    method: str, closing: int, settled: int
) -> None:
    opening = Amount(Fraction(10), Fraction(400))
    correction = move(5, "price_correction", 0, value=Fraction(10), receipt=OTHER)
    found = costed(method, opening, [correction], [], Fraction(0))
    assert (found.closing.value, found.settled) == (closing, settled)


def test_layers_are_what_is_left_of_each_receipt() -> None:
    moves = [move(1, "receipt", 50, 41), move(2, "receipt", 38, 45), move(0, "transfer_out", -2, 40)]
    opening = Amount(Fraction(14), Fraction(560))
    found = costed("fifo", opening, moves, [Issue(at(90), Fraction("50.1"))], Fraction("35.9"))
    assert found.layers == (
        Amount(Fraction("11.9"), Fraction("487.9")),
        Amount(Fraction(38), Fraction(1710)),
    )
    assert sum(layer.value for layer in found.layers) == found.closing.value
