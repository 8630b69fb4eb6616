"""List prices with where and when they hold, and the explanation of which one won."""

from marshmallow import fields

from core.schemas import Change, Choice, Flag, Id, Moment, Money, PageArgs, Shape
from pos.schemas.wall_clock import WhenShape
from pos.values.catalog import CHANNELS


class NewPriceShape(WhenShape):
    """A price; with neither store nor region it is the brand's. Negative for modifier options only."""

    product_id = Id(required=True)
    variant_id = Id(load_default=None, allow_none=True)
    amount = Money(required=True)
    member_amount = Money(
        0, load_default=None, allow_none=True, metadata={"description": "What members pay; null: the same."}
    )
    region_id = Id(load_default=None, allow_none=True)


class PriceChangeShape(Change, NewPriceShape):
    """Fields that are left out stay."""


class PriceShape(NewPriceShape):
    """A price as it stands."""

    id = Id(required=True)


class PriceListArgs(PageArgs):
    """Which prices: of a product, at a store or region."""

    product_id = Id()
    store_id = Id()
    region_id = Id()


class ExplainArgs(Shape):
    """For which product, where, how and when (now, unless ``at`` says otherwise)."""

    store_id = Id(required=True)
    product_id = Id(required=True)
    variant_id = Id(load_default=None)
    channel = Choice(*CHANNELS, load_default="dine_in")
    at = Moment(load_default=None)


class CandidateShape(Shape):
    """A price that was looked at, and why it won or lost."""

    price = fields.Nested(PriceShape, required=True)
    holds = Flag(required=True)
    won = Flag(required=True)
    reason = fields.String(required=True, metadata={"example": "less_specific_place"})


class ExplanationShape(Shape):
    """The price, and every candidate, the winner first. ``until``: when the next one may win."""

    amount = fields.Integer(required=True, allow_none=True)
    currency = fields.String(required=True)
    at = Moment(required=True)
    until = Moment(required=True, allow_none=True)
    is_sold = Flag(
        required=True, metadata={"description": "whether the product is sold there and then at all"}
    )
    candidates = fields.List(fields.Nested(CandidateShape), required=True)
