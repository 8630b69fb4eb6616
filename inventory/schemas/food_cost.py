"""The shapes of a store's food cost. Quantities in the item's stock unit and money in the major unit, both as exact text."""

from typing import Any

from marshmallow import fields

from core.schemas import Choice, Day, Id, Int, Moment, Name, Shape, Text
from inventory.rules.figures import FIGURES, TOTALS
from inventory.schemas.fields import Exact


def figure(**options: Any) -> Exact:
    """An exact number of any sign, as text."""
    return Exact(12, least=-(10**12), **options)


def figures(*names: str, **options: Any) -> dict[str, Any]:
    """A number of each name, all of them required."""
    return {name: figure(required=True, **options) for name in names}


class DaysArgs(Shape):
    """Business days, both included."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")


class VarianceArgs(DaysArgs):
    """``raw``: semi-finished stock is turned back into raw; ``staged``: it has lines of its own."""

    view = Choice("raw", "staged", load_default="raw")


class ItemLineShape(Shape):
    """What an item is called."""

    item_id = Id(required=True)
    code = Text(50, required=True)
    name = Name(required=True)
    category_id = Id(required=True, allow_none=True)
    stock_unit = Text(20, required=True)


_Figures = Shape.from_dict(
    {
        "since": Moment(required=True),
        "until": Moment(required=True),
        **figures(*FIGURES),
    },
    name="FoodCostFiguresShape",
)


class FoodCostFiguresShape(_Figures):  # type: ignore[misc, valid-type]  # made from the names above
    """A = opening + receipts − returns + transfers in − transfers out + produced − closing; V = A − theoretical, which is
    given + wasted + yield + unexplained. Actual value − theoretical value = price variance + usage variance, exactly."""


class FoodCostLineShape(ItemLineShape, FoodCostFiguresShape):
    """An item between two counts of it."""


class UncountedShape(ItemLineShape):
    """What lies between no two counts of an item: a theory, and no variance."""

    theoretical = figure(required=True)
    theoretical_value = figure(required=True)


_Totals = Shape.from_dict(figures(*TOTALS), name="FoodCostSumsShape")
_Shares = Shape.from_dict(
    figures("theoretical", "actual", "gap", "price", "usage"), name="FoodCostSharesShape"
)
_Steps = Shape.from_dict(
    figures("budget", "mix", "discount", "price", "usage", "actual"), name="WaterfallShape"
)


class FoodCostTotalsShape(_Totals):  # type: ignore[misc, valid-type]  # made from the names above
    """Money; ``efficiency`` = ΣT·SP / ΣA·SP; ``shares`` of net sales (0.21 is 21 %)."""

    efficiency = figure(required=True, allow_none=True)
    lost_in_transit = figure(
        required=True,
        metadata={"description": "Shipped from here and arrived nowhere: beside the lines, in none of them"},
    )
    shares = fields.Nested(_Shares, required=True, allow_none=True)


class StoreVarianceShape(Shape):
    """A store's food cost. ``coverage``: how much of the days' theory lies between counts."""

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
    at = Moment(required=True)
    quantity = figure(required=True)


class BehindMoveShape(Shape):
    """A move, and the document that made it."""

    item_id = Id(required=True)
    code = Text(50, required=True)
    at = Moment(required=True)
    posted_at = Moment(required=True)
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
    photo_id = Id(required=True, allow_none=True)


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
