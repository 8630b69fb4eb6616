"""Units: exact factors, own packs, density; loops and contradictions are refused by name."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.errors import BadUnit
from inventory.rules.units import STANDARD, Measures, Pack, factors_of

UNITS = [unit for units in STANDARD.values() for unit in units]


def pack(unit: str, quantity: Any, of_unit: str) -> Pack:
    return Pack(unit, Fraction(quantity), of_unit)


@pytest.mark.parametrize(
    ("stock_unit", "unit", "factor"),
    [
        ("g", "kg", Fraction(1000)),
        ("kg", "斤", Fraction(1, 2)),
        ("kg", "两", Fraction(1, 20)),
        ("g", "lb", Fraction(45359237, 100_000)),
        ("oz", "lb", Fraction(16)),
        ("l", "gal", Fraction(3785411784, 10**9)),
        ("pc", "dozen", Fraction(12)),
    ],
)
def test_standard_units_are_exact(stock_unit: str, unit: str, factor: Fraction) -> None:
    assert factors_of(Measures(stock_unit))[unit] == factor


def test_packs_of_packs_and_density_lead_to_the_stock_unit() -> None:
    oil = Measures("kg", (pack("box", 4, "jug"), pack("jug", 5, "l")), Fraction(92, 100))
    found = factors_of(oil)
    assert (found["box"], found["jug"], found["ml"]) == (
        Fraction("18.4"),
        Fraction("4.6"),
        Fraction(92, 100_000),
    )
    eggs = Measures("g", (pack("pc", 55, "g"),))
    assert factors_of(eggs)["dozen"] == 660


def test_a_stock_unit_of_the_items_own() -> None:
    assert factors_of(Measures("tray", (pack("tray", 30, "pc"),)))["pc"] == Fraction(1, 30)


@pytest.mark.parametrize(
    ("measures", "code"),
    [
        (Measures("g", (pack("box", 2, "case"), pack("case", 3, "box"))), "unit_loop"),
        (Measures("g", (pack("box", 2, "box"),)), "unit_loop"),
        (Measures("g", (pack("kg", 900, "g"),)), "unit_contradiction"),
        (Measures("g", (pack("l", 900, "g"),), Fraction(92, 100)), "unit_contradiction"),
        (Measures("g", (pack("box", 12, "bag"),)), "unit_unreachable"),
        (Measures("g", (pack("box", 0, "g"),)), "unit_not_positive"),
        (Measures("g", (pack("box", 1, "g"), pack("box", 2, "g"))), "unit_twice"),
        (Measures("g", (), Fraction(0)), "density_not_positive"),
        (Measures("g", (pack("box", Fraction(1, 10**16), "g"),)), "unit_too_large"),
    ],
)
def test_what_cannot_be_is_refused(measures: Measures, code: str) -> None:
    with pytest.raises(BadUnit) as refused:
        factors_of(measures)
    assert refused.value.code == code


def test_a_unit_that_nothing_leads_to_is_unknown() -> None:
    assert "ml" not in factors_of(Measures("g"))


positive = st.fractions(Fraction(1, 1000), 1000, max_denominator=1000)


@given(st.sampled_from(UNITS), st.lists(positive, min_size=1, max_size=6), positive)
def test_a_chain_of_packs_is_the_product_of_its_steps(
    unit: str, steps: list[Fraction], density: Fraction
) -> None:
    names = [f"pack {number}" for number in range(len(steps))]
    packs = [Pack(name, step, below) for name, step, below in zip(names, steps, [unit, *names], strict=False)]
    found = factors_of(Measures(unit, tuple(reversed(packs)), density))
    product = Fraction(1)
    for name, step in zip(names, steps, strict=True):
        product *= step
        assert found[name] == product


@given(st.sampled_from(UNITS), st.sampled_from(UNITS), st.sampled_from(UNITS), positive)
def test_factors_go_together(stock: str, one: str, other: str, density: Fraction) -> None:
    """a to stock over b to stock is a to b, whichever unit the stock is kept in."""
    found = factors_of(Measures(stock, (), density))
    elsewhere = factors_of(Measures(one, (), density))
    if one in found and other in found:
        assert found[other] / found[one] == elsewhere[other]
