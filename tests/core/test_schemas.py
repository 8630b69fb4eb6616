"""Strict fields: what does not fit is refused, what fits comes back as it was."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from core.json import dumps
from core.schemas import (
    LARGEST,
    Change,
    Choice,
    Day,
    Flag,
    Id,
    Int,
    Many,
    Moment,
    Money,
    Name,
    Part,
    Percent,
    Quantity,
    QueryFlag,
    QueryInt,
    Shape,
    Text,
    Word,
    error_list,
    page_of,
)

FIRST, LAST = datetime(2000, 1, 2, tzinfo=UTC), datetime(2199, 12, 30, tzinfo=UTC)


class Inner(Shape):
    """A nested object."""

    a = Text(required=True)
    b = Text(required=True)


class Everything(Shape):
    """One of each field."""

    id = Id()
    text = Text(10)
    lines = Text(10, lines=True)
    word = Word(10)
    secret = Text(10, trimmed=False)
    number = Int(-5, 5)
    money = Money()
    flag = Flag()
    quantity = Quantity()
    percent = Percent()
    at = Moment()
    day = Day()
    name = Name()
    kind = Choice("x", "y")
    many = Many(Int(), most=2)
    inner = Part(Inner)
    query_number = QueryInt()
    query_flag = QueryFlag()


class Patch(Change):
    """A change of an object."""

    inner = Part(Inner)
    many = Many(Part(Inner))


def test_empty_text_is_called_missing() -> None:
    with pytest.raises(ValidationError) as caught:
        load(text=" ")
    assert [fault["code"] for fault in error_list(caught.value.messages)] == ["required"]


def load(**values: Any) -> Any:
    return Everything().load(values)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "018f000000007000800000000000000a"),
        ("id", "{018f0000-0000-7000-8000-00000000000a}"),
        ("id", "urn:uuid:018f0000-0000-7000-8000-00000000000a"),
        ("id", 7),
        ("text", ""),
        ("text", "   "),
        ("text", "x" * 11),
        ("text", "a\0b"),
        ("text", "a\nb"),
        ("text", "a\x1bb"),
        ("text", "\ud800"),
        ("text", "\ufffe"),
        ("text", "a\uffff"),
        ("text", 5),
        ("text", None),
        ("lines", "a\0b"),
        ("word", "a,b"),
        ("word", "a，b"),
        ("number", 6),
        ("number", 1.0),
        ("number", "1"),
        ("number", True),
        ("money", LARGEST + 1),
        ("money", float("nan")),
        ("flag", "true"),
        ("flag", 1),
        ("quantity", "0"),
        ("quantity", "0.000"),
        ("quantity", "-1"),
        ("quantity", "1.0001"),
        ("quantity", "1e3"),
        ("quantity", "NaN"),
        ("quantity", "１"),
        ("quantity", 1),
        ("percent", "100.01"),
        ("percent", "-1"),
        ("percent", "8.255"),
        ("percent", 8),
        ("at", "2026-01-01T00:00:00"),
        ("at", "0001-01-01T00:00:00+14:00"),
        ("at", "9999-12-31T23:59:59-14:00"),
        ("at", "2000-01-01T00:00:00+14:00"),
        ("at", "2200-12-31T23:59:59-12:00"),
        ("at", "yesterday"),
        ("at", 1),
        ("day", "0001-01-01"),
        ("day", "1999-12-31"),
        ("day", "2200-01-01"),
        ("day", "9999-12-31"),
        ("day", "2025-02-29"),
        ("day", "2026-1-1"),
        ("day", "20260101"),
        ("day", "2026-W01-1"),
        ("day", "２０２６-01-01"),
        ("day", "2026-01-01T00:00:00Z"),
        ("day", 20260101),
        ("name", {"zh": "菜"}),
        ("name", {"zh": "菜", "en": "Dish", "fr": "Plat"}),
        ("name", "Dish"),
        ("kind", "z"),
        ("many", [1, 2, 3]),
        ("many", [1, "2"]),
        ("many", "12"),
        ("inner", {"a": "x"}),
        ("query_number", "-1"),
        ("query_number", "9" * 5000),
        ("query_flag", "maybe"),
        ("unknown", 1),
    ],
)
def test_what_does_not_fit_is_refused_where_it_stands(field: str, value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        load(**{field: value})

    assert {error["path"].split(".")[0] for error in error_list(refused.value.messages)} == {field}


def test_what_fits_is_taken() -> None:
    loaded = load(
        id="018F0000-0000-7000-8000-00000000000a",
        text=" 面 ",
        lines="a\nb",
        secret=" x ",
        quantity="0.350",
        percent="8.25",
        at="2026-01-01T08:00:00+08:00",
        query_number="7",
        query_flag="true",
    )

    assert loaded == {
        "id": UUID("018f0000-0000-7000-8000-00000000000a"),
        "text": "面",
        "lines": "a\nb",
        "secret": " x ",
        "quantity": Decimal("0.350"),
        "percent": 825,
        "at": datetime(2026, 1, 1, tzinfo=UTC),
        "query_number": 7,
        "query_flag": True,
    }


@given(st.decimals("0.001", "999999999", places=3))
def test_a_quantity_survives_the_journey(quantity: Decimal) -> None:
    text = Everything().dump({"quantity": quantity})["quantity"]

    assert load(quantity=text)["quantity"] == quantity


@given(st.integers(0, 10_000))
def test_a_percentage_survives_the_journey(points: int) -> None:
    text = Everything().dump({"percent": points})["percent"]

    assert load(percent=text)["percent"] == points


@given(st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None), timezones=st.timezones()))
def test_a_moment_survives_the_journey(moment: datetime) -> None:
    text = Everything().dump({"at": moment})["at"]

    assert text.endswith("Z")
    assert load(at=text)["at"] == moment.astimezone(UTC)


def test_a_change_may_leave_out_fields_but_never_parts_of_one() -> None:
    assert Patch().load({}) == {}
    for part in ({"inner": {"a": "x"}}, {"many": [{"a": "x"}]}):
        with pytest.raises(ValidationError):
            Patch().load(part)


def test_errors_are_told_flat() -> None:
    with pytest.raises(ValidationError) as refused:
        Everything().load({"inner": {"a": "x"}, "many": [1, "x"], "odd": 1})

    errors = {(error["path"], error["code"]) for error in error_list(refused.value.messages)}
    assert errors == {("inner.b", "required"), ("many.1", "invalid"), ("odd", "unknown_field")}


def test_a_page_has_one_shape() -> None:
    assert page_of(Inner) is page_of(Inner)
    page = page_of(Inner)().dump({"items": [{"a": "1", "b": "2"}], "next_cursor": None})
    assert page == {"items": [{"a": "1", "b": "2"}], "next_cursor": None}


def test_a_name_that_is_half_a_character_is_told() -> None:
    with pytest.raises(ValidationError) as refused:
        Everything().load({"inner": {"a": "x", "b": "y", "\ud800": 1}, "x\udfffy": 1})

    errors = error_list(refused.value.messages)
    assert {error["path"] for error in errors} == {"inner.\\ud800", "x\\udfffy"}
    assert dumps(errors).encode()


@pytest.mark.parametrize("offset", ["+14:00", "-12:00", "-23:59", "+23:59"])
def test_a_moment_is_held_in_utc_however_far_off_its_zone_is(offset: str) -> None:
    """PostgreSQL takes no offset of sixteen hours or more."""
    at = load(at=f"2026-01-01T00:00:00{offset}")["at"]
    assert at == datetime.fromisoformat(f"2026-01-01T00:00:00{offset}")
    assert at.utcoffset() == timedelta(0)
