"""A cart as the promotion rules see it: priced lines, where and when, and who buys. Money is in minor units."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

NO_TAX = Decimal(0)


@dataclass(frozen=True, slots=True, order=True)
class WallMoment:
    """A minute on a store's wall clock: the calendar day and the minutes after its midnight."""

    day: date
    minute: int


@dataclass(frozen=True, slots=True)
class CartComponent:
    """A component line of a set meal; ``amount`` is its share of the set's total with its own upcharges, ``tax_rate`` as of a line."""

    id: UUID
    product_id: UUID
    amount: int
    category_ids: tuple[UUID, ...] = ()
    tax_rate: Decimal = NO_TAX


@dataclass(frozen=True, slots=True)
class CartLine:
    """A line as the guest sees it: ``quantity`` units at ``unit_price``, and ``extra`` for the line's modifiers in all.

    A set meal's components add up to the line without ``extra``. Weighed goods (``is_weighed``) are one unit however
    much they weigh. ``gift_of``: the promotion that this line is a gift of. ``tax_rate``: the per cent of tax that the price
    contains, which pricing does not ask for.
    """

    id: UUID
    product_id: UUID
    quantity: Decimal
    unit_price: int
    extra: int = 0
    category_ids: tuple[UUID, ...] = ()
    member_price: int | None = None
    is_weighed: bool = False
    components: tuple[CartComponent, ...] = ()
    gift_of: UUID | None = None
    tax_rate: Decimal = NO_TAX


@dataclass(frozen=True, slots=True)
class Buyer:
    """What promotions may ask about a member. ``born_on`` is (month, day)."""

    id: UUID
    tier_id: UUID | None = None
    segments: frozenset[str] = frozenset()
    born_on: tuple[int, int] | None = None
    joined_on: date | None = None
    has_ordered: bool = True
    points: int = 0


@dataclass(frozen=True, slots=True)
class PointsUse:
    """Points to be used: every ``block`` of them is worth ``worth``; at most ``highest_bp`` of what is payable."""

    points: int
    block: int
    worth: int
    highest_bp: int = 10_000


@dataclass(frozen=True, slots=True)
class ManualDiscount:
    """What somebody with the right to it takes off the order: an amount, or a part in basis points; never more than ``most``."""

    amount: int = 0
    percent_bp: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Cart:
    """Everything that pricing reads beside the promotions themselves; frozen, so that it can be priced again.

    ``coupons``: for each promotion that takes a coupon, the coupons in hand, the first to be used first; of those in
    ``kept_coupons`` none is used, as the guest keeps them for another time.
    """

    lines: tuple[CartLine, ...]
    store_id: UUID
    channel: str
    moment: WallMoment
    region_id: UUID | None = None
    holidays: tuple[date, ...] = ()
    buyer: Buyer | None = None
    coupons: dict[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    kept_coupons: frozenset[UUID] = frozenset()
    points: PointsUse | None = None
    manual: ManualDiscount | None = None
    round_unit: int = 1
    round_mode: str = "none"
