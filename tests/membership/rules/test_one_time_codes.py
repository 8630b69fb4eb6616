"""One-time codes: the standard's own examples, good once, and only while they last."""

import pytest

from membership.rules.one_time_codes import STEP_SECONDS, code_at, step_at, step_of

KEY = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "94287082"), (1111111109, "07081804"), (1234567890, "89005924"), (20000000000, "65353130")],
)
def test_the_examples_of_rfc_6238(seconds: int, code: str) -> None:
    assert code_at(KEY, step_at(seconds)) == code[-6:]


def test_a_code_is_good_once_and_for_its_step_and_the_next() -> None:
    code = code_at(KEY, 100)
    assert step_of(KEY, code, 100, 0) == step_of(KEY, code, 101, 0) == 100
    assert step_of(KEY, code, 102, 0) is step_of(KEY, code, 99, 0) is None
    assert step_of(KEY, code, 101, 100) is None
    assert step_of(KEY, "000000", 100, 0) is None
    assert STEP_SECONDS == 30
