"""Food cost: live reports of a store, published ones, the brand's stores beside each other."""

from typing import Any
from uuid import UUID

from flask import Response

from core.blueprint import Blueprint
from core.edge import answer, current_unit
from core.schemas import page_of
from core.sheets.doors import file_to_keep
from core.sheets.files import XLSX
from inventory.schemas import costing
from inventory.schemas import food_cost as live
from inventory.schemas import reports as shapes
from inventory.services import brand_variance as brand
from inventory.services import dish_costs as dishes
from inventory.services import drill, food_mix, report_files, reports, variance, yield_tests

blp = Blueprint("food_cost", __name__, description="Theoretical against actual food cost.")
VARIANCE = "/stores/<uuid:store_id>/inventory/variance"


@blp.route(VARIANCE, methods=["GET"])
@blp.arguments(live.VarianceArgs, location="query")
@blp.response(200, live.StoreVarianceShape)
def store_variance(args: dict[str, Any], store_id: UUID) -> Response:
    """A store's food cost over business days, as the ledger, counts and sales stand now"""
    return answer(variance.store_variance(current_unit(), store_id, **args))


@blp.route(f"{VARIANCE}/items/<uuid:item_id>", methods=["GET"])
@blp.arguments(live.VarianceArgs, location="query")
@blp.response(200, live.BehindShape)
def behind_item(args: dict[str, Any], store_id: UUID, item_id: UUID) -> Response:
    """What stands behind an item's line: counts, documents, dishes"""
    return answer(drill.behind_item(current_unit(), store_id, item_id, **args))


@blp.route(f"{VARIANCE}/dishes", methods=["GET"])
@blp.arguments(live.DaysArgs, location="query")
@blp.response(200, live.DishCostsShape)
def dish_costs(args: dict[str, Any], store_id: UUID) -> Response:
    """What each dish should have cost and did"""
    return answer(dishes.dish_costs(current_unit(), store_id, **args))


@blp.route(f"{VARIANCE}/days", methods=["GET"])
@blp.arguments(live.DaysArgs, location="query")
@blp.response(200, live.TheoryDaysShape)
def theory_days(args: dict[str, Any], store_id: UUID) -> Response:
    """What each day should have used, in money at standard prices"""
    return answer(dishes.theory_by_day(current_unit(), store_id, **args))


@blp.route(f"{VARIANCE}.xlsx", methods=["GET"])
@blp.arguments(live.VarianceArgs, location="query")
@blp.response(200, content_type=XLSX)
def export_xlsx(args: dict[str, Any], store_id: UUID) -> Response:
    """The report as a workbook"""
    content = report_files.export_xlsx(current_unit(), store_id, **args)
    return file_to_keep(content, "food-cost.xlsx")


@blp.route(f"{VARIANCE}.csv", methods=["GET"])
@blp.arguments(live.VarianceArgs, location="query")
@blp.response(200, content_type="text/csv")
def export_csv(args: dict[str, Any], store_id: UUID) -> Response:
    """The report's lines as CSV"""
    content = report_files.export_csv(current_unit(), store_id, **args)
    return file_to_keep(content, "food-cost.csv", "text/csv; charset=utf-8")


@blp.route("/stores/<uuid:store_id>/inventory/reports", methods=["POST"])
@blp.arguments(shapes.NewFoodCostReportShape)
@blp.response(201, shapes.PublishedShape)
def publish_report(body: dict[str, Any], store_id: UUID) -> Any:
    """Publish a report as it is now; over the same days again it is the next version"""
    return reports.publish_report(current_unit(), store_id, **body)


@blp.route("/stores/<uuid:store_id>/inventory/reports", methods=["GET"])
@blp.arguments(shapes.ReportArgs, location="query")
@blp.response(200, page_of(shapes.PublishedShape))
def list_reports(args: dict[str, Any], store_id: UUID) -> Any:
    """A store's published reports, the last first"""
    return reports.list_reports(current_unit(), store_id, **args)


