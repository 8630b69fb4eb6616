"""How long a door stays shut."""

from hypothesis import given
from hypothesis import strategies as st

from core.lockout import FREE_TRIES, LONGEST_LOCK_SECONDS, attempts_left, lock_seconds


@given(st.integers(0, 10_000))
def test_the_door_shuts_when_no_try_is_left(failed: int) -> None:
    assert (lock_seconds(failed) > 0) == (attempts_left(failed) == 0) == (failed >= FREE_TRIES)


@given(st.integers(0, 10_000))
def test_another_wrong_try_never_shortens_the_wait(failed: int) -> None:
    assert lock_seconds(failed) <= lock_seconds(failed + 1) <= LONGEST_LOCK_SECONDS
