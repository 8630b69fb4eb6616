"""What the chain planned to sell, and from what difference on somebody should look: the report begins at the one, alerts at the other."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from uuid import UUID

from app.demo.guests import BESIDE, DAY
from app.demo.menu.dishes import DISHES, Dish
from app.demo.menu.making import TAXES
from core.uow import Unit
from inventory.services.yield_tests import set_budget, set_settings

TOLERANCE = Decimal(8)
# By category of items, where it is not the brand's: what wilts, is shared out with the staff, or is spooned differs more.
TOLERANCES = {
    "egg": Decimal(30),
    "veg": Decimal(30),
    "grain": Decimal(60),
    "dry": Decimal(15),
    "drink": Decimal(15),
}
SMALL, LARGE = Decimal("0.75"), Decimal("0.25")
GUESTS = 1000


def plan(unit: Unit, from_day: date, products: Iterable[dict[str, Any]]) -> None:
    """The mix of dishes for a thousand guests, from a day on; and how the chain costs its stock."""
    known = {view["code"]: view for view in products}
    portions = [
        {"product_id": known[dish.code]["id"], "variant_id": variant_id, "portions": amount, "price": price}
        for dish in DISHES
        if dish.code in known and dish.season is None
        for variant_id, amount, price in _sizes(dish, known[dish.code])
    ]
    set_budget(unit, from_day, portions)
    set_settings(unit, "periodic", TOLERANCE)


def _sizes(dish: Dish, view: dict[str, Any]) -> list[tuple[UUID | None, Decimal, int]]:
    share = _portions(dish)
    if not dish.sizes:
        return [(None, share, _untaxed(dish, dish.price))]
    variants = {v["code"].removeprefix(dish.code): v["id"] for v in view["variants"]}
    parts = zip(dish.sizes, (SMALL, LARGE), strict=True)
    return [
        (variants[size[0]], _whole(share * part), _untaxed(dish, size[3]))
        for size, part in parts
        if _whole(share * part)
    ]


def _portions(dish: Dish) -> Decimal:
    """The higher in its part of the menu, the more of it, as guests order."""
    often = DAY.get(dish.category, 0) / sum(DAY.values()) + BESIDE.get(dish.category, 0)
    beside = [other.code for other in DISHES if other.category == dish.category and other.season is None]
    weights = [1 / (place + 3) for place in range(len(beside))]
    return _whole(Decimal(GUESTS * often * weights[beside.index(dish.code)] / sum(weights)))


def _untaxed(dish: Dish, price: int) -> int:
    """A menu price without the tax in it, in fen."""
    return int(_whole(Decimal(price * 100) / (1 + Decimal(TAXES[dish.tax][2]) / 100)))


def _whole(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1), ROUND_HALF_EVEN)
