"""The further cases of the food-cost semantics, each through the API, to the last digit."""

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from core.uow import Unit
from inventory.services.usage import resolve_day
from inventory.services.variance import live_report
from tests.support.accounts import Caller, House
from tests.support.brand import made
from tests.support.food_week import FoodWeek
from tests.support.store_room import act
from tests.support.worked_week import CLOSING, OPENING, by_code

pytestmark = pytest.mark.usefixtures("alone")

MINUTE = timedelta(minutes=1)
METHODS = ("periodic", "moving_average", "standard", "fifo")


@pytest.fixture
def week(boss: Caller, engine: Engine, house: House) -> FoodWeek:
    return FoodWeek(boss, engine, house)


def cost_by(week: FoodWeek, method: str) -> None:
    made(week.boss.put("/inventory/settings", {"costing": method, "tolerance_percent": "5"}), 200)


def stock(week: FoodWeek, at: Any, code: str | None = None) -> dict[str, Any]:
    """The store's stock at an instant; of one item, how it came to its value."""
    path = week.path(f"stock/{week.items[code]}" if code else "stock")
    found: dict[str, Any] = made(week.boss.get(path, at=at.isoformat()), 200)
    return found


def test_pork_first_in_first_out_and_stock_worth_what_the_report_says(week: FoodWeek) -> None:
    """Transfer out first (at 40): usage 3704.50, closing 535.50. By every method, stock and report agree at the closing."""
    week.count(week.begins, OPENING)
    away = str(week.house.stores["franchised"])
    before = week.lunch - timedelta(hours=1)
    week.document("transfer", [week.line("pork", "2", "40")], "ship", other_store_id=away, at=before)
    week.receive()
    week.waste()
    week.sell()
    week.hear()
    week.count(week.ends, CLOSING)
    for method in METHODS:
        cost_by(week, method)
        report, there = week.report(), stock(week, week.ends)
        assert (report["costing"], there["costing"]) == (method, method)
        assert Decimal(there["value"]) == round(Decimal(report["totals"]["stock_value"]), 8), method
    pork = by_code(report["lines"])["pork"]
    assert (pork["actual_value"], pork["closing_value"]) == ("3704.5", "535.5")
    costs = stock(week, week.ends, "pork")["ledger"]
    assert (costs["opening_value"], costs["purchases"], costs["transfers"]) == ("560", "3760", "-80")
    assert (costs["issues"], costs["closing"], costs["closing_value"]) == ("3704.5", "11.9", "535.5")
    assert costs["layers"] == [{"quantity": "11.9", "unit_cost": "45"}]
    worth = {line["item"]["code"]: line["value"] for line in there["lines"]}
    assert (Decimal(worth["pork"]), Decimal(worth["pork-shreds"])) == (Decimal("463.5"), Decimal(72))


@pytest.mark.parametrize("method", METHODS)
def test_what_dishes_used_is_called_so_by_every_method(week: FoodWeek, method: str) -> None:
    """Ten kilograms less one dish of 150 g (93.75 %): nothing of it is unexplained before somebody counts."""
    cost_by(week, method)
    week.dish("sliced-pork", {"pork": ("0.150", "0.9375")})
    week.count(week.begins, {"pork": "10"})
    week.one_more(week.lunch, "sliced-pork")
    week.hear()
    assert steps(week, "pork") == [("dishes", "-0.16")]
    week.count(week.ends, {"pork": "9.8"})
    assert steps(week, "pork") == [("dishes", "-0.16"), ("unexplained", "-0.04")]


def steps(week: FoodWeek, code: str) -> list[tuple[str, str]]:
    """What changed an item's stock up to the week's end, and by how much."""
    found = stock(week, week.ends, code)["ledger"]["steps"]
    return [(step["reason"], step["quantity"]) for step in found]


