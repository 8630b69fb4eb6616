"""One dialect of JSON, whichever library spells it."""

import json as plain
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import json
from core.late import Late

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_what_is_spelled_reads_the_same(value: object) -> None:
    assert plain.loads(json.dumps(value)) == value


def test_our_own_values_have_one_form() -> None:
    shanghai = timezone(timedelta(hours=8))
    told = {
        "id": UUID(int=7),
        "quantity": Decimal("1.500"),
        "whole": Decimal("2.000"),
        "at": datetime(2026, 3, 1, 12, 0, tzinfo=shanghai),
        "exactly": datetime(2026, 3, 1, 4, 0, 0, 120, tzinfo=UTC),
        "day": date(2026, 3, 1),
        "words": frozenset({"b", "a"}),
        "number": Late("number_1", "s"),
        "name": "面\u2028",
    }
    assert plain.loads(json.dumps(told)) == {
        "id": "00000000-0000-0000-0000-000000000007",
        "quantity": "1.5",
        "whole": "2",
        "at": "2026-03-01T04:00:00Z",
        "exactly": "2026-03-01T04:00:00.000120Z",
        "day": "2026-03-01",
        "words": ["a", "b"],
        "number": Late("number_1", "s").mark,
        "name": "面\u2028",
    }
    assert Late("number_1", "s").token in json.dumps(told)


def test_what_one_library_refuses_the_other_spells() -> None:
    assert json.dumps({1: 2**70}) == '{"1":1180591620717411303424}'
    assert json.dumps("\ud800") == '"\ud800"'  # the edge refuses it, because no database could keep it


def test_what_is_spelled_already_is_taken_over_by_either_library() -> None:
    told = json.Spelled('[{"name":"面"}]')
    assert json.dumps({"tickets": told}) == '{"tickets":[{"name":"面"}]}'
    assert plain.loads(json.dumps({1: told})) == {"1": [{"name": "面"}]}


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError):
        json.dumps({"x": object()})
