"""The menu as a till gets it."""

from marshmallow import fields, validate

from core.schemas import Name, Shape
from pos.values.catalog import KINDS


class PricesShape(Shape):
    """Minor units by channel; a channel that is missing does not sell it now."""

    dine_in = fields.Integer()
    takeaway = fields.Integer()
    delivery = fields.Integer()
    own_app = fields.Integer()


class MenuCategoryShape(Shape):
    """A place on the till's rail."""

    id = fields.UUID(required=True)
    name = Name(required=True)
    color = fields.String(required=True, allow_none=True)
    sort = fields.Integer(required=True)


class MenuVariantShape(Shape):
    """A size or form."""

    id = fields.UUID(required=True)
    name = Name(required=True)
    code = fields.String(required=True)
    prices = fields.Nested(PricesShape, required=True)


class MenuLinkShape(Shape):
    """A modifier group on a product: how many are chosen, and how many of them are free."""

    group_id = fields.UUID(required=True)
    min = fields.Integer(required=True)
    max = fields.Integer(required=True)
    free = fields.Integer(required=True)


class MenuSetOptionShape(Shape):
    """A component that may be picked; without a variant the guest chooses one."""

    id = fields.UUID(required=True)
    product_id = fields.UUID(required=True)
    variant_id = fields.UUID(required=True, allow_none=True)
    upcharge = fields.Integer(required=True)
    is_default = fields.Boolean(required=True)
    max = fields.Integer(required=True)


class MenuSetGroupShape(Shape):
    """Pick so many of the options; ``free`` of the upcharges are waived."""

    id = fields.UUID(required=True)
    name = Name(required=True)
    pick = fields.Integer(required=True)
    repeat = fields.Boolean(required=True)
    free = fields.Integer(required=True)
    options = fields.List(fields.Nested(MenuSetOptionShape), required=True)


class MenuSetFixedShape(Shape):
    """A component that always comes with the set."""

    id = fields.UUID(required=True)
    product_id = fields.UUID(required=True)
    variant_id = fields.UUID(required=True, allow_none=True)
    quantity = fields.Integer(required=True)


class MenuTaxShape(Shape):
    """The tax class of a product, as it holds in this store."""

    name = Name(required=True)
    rate = fields.String(required=True, metadata={"description": "percent", "example": "6"})
    inclusive = fields.Boolean(required=True, metadata={"description": "Its prices contain the tax."})


class MenuProductShape(Shape):
    """What is sold; one that is not in ``screen_order`` is only part of set meals, or not sold now."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = Name(required=True)
    search = fields.String(required=True)
    category_id = fields.UUID(required=True, allow_none=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    prices = fields.Nested(PricesShape, required=True, allow_none=True)
    tax = fields.Nested(MenuTaxShape, required=True, allow_none=True)
    variants = fields.List(fields.Nested(MenuVariantShape), required=True)
    group_links = fields.List(fields.Nested(MenuLinkShape), required=True)
    set_groups = fields.List(fields.Nested(MenuSetGroupShape), required=True)
    set_fixed = fields.List(fields.Nested(MenuSetFixedShape), required=True)
    tags = fields.List(fields.String(), required=True)
    allergens = fields.List(fields.String(), required=True)
    picture_url = fields.String(required=True, allow_none=True)
    color = fields.String(required=True, allow_none=True)
    sort = fields.Integer(required=True)
    is_seasonal = fields.Boolean(required=True)
    has_price = fields.Boolean(required=True, metadata={"description": "Now or at another time."})


class MenuOptionShape(Shape):
    """A modifier option: itself a small product, by whose id it is ordered."""

    id = fields.UUID(required=True)
    name = Name(required=True)
    prices = fields.Nested(PricesShape, required=True)
    max = fields.Integer(required=True)
    is_default = fields.Boolean(required=True)
    group_links = fields.List(fields.Nested(MenuLinkShape), required=True)


class MenuGroupShape(Shape):
    """Options from which the guest chooses."""

    id = fields.UUID(required=True)
    name = Name(required=True)
    min = fields.Integer(required=True)
    max = fields.Integer(required=True)
    free = fields.Integer(required=True)
    options = fields.List(fields.Nested(MenuOptionShape), required=True)


class MenuSuggestionShape(Shape):
    """An offer: always, or once the trigger product is on the order."""

    id = fields.UUID(required=True)
    trigger_product_id = fields.UUID(required=True, allow_none=True)
    offer_product_id = fields.UUID(required=True)
    text = Name(required=True)


class MenuShape(Shape):
    """Everything a till needs to sell; ask again at ``valid_until``, when a price may change."""

    version = fields.String(required=True)
    currency = fields.String(required=True)
    valid_until = fields.String(required=True, allow_none=True)
    categories = fields.List(fields.Nested(MenuCategoryShape), required=True)
    products = fields.List(fields.Nested(MenuProductShape), required=True)
    modifier_groups = fields.List(fields.Nested(MenuGroupShape), required=True)
    screen_order = fields.List(fields.UUID(), required=True)
    suggestions = fields.List(fields.Nested(MenuSuggestionShape), required=True)