def test_first_in_first_out_goes_on_where_a_window_was_published(week: FoodWeek) -> None:
    """10 @ 40 and 10 @ 50, of which 5 go: 5 @ 40 and 10 @ 50 are left. Of these 10 go: 5 @ 50, as if nothing had been published."""
    cost_by(week, "fifo")
    week.items = {"vinegar": week.item("vinegar", "40")}
    days = {"from": week.first.isoformat(), "to": week.first.isoformat()}
    week.count(week.begins, {"vinegar": "10"})
    early = week.begins + timedelta(hours=2)
    week.document("receipt", [week.line("vinegar", "10", "50")], at=early)
    week.document("waste", [week.line("vinegar", "5")], cause="dropped", at=early + MINUTE)
    week.count(week.begins + timedelta(days=1), {"vinegar": "15"})
    week.document("waste", [week.line("vinegar", "10")], cause="dropped", at=week.ends - MINUTE)
    week.count(week.ends, {"vinegar": "5"})
    whole = by_code(week.report()["lines"])["vinegar"]
    assert (whole["actual_value"], whole["closing_value"]) == ("650", "250")
    week.post(week.path("reports"), days)
    rest = {"from": (week.first + timedelta(days=1)).isoformat(), "to": week.last.isoformat()}
    line = by_code(made(week.boss.get(week.path("variance"), **rest), 200)["lines"])["vinegar"]
    assert [line[name] for name in ("opening_value", "actual_value", "closing_value")] == [
        "700",
        "450",
        "250",
    ]
    found = stock(week, week.ends, "vinegar")
    assert (found["value"], found["ledger"]["layers"]) == ("250", [{"quantity": "5", "unit_cost": "50"}])


def test_both_views_open_with_what_was_published(week: FoodWeek) -> None:
    """Pork closed at 42.38, so a kilogram of shreds (93.75 %) opens at that much more, as the stock page says, and not at standard."""
    week.live()
    week.publish()
    after = week.ends + timedelta(days=1)
    week.count(after, CLOSING)
    days = dict.fromkeys(("from", "to"), (week.last + timedelta(days=1)).isoformat())
    raw, staged = (
        by_code(made(week.boss.get(week.path("variance"), **days, view=view), 200)["lines"])
        for view in ("raw", "staged")
    )
    assert Decimal(staged["pork-shreds"]["opening_value"]) == Decimal("1.5") * Decimal("42.38") / Decimal(
        "0.9375"
    )
    worth = {line["item"]["code"]: line["value"] for line in stock(week, week.ends)["lines"]}
    for code in ("pork", "pork-shreds", "potato", "potato-shreds"):
        assert Decimal(staged[code]["opening_value"]) == pytest.approx(
            Decimal(worth[code]), abs=Decimal("1e-8")
        )
    both = (sum(Decimal(line["opening_value"]) for line in lines.values()) for lines in (raw, staged))
    assert next(both) == pytest.approx(next(both), abs=Decimal("1e-8"))


@pytest.mark.parametrize("method", ["fifo", "moving_average"])
def test_what_was_issued_before_it_came_is_settled_by_the_next_receipt(week: FoodWeek, method: str) -> None:
    """−2 @ 10, then receive 20 @ 12: 18 @ 12 = 216, settlement 4: a price variance at that receipt."""
    cost_by(week, method)
    week.items["vinegar"] = week.item("vinegar", "10")
    week.count(week.begins, {})
    week.document("waste", [week.line("vinegar", "2")], cause="dropped", at=week.lunch - MINUTE)
    short = stock(week, week.lunch - MINUTE, "vinegar")
    assert (short["on_hand"], short["unit_cost"], short["value"]) == ("-2", "10", "-20")
    week.document("receipt", [week.line("vinegar", "20", "12")])
    found = stock(week, week.ends, "vinegar")
    assert (found["on_hand"], found["unit_cost"], found["value"]) == ("18", "12", "216")
    assert [(s["reason"], s["value"], s["settlement"]) for s in found["ledger"]["steps"]] == [
        ("waste", "20", None),
        ("receipt", "240", "4"),
    ]
    week.count(week.ends, {"vinegar": "18"})
    line = by_code(week.report()["lines"])["vinegar"]
    assert (line["closing_value"], line["price_variance"], line["usage_variance"]) == ("216", "4", "20")


