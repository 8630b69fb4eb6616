"""Money is divided without losing a cent, and rounded in one place."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import (
    half_up,
    largest_remainder,
    line_total,
    percent_of,
    refund_of,
    round_off,
    taken_after,
    tax_within,
)

amounts = st.integers(0, 10**9)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)
quantities = st.decimals(Decimal("0.001"), Decimal(9999), places=3)
percents = st.sampled_from(["0", "5", "6", "8.25", "9", "13", "20", "99.99"]).map(Decimal)


@pytest.mark.parametrize(
    ("amount", "parts", "expected"),
    [
        (1000, [2880, 1690, 999], [517, 304, 179]),
        (1000, [10000, 10000, 10000], [334, 333, 333]),
        (500, [2200, 1200, 1000], [250, 136, 114]),
        (0, [5, 7], [0, 0]),
        (5, [0, 0, 0], [2, 2, 1]),
        (-1000, [2880, 1690, 999], [-517, -304, -179]),
        (1, [1, 2, 2], [0, 1, 0]),
        (0, [], []),
    ],
)
def test_worked_splits(amount: int, parts: list[int], expected: list[int]) -> None:
    assert largest_remainder(amount, parts) == expected


@given(amounts, weights)
def test_the_parts_add_up_and_none_is_negative(amount: int, parts: list[int]) -> None:
    split = largest_remainder(amount, parts)
    assert sum(split) == amount
    assert min(split) >= 0


@given(amounts, weights)
def test_every_part_is_within_one_of_its_exact_share(amount: int, parts: list[int]) -> None:
    whole = sum(parts)
    if whole:
        for part, weight in zip(largest_remainder(amount, parts), parts, strict=True):
            assert abs(part - Fraction(amount * weight, whole)) < 1


@given(amounts, weights)
def test_a_zero_weight_gets_nothing_unless_all_are_zero(amount: int, parts: list[int]) -> None:
    if any(parts):
        split = largest_remainder(amount, parts)
        assert all(part == 0 for part, weight in zip(split, parts, strict=True) if weight == 0)
    else:
        split = largest_remainder(amount, parts)
        assert max(split) - min(split) <= 1


@given(weights, st.data())
def test_no_part_is_reduced_below_nothing(parts: list[int], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, sum(parts)))
    if sum(parts):
        for part, weight in zip(largest_remainder(amount, parts), parts, strict=True):
            assert part <= weight


@given(amounts, weights)
def test_leftover_units_go_by_remainder_then_weight_then_position(amount: int, parts: list[int]) -> None:
    whole = sum(parts) or len(parts)
    exact = [weight if sum(parts) else 1 for weight in parts]
    split = largest_remainder(amount, parts)
    extra = [part - amount * weight // whole for part, weight in zip(split, exact, strict=True)]
    rank = [(-(amount * weight % whole), -weight, place) for place, weight in enumerate(exact)]
    got = [rank[i] for i, more in enumerate(extra) if more]
    missed = [rank[i] for i, more in enumerate(extra) if not more]
    assert set(extra) <= {0, 1}
    assert not got or not missed or max(got) < min(missed)


@given(amounts, weights, st.integers(1, 1000))
def test_only_the_proportion_of_weights_counts(amount: int, parts: list[int], factor: int) -> None:
    assert largest_remainder(amount, [w * factor for w in parts]) == largest_remainder(amount, parts)
    assert largest_remainder(amount, [Fraction(w, factor) for w in parts]) == largest_remainder(amount, parts)
    assert largest_remainder(amount, [Decimal(w) for w in parts]) == largest_remainder(amount, parts)


def test_what_cannot_be_split_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to split"):
        largest_remainder(1, [])
    with pytest.raises(ValueError, match="not negative"):
        largest_remainder(1, [2, -1])


def test_refund_of_517_over_three() -> None:
    assert [refund_of(517, before, 1, 3) for before in range(3)] == [172, 172, 173]


@given(amounts, st.lists(quantities, min_size=1, max_size=8))
def test_refunds_in_any_portions_come_to_the_whole(total: int, portions: list[Decimal]) -> None:
    units = sum(portions)
    before = Decimal(0)
    given_back = []
    for portion in portions:
        given_back.append(refund_of(total, before, portion, units))
        before += portion
    assert sum(given_back) == total
    assert min(given_back) >= 0
    assert taken_after(total, units, units) == total


@pytest.mark.parametrize(
    ("amount", "unit", "mode", "expected"),
    [
        (1234, 10, "down", 1230),
        (1235, 10, "half_up", 1240),
        (1234, 100, "half_up", 1200),
        (1234, 1, "down", 1234),
        (1234, 10, "none", 1234),
    ],
)
def test_worked_roundings(amount: int, unit: int, mode: str, expected: int) -> None:
    assert round_off(amount, unit, mode) == expected


@given(amounts, st.sampled_from([1, 5, 10, 50, 100]), st.sampled_from(["down", "half_up"]))
def test_rounding_off_moves_less_than_a_unit(amount: int, unit: int, mode: str) -> None:
    rounded = round_off(amount, unit, mode)
    assert rounded % unit == 0
    assert abs(rounded - amount) < unit
    assert mode == "half_up" or rounded <= amount


@pytest.mark.parametrize(
    ("value", "expected"), [("0.5", 1), ("-0.5", -1), ("1.49", 1), ("2.5", 3), ("-2.4", -2)]
)
def test_a_half_goes_away_from_zero(value: str, expected: int) -> None:
    assert half_up(Decimal(value)) == expected


@given(amounts, percents)
def test_tax_within_a_price_is_the_tax_on_the_rest(gross: int, percent: Decimal) -> None:
    tax = tax_within(gross, percent)
    assert 0 <= tax <= gross
    assert abs(percent_of(gross - tax, percent) - tax) <= 1


def test_worked_taxes() -> None:
    assert tax_within(10600, Decimal(6)) == 600
    assert percent_of(10000, Decimal("8.25")) == 825
    assert percent_of(50, Decimal(1)) == 1


@given(st.integers(-(10**6), 10**6), quantities)
def test_a_line_is_rounded_once(price: int, quantity: Decimal) -> None:
    assert abs(line_total(price, quantity) - Fraction(price) * Fraction(quantity)) <= Fraction(1, 2)
    assert line_total(price, int(quantity)) == price * int(quantity)