@blp.route("/stores/<uuid:store_id>/inventory/reports/trend", methods=["GET"])
@blp.arguments(shapes.TrendArgs, location="query")
@blp.response(200, shapes.TrendShape)
def trend(args: dict[str, Any], store_id: UUID) -> Response:
    """A store's published food cost, week by week"""
    return answer(reports.trend(current_unit(), store_id, **args))


@blp.route("/inventory/reports/periods", methods=["GET"])
@blp.arguments(shapes.PeriodArgs, location="query")
@blp.response(200, shapes.ReportPeriodsShape)
def periods(args: dict[str, Any]) -> Response:
    """The days over which stores have published reports, the last first"""
    return answer(reports.periods(current_unit(), **args))


@blp.route("/inventory/reports/<uuid:report_id>", methods=["GET"])
@blp.response(200, shapes.PublishedReportShape)
def get_report(report_id: UUID) -> Response:
    """A published report with its lines"""
    return answer(reports.get_report(current_unit(), report_id))


@blp.route("/inventory/variance", methods=["GET"])
@blp.arguments(shapes.BrandVarianceArgs, location="query")
@blp.response(200, shapes.BrandVarianceShape)
def brand_variance(args: dict[str, Any]) -> Response:
    """Published food cost of the stores, regions, categories or items beside each other, the largest loss first"""
    return answer(brand.brand_variance(current_unit(), **args))


@blp.route("/inventory/alerts", methods=["GET"])
@blp.arguments(shapes.AlertArgs, location="query")
@blp.response(200, shapes.AlertsShape)
def alerts(args: dict[str, Any]) -> Response:
    """Items whose use was beyond what is tolerated, the worst first"""
    return answer(brand.alerts(current_unit(), **args))


@blp.route("/inventory/items/<uuid:item_id>/yield-tests", methods=["GET"])
@blp.response(200, costing.YieldTestsShape)
def list_yield_tests(item_id: UUID) -> Response:
    """An item's measured yields, and the standard that they give"""
    return answer(yield_tests.list_tests(current_unit(), item_id))


@blp.route("/inventory/items/<uuid:item_id>/yield-tests", methods=["POST"])
@blp.arguments(costing.YieldTestShape)
@blp.response(201, costing.YieldTestsShape)
def add_yield_test(body: dict[str, Any], item_id: UUID) -> Response:
    """Write a yield test down"""
    return answer(yield_tests.add_test(current_unit(), item_id, **body), 201)


@blp.route("/inventory/food-budget", methods=["GET"])
@blp.arguments(costing.BudgetArgs, location="query")
@blp.response(200, costing.FoodBudgetShape)
def get_budget(args: dict[str, Any]) -> Response:
    """The planned mix that holds on a day"""
    return answer(yield_tests.get_budget(current_unit(), **args))


@blp.route("/inventory/food-budget", methods=["PUT"])
@blp.arguments(costing.FoodBudgetShape)
@blp.response(200, costing.FoodBudgetShape)
def set_budget(body: dict[str, Any]) -> Response:
    """Plan a mix of dishes from a day on"""
    return answer(yield_tests.set_budget(current_unit(), body["day"], body["portions"]))


@blp.route("/inventory/food-budget/mix", methods=["GET"])
@blp.arguments(costing.MixArgs, location="query")
@blp.response(200, costing.MixShape)
def mix_against_plan(args: dict[str, Any]) -> Response:
    """The planned mix beside what was sold, and what each dish does to the food-cost share, the largest effect first"""
    return answer(food_mix.mix_against_plan(current_unit(), **args))


@blp.route("/inventory/settings", methods=["GET"])
@blp.response(200, costing.InventorySettingsShape)
def get_settings() -> Response:
    """How stock is costed"""
    return answer(yield_tests.get_settings(current_unit()))


@blp.route("/inventory/settings", methods=["PUT"])
@blp.arguments(costing.InventorySettingsShape)
@blp.response(200, costing.InventorySettingsShape)
def set_settings(body: dict[str, Any]) -> Response:
    """Choose the costing method of the whole brand"""
    return answer(yield_tests.set_settings(current_unit(), **body))