@pytest.mark.parametrize("method", METHODS)
def test_a_price_to_a_unit_comes_to_just_that(week: FoodWeek, method: str) -> None:
    """10 fish at 60 weigh 16.2 kg: 600. 2 boxes of 10 kg at 100, half of it used, then found to be 20 less each: 160 were paid, and of the
    40 stock takes φ = ½."""
    cost_by(week, method)
    fish = {"is_catch_weight": True, "units": [{"unit": "条", "quantity": "1.5", "of_unit": "kg"}]}
    box = {"units": [{"unit": "箱", "quantity": "10", "of_unit": "kg"}]}
    week.items = {"vinegar": week.item("vinegar", "40", **fish), "strips": week.item("strips", "10", **box)}
    week.count(week.begins, {})
    weighed = week.line("vinegar", "10") | {"unit": "条", "stock_quantity": "16.2", "unit_price": "60"}
    boxes = week.line("strips", "2") | {"unit": "箱"}
    receipt = week.document("receipt", [weighed, boxes | {"unit_price": "100"}])
    week.document("waste", [week.line("strips", "10")], cause="dropped", at=week.lunch + MINUTE)
    less = boxes | {"unit_price": "-20"}
    week.document("price_correction", [less], refers_to=receipt, at=week.lunch + 2 * MINUTE)
    week.count(week.ends, {"vinegar": "16.2", "strips": "10"})
    lines, worth = by_code(week.report()["lines"]), stock(week, week.ends, "vinegar")["ledger"]
    assert (lines["vinegar"]["receipts_value"], worth["purchases"]) == ("600", "600")
    assert lines["strips"]["receipts_value"] == "160"
    if method != "standard":
        assert (lines["vinegar"]["closing_value"], lines["strips"]["closing_value"]) == ("600", "80")


def test_counted_at_02_40_what_belongs_to_02_00(week: FoodWeek) -> None:
    """Pork counted 10.14 at 02:40, one dish of 150 g net (93.75 %) sold since the cut-off: C = 10.30."""
    week.dish("sliced-pork", {"pork": ("0.150", "0.9375")})
    week.count(week.begins, OPENING)
    week.one_more(week.ends + 20 * MINUTE, "sliced-pork")
    week.hear()
    week.count(week.ends, CLOSING | {"pork": "10.14"}, {"pork": week.ends + 40 * MINUTE})
    line = by_code(week.report(view="staged")["lines"])["pork"]
    assert line["closing"] == "10.3"


@pytest.mark.parametrize("view", ["raw", "staged"])
def test_what_is_cut_as_it_is_ordered_is_taken_off_the_pork(week: FoodWeek, view: str) -> None:
    """The same through strips that are not kept in stock: 150 g of them are .16 kg of pork."""
    week.semi("strips", "pork", "0.9375", is_stocked=False)
    week.dish("sliced-pork", {"strips": ("0.150", "1")})
    week.count(week.begins, OPENING)
    week.one_more(week.ends + 20 * MINUTE, "sliced-pork")
    week.hear()
    week.count(week.ends, {"pork": "10.14"}, {"pork": week.ends + 40 * MINUTE})
    assert by_code(week.report(view=view)["lines"])["pork"]["closing"] == "10.3"


def test_what_is_kept_cut_is_taken_off_itself(week: FoodWeek) -> None:
    """One dish of stocked shreds at 02:20: the shreds that are counted at 02:40 were 150 g more at 02:00, the pork was not."""
    week.count(week.begins, OPENING)
    week.one_more(week.ends + 20 * MINUTE)
    week.hear()
    later = week.ends + 40 * MINUTE
    found = CLOSING | {"pork-shreds": "1.35"}
    week.count(week.ends, found, {"pork": later, "pork-shreds": later})
    staged, raw = (by_code(week.report(view=view)["lines"]) for view in ("staged", "raw"))
    assert (staged["pork"]["closing"], staged["pork-shreds"]["closing"]) == ("10.3", "1.5")
    assert raw["pork"]["closing"] == "11.9"


