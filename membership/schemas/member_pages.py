"""The shapes of members at head office, of segments, and of the page on which somebody joins."""

from marshmallow import fields

from core.schemas import Choice, Day, Id, Int, Many, Moment, NameShape, Part, QueryInt, Shape, Text
from membership.rules.people import AGREES_TO
from membership.rules.segments import SEGMENTS
from membership.schemas.members import BirthdayShape, MemberShape


class BrowseArgs(Shape):
    """Which members; ``word`` is part of a name, or of a phone number for those who may see it."""

    segment = Choice(*SEGMENTS)
    tier_id = Id()
    birthday_month = QueryInt(1, 12)
    word = Text(60)
    after = Id()
    limit = QueryInt(1, 200, load_default=50)


class MemberRowShape(Shape):
    """A member in a list; ``spent`` within the last year."""

    id = Id(required=True)
    phone = Text(required=True, allow_none=True)
    card_no = Text(required=True, allow_none=True)
    code = Text(required=True)
    name = Text(required=True, allow_none=True)
    tier_id = Id(required=True, allow_none=True)
    segment = Text(required=True)
    visits = Int(required=True)
    last_visit_on = Day(required=True, allow_none=True)
    joined_on = Day(required=True)
    spent = Int(required=True)


class MemberListShape(Shape):
    """Members, the newest first; with ``next`` there are more."""

    items = fields.List(fields.Nested(MemberRowShape), required=True)
    next = Id(required=True, allow_none=True)


class FriendShape(Shape):
    """Who brought a member, or was brought by them."""

    id = Id(required=True)
    name = Text(required=True, allow_none=True)
    phone = Text(required=True, allow_none=True)
    joined_on = Day(required=True)
    visits = Int(required=True)


class VisitShape(Shape):
    """A paid order, less what was refunded."""

    order_id = Id(required=True)
    store_id = Id(required=True)
    business_date = Day(required=True)
    net = Int(required=True)


class PointsMoveShape(Shape):
    """A move of points."""

    kind = Text(required=True)
    points = Int(required=True)
    order_id = Id(required=True, allow_none=True)
    store_id = Id(required=True, allow_none=True)
    at = Moment(required=True)


class GivenCouponShape(Shape):
    """A coupon, whatever became of it; ``occasion`` says what it was given for."""

    id = Id(required=True)
    code = Text(required=True)
    promotion_id = Id(required=True)
    name = fields.Nested(NameShape, required=True)
    state = Text(required=True)
    occasion = Text(required=True, allow_none=True)
    campaign_id = Id(required=True, allow_none=True)
    issued_at = Moment(required=True)
    expires_at = Moment(required=True, allow_none=True)
    order_id = Id(required=True, allow_none=True)


class ValueMoveShape(Shape):
    """A use of stored value."""

    id = Id(required=True)
    kind = Text(required=True)
    principal = Int(required=True)
    bonus = Int(required=True)
    store_id = Id(required=True, allow_none=True)
    order_id = Id(required=True, allow_none=True)
    at = Moment(required=True)


class MergedMemberShape(Shape):
    """Somebody who turned out to be this member; their numbers still find them."""

    id = Id(required=True)
    name = Text(required=True, allow_none=True)
    phone = Text(required=True, allow_none=True)
    card_no = Text(required=True, allow_none=True)
    code = Text(required=True)
    merged_at = Moment(required=True)


class MergeShape(Shape):
    """Who turned out to be this member."""

    other_id = Id(required=True)


class MovedShape(Shape):
    """What was the other's: stored value, points, usable coupons, visits; and coupons that are void, as one for the same occasion
    stays."""

    principal = Int(required=True)
    bonus = Int(required=True)
    points = Int(required=True)
    coupons = Int(required=True)
    visits = Int(required=True)
    voided_coupons = Int(required=True)


class MergedShape(Shape):
    """The member as they are now, and what came from the other."""

    member = fields.Nested(MemberShape, required=True)
    moved = fields.Nested(MovedShape, required=True)


class DuplicatesArgs(Shape):
    """Which page."""

    after = Id()
    limit = QueryInt(1, 200, load_default=50)


class LikelyMemberShape(Shape):
    """One of two who are likely to be one guest."""

    id = Id(required=True)
    name = Text(required=True, allow_none=True)
    phone = Text(required=True, allow_none=True)
    card_no = Text(required=True, allow_none=True)
    code = Text(required=True)
    joined_on = Day(required=True)
    visits = Int(required=True)


class DuplicateShape(Shape):
    """Two who are likely to be one guest, and why: ``phone``, ``card`` or ``name_and_birthday``; ``member`` joined first."""

    reasons = fields.List(fields.String(), required=True)
    member = fields.Nested(LikelyMemberShape, required=True)
    other = fields.Nested(LikelyMemberShape, required=True)


class DuplicatesShape(Shape):
    """Likely pairs, the one who joined last first; with ``next`` there are more."""

    items = fields.List(fields.Nested(DuplicateShape), required=True)
    next = Id(required=True, allow_none=True)


