"""Recipes, drafts of them, previews and cost cards."""

from decimal import Decimal

from marshmallow import fields

from core.schemas import Change, Choice, Id, Int, Many, Moment, Name, PageArgs, QueryFlag, Shape, Text
from inventory.schemas.fields import Exact, ItemTagShape, a_cost, a_unit, a_yield, an_amount

LINES = 300


class NewRecipeShape(Shape):
    """What it makes: a semi-finished item (``item_id``), or a product of the menu (``product_id``).

    Everywhere, or overriding that in a region or at a store. ``code`` and ``name`` are the product's own unless they are given.
    """

    item_id = Id(load_default=None, allow_none=True)
    product_id = Id(load_default=None, allow_none=True)
    variant_id = Id(load_default=None, allow_none=True)
    code = Text(60, load_default=None, allow_none=True)
    name = Name(load_default=None, allow_none=True)
    store_id = Id(load_default=None, allow_none=True)
    region_id = Id(load_default=None, allow_none=True)


class SubstituteShape(Shape):
    """What may be used in an item's place: ``ratio`` of its stock unit for one of the item's."""

    item_id = Id(required=True)
    ratio = an_amount(load_default=Decimal(1), example="1.1")


class RecipeLineShape(Shape):
    """What a batch takes, net: ``quantity`` of ``unit``, below zero where a modifier takes something away.

    ``yield_rate`` replaces the item's own.
    """

    item_id = Id(required=True)
    quantity = Exact(least=-(10**9), most=10**9, required=True, example="150")
    unit = a_unit(required=True)
    yield_rate = a_yield(load_default=None, allow_none=True)
    substitutes = Many(fields.Nested(SubstituteShape), 10, load_default=list)
    note = Text(200, load_default=None, allow_none=True)


class ByProductShape(Shape):
    """What a batch leaves of another item, and the share of its cost that this bears."""

    item_id = Id(required=True)
    quantity = an_amount(required=True)
    unit = a_unit(required=True)
    cost_share = Exact(8, most=1, required=True, example="0.1")


class NewRecipeVersionShape(Shape):
    """A draft. ``batch``: what comes out, after cooking loss. ``copy_of``: the version that it begins as."""

    copy_of = Id(allow_none=True)
    batch = an_amount()
    unit = a_unit(allow_none=True)
    lines = Many(fields.Nested(RecipeLineShape), LINES)
    by_products = Many(fields.Nested(ByProductShape), 20)
    note = Text(500, allow_none=True, lines=True)


class RecipeVersionChangeShape(Change):
    """Fields that are left out stay; lists are given whole. ``edit`` is the state that was edited."""

    edit = Int(1, required=True)
    batch = an_amount()
    unit = a_unit(allow_none=True)
    lines = Many(fields.Nested(RecipeLineShape), LINES)
    by_products = Many(fields.Nested(ByProductShape), 20)
    note = Text(500, allow_none=True, lines=True)


class RecipeVersionHeadShape(Shape):
    """A version: published ones hold from ``valid_from`` until before ``valid_to``."""

    id = Id(required=True)
    number = fields.Integer(required=True)
    state = Choice("draft", "published", required=True)
    valid_from = Moment(required=True, allow_none=True)
    valid_to = Moment(required=True, allow_none=True)
    batch = Exact(required=True)
    unit = fields.String(required=True)
    note = fields.String(required=True, allow_none=True)
    edit = fields.Integer(required=True)
    published_at = Moment(required=True, allow_none=True)


class RecipeTagShape(Shape):
    """A recipe without its versions."""

    id = Id(required=True)
    node_kind = Choice("item", "product", required=True)
    item_id = Id(required=True, allow_none=True)
    product_id = Id(required=True, allow_none=True)
    variant_id = Id(required=True, allow_none=True)
    store_id = Id(required=True, allow_none=True)
    region_id = Id(required=True, allow_none=True)
    code = fields.String(required=True)
    name = Name(required=True)
    archived = fields.Boolean(required=True)


class RecipeShape(RecipeTagShape):
    """A recipe with its versions, newest first; ``in_force``: the one that holds now."""

    versions = fields.List(fields.Nested(RecipeVersionHeadShape), required=True)
    in_force = Id(required=True, allow_none=True)


class WrittenSubstituteShape(Shape):
    """What may be used in an item's place."""

    item_id = Id(required=True)
    ratio = fields.String(required=True)


