"""What a sheet shows is read again as it was; and the guide names every column."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from core.ids import new_id
from core.schemas import Text, Word
from core.sheets import cells as cell
from core.sheets.columns import sheet_named, sheet_with
from core.sheets.names import names_of
from pos.rules.sheet_columns import SHEETS

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "menu.md"
plain = st.text(st.characters(categories=["L", "N", "P"], exclude_characters=",，"), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (cell.text(), plain),
        (cell.whole(-10, 10), st.integers(-10, 10)),
        (cell.money(), st.decimals(-1000, 1000, places=2)),
        (cell.money(), st.decimals(-(10**12), 10**12, places=8)),
        (cell.flag(), st.booleans()),
        (cell.day(), st.dates(date(2000, 1, 1), date(2199, 12, 31))),
        (cell.minute(1440), st.integers(0, 1440)),
        (cell.weekdays(), st.integers(1, 127)),
        (cell.words(30, 5), st.lists(plain, min_size=1, max_size=5).map(tuple)),
    ],
)
def test_what_is_written_is_read_again(kind: cell.Kind, values: st.SearchStrategy[Any]) -> None:
    @given(values)
    def check(value: Any) -> None:
        assert kind.read(kind.write(value)) == value

    check()


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        (cell.text(), 1001.0, "1001"),
        (cell.text(), "  x  ", "x"),
        (cell.whole(0, 99), "7", 7),
        (cell.whole(0, 99), 7.0, 7),
        (cell.money(), 28.1, Decimal("28.1")),
        (cell.money(), "1 200.50", Decimal("1200.50")),
        (cell.flag(), True, True),
        (cell.flag(), "否", False),
        (cell.flag(), 1, True),
        (cell.day(), datetime(2026, 11, 21, 8, 0), date(2026, 11, 21)),  # noqa: DTZ001 - a sheet knows no zones
        (cell.minute(1439), time(11, 30), 690),
        (cell.minute(1439), "9:05", 545),
        (cell.weekdays(), "1-3，7", 0b1000111),
        (cell.weekdays(), 6.0, 0b100000),
        (cell.choice("dine_in"), "Dine in", "dine_in"),
        (cell.words(10, 3), "a， b,", ("a", "b")),
    ],
)
def test_what_people_and_programs_make_of_it_is_understood(
    kind: cell.Kind, typed: object, meant: object
) -> None:
    assert kind.read(typed) == meant


@given(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(),
        st.datetimes(),
        st.times(),
        st.binary(),
    )
)
def test_whatever_stands_in_a_cell_is_read_or_refused(value: object) -> None:
    for sheet in SHEETS:
        for column in sheet.columns:
            with suppress(cell.BadCell):
                column.kind.read(value)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1e1000000", "out_of_range"),
        ("-1e1000000", "out_of_range"),
        ("1000000000000.01", "out_of_range"),
        ("1e-1000000", "too_precise"),
        ("0." + "0" * 400 + "1", "too_precise"),
        ("1e-999999999999999999", "too_precise"),
    ],
)
def test_an_amount_beyond_all_is_refused(typed: str, code: str) -> None:
    with pytest.raises(cell.BadCell) as refused:
        cell.money().read(typed)
    assert refused.value.code == code


@given(st.text())
def test_a_cell_takes_the_texts_that_the_api_takes(typed: str) -> None:
    def taken(read: Callable[[Any], Any], *refusals: type[Exception]) -> str | None:
        try:
            return str(read(typed))
        except refusals:
            return None

    text = taken(Text(20).deserialize, ValidationError)
    if text is not None:
        assert cell.text(20).read(text) == text
    word = taken(Word(20).deserialize, ValidationError)
    if word is not None:
        assert cell.words(20, 1).read(word) == (word,)


@given(st.lists(st.sampled_from(["辣", "辣 #2", "辣 #3", "x" * 200, "x" * 197 + " #2"]), max_size=8))
def test_everything_has_a_name_of_its_own_of_bounded_length(given_names: list[str]) -> None:
    named = names_of((new_id(), {"zh": text}) for text in given_names)
    assert len(set(named.values())) == len(given_names)
    assert max(map(len, named.values()), default=0) <= 200
    assert set(given_names) <= set(named.values())


def test_sheets_are_known_by_title_or_by_their_headings() -> None:
    for sheet in SHEETS:
        assert sheet_named(SHEETS, sheet.name.upper().replace(" ", "_")) is sheet
        assert sheet_with(SHEETS, {column.name for column in sheet.columns}) is sheet
    assert sheet_named(SHEETS, "Sheet1") is None
    assert sheet_with(SHEETS, {"name"}) is None


def test_the_guide_names_every_column() -> None:
    rows = {
        line.split("|")[1].strip(): line for line in GUIDE.read_text().splitlines() if line.startswith("| ")
    }
    for sheet in SHEETS:
        shown = [name.strip() for name in rows[sheet.name].split("|")[2].split(",")]
        assert shown == [f"**{c.name}**" if c.required else c.name for c in sheet.columns]
