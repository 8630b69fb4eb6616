"""The shapes of campaigns, their audiences and results."""

from marshmallow import fields

from core.schemas import Change, Choice, Day, Flag, Id, Int, Many, Moment, Name, QueryInt, Shape
from core.schemas import Part as WholePart
from membership.rules.segments import SEGMENTS

MOST = 10**10
STATES = ("draft", "scheduled", "paused", "stopped", "done")


class AudienceShape(Shape):
    """Who: each field narrows, one left out asks for nothing. ``spent`` and ``store_ids`` look at the last ``window_days``."""

    segments = Many(Choice(*SEGMENTS), 5)
    tier_ids = Many(Id(), 50)
    birthday_months = Many(Int(1, 12), 12)
    store_ids = Many(Id(), 2_000)
    last_visit_from = Day(allow_none=True)
    last_visit_to = Day(allow_none=True)
    joined_from = Day(allow_none=True)
    joined_to = Day(allow_none=True)
    spent_from = Int(0, MOST, allow_none=True)
    spent_to = Int(0, MOST, allow_none=True)
    window_days = Int(1, 3_650)
    consenting_only = Flag()


class AskedAudienceShape(Shape):
    """An audience to be counted."""

    audience = WholePart(AudienceShape, required=True)


class AudienceSizeShape(Shape):
    """How many members it reaches now."""

    count = Int(required=True)


class NewCampaignShape(Shape):
    """Coupons of a template for an audience. ``daily``: whoever comes to belong to it gets theirs, until ``ends_on``."""

    name = Name(required=True)
    promotion_id = Id(required=True)
    audience = WholePart(AudienceShape, required=True)
    repeats = Choice("once", "daily")
    state = Choice("draft", "scheduled")
    starts_at = Moment()
    ends_on = Day(allow_none=True)
    coupon_days = Int(1, 3_650, allow_none=True)


class CampaignChangeShape(Change, NewCampaignShape):
    """Fields that are left out stay. ``version``: the one that was read. A stop may take back what nobody used yet."""

    state = Choice("draft", "scheduled", "paused", "stopped")
    version = Int(1, required=True)
    void_unused = Flag(load_default=False)


class CampaignShape(Shape):
    """A campaign as it stands; ``next_at``: when it runs next."""

    id = Id(required=True)
    name = Name(required=True)
    promotion_id = Id(required=True)
    audience = WholePart(AudienceShape, required=True)
    repeats = Choice("once", "daily", required=True)
    state = Choice(*STATES, required=True)
    starts_at = Moment(required=True)
    ends_on = Day(required=True, allow_none=True)
    coupon_days = Int(required=True, allow_none=True)
    next_at = Moment(required=True, allow_none=True)
    last_run_at = Moment(required=True, allow_none=True)
    version = Int(required=True)


class CampaignListArgs(Shape):
    """Which campaigns."""

    state = Choice(*STATES)
    after = Id()
    limit = QueryInt(1, 200, load_default=50)


class CampaignsShape(Shape):
    """Campaigns, the newest first; with ``next`` there are more."""

    items = fields.List(fields.Nested(CampaignShape), required=True)
    next = Id(required=True, allow_none=True)


class CampaignFiguresShape(Shape):
    """Coupons given and used, what the orders that used them came to, and what the coupons took off."""

    issued = Int(required=True)
    redeemed = Int(required=True)
    revenue = Int(required=True)
    discount = Int(required=True)


class CampaignDayShape(CampaignFiguresShape):
    """One day: given on it, or used in an order that was paid on it."""

    date = Day(required=True)


class CampaignResultsShape(CampaignFiguresShape):
    """What came of it. ``food_cost`` is that of ``with_cost`` orders, those whose every dish has a recipe; ``margin`` is theirs,
    without tax and service charge.
    """

    food_cost = Int(required=True)
    with_cost = Int(required=True)
    margin = Int(required=True)
    days = fields.List(fields.Nested(CampaignDayShape), required=True)
