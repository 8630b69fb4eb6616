"""The shapes of yield tests, the budgeted mix, and how the brand costs its stock."""

from marshmallow import fields

from core.schemas import Choice, Day, Flag, Id, Many, Moment, Money, Part, Shape, Text
from inventory.schemas.fields import Exact, an_amount
from inventory.schemas.food_cost import DaysArgs, figure

COSTINGS = ("fifo", "moving_average", "periodic", "standard")


class YieldTestShape(Shape):
    """So much net came of so much gross, in the item's stock unit."""

    gross = an_amount(required=True)
    net = an_amount(required=True)
    store_id = Id(allow_none=True)
    tested_at = Moment()
    note = Text(500, allow_none=True)


class YieldTestAnswerShape(Shape):
    """A test."""

    id = Id(required=True)
    store_id = Id(required=True, allow_none=True)
    gross = figure(required=True)
    net = figure(required=True)
    yield_rate = figure(required=True)
    tested_at = Moment(required=True)
    note = Text(500, required=True, allow_none=True)


class YieldTestsShape(Shape):
    """An item's tests; ``measured``: the standard that they give, ``standard``: the one that holds."""

    item_id = Id(required=True)
    standard = figure(required=True, allow_none=True)
    measured = figure(required=True, allow_none=True)
    tests = fields.List(fields.Nested(YieldTestAnswerShape), required=True)


class PortionShape(Shape):
    """So many portions of a dish, at a list price without the tax in it."""

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


class MixArgs(DaysArgs):
    """Of one store only when said, else of all together."""

    store_id = Id()


class MixDishShape(Shape):
    """A dish in the plan and as sold. ``planned`` and ``sold``: portions; prices at list without tax, in minor units.

    Of list sales: ``planned_share`` and ``sold_share``. Of its own price: ``planned_cost`` and ``sold_cost``.
    ``cost_each``: a portion's standard cost in the major unit. ``effect``: what it adds to the food-cost share.
    """

    product_id = Id(required=True)
    variant_id = Id(required=True, allow_none=True)
    has_recipe = Flag(required=True)
    planned = figure(required=True, allow_none=True)
    price = fields.Integer(required=True, allow_none=True)
    planned_share = figure(required=True, allow_none=True)
    planned_cost = figure(required=True, allow_none=True)
    cost_each = figure(required=True, allow_none=True)
    sold = figure(required=True)
    list_price = fields.Integer(required=True, allow_none=True)
    sold_share = figure(required=True, allow_none=True)
    sold_cost = figure(required=True, allow_none=True)
    effect = figure(required=True, allow_none=True)


class MixShape(Shape):
    """The food-cost share as planned (``budget``), as sold (``actual``), and the difference: ``mix``, the sum of all effects."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    store_id = Id(required=True, allow_none=True)
    currency = Text(3, required=True)
    planned_from = Day(required=True, allow_none=True)
    list_sales = figure(required=True)
    budget = figure(required=True, allow_none=True)
    actual = figure(required=True, allow_none=True)
    mix = figure(required=True, allow_none=True)
    dishes = fields.List(fields.Nested(MixDishShape), required=True)


class InventorySettingsShape(Shape):
    """How stock is costed, and from which variance (percent of the theory) on an item is alarming."""

    costing = Choice(*COSTINGS, required=True)
    tolerance_percent = Exact(2, most=1000, required=True)
