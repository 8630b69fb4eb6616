"""The worked week from a store's rows to the report, to the last digit."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from core.actor import Actor
from core.errors import Forbidden, Unprocessable
from core.ids import new_id
from core.uow import Unit
from inventory import ports
from inventory.models.reports import ReportRow
from inventory.services.brand_variance import alerts, brand_variance
from inventory.services.dish_costs import dish_costs, theory_by_day
from inventory.services.drill import behind_item
from inventory.services.report_files import export_csv, export_xlsx
from inventory.services.reports import get_report, periods, publish_report
from inventory.services.variance import store_variance
from inventory.services.yield_tests import add_test, set_settings
from tests.pos.conftest import FewStores, stores
from tests.support.worked_week import (
    FIRST,
    LAST,
    LUNCH,
    UNTIL,
    WorkedWeek,
    by_code,
    make_production,
    make_worked_week,
)

__all__ = ["stores"]
FIGURES = [
    "opening",
    "closing",
    "actual",
    "theoretical",
    "variance",
    "given",
    "wasted",
    "unexplained",
    "average",
    "actual_value",
    "price_variance",
    "usage_variance",
]
TABLE = {
    "pork": "14 11.9 88.1 81.6 6.5 0.8 2.48 3.22 42.38 3733.678 209.678 260",
    "bamboo": "10 17.5 62.5 60 2.5 0.6 0.36 1.54 24.875 1554.6875 54.6875 60",
    "wood-ear": "1 2.4 2.6 2.5 0.1 0.025 0.015 0.06 116 301.6 -10.4 12",
    "potato": "30 30 130 120 10 4.5 2 3.5 4.13 536.9 16.9 40",
}


@pytest.fixture
def week(unit: Unit, stores: FewStores, monkeypatch: pytest.MonkeyPatch) -> WorkedWeek:
    """The week at a store, looked at by somebody who may."""
    monkeypatch.setattr(ports, "stores", OnePort(stores))
    rights = frozenset({"inventory.report", "inventory.publish", "inventory.view", "inventory.edit"})
    unit.actor = Actor(unit.tenant_id, new_id(), "Wang", new_id(), {None: rights})
    return make_worked_week(unit, stores.here)


class OnePort:
    """The store room's view of two stores."""

    def __init__(self, few: FewStores) -> None:
        self.settings, self.stores, self.regions = few.store_settings, few.stores, few.regions


def report(week: WorkedWeek, view: str = "raw") -> dict[str, Any]:
    return store_variance(week.unit, week.store.id, FIRST, LAST, view)


@pytest.mark.parametrize("item", TABLE)
def test_every_line_is_exact(week: WorkedWeek, item: str) -> None:
    line = by_code(report(week)["lines"])[item]
    assert [line[figure] for figure in FIGURES] == TABLE[item].split()


def test_the_totals_and_the_waterfall(week: WorkedWeek) -> None:
    found = report(week)
    totals = found["totals"]
    assert {k: totals[k] for k in ("theoretical", "at_standard", "actual", "price", "usage")} == {
        "theoretical": "5484",
        "at_standard": "5856",
        "actual": "6126.8655",
        "price": "270.8655",
        "usage": "372",
    }
    assert (totals["given"], totals["wasted"], totals["unexplained"]) == ("67.4", "117.64", "186.96")
    assert (totals["list_sales"], totals["net_sales"]) == ("26320", "26000")
    assert percent(totals["efficiency"]) == "93.648"
    assert {k: percent(v) for k, v in totals["shares"].items()} == {
        "theoretical": "21.092",
        "actual": "23.565",
        "gap": "2.473",
        "price": "1.042",
        "usage": "1.431",
    }
    assert {k: percent(v) for k, v in found["waterfall"].items()} == {
        "budget": "21.360",
        "mix": "-0.524",
        "discount": "0.256",
        "price": "1.042",
        "usage": "1.431",
        "actual": "23.565",
    }
    assert found["coverage"] == "1"


def percent(text: str) -> str:
    return str(round(Decimal(text) * 100, 3))


def test_a_late_receipt_changes_the_use_and_not_the_count(week: WorkedWeek) -> None:
    week.move(
        "pork", "receipt", "3", "41", at=UNTIL - timedelta(minutes=1), posted_at=UNTIL + timedelta(days=3)
    )
    line = by_code(report(week)["lines"])["pork"]
    assert (line["closing"], line["actual"], line["variance"]) == ("11.9", "91.1", "9.5")
    assert str(round(Decimal(line["actual_value"]), 4)) == "3857.1563"