def test_shreds_that_a_store_does_not_keep_are_counted_at_nothing(week: FoodWeek) -> None:
    """Pork 10.14 and no shreds at 02:40, one dish of stocked shreds since 02:00: raw-equivalent, 10.30."""
    week.count(week.begins, {"pork": "20"})
    week.one_more(week.ends + 20 * MINUTE)
    week.hear()
    later = week.ends + 40 * MINUTE
    week.count(week.ends, {"pork": "10.14"}, {"pork": later, "pork-shreds": later})
    assert by_code(week.report()["lines"])["pork"]["closing"] == "10.3"


def test_potato_in_two_stages(week: FoodWeek) -> None:
    """134 raw out and 108.8 shreds made: V_raw 6, V_semi 3.4 (= 4 raw), total 10."""
    week.count(week.begins, OPENING)
    week.receive()
    week.produce("134", "108.8")
    week.waste()
    week.sell()
    week.hear()
    week.count(week.ends, CLOSING | {"potato": "26"})
    staged, raw = (by_code(week.report(view=view)["lines"]) for view in ("staged", "raw"))
    assert (staged["potato"]["actual"], staged["potato"]["variance"]) == ("134", "6")
    assert staged["potato-shreds"]["variance"] == "3.4"
    assert (raw["potato"]["variance"], raw["potato"]["yield_variance"]) == ("10", "6")


def test_a_hundred_kilos_of_potato_make_82_of_shreds(week: FoodWeek) -> None:
    """Yield variance ¥14.12: what such a batch should have taken is the recipe's to say."""
    week.count(week.begins, OPENING)
    week.receive()
    week.produce("100", "82")
    week.count(week.ends, CLOSING)
    line = by_code(week.report()["lines"])["potato"]
    assert round(Decimal(line["yield_value"]), 2) == Decimal("14.12")


def test_what_a_production_should_have_taken_is_exact(week: FoodWeek) -> None:
    """82 kg at 85 % should have taken 96.470588… kg: all of the variance is yield, and nothing is left unexplained."""
    week.count(week.begins, {"potato": "200"})
    week.produce("100", "82")
    week.count(week.ends, {"potato": "100", "potato-shreds": "82"})
    for view in ("raw", "staged"):
        line = by_code(week.report(view=view)["lines"])["potato"]
        assert line["variance"] == line["yield_variance"] == "3.529411764706"
        assert (line["unexplained"], line["unexplained_value"]) == ("0", "0")


@pytest.mark.parametrize(
    ("usable", "took", "came"),
    [
        ("0.85", "100", "82"),
        ("0.07", "3.333333", "0.123457"),
        ("1.7", "0.000001", "0.999999"),
        ("8.13", "7", "11.3"),
    ],
)
def test_whatever_the_yield_the_views_agree_exactly(
    week: FoodWeek, engine: Engine, house: House, usable: str, took: str, came: str
) -> None:
    """V_raw-equivalent = V_raw + x · V_semi, and so does each cause, with a quarter of what was made gone."""
    week.semi("strips", "potato", usable)
    week.count(week.begins, {"potato": "200"})
    week.document("production", [week.line("potato", took), week.line("strips", came) | {"is_output": True}])
    left = (Decimal(came) * 3 / 4).quantize(Decimal("0.000001"))
    week.count(week.ends, {"potato": str(200 - Decimal(took)), "strips": str(left)})
    with Unit(engine, house.tenant_id) as unit:
        act(unit)
        raw, staged = (
            {
                line.item_id: line.variance
                for line in live_report(unit, UUID(week.store), week.first, week.last, view).report.lines
            }
            for view in ("raw", "staged")
        )
    potato, strips = UUID(week.items["potato"]), UUID(week.items["strips"])
    assert staged[strips].variance == Fraction(came) - Fraction(left)
    assert staged[potato].unexplained == 0
    for name in ("variance", "yield_variance", "unexplained"):
        whole = getattr(staged[potato], name) + getattr(staged[strips], name) / Fraction(usable)
        assert getattr(raw[potato], name) == whole


