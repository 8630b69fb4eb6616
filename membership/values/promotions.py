"""A promotion's frozen version: what it asks for, and what it gives. Money is in minor units, percents in basis points."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

LINE_PRICE, ITEM, ORDER, ORDER_COUPON = 1, 2, 3, 4
POINTS, MANUAL, ROUNDING = 5, 6, 7
# Where each kind of benefit may stand.
LANES_OF = {
    "special_price": (LINE_PRICE,),
    "percent_off": (ITEM, ORDER, ORDER_COUPON),
    "amount_off": (ITEM, ORDER, ORDER_COUPON),
    "buy_get": (ITEM,),
    "bundle_price": (ITEM,),
    "nth_percent": (ITEM,),
    "threshold_off": (ORDER, ORDER_COUPON),
    "threshold_percent": (ORDER, ORDER_COUPON),
    "gift": (ITEM, ORDER),
}
CONSUMING = frozenset({"buy_get", "bundle_price", "nth_percent", "gift"})
HEAD_OFFICE = "hq"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which products: those named or of a named category, without those excluded; nothing named means every one."""

    product_ids: frozenset[UUID] = frozenset()
    category_ids: frozenset[UUID] = frozenset()
    excluded_ids: frozenset[UUID] = frozenset()

    @property
    def names_some(self) -> bool:
        """Whether it is bound to products or categories at all."""
        return bool(self.product_ids or self.category_ids)


@dataclass(frozen=True, slots=True)
class Conditions:
    """When, where and for whom. Empty means no such condition; a daypart may pass midnight; weekday bit 0 is Monday.

    ``birthday`` and ``anniversary`` are ``day``, ``week`` or ``month``; ``month_days`` are member days such as the 8th.
    """

    store_ids: frozenset[UUID] = frozenset()
    region_ids: frozenset[UUID] = frozenset()
    channels: frozenset[str] = frozenset()
    valid_from: date | None = None
    valid_to: date | None = None
    weekdays: int | None = None
    start_minute: int | None = None
    end_minute: int | None = None
    month_days: frozenset[int] = frozenset()
    holidays_only: bool = False
    members_only: bool = False
    tier_ids: frozenset[UUID] = frozenset()
    segments: frozenset[str] = frozenset()
    birthday: str | None = None
    anniversary: str | None = None
    first_order_only: bool = False
    min_quantity: int = 0
    min_amount: int = 0


@dataclass(frozen=True, slots=True)
class Tier:
    """From ``threshold`` (money or units) on, ``value``: an amount off, or basis points off."""

    threshold: int
    value: int


@dataclass(frozen=True, slots=True)
class Benefit:
    """What a promotion gives; which fields count depends on ``kind`` (docs/guide/members.md).

    ``every``: the highest tier reached again for each whole threshold (每满减), at most ``max_times``. ``max_units``: only so many of
    the cheapest units. ``max_discount`` holds for the whole order.
    """

    kind: str
    percent_bp: int = 0
    amount: int = 0
    price: int | None = None
    buy: int = 0
    get: int = 0
    tiers: tuple[Tier, ...] = ()
    counts: str = "amount"
    every: bool = False
    max_times: int | None = None
    max_units: int | None = None
    max_discount: int | None = None
    reward: Scope | None = None
    gift_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Funder:
    """Who bears a benefit: ``hq`` or a store's id, by weight."""

    who: str
    weight: int


@dataclass(frozen=True, slots=True)
class Promotion:
    """One version of a promotion or coupon template. Lower ``priority`` goes first.

    ``group`` with ``group_mode``: ``all`` (each may apply), ``first`` (the first that can, by priority), ``best`` (at most
    one). ``exclusivity``: nothing else in its ``lane``, nothing else in the whole ``order``, or ``none``. ``basis``:
    percentages of the ``running`` net or of the ``original`` price. ``matches_components``: components of set meals too.
    """

    id: UUID
    version: int
    lane: int
    benefit: Benefit
    scope: Scope = field(default_factory=Scope)
    conditions: Conditions = field(default_factory=Conditions)
    priority: int = 0
    group: str | None = None
    group_mode: str = "all"
    exclusivity: str = "none"
    basis: str = "running"
    needs_coupon: bool = False
    matches_components: bool = False
    funders: tuple[Funder, ...] = (Funder(HEAD_OFFICE, 1),)

    @property
    def consumes(self) -> bool:
        """Whether it uses up units, as triggers or rewards."""
        return self.benefit.kind in CONSUMING


@dataclass(frozen=True, slots=True)
class Limits:
    """What is left of a promotion's caps: uses (the tightest of total, member, day, store) and money."""

    uses_left: int | None = None
    budget_left: int | None = None


FREE = Limits()