def test_staged_and_raw_agree(week: WorkedWeek) -> None:
    make_production(week, "108.8", "134", "128")
    raw, staged = by_code(report(week)["lines"]), by_code(report(week, "staged")["lines"])
    assert (staged["potato"]["actual"], staged["potato"]["variance"]) == ("134", "6")
    assert staged["potato-shreds"]["variance"] == "3.4"
    assert raw["potato"]["variance"] == "10"
    assert raw["potato"]["yield_variance"] == "6"
    for line in (*raw.values(), *staged.values()):
        causes = sum(Decimal(line[cause]) for cause in ("given", "wasted", "yield_variance", "unexplained"))
        assert abs(causes - Decimal(line["variance"])) < Decimal("1e-10")


def test_what_was_not_counted_has_a_theory_and_no_variance(week: WorkedWeek) -> None:
    found = store_variance(week.unit, week.store.id, FIRST, LAST - timedelta(days=1))
    assert found["lines"] == []
    assert found["coverage"] == "0"
    assert {one["code"]: one["theoretical"] for one in found["uncounted"]}["pork"] == "81.6"


def test_a_window_grows_until_the_next_count(week: WorkedWeek) -> None:
    found = store_variance(week.unit, week.store.id, FIRST + timedelta(days=3), LAST)
    assert by_code(found["lines"])["pork"]["theoretical"] == "81.6"


def test_what_dishes_cost(week: WorkedWeek) -> None:
    dishes = {d["product_id"]: d for d in dish_costs(week.unit, week.store.id, FIRST, LAST)["dishes"]}
    yuxiang = dishes[week.products["yuxiang"]]
    assert (yuxiang["sold"], yuxiang["made"], yuxiang["standard_each"]) == ("500", "508", "9.88")
    assert dishes[week.products["tudousi"]]["standard_each"] == "1.2"


def test_the_theory_by_day(week: WorkedWeek) -> None:
    (day,) = theory_by_day(week.unit, week.store.id, FIRST, LAST)["days"]
    assert (day["theoretical"], day["given"]) == ("5484", "67.4")


def test_days_must_make_sense_and_eyes_be_allowed(week: WorkedWeek) -> None:
    with pytest.raises(Unprocessable):
        store_variance(week.unit, week.store.id, LAST, FIRST)
    week.unit.actor = Actor(
        week.unit.tenant_id, new_id(), "Li", new_id(), {None: frozenset({"inventory.view"})}
    )
    with pytest.raises(Forbidden):
        report(week)


def test_a_price_correction_belongs_to_the_receipts(week: WorkedWeek) -> None:
    week.move("pork", "price_correction", "0", None, value=Decimal("-88"), at=LUNCH + timedelta(days=1))
    line = by_code(report(week)["lines"])["pork"]
    assert line["receipts_value"] == "3672"
    assert line["average"] == "41.5"


def test_a_published_report_never_changes_and_the_next_is_another_version(week: WorkedWeek) -> None:
    first = publish_report(week.unit, week.store.id, FIRST, LAST)
    week.move("pork", "receipt", "3", "41", at=UNTIL - timedelta(minutes=1))
    second = publish_report(week.unit, week.store.id, FIRST, LAST)
    assert (first.number, second.number) == (1, 2)
    kept, now = (by_code(get_report(week.unit, one.id)["lines"])["pork"] for one in (first, second))
    assert (kept["variance"], kept["actual_value"]) == (Decimal("6.5"), Decimal("3733.678"))
    assert now["variance"] == Decimal("9.5")
    with pytest.raises(DBAPIError, match="permission denied"), week.unit.savepoint():
        week.unit.session.execute(update(ReportRow).values(number=7))


def test_the_next_window_opens_at_what_the_last_one_closed_at(week: WorkedWeek) -> None:
    publish_report(week.unit, week.store.id, FIRST, LAST)
    week.count(UNTIL + timedelta(days=7), {"pork": "5"})
    found = store_variance(week.unit, week.store.id, LAST + timedelta(days=1), LAST + timedelta(days=7))
    line = by_code(found["lines"])["pork"]
    assert (line["opening"], line["opening_value"]) == ("11.9", "504.322")


@pytest.mark.parametrize("by", ["store", "region", "category", "item"])
def test_the_brand_sees_its_stores_beside_each_other(week: WorkedWeek, by: str) -> None:
    publish_report(week.unit, week.store.id, FIRST, LAST)
    found = brand_variance(week.unit, FIRST, LAST, by)
    assert sum(row["usage"] for row in found["rows"]) == 372
    assert sum(row["price"] for row in found["rows"]) == Decimal("270.8655")
    assert [one["code"] for one in found["without"]] == ["S2"]
    if by == "item":
        assert [row["code"] for row in found["rows"]] == ["pork", "bamboo", "potato", "wood-ear"]
    if by == "store":
        assert found["rows"][0]["gap_percent"] == Decimal("1.4308")
        assert found["rows"][0]["coverage"] == 1