class WrittenLineShape(Shape):
    """A line as it stands; ``used_yield`` is the one that counts."""

    item_id = Id(required=True)
    item = fields.Nested(ItemTagShape, required=True)
    quantity = Exact(least=-(10**9), required=True)
    unit = fields.String(required=True)
    yield_rate = Exact(8, required=True, allow_none=True)
    used_yield = Exact(8, required=True)
    substitutes = fields.List(fields.Nested(WrittenSubstituteShape), required=True)
    note = fields.String(required=True, allow_none=True)


class WrittenByProductShape(Shape):
    """A by-product as it stands, in its stock unit."""

    item_id = Id(required=True)
    item = fields.Nested(ItemTagShape, required=True)
    quantity = Exact(required=True)
    unit = fields.String(required=True)
    cost_share = Exact(8, required=True)


class RecipeVersionShape(RecipeVersionHeadShape):
    """A version with its lines."""

    recipe = fields.Nested(RecipeTagShape, required=True)
    lines = fields.List(fields.Nested(WrittenLineShape), required=True)
    by_products = fields.List(fields.Nested(WrittenByProductShape), required=True)


class PublishedVersionShape(RecipeVersionShape):
    """What holds from now on."""

    needs_rebuild = fields.Boolean(
        required=True,
        metadata={
            "description": "What was sold since `valid_from` went by another recipe, and does until its usage is rebuilt"
        },
    )


class PublishRecipeShape(Shape):
    """When it begins to hold; now, unless it is given. For the past, see the answer's ``needs_rebuild``."""

    valid_from = Moment(load_default=None, allow_none=True)


class RecipeListArgs(PageArgs):
    """Which recipes; ``uses``: those that take an item."""

    q = Text(100)
    node_kind = Choice("item", "product")
    product_id = Id()
    item_id = Id()
    uses = Id()
    archived = QueryFlag(load_default=False)


class PreviewArgs(Shape):
    """At which store's recipes and prices; without one, the brand's."""

    store_id = Id()


class CardArgs(Shape):
    """Where, when, and for how much: ``portions`` of a dish, or stock units of an item."""

    store_id = Id()
    at = Moment()
    portions = an_amount()


class ProductCardArgs(CardArgs):
    """Of which variant."""

    variant_id = Id()


class NodeTagShape(Shape):
    """What a recipe makes, and what that is called."""

    node_kind = Choice("item", "product", required=True)
    id = Id(required=True)
    variant_id = Id(required=True, allow_none=True)
    code = fields.String(required=True)
    name = Name(required=True)


class CostChangeShape(NodeTagShape):
    """What one costs before and after, in the major unit; null where a price is missing."""

    before = a_cost(required=True, allow_none=True)
    after = a_cost(required=True, allow_none=True)
    difference = Exact(8, least=-(10**12), required=True, allow_none=True)


class PreviewShape(Shape):
    """Everything whose cost a draft would change, the greatest difference first."""

    changes = fields.List(fields.Nested(CostChangeShape), required=True)


class CardLineShape(Shape):
    """A line of a card: net and gross in the item's stock unit, what one costs, and its part of the whole."""

    item = fields.Nested(ItemTagShape, required=True)
    net = Exact(least=-(10**12), required=True)
    yield_rate = Exact(8, required=True)
    gross = Exact(least=-(10**12), required=True)
    unit_cost = a_cost(required=True, allow_none=True)
    cost = Exact(8, least=-(10**12), required=True, allow_none=True)
    percent = Exact(2, least=-(10**12), required=True, allow_none=True)


class CardLevelShape(NodeTagShape):
    """A recipe of the card, for ``batch`` of its output."""

    version_id = Id(required=True, allow_none=True)
    batch = Exact(required=True)
    unit_cost = a_cost(required=True, allow_none=True)
    lines = fields.List(fields.Nested(CardLineShape), required=True)


class CostCardShape(Shape):
    """What one costs at standard prices, in the major unit, and every level of how it is made; the whole's allergens."""

    cost = a_cost(required=True, allow_none=True)
    levels = fields.List(fields.Nested(CardLevelShape), required=True)
    allergens = fields.List(fields.String(), required=True)
    missing_prices = fields.List(fields.Nested(ItemTagShape), required=True)
    at = Moment(required=True)


class StandardCostArgs(Shape):
    """By which store's recipes and prices; without one, the brand's."""

    store_id = Id()


class StandardCostShape(Shape):
    """What one costs, in the major unit: a stock unit of an item, a portion of a product; null where a price is missing."""

    node_kind = Choice("item", "product", required=True)
    id = Id(required=True)
    variant_id = Id(required=True, allow_none=True)
    unit_cost = a_cost(required=True, allow_none=True)


class StandardCostsShape(Shape):
    """Standard costs of everything with a price or a recipe."""

    at = Moment(required=True)
    costs = fields.List(fields.Nested(StandardCostShape), required=True)
