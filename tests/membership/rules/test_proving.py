"""Small payments without a proof add up: never to what needs one."""

from hypothesis import given
from hypothesis import strategies as st

from membership.rules.stored_value.proving import unproved

AMOUNTS = st.lists(st.integers(1, 3_000), max_size=12)


@given(AMOUNTS, st.integers(1, 2_000))
def test_what_was_not_proved_stays_below_what_needs_a_proof(amounts: list[int], least: int) -> None:
    found = unproved(amounts, least)
    assert 0 <= found < least
    assert found <= sum(amounts)
    if sum(amounts) < least:
        assert found == sum(amounts)


@given(AMOUNTS, st.integers(1, 2_000), st.integers(0, 3_000))
def test_what_was_proved_counts_no_more(amounts: list[int], least: int, more: int) -> None:
    assert unproved([*amounts, least + more], least) == unproved(amounts, least)
