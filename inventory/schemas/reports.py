"""The shapes of food cost. Quantities in the item's stock unit and money in the major unit, both as exact text."""

from typing import Any

from marshmallow import fields

from core.schemas import Choice, Id, Int, Many, Money, Name, PageArgs, Part, QueryInt, Shape, Text
from inventory.schemas.fields import Day, Exact, an_amount

COSTINGS = ("fifo", "moving_average", "periodic", "standard")
FLOWS = ("opening", "receipts", "returns", "transfers_in", "transfers_out", "produced")
FIGURES = (
    "closing",
    "actual",
    "theoretical",
    "variance",
    "given",
    "wasted",
    "yield_variance",
    "unexplained",
    "standard_price",
    "average",
    "closing_value",
    "actual_value",
    "theoretical_value",
    "standard_value",
    "price_variance",
    "usage_variance",
    "given_value",
    "wasted_value",
    "yield_value",
    "unexplained_value",
)
SUMS = (
    "theoretical",
    "at_standard",
    "actual",
    "price",
    "usage",
    "given",
    "wasted",
    "yield_variance",
    "unexplained",
)


def figure(**options: Any) -> Exact:
    """An exact number of any sign, as text."""
    return Exact(12, least=-(10**12), **options)


def _numbers(*names: str, **options: Any) -> dict[str, Any]:
    return {name: figure(required=True, **options) for name in names}


class DaysArgs(Shape):
    """Business days, both included."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")


class VarianceArgs(DaysArgs):
    """``raw``: semi-finished stock is turned back into raw; ``staged``: it has lines of its own."""

    view = Choice("raw", "staged", load_default="raw")


class BrandVarianceArgs(DaysArgs):
    """Beside each other: stores, regions, categories or items; of one store, region or category only when said."""

    by = Choice("store", "region", "category", "item", load_default="store")
    store_id = Id()
    region_id = Id()
    category_id = Id()


class AlertArgs(DaysArgs):
    """Of one store only when said."""

    store_id = Id()


class TrendArgs(Shape):
    """So many weeks up to a day."""

    last = Day(required=True, data_key="to")
    weeks = QueryInt(1, 60, load_default=13)


class ItemLineShape(Shape):
    """What an item is called."""

    item_id = Id(required=True)
    code = Text(50, required=True)
    name = Name(required=True)
    category_id = Id(required=True, allow_none=True)
    stock_unit = Text(20, required=True)


_Figures = Shape.from_dict(
    {
        "since": fields.AwareDateTime(required=True),
        "until": fields.AwareDateTime(required=True),
        **_numbers(*FLOWS, *(f"{name}_value" for name in FLOWS), *FIGURES),
    },
    name="FoodCostFiguresShape",
)


class FoodCostFiguresShape(_Figures):  # type: ignore[misc, valid-type]  # made from the names above
    """A = opening + receipts − returns + transfers in − transfers out + produced − closing; V = A − theoretical, which is
    given + wasted + yield + unexplained. Actual value − theoretical value = price variance + usage variance, exactly."""


class FoodCostLineShape(ItemLineShape, FoodCostFiguresShape):
    """An item between two counts of it."""


class UncountedShape(ItemLineShape):
    """An item that was not counted at both ends: a theory, and no variance."""

    theoretical = figure(required=True)
    theoretical_value = figure(required=True)


_Totals = Shape.from_dict(
    _numbers(*SUMS, "list_sales", "net_sales", "purchases", "stock_value"), name="FoodCostSumsShape"
)
_Shares = Shape.from_dict(
    _numbers("theoretical", "actual", "gap", "price", "usage"), name="FoodCostSharesShape"
)
_Steps = Shape.from_dict(
    _numbers("budget", "mix", "discount", "price", "usage", "actual"), name="WaterfallShape"
)


class FoodCostTotalsShape(_Totals):  # type: ignore[misc, valid-type]  # made from the names above
    """Money; ``efficiency`` = ΣT·SP / ΣA·SP; ``shares`` of net sales (0.21 is 21 %)."""

    efficiency = figure(required=True, allow_none=True)
    shares = fields.Nested(_Shares, required=True, allow_none=True)


class StoreVarianceShape(Shape):
    """A store's food cost. ``coverage``: how much of the theory stands against counts."""

    store_id = Id(required=True)
    currency = Text(3, required=True)
    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    view = Text(10, required=True)
    costing = Text(20, required=True)
    coverage = figure(required=True, allow_none=True)
    totals = fields.Nested(FoodCostTotalsShape, required=True)
    waterfall = fields.Nested(_Steps, required=True, allow_none=True)
    lines = fields.List(fields.Nested(FoodCostLineShape), required=True)
    uncounted = fields.List(fields.Nested(UncountedShape), required=True)


