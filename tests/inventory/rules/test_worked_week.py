"""The worked week to the last digit, and every further case that stands below it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest

from inventory.rules.costing import METHODS
from inventory.rules.costing.fifo import fifo
from inventory.rules.production import work_order_usage
from inventory.rules.report import raw_report
from inventory.rules.variance import coverage, totals_of, variance_of
from inventory.rules.waterfall import Portion, budget_share, waterfall
from inventory.values.costs import Amount, Flow
from inventory.values.report import Eaten, Facts, Move, Span, Theory, Window
from tests.inventory.rules.worked_week import (
    BAMBOO,
    LIST_SALES,
    NEEDS,
    NET_SALES,
    PERIODS,
    PORK,
    PORK_FLOWS,
    POTATO,
    POTATO_DISH,
    POTATO_SHREDS,
    SHREDS,
    STANDARD,
    USAGE,
    WOOD_EAR,
    YUXIANG,
    at,
    f,
)

LINES = {item: variance_of(PERIODS[item], USAGE[item], STANDARD[item]) for item in STANDARD}
TABLE = {
    PORK: "14 11.9 88.1 81.6 6.5 .8 2.48 3.22 42.38 3733.678 209.678 260",
    BAMBOO: "10 17.5 62.5 60 2.5 .6 .36 1.54 24.875 1554.6875 54.6875 60",
    WOOD_EAR: "1 2.4 2.6 2.5 .1 .025 .015 .06 116 301.60 -10.40 12",
    POTATO: "30 30 130 120 10 4.5 2 3.5 4.13 536.90 16.90 40",
}


@pytest.mark.parametrize("item", TABLE)
def test_each_line_of_the_table(item: UUID) -> None:
    line, period = LINES[item], PERIODS[item]
    figures = (
        period.opening.quantity,
        period.closing,
        line.actual,
        line.theoretical,
        line.variance,
        line.given,
        line.wasted,
        line.unexplained,
        line.average,
        line.actual_value,
        line.price_variance,
        line.usage_variance,
    )
    assert figures == tuple(f(text) for text in TABLE[item].split())


def test_the_bottom_line() -> None:
    totals = totals_of(LINES.values())
    assert totals.theoretical == 5484
    assert totals.at_standard == 5856
    assert totals.actual == f("6126.8655")
    assert (totals.given, totals.wasted, totals.unexplained) == (f("67.40"), f("117.64"), f("186.96"))
    assert (totals.price, totals.usage) == (f("270.8655"), 372)
    assert totals.efficiency is not None
    assert round(totals.efficiency * 100, 3) == f("93.648")


def test_the_gap_on_net_sales() -> None:
    shares = totals_of(LINES.values()).share_of(NET_SALES)
    assert shares is not None
    assert {k: round(v * 100, 3) for k, v in shares.items()} == {
        "theoretical": f("21.092"),
        "actual": f("23.565"),
        "gap": f("2.473"),
        "price": f("1.042"),
        "usage": f("1.431"),
    }


def test_the_standard_costs_of_the_dishes() -> None:
    cost = {
        node: sum(need * STANDARD[i] for i, need in NEEDS[node].items()) for node in (YUXIANG, POTATO_DISH)
    }
    assert cost == {YUXIANG: f("9.88"), POTATO_DISH: f("1.20")}


def test_the_waterfall_from_a_budgeted_mix() -> None:
    portions = {YUXIANG: Portion(f("9.88"), f("38")), POTATO_DISH: Portion(f("1.20"), f("18"))}
    budget = budget_share({YUXIANG: f("0.6"), POTATO_DISH: f("0.4")}, portions)
    totals = totals_of(LINES.values())
    steps = waterfall(budget, totals.theoretical, LIST_SALES, NET_SALES, totals.price, totals.usage)
    told = {
        name: round(getattr(steps, name) * 100, 3) for name in ("budget", "mix", "discount", "price", "usage")
    }
    assert told == {
        "budget": f("21.360"),
        "mix": f("-0.524"),
        "discount": f("0.256"),
        "price": f("1.042"),
        "usage": f("1.431"),
    }
    assert steps.actual == totals.actual / NET_SALES


def test_a_late_receipt_restates_the_use_and_never_the_count() -> None:
    late = replace(PERIODS[PORK], receipts=PERIODS[PORK].receipts + at("3", "41"))
    line = variance_of(late, USAGE[PORK], STANDARD[PORK])
    assert late.closing == PERIODS[PORK].closing
    assert (line.actual, line.variance) == (f("91.1"), f("9.5"))
    assert round(line.actual_value, 4) == f("3857.1563")


def test_fifo_pork_with_the_transfer_out_first() -> None:
    flows = [Flow(f("-2"), f("40")), *PORK_FLOWS[:2], PORK_FLOWS[3]]
    costed = fifo(at("14", "40"), flows, f("40"))
    assert costed.values[0] == 80
    assert costed.values[-1] == f("3704.50")
    assert costed.closing == Amount(f("11.9"), f("535.50"))


@pytest.mark.parametrize("method", ["fifo", "moving_average", "periodic"])
def test_negative_stock_is_settled_by_the_next_receipt(method: str) -> None:
    costed = METHODS[method](at("-2", "10"), [Flow(f("20"), f("12"))], f("10"))
    assert costed.closing == Amount(f("18"), f("216"))
    assert costed.settlements == {0: 4}


def test_the_yield_variance_of_a_hundred_kilos() -> None:
    standard = work_order_usage({POTATO_SHREDS: f("82")}, {POTATO_SHREDS: {POTATO: 1 / f("0.85")}})[POTATO]
    begin = datetime(2026, 11, 16, 2, tzinfo=UTC)
    span = Span(begin, begin + timedelta(days=7))
    taken = Move(POTATO, span.until, "production_out", f("-100"), standard=standard)
    stock = {(POTATO, span.since): f("100"), (POTATO, span.until): f("0")}
    window = Window(span, *stock.values())
    nothing = Theory(Eaten({}), Eaten({}))
    (line,) = raw_report(
        Facts(span, {POTATO: window}, stock, {POTATO: [taken]}, nothing, STANDARD, {}, {})
    ).lines
    assert round(line.variance.yield_variance * STANDARD[POTATO], 2) == f("14.12")


def test_the_pork_shreds_need_is_exact() -> None:
    assert NEEDS[YUXIANG][PORK] == f("0.16")
    assert SHREDS not in NEEDS[YUXIANG]


def test_periodic_average_from_flows_agrees_with_the_window() -> None:
    costed = METHODS["periodic"](at("14", "40"), PORK_FLOWS, f("40"))
    assert costed.values[-1] == LINES[PORK].actual_value
    assert costed.closing == Amount(f("11.9"), LINES[PORK].closing_value)


def test_coverage_is_the_counted_part_of_the_theory() -> None:
    value = {item: line.theoretical_value for item, line in LINES.items()}
    whole = sum(value.values())
    assert coverage(whole, whole) == 1
    assert coverage(value[PORK], whole) == Fraction(3264, 5484)
    assert coverage(f("0"), f("0")) is None
