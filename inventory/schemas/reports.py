"""The shapes of published reports, and of the brand's stores beside each other. Money in the major unit as exact text."""

from marshmallow import fields

from core.schemas import Choice, Day, Id, Int, Moment, Name, PageArgs, QueryInt, Shape, Text
from inventory.rules.figures import SUMS, TOTALS
from inventory.schemas.food_cost import DaysArgs, FoodCostLineShape, ItemLineShape, figure, figures


class BrandVarianceArgs(DaysArgs):
    """Beside each other: stores, regions, categories or items; of one store, region, category or item only when said."""

    by = Choice("store", "region", "category", "item", load_default="store")
    store_id = Id()
    region_id = Id()
    category_id = Id()
    item_id = Id()


class AlertArgs(DaysArgs):
    """Of one store only when said."""

    store_id = Id()


class TrendArgs(Shape):
    """So many weeks up to a day."""

    last = Day(required=True, data_key="to")
    weeks = QueryInt(1, 60, load_default=13)


_Published = Shape.from_dict(figures(*TOTALS), name="PublishedSumsShape")


class PublishedShape(_Published):  # type: ignore[misc, valid-type]  # made from the names above
    """A published report's head; ``number`` counts the versions over the same days."""

    id = Id(required=True)
    store_id = Id(required=True)
    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    number = Int(required=True)
    costing = Text(20, required=True)
    published_at = Moment(required=True)
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


_BrandSums = Shape.from_dict(figures(*SUMS), name="BrandSumsShape")


class BrandTotalsShape(_BrandSums):  # type: ignore[misc, valid-type]  # made from the names above
    """Everything in one currency together, out of so many reports. Sales and coverage where every row knows them."""

    currency = Text(3, required=True)
    reports = Int(required=True)
    net_sales = figure(required=True, allow_none=True)
    list_sales = figure(required=True, allow_none=True)
    efficiency = figure(required=True, allow_none=True)
    gap_percent = figure(required=True, allow_none=True)
    coverage = figure(required=True, allow_none=True)


class BrandRowShape(BrandTotalsShape):
    """A store, region, category or item in one currency. Sales and coverage are known of stores and regions."""

    id = Id(required=True, allow_none=True)
    code = Text(50, required=True)
    name = Name(required=True, allow_none=True)


class ReportPeriodShape(Shape):
    """Days over which so many stores published a report."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    reports = Int(required=True)
    published_at = Moment(required=True)


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
    """Published food cost beside each other: the currency of the most reports first, and in it the largest loss."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    by = Text(10, required=True)
    rows = fields.List(fields.Nested(BrandRowShape), required=True)
    totals = fields.List(fields.Nested(BrandTotalsShape), required=True)
    reports = Int(required=True)
    without = fields.List(fields.Nested(WithoutReportShape), required=True)


class AlertShape(ItemLineShape):
    """An item whose use was beyond what is tolerated."""

    store_id = Id(required=True)
    store_code = Text(50, required=True)
    report_id = Id(required=True)
    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    currency = Text(3, required=True)
    variance = figure(required=True)
    usage_variance = figure(required=True)
    unexplained_value = figure(required=True)
    percent = figure(required=True, allow_none=True)
    tolerance_percent = figure(required=True)


class AlertsShape(Shape):
    """The worst of each currency first."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    alerts = fields.List(fields.Nested(AlertShape), required=True)