def test_what_was_counted_without_being_kept_in_stock_is_what_is_in_it(week: FoodWeek) -> None:
    """1.5 kg of strips, made of shreds that are stocked: pork to the raw view, shreds to the staged one, nowhere a line."""
    week.semi("strips", "pork-shreds", "0.8", is_stocked=False)
    week.count(week.begins, OPENING)
    week.receive()
    week.count(week.ends, CLOSING | {"strips": "1.5"})
    raw, staged = (by_code(week.report(view=view)["lines"]) for view in ("raw", "staged"))
    assert "strips" not in raw | staged
    assert raw["pork"]["closing"] == "13.9"  # 1.5 / 80 % / 93.75 % = 2 kg more
    assert (staged["pork-shreds"]["closing"], staged["pork"]["closing"]) == ("3.375", "10.3")
    worth = Decimal(raw["pork"]["variance"])
    assert worth == Decimal(staged["pork"]["variance"]) + Decimal(
        staged["pork-shreds"]["variance"]
    ) / Decimal("0.9375")
    found = made(
        week.boss.get(week.path(f"variance/items/{week.items['pork-shreds']}"), view="staged", **week.days),
        200,
    )
    assert {one["code"] for one in found["counts"]} == {"pork-shreds", "strips"}


def test_money_of_two_currencies_is_never_added_up(week: FoodWeek) -> None:
    """10 kg of vinegar used in yuan, 13 in yen: two rows, two sums, each of one report."""
    week.items = {"vinegar": week.item("vinegar", "10")}
    for store, closing in ((week, "10"), (week.at_new_store("JP1", currency="JPY"), "7")):
        store.count(store.begins, {"vinegar": "20"})
        store.count(store.ends, {"vinegar": closing})
        store.publish()
    expected = [("CNY", "100", 1), ("JPY", "130", 1)]
    for by in ("store", "region", "category", "item"):
        for within in ({}, {"item_id": week.items["vinegar"]}):
            found = made(week.boss.get("/inventory/variance", by=by, **within, **week.days), 200)
            for told in (found["rows"], found["totals"]):
                assert [(one["currency"], one["usage"], one["reports"]) for one in told] == expected, by


def test_alerts_tell_the_worst_of_each_currency_first(week: FoodWeek) -> None:
    """130 and 120 yen are no worse than 100 and 80 yuan."""
    week.items = {code: week.item(code, "10") for code in ("vinegar", "strips")}
    for store, vinegar, strips in ((week, "10", "12"), (week.at_new_store("JP1", currency="JPY"), "7", "8")):
        store.count(store.begins, dict.fromkeys(week.items, "20"))
        store.count(store.ends, {"vinegar": vinegar, "strips": strips})
        store.publish()
    found = made(week.boss.get("/inventory/alerts", **week.days), 200)["alerts"]
    assert [(one["currency"], one["code"], one["usage_variance"]) for one in found] == [
        ("CNY", "vinegar", "100"),
        ("JPY", "vinegar", "130"),
        ("CNY", "strips", "80"),
        ("JPY", "strips", "120"),
    ]


def test_an_item_and_a_category_say_of_how_many_reports_they_are(week: FoodWeek) -> None:
    """Two items of one category in the first store, one of them in the second."""
    vinegar, wine = (week.item(code, "10") for code in ("vinegar", "strips"))
    other = week.at_new_store("S9")
    for store, items in ((week, {"vinegar": vinegar, "strips": wine}), (other, {"vinegar": vinegar})):
        store.items = items
        store.count(store.begins, dict.fromkeys(items, "20"))
        store.count(store.ends, dict.fromkeys(items, "10"))
        store.publish()
    for by, expected in (("item", {"vinegar": 2, "strips": 1}), ("category", {"": 2})):
        found = made(week.boss.get("/inventory/variance", by=by, **week.days), 200)
        assert {row["code"]: row["reports"] for row in found["rows"]} == expected
        assert [one["reports"] for one in found["totals"]] == [2]


