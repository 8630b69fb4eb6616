"""The shapes of a member's own page on their phone."""

from marshmallow import fields

from core.schemas import Choice, Flag, Int, Many, Moment, Name, Shape, Text
from membership.rules.people import AGREES_TO
from membership.schemas.members import MemberCouponShape
from membership.schemas.stored_value import BalanceShape, Pin, ValueUseShape


class PageLinkShape(Shape):
    """What a QR code holds: the page's address with a link in it that opens it once."""

    token = Text(required=True)
    path = Text(required=True)
    expires_at = Moment(required=True)


class PageLinkTokenShape(Shape):
    """The link, as it came out of the QR code."""

    token = Text(200, required=True)


class OpenedPageShape(Shape):
    """The page's own token, for this phone to keep."""

    page_token = Text(required=True)
    expires_at = Moment(required=True)


class PageTokenShape(Shape):
    """Whose page it is."""

    page_token = Text(200, required=True)


class PhonePageShape(Shape):
    """What the member has; the last 50 uses of their stored value."""

    name = Text(required=True, allow_none=True)
    phone = Text(required=True, allow_none=True)
    code = Text(required=True)
    tier = Name(required=True, allow_none=True)
    points = Int(required=True)
    balance = fields.Nested(BalanceShape, required=True)
    currency = Text(required=True, allow_none=True)
    coupons = fields.List(fields.Nested(MemberCouponShape), required=True)
    uses = fields.List(fields.Nested(ValueUseShape), required=True)
    agrees_to = fields.List(fields.String(), required=True)
    has_pin = Flag(required=True)


class PageCodeShape(Shape):
    """The one-time code of the moment: after ``expires_at`` there is another, ``seconds`` long."""

    code = Text(required=True)
    expires_at = Moment(required=True)
    seconds = Int(required=True)


class PagePinShape(PageTokenShape):
    """A PIN of the member's choice, and the one before where there is one."""

    pin = Pin(required=True)
    old_pin = Pin()


class PageConsentShape(PageTokenShape):
    """What the member agrees to, in place of what they agreed to before."""

    agrees_to = Many(Choice(*AGREES_TO), 3, required=True)


class AgreedShape(Shape):
    """What the member agrees to now."""

    agrees_to = fields.List(fields.String(), required=True)
