"""Costing: every method keeps what came in equal to what went out and what is left."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from inventory.rules.costing import METHODS
from inventory.rules.costing.fifo import fifo
from inventory.rules.costing.moving_average import moving_average
from inventory.rules.exact import decimal_of, rounded, text_of
from inventory.rules.variance import totals_of, variance_of
from inventory.values.costs import Amount, Flow, Period, Usage

PRICES = st.integers(1, 60).map(lambda n: Fraction(n, 4))
QUANTITIES = st.integers(1, 12).map(Fraction)
FLOWS = st.lists(
    st.one_of(
        st.builds(Flow, QUANTITIES, PRICES),
        st.builds(lambda quantity: Flow(-quantity), QUANTITIES),
    ),
    max_size=14,
)
OPENINGS = st.builds(
    lambda quantity, price: Amount(quantity, quantity * price), st.integers(0, 9).map(Fraction), PRICES
)


def replay(
    opening: Amount, flows: list[Flow], standard: Fraction
) -> tuple[list[Fraction], Fraction, Fraction]:
    """Unit by unit: each piece on the shelf knows its price, each piece owed what it was provisionally worth."""
    shelf = [opening.value / opening.quantity] * int(opening.quantity) if opening.quantity else []
    owed: list[Fraction] = []
    values: list[Fraction] = []
    settled, last = Fraction(0), None
    for flow in flows:
        value = Fraction(0)
        if flow.cost is not None and flow.quantity > 0:
            for _ in range(int(flow.quantity)):
                value += flow.cost
                if owed:
                    settled += flow.cost - owed.pop(0)
                else:
                    shelf.append(flow.cost)
            last = flow.cost
        else:
            average = sum(shelf, Fraction(0)) / len(shelf) if shelf else owed[-1] if owed else last
            provisional = standard if average is None else average
            for _ in range(int(-flow.quantity)):
                if shelf:
                    value += shelf.pop(0)
                else:
                    owed.append(provisional)
                    value += provisional
        values.append(value)
    return values, sum(shelf, Fraction(0)) - sum(owed, Fraction(0)), settled


@given(OPENINGS, FLOWS, PRICES)
def test_fifo_is_the_naive_replay(opening: Amount, flows: list[Flow], standard: Fraction) -> None:
    costed = fifo(opening, flows, standard)
    values, closing, settled = replay(opening, flows, standard)
    assert list(costed.values) == values
    assert costed.closing.value == closing
    assert costed.settled == settled


@given(OPENINGS, FLOWS, FLOWS, PRICES)
def test_fifo_goes_on_from_its_own_layers(
    opening: Amount, before: list[Flow], after: list[Flow], standard: Fraction
) -> None:
    """Cut in two where something was there, the flows cost what they cost in one."""
    first = fifo(opening, before, standard)
    assume(first.layers)
    paid = [flow.cost for flow in before if flow.cost is not None]
    rest = fifo(first.closing, after, standard, paid[-1] if paid else None, first.layers)
    whole = fifo(opening, [*before, *after], standard)
    assert first.values + rest.values == whole.values
    assert (rest.closing, rest.layers) == (whole.closing, whole.layers)


@pytest.mark.parametrize("method", sorted(METHODS))
@given(opening=OPENINGS, flows=FLOWS, standard=PRICES)
def test_nothing_is_lost(method: str, opening: Amount, flows: list[Flow], standard: Fraction) -> None:
    """What was there and came in = what was issued and is left, but for what settlements moved to price variance."""
    costed = METHODS[method](opening, flows, standard)
    left = opening.quantity + sum(flow.quantity for flow in flows)
    assert costed.closing.quantity == left
    if method in ("fifo", "moving_average"):
        came = sum(
            (v for v, flow in zip(costed.values, flows, strict=True) if flow.quantity > 0), opening.value
        )
        went = sum(
            (v for v, flow in zip(costed.values, flows, strict=True) if flow.quantity < 0), Fraction(0)
        )
        assert came == went + costed.closing.value + costed.settled


@given(
    opening=st.integers(0, 50).map(Fraction),
    issues=st.lists(st.integers(1, 9).map(Fraction), max_size=5),
    price=PRICES,
    delta=st.integers(-40, 40).map(Fraction),
)
def test_a_price_correction_leaves_phi_in_stock(
    opening: Fraction, issues: list[Fraction], price: Fraction, delta: Fraction
) -> None:
    """φ = Π(1 − q/Q): as if the receipt had had the right price from the start, as long as stock does not fall below zero.

    Of a receipt that was all issued, nothing is left to correct.
    """
    received = opening + sum(issues)
    assume(received)
    stock, phi = received, Fraction(1)
    for quantity in issues:
        phi *= 1 - quantity / stock
        stock -= quantity
    flows = [Flow(received, price), *(Flow(-quantity) for quantity in issues)]
    right = [Flow(received, price + delta / received), *flows[1:]]
    before, after = (moving_average(Amount(), x, price) for x in (flows, right))
    assert after.closing.value - before.closing.value == phi * delta
    assert sum(after.values[1:]) - sum(before.values[1:]) == (1 - phi) * delta


@pytest.mark.parametrize("method", ["fifo", "moving_average"])
def test_what_was_last_paid_is_what_a_receipt_said(method: str) -> None:
    """One kilogram found at the average of 10 is no receipt: what is then issued without being there goes at 12."""
    flows = [Flow(Fraction(1)), Flow(Fraction(-5)), Flow(Fraction(-2))]
    costed = METHODS[method](Amount(Fraction(4), Fraction(40)), flows, Fraction(7), Fraction(12))
    assert costed.values == (10, 50, 24)
    assert costed.closing == Amount(Fraction(-2), Fraction(-24))


@pytest.mark.parametrize(
    ("opening", "closing"), [(Amount(), -24), (Amount(Fraction(-1), Fraction(-11)), -22)]
)
def test_without_anything_to_average_a_period_goes_on_at_what_it_knows(opening: Amount, closing: int) -> None:
    """What its opening was worth, else what was last paid."""
    costed = METHODS["periodic"](opening, [Flow(Fraction(-2) - opening.quantity)], Fraction(10), Fraction(12))
    assert costed.closing == Amount(Fraction(-2), Fraction(closing))
    assert not costed.settlements


@given(
    st.integers(-90, -1).map(lambda n: Fraction(n, 8)), PRICES, st.lists(st.builds(Flow, QUANTITIES, PRICES))
)
def test_an_opening_below_zero_stays_out_of_the_average(
    quantity: Fraction, price: Fraction, receipts: list[Flow]
) -> None:
    """What is left is worth what was paid on average; the difference is settled, and nothing is lost."""
    opening = Amount(quantity, quantity * price)
    paid = sum((flow.quantity * (flow.cost or 0) for flow in receipts), Fraction(0))
    came = sum((flow.quantity for flow in receipts), Fraction(0))
    costed = METHODS["periodic"](opening, receipts, Fraction(7))
    average = paid / came if came else price
    assert costed.closing == Amount(quantity + came, (quantity + came) * average)
    assert opening.value + paid == costed.closing.value + costed.settled


AMOUNTS = st.builds(lambda q, p: Amount(q, q * p), st.integers(0, 99).map(lambda n: Fraction(n, 8)), PRICES)
SIGNED = st.builds(lambda q, p: Amount(q, q * p), st.integers(-40, 99).map(lambda n: Fraction(n, 8)), PRICES)
FIGURES = st.integers(-200, 900).map(lambda n: Fraction(n, 16))


@given(
    st.builds(Period, SIGNED, *[AMOUNTS] * 5, FIGURES),
    st.builds(Usage, *[FIGURES] * 4),
    PRICES,
    st.none() | FIGURES,
)
def test_the_split_is_exact(
    period: Period, usage: Usage, standard: Fraction, closing: Fraction | None
) -> None:
    line = variance_of(period, usage, standard, closing)
    assert line.given + line.wasted + line.yield_variance + line.unexplained == line.variance
    assert line.actual_value - line.theoretical_value == line.price_variance + line.usage_variance
    totals = totals_of([line, line])
    assert totals.given + totals.wasted + totals.yield_variance + totals.unexplained == totals.usage


def test_decimals_are_told_to_the_last_digit() -> None:
    assert text_of(Fraction("3733.678")) == "3733.678"
    assert text_of(Fraction(400)) == "400"
    assert text_of(Fraction(2, 3), 4) == "0.6667"
    assert rounded(Fraction(5, 2), 0) == Decimal(2)
    with pytest.raises(ValueError, match="no end"):
        decimal_of(Fraction(1, 3))
