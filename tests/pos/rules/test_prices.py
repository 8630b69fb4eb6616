"""The most specific price wins, whatever the order of the rows; and the answer can be explained."""

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import new_id
from pos.rules.prices import PriceMoment, explain, find_price, next_change, rank, ties
from pos.rules.schedule import holds, overlaps
from pos.values.catalog import CHANNELS, PriceRow

PRODUCT, VARIANT, STORE, REGION = new_id(), new_id(), new_id(), new_id()
MONDAY = date(2026, 11, 16)
NOON = PriceMoment(MONDAY, 12 * 60)


def price(amount: int = 1000, **where: Any) -> PriceRow:
    return PriceRow(id=new_id(), product_id=PRODUCT, variant_id=None, amount=amount, **where)


days = st.integers(-12, 12).map(lambda n: MONDAY + timedelta(days=n))
minutes = st.sampled_from([0, 1, 300, 660, 840, 1320, 1439])


@st.composite
def rows(draw: st.DrawFn) -> PriceRow:
    place = draw(st.sampled_from(["brand", "region", "store"]))
    start, end = draw(
        st.one_of(st.just((None, None)), st.tuples(minutes, minutes).filter(lambda p: p[0] != p[1]))
    )
    first, last = draw(st.one_of(st.just((None, None)), st.tuples(st.none() | days, st.none() | days)))
    if first and last and first > last:
        first, last = last, first
    return PriceRow(
        id=draw(st.uuids()),
        product_id=PRODUCT,
        variant_id=draw(st.sampled_from([None, VARIANT])),
        amount=draw(st.integers(0, 9999)),
        store_id=STORE if place == "store" else None,
        region_id=REGION if place == "region" else None,
        channel=draw(st.sampled_from([None, "dine_in", "delivery"])),
        weekdays=draw(st.none() | st.integers(1, 127)),
        start_minute=start,
        end_minute=end,
        valid_from=first,
        valid_to=last,
    )


price_lists = st.lists(rows(), max_size=6, unique_by=lambda row: row.id)
moments = st.builds(PriceMoment, days, st.integers(0, 1439))
channels = st.sampled_from(CHANNELS)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"store_id": STORE}, {"region_id": REGION, "channel": "dine_in", "weekdays": 1}),
        ({"region_id": REGION}, {"channel": "dine_in", "start_minute": 600, "end_minute": 900}),
        ({"channel": "dine_in"}, {"start_minute": 600, "end_minute": 900, "weekdays": 1}),
        ({"start_minute": 600, "end_minute": 900}, {"weekdays": 1, "valid_from": MONDAY}),
        ({"weekdays": 1}, {"valid_from": MONDAY, "valid_to": MONDAY}),
        ({"valid_from": MONDAY}, {}),
        ({"valid_from": MONDAY, "valid_to": MONDAY}, {"valid_from": MONDAY}),
        (
            {"valid_from": MONDAY, "valid_to": MONDAY + timedelta(days=6)},
            {"valid_from": MONDAY - timedelta(days=1), "valid_to": MONDAY + timedelta(days=5)},
        ),
    ],
)
def test_each_kind_of_exactness_goes_before_the_next(
    better: dict[str, object], worse: dict[str, object]
) -> None:
    strong, weak = price(900, **better), price(1000, **worse)
    assert find_price([weak, strong], NOON, "dine_in") is strong
    assert find_price([strong, weak], NOON, "dine_in") is strong


def test_a_variants_own_price_goes_before_its_products_price_at_the_store() -> None:
    own = PriceRow(new_id(), PRODUCT, VARIANT, 3000)
    assert find_price([price(2500, store_id=STORE), own], NOON, "dine_in") is own


def test_without_a_row_that_holds_there_is_no_price() -> None:
    assert find_price([], NOON, "dine_in") is None
    assert find_price([price(channel="delivery")], NOON, "dine_in") is None


def test_a_daypart_past_midnight_belongs_to_the_day_it_started() -> None:
    friday_night = price(weekdays=1 << 4, start_minute=22 * 60, end_minute=2 * 60)
    friday, saturday = MONDAY + timedelta(days=4), MONDAY + timedelta(days=5)
    for moment, expected in [
        (PriceMoment(friday, 60), False),
        (PriceMoment(friday, 22 * 60 - 1), False),
        (PriceMoment(friday, 22 * 60), True),
        (PriceMoment(saturday, 119), True),
        (PriceMoment(saturday, 120), False),
        (PriceMoment(saturday, 22 * 60), False),
    ]:
        assert holds(friday_night, moment) is expected, moment


def test_a_night_that_starts_on_its_last_date_runs_to_its_end() -> None:
    last_night = price(valid_from=MONDAY, valid_to=MONDAY, start_minute=1320, end_minute=120)
    assert holds(last_night, PriceMoment(MONDAY + timedelta(days=1), 60))
    assert not holds(last_night, PriceMoment(MONDAY, 60))


