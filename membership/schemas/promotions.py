"""The shapes of promotions: their terms, as docs/guide/members.md explains them."""

from marshmallow import fields

from core.schemas import (
    Change,
    Choice,
    Flag,
    Id,
    Int,
    Many,
    Moment,
    Name,
    NameShape,
    Part,
    ProblemErrorShape,
    QueryInt,
    Shape,
    Text,
)
from membership.values.promotions import LANES_OF

STATES = ("draft", "active", "paused", "archived")
CHANNELS = ("dine_in", "takeaway", "delivery", "own_app")
MOST = 10**10


class ScopeShape(Shape):
    """Which products; nothing named means every one."""

    product_ids = Many(Id(), 2_000)
    category_ids = Many(Id(), 200)
    excluded_ids = Many(Id(), 2_000)


class ConditionsShape(Shape):
    """When, where and for whom; what is left out asks for nothing. Weekday bit 0 is Monday."""

    store_ids = Many(Id(), 2_000)
    region_ids = Many(Id(), 200)
    channels = Many(Choice(*CHANNELS), 4)
    valid_from = fields.Date(allow_none=True)
    valid_to = fields.Date(allow_none=True)
    weekdays = Int(1, 127, allow_none=True)
    start_minute = Int(0, 1439, allow_none=True)
    end_minute = Int(0, 1439, allow_none=True)
    month_days = Many(Int(1, 31), 31)
    holidays_only = Flag()
    members_only = Flag()
    tier_ids = Many(Id(), 50)
    segments = Many(Choice("new", "regular", "ordinary", "sleeping", "lost"), 5)
    birthday = Choice("day", "week", "month", allow_none=True)
    anniversary = Choice("day", "week", "month", allow_none=True)
    first_order_only = Flag()
    min_quantity = Int(0, 10_000)
    min_amount = Int(0, MOST)


class TierStepShape(Shape):
    """From ``threshold`` (money or units) on: an amount off, or basis points off."""

    threshold = Int(0, MOST, required=True)
    value = Int(1, MOST, required=True)


class BenefitShape(Shape):
    """What it gives; which fields count depends on ``kind``."""

    kind = Choice(*LANES_OF, required=True)
    percent_bp = Int(1, 10_000)
    amount = Int(1, MOST)
    price = Int(0, MOST)
    buy = Int(1, 1_000)
    get = Int(1, 1_000)
    tiers = Many(fields.Nested(TierStepShape), 20)
    counts = Choice("amount", "quantity")
    every = Flag()
    max_times = Int(1, 10_000, allow_none=True)
    max_units = Int(1, 10_000, allow_none=True)
    max_discount = Int(1, MOST, allow_none=True)
    reward = Part(ScopeShape, allow_none=True)
    gift_ids = Many(Id(), 200)


class FunderShape(Shape):
    """Who bears it (``hq`` or a store's id), by weight."""

    who = Text(40, required=True, metadata={"example": "hq"})
    weight = Int(1, 10_000, required=True)


class CapsShape(Shape):
    """How often it may be used, and for how much money in all."""

    total = Int(1, MOST, allow_none=True)
    per_member = Int(1, MOST, allow_none=True)
    per_day = Int(1, MOST, allow_none=True)
    per_store = Int(1, MOST, allow_none=True)
    budget = Int(1, MOST, allow_none=True)


class TermsShape(Shape):
    """One version of a promotion, or of a coupon's template (``needs_coupon``). Lanes 1 to 4; lower priority goes first."""

    lane = Int(1, 4, required=True)
    benefit = Part(BenefitShape, required=True)
    scope = Part(ScopeShape)
    conditions = Part(ConditionsShape)
    priority = Int(-1_000_000, 1_000_000)
    group = Text(80, allow_none=True)
    group_mode = Choice("all", "first", "best")
    exclusivity = Choice("none", "lane", "order")
    basis = Choice("running", "original")
    needs_coupon = Flag()
    matches_components = Flag()
    funders = Many(fields.Nested(FunderShape), 20)
    caps = Part(CapsShape)


class NewPromotionShape(Shape):
    """A promotion; as a draft it is tried with, and applies to nobody."""

    name = Name(required=True)
    state = Choice(*STATES)
    terms = Part(TermsShape, required=True)


class PromotionChangeShape(Change):
    """Other terms or another name make the next version; a state alone does not. ``version``: the one that was read."""

    name = Name()
    state = Choice(*STATES)
    terms = Part(TermsShape)
    version = Int(1, required=True)


class PromotionShape(NewPromotionShape):
    """A promotion as it stands; ``words`` say its rule."""

    id = Id(required=True)
    version = Int(required=True)
    changed_at = Moment(required=True)
    words = fields.Nested(NameShape, required=True)


class DraftTermsShape(Shape):
    """Terms that are being edited."""

    terms = Part(TermsShape, required=True)


class WhatIfShape(Shape):
    """A draft, and the past days to try it on; ``instead_of``: the promotion that it would replace."""

    terms = Part(TermsShape, required=True)
    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")
    store_ids = Many(Id(), 2_000)
    instead_of = Id(allow_none=True)
    cursor = Text(1_000, allow_none=True)
    limit = Int(1, 500, load_default=200)


class WhatIfFiguresShape(Shape):
    """Orders looked at and touched, what the draft gave, and what was payable without and with it.

    ``food_cost`` and the margins are those of ``with_cost`` orders, those whose every dish has a recipe.
    """

    orders = Int(required=True)
    touched = Int(required=True)
    discount = Int(required=True)
    net_before = Int(required=True)
    net_after = Int(required=True)
    food_cost = Int(required=True)
    with_cost = Int(required=True)
    margin_before = Int(required=True)
    margin_after = Int(required=True)


class WhatIfDayShape(WhatIfFiguresShape):
    """One day's."""

    date = fields.Date(required=True)


class WhatIfStoreShape(WhatIfFiguresShape):
    """One store's."""

    store_id = Id(required=True)


class WhatIfResultShape(WhatIfFiguresShape):
    """The orders of this part of the period; with ``next_cursor`` there are more. ``done`` of ``of`` were looked at so far."""

    by_day = fields.List(fields.Nested(WhatIfDayShape), required=True)
    by_store = fields.List(fields.Nested(WhatIfStoreShape), required=True)
    done = Int(required=True)
    of = Int(required=True)
    next_cursor = Text(required=True, allow_none=True)


class RuleWordsShape(Shape):
    """A rule in words, and what is still wrong with it."""

    words = fields.Nested(NameShape, required=True)
    faults = fields.List(fields.Nested(ProblemErrorShape), required=True)


class PromotionListArgs(Shape):
    """Which promotions."""

    state = Choice(*STATES)
    after = Id()
    limit = QueryInt(1, 200, load_default=50)


class PromotionsShape(Shape):
    """Promotions by id; with ``next`` there are more."""

    items = fields.List(fields.Nested(PromotionShape), required=True)
    next = Id(required=True, allow_none=True)
