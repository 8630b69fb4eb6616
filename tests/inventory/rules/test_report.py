"""A report from its facts: both views agree, steps and causes add up, windows grow, no day counts twice."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.rules.costing import METHODS
from inventory.rules.days import day_of_prices, span_of
from inventory.rules.published import chosen
from inventory.rules.report import raw_report, staged_report
from inventory.rules.standard_prices import PriceFrom, PriceHistory
from inventory.rules.variance import totals_of
from inventory.rules.waterfall import waterfall
from inventory.rules.windows import windows_of
from inventory.values.costs import Amount, Usage
from inventory.values.report import (
    CountResult,
    Eaten,
    Facts,
    Line,
    Move,
    Paid,
    Report,
    Span,
    Theory,
    Window,
)

POTATO, SHREDS = UUID(int=1), UUID(int=2)
BEGIN = datetime(2026, 11, 16, 2, tzinfo=UTC)
SPAN = Span(BEGIN, BEGIN + timedelta(days=7))
NUMBERS = st.integers(0, 400).map(lambda n: Fraction(n, 8))
NEEDS = st.integers(1, 40).map(lambda n: Fraction(n, 7))


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Facts, Fraction]:
    """Raw potatoes and shreds made of them: bought, sent, made, sold and counted in any amounts."""
    need = draw(NEEDS)
    stock = {(item, at): draw(NUMBERS) for item in (POTATO, SHREDS) for at in SPAN}
    moves: dict[UUID, list[Move]] = {POTATO: [], SHREDS: []}
    for item in (POTATO, SHREDS):
        for reason, sign in (
            ("receipt", 1),
            ("return", -1),
            ("transfer_in", 1),
            ("transfer_out", -1),
            ("waste", -1),
        ):
            quantity = sign * draw(NUMBERS)
            moves[item].append(Move(item, draw(moments()), reason, quantity, draw(NUMBERS)))
    made, at = draw(NUMBERS), draw(moments())
    moves[SHREDS].append(Move(SHREDS, at, "production_in", made))
    moves[POTATO].append(Move(POTATO, at, "production_out", -draw(NUMBERS), standard=made * need))
    potatoes, shreds = Usage(draw(NUMBERS), draw(NUMBERS)), Usage(draw(NUMBERS), draw(NUMBERS))
    windows = {
        item: Window(SPAN, stock[item, SPAN.since], stock[item, SPAN.until]) for item in (POTATO, SHREDS)
    }
    theory = Theory(
        Eaten({SPAN: {POTATO: potatoes + shreds.times(need)}}),
        Eaten({SPAN: {POTATO: potatoes, SHREDS: shreds}}),
    )
    prices = {POTATO: draw(NUMBERS)}
    return Facts(SPAN, windows, stock, moves, theory, prices, {}, {SHREDS: {POTATO: need}}), need


def moments() -> st.SearchStrategy[datetime]:
    return st.integers(1, 7 * 24).map(lambda hours: BEGIN + timedelta(hours=hours))


def line_of(report: Report, item: UUID) -> Line:
    return next(line for line in report.lines if line.item_id == item)


@given(weeks())
def test_staged_and_raw_equivalent_agree(week: tuple[Facts, Fraction]) -> None:
    """V_raw-equivalent = V_raw + Σ x(raw, semi) · V_semi, and so does each cause."""
    facts, need = week
    raw, staged = line_of(raw_report(facts), POTATO).variance, staged_report(facts)
    potato, shreds = (line_of(staged, item).variance for item in (POTATO, SHREDS))
    assert raw.variance == potato.variance + need * shreds.variance
    assert raw.given == potato.given + need * shreds.given
    assert raw.wasted == potato.wasted + need * shreds.wasted
    assert raw.yield_variance == potato.yield_variance + need * shreds.yield_variance
    assert raw.unexplained == potato.unexplained + need * shreds.unexplained


@pytest.mark.parametrize("method", [None, *sorted(METHODS)])
@given(week=weeks())
def test_every_line_adds_up_whatever_the_costing(week: tuple[Facts, Fraction], method: str | None) -> None:
    facts, _ = week
    for report in (f(facts, METHODS[method] if method else None) for f in (raw_report, staged_report)):
        for line in report.lines:
            v = line.variance
            assert v.given + v.wasted + v.yield_variance + v.unexplained == v.variance
            assert v.actual_value - v.theoretical_value == v.price_variance + v.usage_variance


@given(weeks())
def test_what_was_counted_without_being_stocked_is_turned_back_in_both_views(
    week: tuple[Facts, Fraction],
) -> None:
    """No stage of its own: the staged view has no line for it, and the one of its raw item is the raw-equivalent's."""
    facts, _ = week
    both = replace(facts, unstocked=facts.needs, theory=Theory(facts.theory.raw, facts.theory.raw))
    raw, staged = raw_report(both), staged_report(both)
    assert [line.item_id for line in staged.lines] == [POTATO]
    before, after = line_of(raw, POTATO).variance, line_of(staged, POTATO).variance
    assert (after.variance, after.given, after.wasted) == (before.variance, before.given, before.wasted)
    assert (after.yield_variance, after.unexplained) == (before.yield_variance, before.unexplained)