class DishCostShape(Shape):
    """What a dish should have cost and did, in all and each."""

    product_id = Id(required=True)
    variant_id = Id(required=True, allow_none=True)
    sold = figure(required=True)
    made = figure(required=True)
    has_recipe = fields.Boolean(required=True)
    standard_cost = figure(required=True)
    actual_cost = figure(required=True)
    standard_each = figure(required=True, allow_none=True)
    actual_each = figure(required=True, allow_none=True)


class DishCostsShape(Shape):
    """The store's dishes, the dearest first."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    currency = Text(3, required=True)
    dishes = fields.List(fields.Nested(DishCostShape), required=True)


class TheoryDayShape(Shape):
    """A business day's theory in money at standard prices."""

    date = Day(required=True)
    theoretical = figure(required=True)
    given = figure(required=True)
    wasted = figure(required=True)


class TheoryDaysShape(Shape):
    """Day by day."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    currency = Text(3, required=True)
    days = fields.List(fields.Nested(TheoryDayShape), required=True)


class BehindCountShape(Shape):
    """What a count found at one end."""

    item_id = Id(required=True)
    code = Text(50, required=True)
    at = fields.AwareDateTime(required=True)
    quantity = figure(required=True)


class BehindMoveShape(Shape):
    """A move, and the document that made it."""

    item_id = Id(required=True)
    code = Text(50, required=True)
    at = fields.AwareDateTime(required=True)
    posted_at = fields.AwareDateTime(required=True)
    reason = Text(30, required=True)
    quantity = figure(required=True)
    unit_cost = figure(required=True, allow_none=True)
    value = figure(required=True, allow_none=True)
    cause = Text(200, required=True, allow_none=True)
    prior_period = Day(required=True, allow_none=True)
    document_id = Id(required=True, allow_none=True)
    kind = Text(30, required=True, allow_none=True)
    number = Int(required=True, allow_none=True)
    reference = Text(200, required=True, allow_none=True)
    supplier = Text(200, required=True, allow_none=True)


class BehindDishShape(Shape):
    """A dish that should have used the item, by cause."""

    product_id = Id(required=True)
    variant_id = Id(required=True, allow_none=True)
    cause = Text(20, required=True)
    made = figure(required=True)
    used = figure(required=True)


class BehindShape(Shape):
    """An item's line with everything that made it."""

    item_id = Id(required=True)
    code = Text(50, required=True)
    name = Name(required=True)
    stock_unit = Text(20, required=True)
    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    line = fields.Nested(FoodCostFiguresShape, required=True, allow_none=True)
    counts = fields.List(fields.Nested(BehindCountShape), required=True)
    moves = fields.List(fields.Nested(BehindMoveShape), required=True)
    dishes = fields.List(fields.Nested(BehindDishShape), required=True)


_Published = Shape.from_dict(
    _numbers(*SUMS, "list_sales", "net_sales", "purchases", "stock_value"), name="PublishedSumsShape"
)


class PublishedShape(_Published):  # type: ignore[misc, valid-type]  # made from the names above
    """A published report's head; ``number`` counts the versions over the same days."""

    id = Id(required=True)
    store_id = Id(required=True)
    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    number = Int(required=True)
    costing = Text(20, required=True)
    published_at = fields.AwareDateTime(required=True)
    published_by = Id(required=True)
    coverage = figure(required=True, allow_none=True)


