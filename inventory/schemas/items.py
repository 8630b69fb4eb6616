"""Items as head office edits them: categories, units, standard prices."""

from marshmallow import fields

from core.schemas import (
    Change,
    Choice,
    Day,
    Flag,
    Id,
    Int,
    Many,
    Name,
    PageArgs,
    QueryFlag,
    Shape,
    Text,
    Word,
)
from inventory.schemas.fields import Archived, Exact, a_cost, a_unit, a_yield

SORT = 1_000_000
KINDS = ("raw", "semi", "packaging")


class NewItemCategoryShape(Shape):
    """A kind of items, as counts and reports group them."""

    name = Name(required=True)
    sort = Int(-SORT, SORT, load_default=0)


class ItemCategoryChangeShape(Change, NewItemCategoryShape):
    """Fields that are left out stay."""

    archived = Flag()


class ItemCategoryShape(NewItemCategoryShape):
    """A category as it stands."""

    id = Id(required=True)
    archived = Archived()


class ItemUnitShape(Shape):
    """A unit of the item's own: one ``unit`` is ``quantity`` of ``of_unit`` (a box is 12 bags, a bag 500 g).

    What is no finite decimal is written as a fraction: ``quantity`` over ``per``.
    """

    unit = a_unit(required=True)
    quantity = Exact(above=0, required=True, example="12")
    per = Int(1, 10**9, load_default=1)
    of_unit = a_unit(required=True)
    is_purchase = Flag(load_default=False)
    is_count = Flag(load_default=False)
    barcode = Text(40, load_default=None, allow_none=True)


class NewItemShape(Shape):
    """Something that is bought, made or counted. All its quantities are in ``stock_unit``.

    ``density``: grams to a millilitre. ``is_stocked``: a semi-finished item that is counted. ``tolerance_percent``: by how
    much a count may differ from the book before it is asked for again.
    """

    code = Text(60, required=True)
    name = Name(required=True)
    category_id = Id(load_default=None, allow_none=True)
    kind = Choice(*KINDS, load_default="raw")
    stock_unit = a_unit(required=True)
    is_stocked = Flag(load_default=True)
    is_catch_weight = Flag(load_default=False)
    yield_rate = a_yield(load_default=None, allow_none=True)
    density = Exact(6, above=0, most=1000, load_default=None, allow_none=True, example="0.92")
    allergens = Many(Word(), 30, load_default=list)
    shelf_life_days = Int(0, 36500, load_default=None, allow_none=True)
    tolerance_percent = Exact(2, most=1000, load_default=None, allow_none=True, example="5")
    units = Many(fields.Nested(ItemUnitShape), 30, load_default=list)


class ItemChangeShape(Change, NewItemShape):
    """Fields that are left out stay; ``units`` is given whole. ``version`` is the one that was edited."""

    version = Int(1, required=True)
    archived = Flag()


class FactorShape(Shape):
    """How much one unit is in stock units, as an exact fraction."""

    unit = fields.String(required=True)
    numerator = fields.Integer(required=True)
    denominator = fields.Integer(required=True)


class ItemShape(NewItemShape):
    """An item as it stands, and every unit it can be measured in."""

    id = Id(required=True)
    version = Int(required=True)
    archived = fields.Boolean(required=True)
    factors = fields.List(fields.Nested(FactorShape), required=True)


class ItemListArgs(PageArgs):
    """Which items: by words (name, code, pinyin), category, kind."""

    q = Text(100)
    category_id = Id()
    kind = Choice(*KINDS)
    archived = QueryFlag(load_default=False)


class NewStandardPriceShape(Shape):
    """What a stock unit should cost from a day on, in the currency's major unit; at one store, or wherever none is set."""

    price = a_cost(required=True)
    valid_from = Day(required=True)
    store_id = Id(load_default=None, allow_none=True)


class StandardPriceShape(NewStandardPriceShape):
    """A standard price as it stands."""

    id = Id(required=True)
    item_id = Id(required=True)


class StandardPricesShape(Shape):
    """An item's standard prices, newest first."""

    prices = fields.List(fields.Nested(StandardPriceShape), required=True)
