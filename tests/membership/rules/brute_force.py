"""Promotions priced in the most simple-minded way, for carts of single dishes: every subset, one after the other.

It shares no code with the engine: it knows the definition only, and what a promotion's fields mean.
"""

from fractions import Fraction
from itertools import combinations
from math import floor

from membership.values.carts import Cart
from membership.values.promotions import Promotion


def cheapest_price(cart: Cart, promotions: list[Promotion]) -> int:
    """The least that any allowed subset of the promotions leaves to be paid."""
    every = sorted(promotions, key=lambda p: (p.lane, p.priority, p.id.int))
    return min(
        total
        for count in range(len(every) + 1)
        for chosen in combinations(every, count)
        if (total := _price(cart, chosen)) is not None
    )


def _price(cart: Cart, chosen: tuple[Promotion, ...]) -> int | None:
    """The price under exactly these; None when they may not stand together."""
    for one, other in combinations(chosen, 2):
        if "order" in (one.exclusivity, other.exclusivity):
            return None
        if one.lane == other.lane and "lane" in (one.exclusivity, other.exclusivity):
            return None
        if one.group and one.group == other.group and one.group_mode != "all":
            return None
    units = []
    for line in cart.lines:
        price = line.unit_price if line.member_price is None else min(line.member_price, line.unit_price)
        units += [
            {"p": line.product_id, "l": line.id, "net": price, "used": False}
            for _ in range(int(line.quantity))
        ]
    lane, entry = 0, {}
    for promotion in chosen:
        if promotion.lane != lane:
            lane, entry = promotion.lane, {id(u): u["net"] for u in units}
        mine = [u for u in units if not promotion.scope.product_ids or u["p"] in promotion.scope.product_ids]
        _apply(promotion, mine, sum(entry[id(u)] for u in mine))
    return sum(u["net"] for u in units)


def _apply(promotion: Promotion, mine: list, entry: int) -> None:  # noqa: C901 - a list of kinds, plain to read
    benefit = promotion.benefit
    if entry < promotion.conditions.min_amount or len(mine) < promotion.conditions.min_quantity:
        return
    if benefit.kind == "special_price":
        for unit in mine:
            unit["net"] = min(unit["net"], benefit.price)
    elif benefit.kind == "percent_off" and promotion.lane == 2:
        for line in {u["l"] for u in mine}:
            together = [u for u in mine if u["l"] == line]
            _take(together, _half_up(Fraction(sum(u["net"] for u in together) * benefit.percent_bp, 10000)))
    elif benefit.kind == "percent_off":
        _share(mine, _half_up(Fraction(sum(u["net"] for u in mine) * benefit.percent_bp, 10000)))
    elif benefit.kind == "amount_off" and promotion.lane == 2:
        for unit in mine:
            unit["net"] -= min(unit["net"], benefit.amount)
    elif benefit.kind == "amount_off":
        _share(mine, benefit.amount)
    elif benefit.kind == "threshold_off":
        reached = [t for t in benefit.tiers if t.threshold <= entry]
        if reached:
            best = max(reached, key=lambda t: t.threshold)
            _share(mine, best.value * (entry // best.threshold if benefit.every else 1))
    elif benefit.kind == "buy_get":
        free = sorted((u for u in mine if not u["used"]), key=lambda u: (u["net"], u["p"].int, u["l"].int))
        sets = len(free) // (benefit.buy + benefit.get)
        for place, unit in enumerate(free[: sets * (benefit.buy + benefit.get)]):
            unit["used"] = True
            if place < sets * benefit.get:
                unit["net"] = 0


def _half_up(number: Fraction) -> int:
    return floor(number + Fraction(1, 2))


def _share(mine: list, amount: int) -> None:
    """Over lines, then over each line's units, by largest remainder."""
    amount = min(amount, sum(u["net"] for u in mine))
    lines: dict = {}
    for unit in sorted(mine, key=lambda u: (u["p"].int, u["l"].int)):
        lines.setdefault(unit["l"], []).append(unit)
    for together, part in zip(
        lines.values(), _split(amount, [sum(u["net"] for u in x) for x in lines.values()]), strict=True
    ):
        _take(together, part)


def _take(together: list, amount: int) -> None:
    for unit, part in zip(together, _split(amount, [u["net"] for u in together]), strict=True):
        unit["net"] -= part


def _split(amount: int, weights: list[int]) -> list[int]:
    if not amount:
        return [0] * len(weights)
    exact = [Fraction(amount * w, sum(weights)) for w in weights]
    parts = [floor(x) for x in exact]
    order = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], -weights[i], i))
    for i in order[: amount - sum(parts)]:
        parts[i] += 1
    return parts