def test_a_recipe_for_the_past_says_that_sales_went_by_the_old_one(week: FoodWeek) -> None:
    """Until the day's usage is rebuilt; one that nothing was sold by needs no rebuilding."""
    week.dish("sliced-pork", {"pork": ("0.150", "0.9375")})
    week.count(week.begins, {"pork": "10"})
    week.count(week.ends, {"pork": "9"})
    week.one_more(week.lunch, "sliced-pork")
    week.hear()

    def publish(dish: str, valid_from: datetime | None) -> Any:
        head = made(week.boss.get("/inventory/recipes", product_id=week.products[dish]), 200)["items"][0]
        lines = [{"item_id": week.items["pork"], "quantity": "0.3", "unit": "kg"}]
        draft = week.post(f"/inventory/recipes/{head['id']}/versions", {"lines": lines})["id"]
        begins = {"valid_from": valid_from and valid_from.isoformat()}
        return week.post(f"/inventory/recipe-versions/{draft}/publish", begins, 200)["needs_rebuild"]

    def pork() -> str:
        found: str = by_code(week.report()["lines"])["pork"]["theoretical"]
        return found

    assert [publish("sliced-pork", None), publish("tudousi", week.lunch - MINUTE)] == [False, False]
    assert publish("sliced-pork", week.lunch - MINUTE)
    assert pork() == "0.16"
    with Unit(week.engine, week.house.tenant_id) as unit:
        resolve_day(act(unit), UUID(week.store), (week.lunch - week.cutoff).date())
        unit.commit()
    assert pork() == "0.3"


def sold(week: FoodWeek, at: datetime, **dishes: int) -> None:
    for dish, quantity in dishes.items():
        week.one_more(at, dish, quantity)
    week.hear()


def line_of(week: FoodWeek, first: int, last: int, code: str = "vinegar", **more: str) -> dict[str, Any]:
    """An item's line over some days of the week, by their numbers from 0 on."""
    days = {"from": week.first + timedelta(days=first), "to": week.first + timedelta(days=last)}
    told = {name: day.isoformat() for name, day in days.items()}
    found: dict[str, Any] = by_code(made(week.boss.get(week.path("variance"), **told, **more), 200)["lines"])[
        code
    ]
    return found


def publish_until(week: FoodWeek, last: int) -> None:
    days = {"from": week.first.isoformat(), "to": (week.first + timedelta(days=last)).isoformat()}
    week.post(week.path("reports"), days)


def vinegar(week: FoodWeek, method: str = "periodic") -> None:
    """Nothing but vinegar, at 10."""
    cost_by(week, method)
    week.items = {"vinegar": week.item("vinegar", "10")}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("own_price", [None, "3"])
def test_what_was_paid_for_a_free_by_product_is_price_variance(
    week: FoodWeek, method: str, own_price: str | None
) -> None:
    """Three kilograms of bones bought at 5, one shipped, one left: 5 went, and none of it is lost, whoever looks."""
    cost_by(week, method)
    week.items["bones"] = week.unmade("bones")
    week.semi("boned-pork", "pork", "0.8", {"bones": ("0.2", "0")})
    if own_price:
        price = {"price": own_price, "valid_from": "2020-01-01"}
        week.post(f"/inventory/items/{week.items['bones']}/standard-prices", price)
    away = week.at_store("franchised")
    for store in (week, away):
        store.count(store.begins, {"pork": "10"})
    week.document("receipt", [week.line("bones", "3", "5")])
    later = week.lunch + timedelta(hours=1)
    way = {"other_store_id": away.store, "at": later}
    shipped = week.document("transfer", [week.line("bones", "1", "5")], "ship", **way)
    away.post(away.path(f"documents/{shipped}/receive"), {"at": later.isoformat(), "lines": []}, 200)
    for store in (week, away):
        store.count(store.ends, {"pork": "10", "bones": "1"})
    closing = "0" if method == "standard" else "5"
    for store, paid in ((week, "10"), (away, "5")):
        line = by_code(store.report()["lines"])["bones"]
        assert (line["standard_price"], line["usage_variance"], line["closing_value"]) == ("0", "0", closing)
        assert Decimal(line["price_variance"]) == Decimal(paid) - Decimal(closing)
        assert Decimal(stock(store, store.ends, "bones")["value"]) == Decimal(closing)
        assert Decimal(stock(store, store.ends)["value"]) == Decimal(store.report()["totals"]["stock_value"])
        staged = by_code(store.report(view="staged")["lines"])["bones"]
        assert staged["standard_price"] == (own_price or "0")
        store.publish()


