"""The shapes of promotions: their terms, as docs/guide/members.md explains them."""

from marshmallow import fields

from core.schemas import (
    Change,
    Choice,
    Day,
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
    told,
)
from membership.schemas.fields import HeadOfficeOr
from membership.values.promotions import LANES_OF

STATES = ("draft", "active", "paused", "archived")
CHANNELS = ("dine_in", "takeaway", "delivery", "own_app")
MOST = 10**10


class ScopeShape(Shape):
    """Which products; nothing named means every one."""

    product_ids = Many(Id(), 2_000, **told("These products, and those of category_ids."))
    category_ids = Many(Id(), 200, **told("Every product of these categories."))
    excluded_ids = Many(Id(), 2_000, **told("Never these products, whatever else names them."))


class ConditionsShape(Shape):
    """When, where and for whom; what is left out asks for nothing. Weekday bit 0 is Monday."""

    store_ids = Many(Id(), 2_000, **told("Any of these stores; of this brand, or 422 unknown_id."))
    region_ids = Many(Id(), 200, **told("Stores of any of these regions."))
    channels = Many(Choice(*CHANNELS), 4)
    valid_from = Day(
        allow_none=True, **told("First calendar day, by the store's wall clock, not its business date.")
    )
    valid_to = Day(
        allow_none=True,
        **told(
            "Last calendar day: over at midnight, even where the business day goes on; a daypart past midnight runs out."
        ),
    )
    weekdays = Int(
        1,
        127,
        allow_none=True,
        **told("Bits of calendar days, Monday is 1, Tuesday 2, Sunday 64; 127 is every day."),
    )
    start_minute = Int(
        0,
        1439,
        allow_none=True,
        **told(
            "From this minute of the day; needs end_minute. A daypart past midnight belongs to the day on which it starts."
        ),
    )
    end_minute = Int(0, 1439, allow_none=True, **told("Before this minute of the day; 0 is until midnight."))
    month_days = Many(Int(1, 31), 31, **told("Days of the month, such as a member day on the 8th."))
    holidays_only = Flag(**told("Only on the holidays of the member settings."))
    members_only = Flag()
    tier_ids = Many(Id(), 50)
    segments = Many(Choice("new", "regular", "ordinary", "sleeping", "lost"), 5)
    birthday = Choice(
        "day",
        "week",
        "month",
        allow_none=True,
        **told(
            "The day, its week from Monday to Sunday, or its month; 29 February is the 28th in other years."
        ),
    )
    anniversary = Choice(
        "day",
        "week",
        "month",
        allow_none=True,
        **told("The same for the day of joining, from the first year on: not on that day itself."),
    )
    first_order_only = Flag(**told("Members who have no paid order yet."))
    min_quantity = Int(0, 10_000, **told("So many units in its scope."))
    min_amount = Int(0, MOST, **told("So much, in minor units, in its scope."))


class TierStepShape(Shape):
    """From ``threshold`` (money or units) on: an amount off, or basis points off."""

    threshold = Int(0, MOST, required=True)
    value = Int(1, MOST, required=True)


class BenefitShape(Shape):
    """What it gives; which fields count depends on ``kind``."""

    kind = Choice(*LANES_OF, required=True)
    percent_bp = Int(
        1,
        10_000,
        **told("So much off, in basis points: 1000 is 10 %. Of buy_get and nth_percent: off each reward."),
    )
    amount = Int(
        1, MOST, **told("So much off, in minor units: of each unit in lane 2, once in lanes 3 and 4.")
    )
    price = Int(0, MOST, **told("special_price: of a unit; bundle_price: of the units in buy together."))
    buy = Int(1, 1_000, **told("Units that have to be bought; a weighed line is one unit, a set meal one."))
    get = Int(
        1, 1_000, **told("Units that are given for them, the cheapest first, such as cost nothing with them.")
    )
    tiers = Many(
        fields.Nested(TierStepShape),
        20,
        **told("The highest threshold reached counts, even where a lower one would give more."),
    )
    counts = Choice("amount", "quantity", **told("Whether thresholds are money or units."))
    every = Flag(
        **told("The highest tier reached again for each whole threshold of its own, at most max_times.")
    )
    max_times = Int(1, 10_000, allow_none=True, **told("How often in one order."))
    max_units = Int(1, 10_000, allow_none=True, **told("Only so many of the cheapest units."))
    max_discount = Int(1, MOST, allow_none=True, **told("At most so much off the order, in minor units."))
    reward = Part(
        ScopeShape, allow_none=True, **told("What may be given, where it is not what has to be bought.")
    )
    gift_ids = Many(Id(), 200, **told("Products that may be the gift."))


class FunderShape(Shape):
    """Who bears it (``hq`` or a store's id), by weight."""

    who = HeadOfficeOr(
        required=True, metadata={"description": "hq, or the id of a store of this brand.", "example": "hq"}
    )
    weight = Int(1, 10_000, required=True, **told("Its part of all weights; parts add up to the cent."))


class CapsShape(Shape):
    """How often it may be used, and for how much money in all."""

    total = Int(
        1,
        MOST,
        allow_none=True,
        **told(
            "So many orders in all. Caps count orders, not units: reserved when the order is priced, for 12 hours at most, used with its first payment, given back when it is cancelled, never by a refund."
        ),
    )
    per_member = Int(
        1, MOST, allow_none=True, **told("So many orders of one member; without a member it does not count.")
    )
    per_day = Int(
        1, MOST, allow_none=True, **told("So many orders on one calendar day of the store, over all stores.")
    )
    per_store = Int(1, MOST, allow_none=True, **told("So many orders of one store."))
    budget = Int(
        1,
        MOST,
        allow_none=True,
        **told(
            "So much discount in all, in minor units; an order whose discount is more than what is left gets nothing."
        ),
    )


class TermsShape(Shape):
    """One version of a promotion, or of a coupon's template (``needs_coupon``). Lanes 1 to 4; lower priority goes first."""

    lane = Int(
        1,
        4,
        required=True,
        **told("1 line price, 2 items, 3 order, 4 order coupon; which kinds stand where is in the guide."),
    )
    benefit = Part(BenefitShape, required=True)
    scope = Part(ScopeShape)
    conditions = Part(ConditionsShape)
    priority = Int(-1_000_000, 1_000_000, **told("Lower goes first; ties by id."))
    group = Text(80, allow_none=True, **told("Promotions of one name share group_mode."))
    group_mode = Choice(
        "all", "first", "best", **told("all may apply, the first that can, or the best: one at most.")
    )
    exclusivity = Choice("none", "lane", "order", **told("Nothing else in its lane, or in the whole order."))
    basis = Choice("running", "original", **told("Percentages of the running net, or of the original price."))
    needs_coupon = Flag(**told("A coupon's template: it applies only with one."))
    matches_components = Flag(**told("Components of set meals, too."))
    funders = Many(
        fields.Nested(FunderShape),
        20,
        **told("Who pays the store for the discount in the clearing. Left out: head office pays all of it."),
    )
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
    first = Day(required=True, data_key="from")
    last = Day(required=True, data_key="to")
    store_ids = Many(Id(), 2_000)
    instead_of = Id(allow_none=True)
    cursor = Text(1_000, allow_none=True)
    limit = Int(1, 500, load_default=200)


class WhatIfFiguresShape(Shape):
    """Orders looked at and touched, what the draft gave, and what was payable without and with it.

    ``food_cost`` and the margins are those of ``with_cost`` orders, those whose every dish has a recipe; margins are without tax.
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

    date = Day(required=True)


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