@given(price_lists, moments, channels, st.randoms())
def test_the_order_of_the_rows_does_not_matter(
    prices: list[PriceRow], moment: PriceMoment, channel: str, chance: Random
) -> None:
    shuffled = prices.copy()
    chance.shuffle(shuffled)
    assert find_price(prices, moment, channel) == find_price(shuffled, moment, channel)


@given(price_lists, moments, channels)
def test_the_winner_holds_and_none_that_holds_is_more_specific(
    prices: list[PriceRow], moment: PriceMoment, channel: str
) -> None:
    valid = [r for r in prices if r.channel in (None, channel) and holds(r, moment)]
    winner = find_price(prices, moment, channel)
    assert (winner is None) == (not valid)
    assert winner is None or all(rank(winner) >= rank(row) for row in valid)


@given(price_lists, moments, channels)
def test_the_explanation_names_every_row_once_and_the_same_winner(
    prices: list[PriceRow], moment: PriceMoment, channel: str
) -> None:
    told = explain(prices, moment, channel)
    assert sorted(c.row.id for c in told) == sorted(row.id for row in prices)
    assert [c.row for c in told if c.won] == [w for w in [find_price(prices, moment, channel)] if w]
    for candidate in told:
        assert candidate.won == (candidate.reason == "won")
        assert candidate.holds == (candidate.won or candidate.reason.startswith("less_specific_"))


def test_the_explanation_says_in_what_a_row_loses() -> None:
    rows = [
        price(1, store_id=STORE),
        price(2, region_id=REGION),
        price(3, channel="delivery"),
        price(4, start_minute=0, end_minute=60),
        price(5, weekdays=2),
        price(6, valid_to=MONDAY - timedelta(days=1)),
    ]
    assert {c.row.amount: c.reason for c in explain(rows, NOON, "dine_in")} == {
        1: "won",
        2: "less_specific_place",
        3: "other_channel",
        4: "other_hours",
        5: "other_weekday",
        6: "other_dates",
    }


@given(price_lists, moments, channels)
def test_no_price_changes_before_the_next_change(
    prices: list[PriceRow], moment: PriceMoment, channel: str
) -> None:
    change = next_change(prices, moment)
    assert change is None or change > moment
    horizon = PriceMoment(moment.day + timedelta(days=30), 0)
    now = {row.id for row in prices if holds(row, moment)}
    for look in steps(moment, min(change or horizon, horizon)):
        assert {row.id for row in prices if holds(row, look)} == now, look
    if change is not None:
        assert {row.id for row in prices if holds(row, change)} != now


def steps(start: PriceMoment, stop: PriceMoment) -> list[PriceMoment]:
    """Every minute of note (the ones that strategies draw, and those around midnight) in [start, stop)."""
    looked = []
    day = start.day
    while day <= stop.day:
        for minute in (0, 1, 299, 300, 659, 660, 839, 840, 1319, 1320, 1438, 1439):
            moment = PriceMoment(day, minute)
            if start <= moment < stop:
                looked.append(moment)
        day += timedelta(days=1)
    return looked


@given(price_lists, moments, channels)
def test_unless_rows_tie_age_never_chooses(prices: list[PriceRow], moment: PriceMoment, channel: str) -> None:
    valid = [r for r in prices if r.channel in (None, channel) and holds(r, moment)]
    for i, one in enumerate(valid):
        for other in valid[i + 1 :]:
            if not ties(one, other):
                assert rank(one)[:-1] != rank(other)[:-1]


@given(rows(), rows())
def test_tying_is_mutual_and_needs_common_hours(one: PriceRow, other: PriceRow) -> None:
    assert ties(one, other) == ties(other, one)
    assert ties(one, one)
    if not overlaps(one, other):
        assert not ties(one, other)


@given(rows(), rows())
def test_rows_overlap_when_some_minute_of_a_plain_week_is_in_both(one: PriceRow, other: PriceRow) -> None:
    bare = [
        PriceRow(r.id, PRODUCT, None, 0, None, None, None, r.weekdays, r.start_minute, r.end_minute)
        for r in (one, other)
    ]
    week = [PriceMoment(MONDAY + timedelta(days=d), m) for d in range(7) for m in range(0, 1440, 1)]
    marks = {0, 1, 299, 300, 659, 660, 839, 840, 1319, 1320, 1438, 1439}
    shared = any(holds(bare[0], x) and holds(bare[1], x) for x in week if x.minute in marks)
    assert overlaps(*bare) == shared


def test_the_later_made_of_two_that_tie_wins() -> None:
    older = PriceRow(UUID(int=1), PRODUCT, None, 100)
    newer = PriceRow(UUID(int=2), PRODUCT, None, 200)
    assert find_price([newer, older], NOON, "dine_in") is newer
    assert [c.reason for c in explain([older, newer], NOON, "dine_in")] == ["won", "less_specific_newest"]