def test_a_line_without_an_amount_bears_nothing_of_what_was_paid(week: FoodWeek) -> None:
    """Strips of pork, and of vinegar as much as one likes: three kilograms at 50 are pork at 50."""
    week.items["vinegar"] = week.item("vinegar", "10")
    week.items["strips"] = week.unmade("strips")
    week.recipe({"item_id": week.items["strips"]}, {"pork": ("1", "1"), "vinegar": ("0", "1")})
    week.count(week.begins, {})
    week.document("receipt", [week.line("strips", "3", "50")])
    week.count(week.ends, {})
    lines = by_code(week.report()["lines"])
    assert (lines["pork"]["receipts_value"], lines["vinegar"]["receipts_value"]) == ("150", "0")


def test_the_brands_coverage_is_weighed_by_all_that_should_have_been_used(week: FoodWeek) -> None:
    """All of 100 counted in one store, 10 of 100 in the other: 110 of 200 together."""
    week.items = {code: week.item(code, "1") for code in ("vinegar", "strips")}
    week.dish("sliced-pork", {"vinegar": ("1", "1")})
    week.dish("bones", {"strips": ("1", "1")})
    away = week.at_store("franchised")
    for store, dishes, forgotten in ((week, (100, 0), ()), (away, (10, 90), ("strips",))):
        store.count(store.begins, dict.fromkeys(week.items, "200"), without=forgotten)
        sold(store, store.lunch, **dict(zip(("sliced-pork", "bones"), dishes, strict=True)))
        store.count(store.ends, {"vinegar": str(200 - dishes[0]), "strips": "200"}, without=forgotten)
        store.publish()
    for by, expected in (("store", ["0.1", "1"]), ("region", ["0.55"])):
        found = made(week.boss.get("/inventory/variance", by=by, **week.days), 200)
        assert sorted(row["coverage"] for row in found["rows"]) == expected
        assert [one["coverage"] for one in found["totals"]] == ["0.55"]


def test_days_that_lie_between_no_counts_are_not_covered(week: FoodWeek) -> None:
    """10 sold on a day that was counted at both ends, 60 later: a seventh is covered, and 60 stand under uncounted."""
    vinegar(week)
    week.dish("sliced-pork", {"vinegar": ("1", "1")})
    week.count(week.begins, {"vinegar": "100"})
    sold(week, week.begins + timedelta(hours=8), **{"sliced-pork": 10})
    week.count(week.begins + timedelta(days=1), {"vinegar": "90"})
    sold(week, week.lunch, **{"sliced-pork": 60})
    for view in ("raw", "staged"):
        report = week.report(view=view)
        assert report["coverage"] == "0.1428571429"
        assert [(one["code"], one["theoretical"]) for one in report["uncounted"]] == [("vinegar", "60")]
        assert by_code(report["lines"])["vinegar"]["theoretical"] == "10"
    assert week.publish()["coverage"] == "0.142857142857"


