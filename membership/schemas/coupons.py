"""The shapes of coupons."""

from marshmallow import fields

from core.schemas import Id, Int, Many, Moment, Shape, Text


class IssueShape(Shape):
    """A coupon for each of these members, and so many codes for whoever shows them."""

    member_ids = Many(Id(), 5_000)
    codes = Int(0, 5_000)
    expires_at = Moment(allow_none=True)


class CouponShape(Shape):
    """A coupon: issued → reserved → redeemed, or expired, or voided."""

    id = Id(required=True)
    promotion_id = Id(required=True)
    member_id = Id(required=True, allow_none=True)
    code = Text(required=True)
    state = Text(required=True)
    issued_at = Moment(required=True)
    expires_at = Moment(required=True, allow_none=True)
    order_id = Id(required=True, allow_none=True)


class CouponsShape(Shape):
    """Coupons."""

    coupons = fields.List(fields.Nested(CouponShape), required=True)
