"""An order as it is handed over to be priced: lines at list price, who buys, and what was asked for. Minor units."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

NO_TAX = Decimal(0)


@dataclass(frozen=True, slots=True)
class CartPart:
    """A set meal's component with what it brings of the set's total, upcharges included, and the per cent of tax within that."""

    line_id: UUID
    product_id: UUID
    category_id: UUID | None
    amount: int
    tax_rate: Decimal = NO_TAX


@dataclass(frozen=True, slots=True)
class CartLine:
    """The units of a line that are to be paid for: ``quantity`` at ``list_price``, and ``extra`` for the rest in all.

    Of a set meal, ``extra`` is what the set's own modifiers add; everything else is in ``parts``. ``tax_rate``: the per cent
    of tax that the price contains.
    """

    line_id: UUID
    product_id: UUID
    category_id: UUID | None
    quantity: Decimal
    list_price: int
    extra: int
    is_weighed: bool = False
    parts: tuple[CartPart, ...] = ()
    gift_of: UUID | None = None
    member_price: int | None = None
    tax_rate: Decimal = NO_TAX


@dataclass(frozen=True, slots=True)
class ManualDiscount:
    """What somebody takes off: an amount, or a part in basis points, of which no more than ``most`` comes off."""

    amount: int = 0
    percent_bp: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Cart:
    """An order to be priced. ``opened_at`` is the moment that promotions are looked up for.

    ``kept_coupons``: the promotions of which the guest keeps the coupons for another time.
    """

    order_id: UUID
    store_id: UUID
    channel: str
    opened_at: datetime
    lines: tuple[CartLine, ...]
    member_id: UUID | None = None
    points: int = 0
    coupon_codes: tuple[str, ...] = ()
    kept_coupons: frozenset[UUID] = frozenset()
    manual: ManualDiscount | None = None