@pytest.mark.parametrize("method", METHODS)
def test_the_next_window_opens_with_the_value_below_zero_that_was_published(
    week: FoodWeek, method: str
) -> None:
    """5 of 4 @ 10 thrown away, 2 @ 16 received, 3 kg less than nothing at the end: at what each method says they cost."""
    vinegar(week, method)
    middle = week.begins + timedelta(days=3)
    week.count(week.begins, {"vinegar": "4"})
    day = week.begins + timedelta(days=1)
    week.document("waste", [week.line("vinegar", "5")], cause="dropped", at=day)
    week.document("receipt", [week.line("vinegar", "2", "16")], at=day + MINUTE)
    week.document("receipt", [week.line("vinegar", "3", "13")], at=middle + 20 * MINUTE)
    week.count(middle, {}, middle + 40 * MINUTE)
    publish_until(week, 2)
    week.count(week.ends, {})
    before, after = line_of(week, 0, 2), line_of(week, 3, 6)
    assert before["closing"] == after["opening"] == "-3"
    expected = {"standard": "-30", "periodic": "-36"}.get(method, "-48")
    assert before["closing_value"] == after["opening_value"] == expected


@pytest.mark.parametrize("method", METHODS)
def test_a_shortage_that_a_window_opens_with_is_settled_in_it(week: FoodWeek, method: str) -> None:
    """−2 @ 10, then 20 @ 12: 18 @ 12 = 216, settlement 4; at standard 180, and all of 40 is price variance."""
    vinegar(week, method)
    week.document("receipt", [week.line("vinegar", "2", "12")], at=week.begins + 20 * MINUTE)
    week.count(week.begins, {}, week.begins + 40 * MINUTE)
    week.document("receipt", [week.line("vinegar", "18", "12")])
    week.count(week.ends, {"vinegar": "18"})
    line, ledger = line_of(week, 0, 6), stock(week, week.ends, "vinegar")["ledger"]
    assert (line["opening"], line["opening_value"], line["actual"]) == ("-2", "-20", "0")
    expected = ("180", "40") if method == "standard" else ("216", "4")
    assert (line["closing_value"], line["price_variance"]) == expected
    assert (ledger["closing_value"], ledger["settled"]) == expected
    assert next(step["settlement"] for step in ledger["steps"]) == "4"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("evening", [timedelta(0), timedelta(hours=5)])
def test_stock_and_report_take_the_standard_price_with_which_the_window_began(
    week: FoodWeek, method: str, evening: timedelta
) -> None:
    """At 10 from the week's first day, whether it was counted at its cut-off or on the evening before; 20 from the fourth."""
    vinegar(week, method)
    prices = ((0, "8"), (7, "10"), (10, "20"))
    for day, price in prices:
        body = {"price": price, "valid_from": (week.first + timedelta(days=day - 7)).isoformat()}
        week.post(f"/inventory/items/{week.items['vinegar']}/standard-prices", body)
    week.count(week.begins - evening, {"vinegar": "5"})
    week.document("receipt", [week.line("vinegar", "5", "12")])
    week.count(week.ends, {"vinegar": "4"})
    line, there = line_of(week, 0, 6), stock(week, week.ends, "vinegar")
    expected = {"standard": "40", "fifo": "48"}.get(method, "44")
    assert (line["standard_price"], line["closing_value"]) == ("10", expected)
    assert (there["value"], there["standard_cost"]) == (expected, "20")


@pytest.mark.parametrize("method", METHODS)
def test_what_was_last_paid_is_known_in_the_next_window(week: FoodWeek, method: str) -> None:
    """10 @ 14 and 10 @ 12, all used and published; then 2 more: at 12, which was paid last, unless all is at standard."""
    vinegar(week, method)
    middle = week.begins + timedelta(days=3)
    week.count(week.begins, {})
    for hours, paid in ((1, "14"), (2, "12")):
        at = week.begins + timedelta(hours=hours)
        week.document("receipt", [week.line("vinegar", "10", paid)], at=at)
    week.count(middle, {})
    publish_until(week, 2)
    week.document("waste", [week.line("vinegar", "2")], cause="dropped", at=middle + MINUTE)
    expected = "-20" if method == "standard" else "-24"
    assert stock(week, week.ends, "vinegar")["value"] == expected
    week.document("receipt", [week.line("vinegar", "2", "13")], at=middle + 2 * MINUTE)
    week.count(middle + 3 * MINUTE, {})
    week.count(week.ends, {})
    assert line_of(week, 3, 6)["actual_value"] == "26"