@given(weeks())
def test_what_is_made_of_other_items_counts_once_in_the_totals(week: tuple[Facts, Fraction]) -> None:
    facts, _ = week
    raw, staged = (totals_of(x.variance for x in f(facts).lines) for f in (raw_report, staged_report))
    assert staged.theoretical == raw.theoretical
    assert staged.at_standard == raw.at_standard
    assert staged.usage == raw.usage
    for totals in (raw, staged):
        assert totals.actual - totals.theoretical == totals.price + totals.usage


BONES = UUID(int=3)


def at(day: int) -> datetime:
    return BEGIN + timedelta(days=day)


def eaten(*told: tuple[Span, UUID, int]) -> Eaten:
    usage: dict[Span, dict[UUID, Usage]] = {}
    for span, item, sold in told:
        usage.setdefault(span, {})[item] = Usage(Fraction(sold))
    return Eaten(usage)


@pytest.mark.parametrize("prices", [{}, {BONES: Fraction(3)}])
def test_what_is_made_for_nothing_is_a_stage_of_both_views(prices: dict[UUID, Fraction]) -> None:
    """3 kg of bones bought at 5, 10 left over of boning, 4 sold, 8 there: 13 cost 15 together, and 1 kg is unexplained."""
    none = {BONES: {POTATO: Fraction(0)}}
    stock = {(BONES, at(0)): Fraction(0), (BONES, at(7)): Fraction(8)}
    bones = [
        Move(BONES, at(1), "receipt", Fraction(3), Fraction(5)),
        Move(BONES, at(2), "production_in", Fraction(10)),
    ]
    theory = Theory(eaten((SPAN, POTATO, 0)), eaten((SPAN, BONES, 4)))
    windows = {BONES: Window(SPAN, Fraction(0), Fraction(8))}
    facts = Facts(SPAN, windows, stock, {BONES: bones}, theory, prices, {}, none)
    raw, staged = (line_of(report(facts), BONES).variance for report in (raw_report, staged_report))
    assert (raw.actual, raw.theoretical, raw.unexplained, raw.usage_variance) == (5, 4, 1, 0)
    assert raw.closing_value + raw.price_variance == 15
    assert (staged.standard_price, staged.unexplained) == (prices.get(BONES, 0), 1)


def test_of_what_is_in_it_the_rest_bears_what_was_paid_for_a_part_without_a_need() -> None:
    needs = {SHREDS: {POTATO: Fraction(2), BONES: Fraction(0)}}
    stock = {(item, moment): Fraction(0) for item in (POTATO, SHREDS) for moment in SPAN}
    bought = {SHREDS: [Move(SHREDS, at(1), "receipt", Fraction(3), Fraction(50))]}
    windows = {POTATO: Window(SPAN, Fraction(0), Fraction(0))}
    line = line_of(
        raw_report(Facts(SPAN, windows, stock, bought, Theory(Eaten({}), Eaten({})), {}, {}, needs)), POTATO
    )
    assert line.receipts == Amount(Fraction(6), Fraction(150))


@pytest.mark.parametrize(
    ("since", "until", "within", "coverage"), [(0, 1, 10, 7), (-7, 4, 30, Fraction(7, 3)), (-7, 7, 70, 1)]
)
def test_days_outside_of_an_items_window_are_not_covered(
    since: int, until: int, within: int, coverage: Fraction
) -> None:
    """70 in the week; of a window that began a week before, only what lies in the week counts."""
    window = Span(at(since), at(until))
    told = ((window, POTATO, within + 5), (window.within(SPAN), POTATO, within), (SPAN, POTATO, 70))
    theory = eaten(*told)
    stock = {(POTATO, moment): Fraction(0) for moment in window}
    windows = {POTATO: Window(window, Fraction(0), Fraction(0))}
    facts = Facts(SPAN, windows, stock, {}, Theory(theory, theory), {POTATO: Fraction(2)}, {}, {})
    report = raw_report(facts)
    assert (report.expected, report.counted, report.coverage) == (140, 2 * within, 1 / Fraction(coverage))
    assert [one.theoretical for one in report.uncounted] == ([70 - within] if within < 70 else [])


def test_an_item_is_priced_as_its_window_begins_and_knows_what_was_last_paid_in_what_holds_it() -> None:
    """Potatoes at 6 where all others are at 4 already; a kilogram of shreds at 15 before was 2 kg of potatoes and 1 of bones
    of the same price."""
    then = {POTATO: Fraction(6), BONES: Fraction(3)}
    needs = {SHREDS: {POTATO: Fraction(2), BONES: Fraction(1)}}
    stock = {(item, moment): Fraction(0) for item in (POTATO, SHREDS) for moment in SPAN}
    windows = {POTATO: Window(SPAN, Fraction(0), Fraction(-1))}
    stock[POTATO, SPAN.until] = Fraction(-1)
    paid = {(SHREDS, BEGIN): Paid(at(-1), Fraction(15)), (POTATO, BEGIN): Paid(at(-2), Fraction(9))}
    facts = Facts(
        SPAN, windows, stock, {}, Theory(Eaten({}), Eaten({})), {POTATO: Fraction(4)}, {}, needs,
        frozen={POTATO: then}, last_paid=paid,
    )  # fmt: skip
    line = line_of(raw_report(facts, METHODS["fifo"]), POTATO).variance
    assert (line.standard_price, line.closing_value) == (6, -6)  # 15 × 12/15 for 2 kg