class MemberPageShape(Shape):
    """A member at head office; the latest 50 of each."""

    member = fields.Nested(MemberShape, required=True)
    referred_by = fields.Nested(FriendShape, required=True, allow_none=True)
    referred = fields.List(fields.Nested(FriendShape), required=True)
    merged = fields.List(fields.Nested(MergedMemberShape), required=True)
    visits = fields.List(fields.Nested(VisitShape), required=True)
    points = fields.List(fields.Nested(PointsMoveShape), required=True)
    coupons = fields.List(fields.Nested(GivenCouponShape), required=True)
    stored_value = fields.List(fields.Nested(ValueMoveShape), required=True)


class GivenBenefitShape(Shape):
    """What was taken off an order, or with ``refund_id`` taken back."""

    order_id = Id(required=True)
    refund_id = Id(required=True, allow_none=True)
    business_date = Day(required=True)
    source = Text(required=True)
    promotion_id = Id(required=True, allow_none=True)
    amount = Int(required=True)


class PointsLeftShape(Shape):
    """Points that are left; negative: a debt."""

    points = Int(required=True)
    expires_on = Day(required=True, allow_none=True)


class ValueLeftShape(Shape):
    """What is left of a recharge."""

    principal = Int(required=True)
    bonus = Int(required=True)
    expires_on = Day(required=True, allow_none=True)


class KeptBackShape(Shape):
    """What a till kept back for offline use."""

    store_id = Id(required=True)
    amount = Int(required=True)
    unused = Int(required=True)
    made_at = Moment(required=True)
    expires_at = Moment(required=True)


class OwnPageShape(Shape):
    """A link to the member's page, or a phone that has it open."""

    kind = Text(required=True)
    made_at = Moment(required=True)
    expires_at = Moment(required=True)
    ended_at = Moment(required=True, allow_none=True)


class KeptPersonShape(Shape):
    """Who somebody is, and what they agreed to."""

    id = Id(required=True)
    phone = Text(required=True, allow_none=True)
    card_no = Text(required=True, allow_none=True)
    name = Text(required=True, allow_none=True)
    born_month = Int(required=True, allow_none=True)
    born_day = Int(required=True, allow_none=True)
    code = Text(required=True)
    consent = fields.Dict(required=True)
    joined_at = Moment(required=True)


class MemberExportShape(KeptPersonShape):
    """Everything that is kept of a member; of other people no more than their ids."""

    tier_id = Id(required=True, allow_none=True)
    joined_on = Day(required=True)
    joined_store_id = Id(required=True, allow_none=True)
    last_visit_on = Day(required=True, allow_none=True)
    referred_by = Id(required=True, allow_none=True)
    referred = fields.List(Id(), required=True)
    merged = fields.List(fields.Nested(KeptPersonShape), required=True)
    visits = fields.List(fields.Nested(VisitShape), required=True)
    benefits = fields.List(fields.Nested(GivenBenefitShape), required=True)
    points = fields.List(fields.Nested(PointsMoveShape), required=True)
    points_left = fields.List(fields.Nested(PointsLeftShape), required=True)
    coupons = fields.List(fields.Nested(GivenCouponShape), required=True)
    stored_value = fields.List(fields.Nested(ValueMoveShape), required=True)
    stored_value_left = fields.List(fields.Nested(ValueLeftShape), required=True)
    kept_back = fields.List(fields.Nested(KeptBackShape), required=True)
    pages = fields.List(fields.Nested(OwnPageShape), required=True)
    has_pin = fields.Boolean(required=True)


class SegmentArgs(Shape):
    """Which days, both included."""

    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")


class SegmentCountsShape(Shape):
    """How many members each segment has."""

    new = Int(required=True)
    regular = Int(required=True)
    ordinary = Int(required=True)
    sleeping = Int(required=True)
    lost = Int(required=True)


class SegmentDayShape(SegmentCountsShape):
    """As a day began."""

    date = Day(required=True)


class SegmentSeriesShape(Shape):
    """Now, and day by day."""

    today = fields.Nested(SegmentCountsShape, required=True)
    days = fields.List(fields.Nested(SegmentDayShape), required=True)


class AskedBrandShape(Shape):
    """A brand by the slug that its QR code carries."""

    brand = Text(80, required=True, metadata={"example": "lao-chengdu"})


class BrandOfPageShape(Shape):
    """Whose page it is."""

    name = fields.Nested(NameShape, required=True)


class PhoneJoinsShape(Shape):
    """Who joins on their own phone. ``agrees_to``: nothing is taken for granted; ``referrer``: who brought them."""

    brand = Text(80, required=True, metadata={"example": "lao-chengdu"})
    phone = Text(40, required=True, metadata={"example": "13800001234"})
    name = Text(100, allow_none=True)
    birthday = Part(BirthdayShape, allow_none=True)
    agrees_to = Many(Choice(*AGREES_TO), 3, required=True)
    referrer = Text(60, allow_none=True)
    store_id = Id(allow_none=True)


class PhoneJoinedShape(Shape):
    """The number, masked."""

    phone = Text(required=True)