@pytest.mark.parametrize("by", ["store", "region"])
def test_of_one_item_or_category_the_stores_stand_beside_each_other(week: WorkedWeek, by: str) -> None:
    publish_report(week.unit, week.store.id, FIRST, LAST)
    of_item = brand_variance(week.unit, FIRST, LAST, by, item_id=week.items["pork"])
    (row,) = of_item["rows"]
    assert (row["usage"], row["price"], row["wasted"]) == (260, Decimal("209.678"), Decimal("99.2"))
    assert (row["reports"], row["net_sales"], row["coverage"]) == (1, None, None)
    assert brand_variance(week.unit, FIRST, LAST, by, category_id=new_id())["rows"] == []


def test_alerts_name_what_is_beyond_the_tolerance(week: WorkedWeek) -> None:
    publish_report(week.unit, week.store.id, FIRST, LAST)
    assert [one["code"] for one in alerts(week.unit, FIRST, LAST)["alerts"]] == ["pork", "potato"]
    set_settings(week.unit, "periodic", Decimal(1))
    assert len(alerts(week.unit, FIRST, LAST)["alerts"]) == 4


def test_behind_a_figure_stand_its_counts_documents_and_dishes(week: WorkedWeek) -> None:
    found = behind_item(week.unit, week.store.id, week.items["pork"], FIRST, LAST)
    assert [move["reason"] for move in found["moves"]] == ["receipt", "receipt", "waste", "transfer_out"]
    assert {(one["code"], one["quantity"]) for one in found["counts"]} == {
        ("pork", "10.8"),
        ("pork", "10.3"),
        ("pork-shreds", "3"),
        ("pork-shreds", "1.5"),
    }
    assert {(dish["cause"], dish["used"]) for dish in found["dishes"]} == {
        ("sold", "80"),
        ("sold", "1.6"),
        ("comped", "0.8"),
        ("refired", "0.48"),
    }


def test_behind_a_staged_figure_stands_the_prepared_item_itself(week: WorkedWeek) -> None:
    make_production(week, "108.8", "134", "128")
    shreds = week.items["potato-shreds"]
    found = behind_item(week.unit, week.store.id, shreds, FIRST, LAST, "staged")
    assert found["line"]["variance"] == "3.4"
    assert [move["reason"] for move in found["moves"]] == ["waste", "production_in"]
    assert {(dish["cause"], dish["used"]) for dish in found["dishes"]} == {
        ("sold", "102"),
        ("comped", "3.825"),
    }
    raw = behind_item(week.unit, week.store.id, week.items["potato"], FIRST, LAST, "staged")
    assert (raw["line"]["actual"], raw["dishes"]) == ("134", [])
    assert {one["code"] for one in raw["counts"]} == {"potato"}


def test_the_costing_method_is_the_brands_choice(week: WorkedWeek) -> None:
    set_settings(week.unit, "fifo", Decimal(5))
    line = by_code(report(week)["lines"])["pork"]
    assert line["closing_value"] == "535.5"
    assert (
        Decimal(line["price_variance"]) + Decimal(line["usage_variance"])
        == Decimal(line["actual_value"]) - 3264
    )


def test_the_report_as_files(week: WorkedWeek) -> None:
    text = export_csv(week.unit, week.store.id, FIRST, LAST)
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}
    assert rows["pork"]["actual_value"] == "3733.678"
    book = load_workbook(io.BytesIO(export_xlsx(week.unit, week.store.id, FIRST, LAST)))
    assert book["lines"]["A2"].value == "pork"
    assert [row[0].value for row in book["totals"] if row[0].value == "efficiency"] == ["efficiency"]


def test_yield_tests_give_the_standard(week: WorkedWeek) -> None:
    potato = week.items["potato"]
    add_test(week.unit, potato, Decimal(100), Decimal(84))
    found = add_test(week.unit, potato, Decimal(300), Decimal(258))
    assert found["measured"] == "0.855"
    assert {test["yield_rate"] for test in found["tests"]} == {"0.84", "0.86"}


def test_the_brands_totals_and_periods(week: WorkedWeek) -> None:
    publish_report(week.unit, week.store.id, FIRST, LAST)
    (totals,) = brand_variance(week.unit, FIRST, LAST)["totals"]
    assert (totals["usage"], totals["net_sales"], totals["coverage"]) == (372, 26000, 1)
    (totals,) = brand_variance(week.unit, FIRST, LAST, "item")["totals"]
    assert (totals["reports"], totals["net_sales"]) == (1, None)
    (period,) = periods(week.unit, LAST, 4)["periods"]
    assert (period["from"], period["to"], period["reports"]) == (FIRST, LAST, 1)


def test_what_was_lost_between_stores_stands_beside_the_lines(week: WorkedWeek) -> None:
    before = report(week)["lines"]
    week.move("pork", "transfer_loss", "0.5", "41")
    found = report(week)
    assert found["totals"]["lost_in_transit"] == "20.5"
    assert found["lines"] == before