MONEY = st.integers(1, 10**6).map(lambda n: Fraction(n, 100))
SIGNED = st.integers(-(10**6), 10**6).map(lambda n: Fraction(n, 100))


@given(st.fractions(0, 1), MONEY, MONEY, MONEY, SIGNED, SIGNED)
def test_the_waterfall_adds_up(
    budget: Fraction, theory: Fraction, listed: Fraction, net: Fraction, price: Fraction, usage: Fraction
) -> None:
    assert waterfall(budget, theory, listed, net, price, usage).actual == (theory + price + usage) / net


def counts(*days: int) -> list[CountResult]:
    return [CountResult(BEGIN + timedelta(days=day), Fraction(day)) for day in days]


def test_a_window_runs_from_the_last_count_before_to_the_last_within() -> None:
    found = windows_of(
        {
            UUID(int=1): counts(0, 7),
            UUID(int=2): counts(-9, -3, 3, 5),
            UUID(int=3): counts(1, 4, 6),
            UUID(int=4): counts(-3, 0),
            UUID(int=5): counts(4),
            UUID(int=6): [],
        },
        SPAN,
    )
    days = {item.int: tuple((at - BEGIN).days for at in window.span) for item, window in found.items()}
    assert days == {1: (0, 7), 2: (-3, 5), 3: (1, 6)}


def test_business_days_begin_at_the_cut_off_of_the_stores_clock() -> None:
    assert span_of(date(2026, 11, 16), date(2026, 11, 22), "Asia/Shanghai", 120) == Span(
        datetime(2026, 11, 15, 18, tzinfo=UTC), datetime(2026, 11, 22, 18, tzinfo=UTC)
    )
    autumn = span_of(date(2026, 10, 25), date(2026, 10, 25), "Europe/Berlin", 240)
    assert autumn.until - autumn.since == timedelta(hours=24)
    assert span_of(date(2026, 10, 24), date(2026, 10, 24), "Europe/Berlin", 240).until == autumn.since


@pytest.mark.parametrize(
    ("since", "until", "day"),
    [
        ("2026-11-16T02:00", "2026-11-23T02:00", 16),  # from cut-off to cut-off
        ("2026-11-15T23:00", "2026-11-23T02:00", 16),  # counted on the evening before
        ("2026-11-16T10:00", "2026-11-23T02:00", 17),  # counted for the first time, in the morning
        ("2026-11-16T10:00", "2026-11-17T02:00", 16),  # and again on the same day
    ],
)
def test_standard_prices_are_frozen_on_the_first_day_that_begins_in_a_window(
    since: str, until: str, day: int
) -> None:
    window = Span(datetime.fromisoformat(f"{since}+08:00"), datetime.fromisoformat(f"{until}+08:00"))
    assert day_of_prices(window, "Asia/Shanghai", 120) == date(2026, 11, day)


def test_a_standard_price_is_the_stores_own_else_the_brands_else_the_first_that_comes() -> None:
    def since(*told: tuple[int, int]) -> list[PriceFrom]:
        return [PriceFrom(date(2026, 11, day), Fraction(price)) for day, price in told]

    history = PriceHistory(
        own={POTATO: since((5, 40)), SHREDS: since((12, 41))},
        brand={POTATO: since((1, 10), (8, 11)), SHREDS: since((9, 12))},
    )
    second, sixth, tenth = (date(2026, 11, day) for day in (2, 6, 10))
    assert history.on(second) == {POTATO: 10}
    assert history.on(sixth) == {POTATO: 40}
    assert history.on(tenth) == {POTATO: 40, SHREDS: 12}
    assert history.on(second, tenth) == {POTATO: 10, SHREDS: 12}


@dataclass(frozen=True)
class Head:
    """A published report's days."""

    store_id: int
    first: date
    last: date


def test_no_day_of_a_store_counts_twice() -> None:
    week, next_week = (
        Head(1, date(2026, 11, 2), date(2026, 11, 8)),
        Head(1, date(2026, 11, 9), date(2026, 11, 15)),
    )
    day, month, other = (
        Head(1, date(2026, 11, 3), date(2026, 11, 3)),
        Head(1, date(2026, 10, 1), date(2026, 10, 31)),
        Head(2, date(2026, 11, 3), date(2026, 11, 3)),
    )
    assert chosen([day, next_week, other, week, month]) == [month, week, next_week, other]
