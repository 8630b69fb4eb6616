"""The shapes of members, tiers and settings."""

from calendar import monthrange

from marshmallow import ValidationError, fields, validates_schema

from core.schemas import Change, Choice, Day, Flag, Id, Int, Many, Moment, Name, NameShape, Part, Shape, Text
from membership.rules.people import AGREES_TO
from membership.schemas.stored_value import BalanceShape
from membership.values.stored_value import COLLECTIONS, MIXES, PROOFS

MOST = 10**10
LEAP_YEAR = 2024


class BirthdayShape(Shape):
    """A day of the year; nobody is asked for the year."""

    month = Int(1, 12, required=True)
    day = Int(1, 31, required=True)

    @validates_schema
    def _check_day(self, given: dict[str, int], **_more: object) -> None:
        if given["day"] > monthrange(LEAP_YEAR, given["month"])[1]:
            raise ValidationError("There is no such day.", "day")


class NewMemberShape(Shape):
    """Who joins. ``agrees_to``: what they agreed to be told or counted for."""

    phone = Text(40, allow_none=True, metadata={"example": "13800001234"})
    card_no = Text(40, allow_none=True)
    name = Text(100, allow_none=True)
    birthday = Part(BirthdayShape, allow_none=True)
    tier_id = Id(allow_none=True)
    agrees_to = Many(Choice(*AGREES_TO), 3)


class MemberJoinsShape(NewMemberShape):
    """Who joins, and who brought them: a phone number, card or code of that member."""

    referrer = Text(60, allow_none=True)


class MemberChangeShape(Change, NewMemberShape):
    """Fields that are left out stay."""


class MemberCouponShape(Shape):
    """A coupon in hand."""

    id = Id(required=True)
    code = Text(required=True)
    promotion_id = Id(required=True)
    name = fields.Nested(NameShape, required=True)
    state = Text(required=True)
    expires_at = Moment(required=True, allow_none=True)


class MemberShape(Shape):
    """A member as the till needs them; the phone number is masked except for those who may see it."""

    id = Id(required=True)
    phone = Text(required=True, allow_none=True)
    card_no = Text(required=True, allow_none=True)
    code = Text(required=True)
    name = Text(required=True, allow_none=True)
    birthday = fields.Nested(BirthdayShape, required=True, allow_none=True)
    tier_id = Id(required=True, allow_none=True)
    segment = Text(required=True)
    points = Int(required=True)
    balance = fields.Nested(BalanceShape, required=True)
    visits = Int(required=True)
    last_visit_on = Day(required=True, allow_none=True)
    joined_at = Moment(required=True)
    agrees_to = fields.List(fields.String(), required=True)
    coupons = fields.List(fields.Nested(MemberCouponShape), required=True)


class FindMemberArgs(Shape):
    """A phone number, a card's number, or a code: whatever is typed or scanned."""

    find = Text(60, required=True)


class MembersShape(Shape):
    """Whoever was found."""

    members = fields.List(fields.Nested(MemberShape), required=True)


class NewTierShape(Shape):
    """Reached by spending ``from_amount`` within the window; ``points_bp`` of the usual points (10000: the usual)."""

    name = Name(required=True)
    from_amount = Int(0, MOST, required=True)
    points_bp = Int(0, 1_000_000)


class TierChangeShape(Change, NewTierShape):
    """Fields that are left out stay."""


class TierShape(NewTierShape):
    """A tier."""

    id = Id(required=True)


class TiersShape(Shape):
    """The tiers, the lowest first."""

    tiers = fields.List(fields.Nested(TierShape), required=True)


class RechargePlanShape(Shape):
    """From this amount on, a recharge brings this bonus."""

    amount = Int(1, MOST, required=True)
    bonus = Int(0, MOST, required=True)


class MemberSettingsShape(Shape):
    """What the brand chose; what is left out has its default (docs/guide/members.md)."""

    points_per = Int(1, MOST)
    points_days = Int(1, 36_500, allow_none=True)
    points_block = Int(1, MOST)
    points_worth = Int(1, MOST)
    points_highest_bp = Int(0, 10_000)
    tier_days = Int(1, 3_650)
    value_mix = Choice(*MIXES)
    value_days = Int(1, 36_500, allow_none=True)
    largest_recharge = Int(1, MOST)
    largest_balance = Int(1, MOST)
    bonus_hq_percent = Int(0, 100)
    value_proof = Choice(*PROOFS)
    value_proof_from = Int(0, MOST)
    refund_reclaims = Flag()
    value_collection = Choice(*COLLECTIONS)
    recharge_plans = Many(fields.Nested(RechargePlanShape), 50)
    holidays = Many(Day(), 400)
    birthday_coupon_id = Id(allow_none=True)
    anniversary_coupon_id = Id(allow_none=True)
    referral_coupon_id = Id(allow_none=True)
    friend_coupon_id = Id(allow_none=True)
    occasion_days = Int(1, 3_650)
