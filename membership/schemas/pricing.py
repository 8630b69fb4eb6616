"""The shapes of a cart and its deal."""

from marshmallow import fields

from core.schemas import Choice, Id, Int, Many, Moment, Part, Quantity, Shape, Text, told
from core.schemas import Flag as FlagField
from membership.schemas.promotions import CHANNELS, MOST, TermsShape


class CartComponentShape(Shape):
    """A component line of a set meal; the components' amounts add up to the set's price."""

    id = Id(required=True)
    product_id = Id(required=True)
    amount = Int(0, MOST, required=True, **told("Its part of the set's price, in minor units."))
    category_ids = Many(Id(), 20, load_default=())


class CartLineShape(Shape):
    """``quantity`` units at ``unit_price``; ``extra`` is what modifiers add to the line in all."""

    id = Id(required=True)
    product_id = Id(required=True)
    quantity = Quantity(required=True)
    unit_price = Int(
        0, MOST, required=True, **told("List price of a unit without modifiers, in minor units.")
    )
    extra = Int(
        0,
        MOST,
        load_default=0,
        **told("What modifiers add to the whole line, not to a unit; not below zero."),
    )
    category_ids = Many(Id(), 20, load_default=(), **told("The categories that it counts as."))
    member_price = Int(
        0,
        MOST,
        allow_none=True,
        load_default=None,
        **told(
            "Price of a unit for members, left out of account without a member_id; the lower of it and a special price counts."
        ),
    )
    is_weighed = FlagField(load_default=False, **told("Sold by weight: one unit, whatever its quantity."))
    components = Many(fields.Nested(CartComponentShape), 50, load_default=())
    gift_of = Id(
        allow_none=True,
        load_default=None,
        **told("The promotion whose gift this line is; it costs nothing once that is earned."),
    )


class DraftShape(Shape):
    """Terms to be tried on this cart, as if they were active."""

    id = Id(required=True)
    terms = Part(TermsShape, required=True)


class CartShape(Shape):
    """A cart to be priced. ``points``: how many the guest wants to use. ``explain``: promotions to explain in any case."""

    lines = Many(fields.Nested(CartLineShape), 300, required=True, least=1)
    channel = Choice(*CHANNELS, required=True)
    at = Moment(
        load_default=None, allow_none=True, **told("When, with its time zone; now where it is left out.")
    )
    member_id = Id(allow_none=True, load_default=None)
    coupon_codes = Many(
        Text(40),
        20,
        load_default=(),
        **told("Codes that the guest shows; the member's own coupons are found without."),
    )
    points = Int(
        0, MOST, load_default=0, **told("How many points the guest wants to use; only whole blocks are.")
    )
    explain = Many(
        Id(), 50, load_default=(), **told("Promotions of other stores or regions to explain, too.")
    )
    drafts = Many(fields.Nested(DraftShape), 20, load_default=())


class AllocationShape(Shape):
    """A part of a benefit on one line, and who bears it."""

    line_id = Id(required=True)
    top_line_id = Id(required=True)
    lane = Int(required=True)
    source = Text(required=True)
    amount = Int(required=True)
    promotion_id = Id(required=True, allow_none=True)
    version = Int(required=True, allow_none=True)
    funder = Text(required=True, allow_none=True)


class VerdictShape(Shape):
    """What became of a candidate: ``code`` is stable, ``numbers`` go with it."""

    code = Text(required=True, metadata={"example": "short_amount"})
    source = Text(required=True)
    lane = Int(required=True)
    promotion_id = Id(required=True, allow_none=True)
    version = Int(required=True, allow_none=True)
    coupon_id = Id(required=True, allow_none=True)
    discount = Int(required=True)
    numbers = fields.Dict(required=True)


class NudgeShape(Shape):
    """So much more for so much off."""

    promotion_id = Id(required=True)
    more_amount = Int(required=True)
    more_quantity = Int(required=True)
    off = Int(required=True)
    percent_bp = Int(required=True)


class LineNetShape(Shape):
    """What a line comes to."""

    line_id = Id(required=True)
    net = Int(required=True)


class DealShape(Shape):
    """The best deal: listed − Σ allocations = payable."""

    listed = Int(required=True)
    payable = Int(required=True)
    nets = fields.List(fields.Nested(LineNetShape), required=True)
    allocations = fields.List(fields.Nested(AllocationShape), required=True)
    trace = fields.List(fields.Nested(VerdictShape), required=True)
    nudges = fields.List(fields.Nested(NudgeShape), required=True)
    points_used = Int(required=True)
    is_exhaustive = FlagField(required=True)
    looked_at = Int(required=True)


class PricedShape(DealShape):
    """The deal; with drafts, also what it would be without them."""

    without_drafts = fields.Nested(DealShape, required=True, allow_none=True)
