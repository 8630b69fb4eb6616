"""Which PINs are good enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pins import is_pin, is_weak


@pytest.mark.parametrize(
    "pin", ["1234", "4321", "0000", "7890", "2109", "1212", "123123", "11111111", "2580"]
)
def test_what_anybody_would_try_first_is_weak(pin: str) -> None:
    assert is_weak(pin)


@pytest.mark.parametrize("pin", ["4071", "9317", "83620", "19283746"])
def test_others_are_not(pin: str) -> None:
    assert is_pin(pin)
    assert not is_weak(pin)


@pytest.mark.parametrize("text", ["", "123", "123456789", "12a4", "12 4", "٤٠٧١", "¹²³⁴", "-123"])
def test_a_pin_is_4_to_8_plain_digits(text: str) -> None:
    assert not is_pin(text)


@given(st.integers(0, 9), st.integers(4, 8))
def test_one_digit_again_and_again_is_weak(digit: int, length: int) -> None:
    assert is_weak(str(digit) * length)


@given(st.text("0123456789", min_size=2, max_size=4))
def test_anything_twice_is_weak(half: str) -> None:
    assert is_weak(half * 2)