class NewFoodCostReportShape(Shape):
    """Business days, both included."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")


class PublishedReportShape(PublishedShape):
    """With its lines, as they were."""

    currency = Text(3, required=True)
    lines = fields.List(fields.Nested(FoodCostLineShape), required=True)


class ReportArgs(PageArgs):
    """Of a store."""


class TrendShape(Shape):
    """Published reports in order of time."""

    currency = Text(3, required=True)
    reports = fields.List(fields.Nested(PublishedShape), required=True)


_BrandSums = Shape.from_dict(_numbers(*SUMS), name="BrandSumsShape")


class BrandTotalsShape(_BrandSums):  # type: ignore[misc, valid-type]  # made from the names above
    """Everything together. Sales and coverage where every row knows them."""

    reports = Int(required=True)
    net_sales = figure(required=True, allow_none=True)
    list_sales = figure(required=True, allow_none=True)
    efficiency = figure(required=True, allow_none=True)
    gap_percent = figure(required=True, allow_none=True)
    coverage = figure(required=True, allow_none=True)


class BrandRowShape(BrandTotalsShape):
    """A store, region, category or item. Sales and coverage are known of stores and regions."""

    id = Id(required=True, allow_none=True)
    code = Text(50, required=True)
    name = Name(required=True, allow_none=True)


class ReportPeriodShape(Shape):
    """Days over which so many stores published a report."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    reports = Int(required=True)
    published_at = fields.AwareDateTime(required=True)


class ReportPeriodsShape(Shape):
    """The last first."""

    periods = fields.List(fields.Nested(ReportPeriodShape), required=True)


class PeriodArgs(Shape):
    """So many weeks up to a day."""

    last = Day(required=True, data_key="to")
    weeks = QueryInt(1, 120, load_default=26)


class WithoutReportShape(Shape):
    """A store without a published report in these days."""

    store_id = Id(required=True)
    code = Text(50, required=True)
    name = Name(required=True)


class BrandVarianceShape(Shape):
    """Published food cost beside each other, the largest loss first."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    by = Text(10, required=True)
    currencies = fields.List(Text(3), required=True)
    rows = fields.List(fields.Nested(BrandRowShape), required=True)
    totals = fields.Nested(BrandTotalsShape, required=True, allow_none=True)
    reports = Int(required=True)
    without = fields.List(fields.Nested(WithoutReportShape), required=True)


class AlertShape(ItemLineShape):
    """An item whose use was beyond what is tolerated."""

    store_id = Id(required=True)
    store_code = Text(50, required=True)
    report_id = Id(required=True)
    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    variance = figure(required=True)
    usage_variance = figure(required=True)
    unexplained_value = figure(required=True)
    percent = figure(required=True, allow_none=True)
    tolerance_percent = figure(required=True)


class AlertsShape(Shape):
    """The worst first."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    alerts = fields.List(fields.Nested(AlertShape), required=True)


class YieldTestShape(Shape):
    """So much net came of so much gross, in the item's stock unit."""

    gross = an_amount(required=True)
    net = an_amount(required=True)
    store_id = Id(allow_none=True)
    tested_at = fields.AwareDateTime()
    note = Text(500, allow_none=True)


class YieldTestAnswerShape(Shape):
    """A test."""

    id = Id(required=True)
    store_id = Id(required=True, allow_none=True)
    gross = figure(required=True)
    net = figure(required=True)
    yield_rate = figure(required=True)
    tested_at = fields.AwareDateTime(required=True)
    note = Text(500, required=True, allow_none=True)


class YieldTestsShape(Shape):
    """An item's tests; ``measured``: the standard that they give, ``standard``: the one that holds."""

    item_id = Id(required=True)
    standard = figure(required=True, allow_none=True)
    measured = figure(required=True, allow_none=True)
    tests = fields.List(fields.Nested(YieldTestAnswerShape), required=True)


class PortionShape(Shape):
    """So many portions of a dish, at a list price."""

    product_id = Id(required=True)
    variant_id = Id(allow_none=True)
    portions = an_amount(required=True)
    price = Money(required=True)


class FoodBudgetShape(Shape):
    """The planned mix from a day on."""

    day = Day(required=True)
    portions = Many(Part(PortionShape), most=500, required=True)


class BudgetArgs(Shape):
    """On which day."""

    day = Day(required=True)


class InventorySettingsShape(Shape):
    """How stock is costed, and from which variance (percent of the theory) on an item is alarming."""

    costing = Choice(*COSTINGS, required=True)
    tolerance_percent = Exact(2, most=1000, required=True)
