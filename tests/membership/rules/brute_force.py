"""Promotions priced in the most simple-minded way: every subset, one after the other.

It shares no code with the engine: it knows the definition only, and what a promotion's fields mean.
"""

from fractions import Fraction
from itertools import combinations
from math import floor
from typing import Any

from membership.values.carts import Cart, CartLine
from membership.values.promotions import Promotion

Thing = dict[
    str, Any
]  # a unit: product, bearing line, net, listed, what modifiers add, its components or the set it is of


def cheapest_price(cart: Cart, promotions: list[Promotion]) -> int:
    """The least that any allowed subset of the promotions leaves to be paid, before points and what is taken off by hand."""
    open_now = [p for p in promotions if not p.needs_coupon or p.id in cart.coupons]
    every = sorted(open_now, key=lambda p: (p.lane, p.priority, p.id.int))
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
    tops = [unit for line in sorted(cart.lines, key=_by_product) for unit in _units_of(line)]
    for top in tops:
        member = top["line"].member_price
        if member is not None and top["gift"] is None:
            _line_price(top, member)
    lane, entry = 0, {}
    for promotion in chosen:
        if promotion.lane != lane:
            lane = promotion.lane
            entry = {id(u): u["net"] for top in tops for u in (top, *top["parts"])}
        mine = [u for top in tops if top["gift"] is None for u in _of_scope(promotion, top)]
        gifts = [top for top in tops if top["gift"] == promotion.id]
        _apply(promotion, mine, gifts, sum(entry[id(u)] for u in mine))
    return sum(top["net"] for top in tops)


def _by_product(line: CartLine) -> tuple[int, int]:
    return line.product_id.int, line.id.int


def _units_of(line: CartLine) -> list[Thing]:
    if line.is_weighed:
        listed = _half_up(line.quantity * line.unit_price)
        return [_unit(line, line.product_id, line.id, listed + line.extra, line.extra)]
    count = int(line.quantity)
    extras = _split(line.extra, [1] * count)
    if not line.components:
        return [_unit(line, line.product_id, line.id, line.unit_price + x, x) for x in extras]
    parts = [(part.product_id, part.id, part.amount) for part in line.components]
    if line.extra:
        parts.append((line.product_id, line.id, line.extra))
    left = [amount for *_, amount in parts]
    found = []
    for listed in _split(sum(left), [1] * count):
        shares = _split(listed, left)
        left = [have - share for have, share in zip(left, shares, strict=True)]
        top = _unit(line, line.product_id, line.id, listed, listed - line.unit_price)
        for (product, bearer, _), share in zip(parts, shares, strict=True):
            top["parts"].append(_unit(line, product, bearer, share, 0, top))
        found.append(top)
    return found


def _unit(
    line: CartLine, product: Any, bearer: Any, listed: int, extra: int, of: Thing | None = None
) -> Thing:
    return {
        "line": line, "p": product, "l": bearer, "net": listed, "listed": listed, "extra": extra,
        "used": False, "gift": line.gift_of, "parts": [], "of": of,
    }  # fmt: skip


def _of_scope(promotion: Promotion, top: Thing) -> list[Thing]:
    named = promotion.scope.product_ids
    if not named or top["p"] in named:
        return [top]
    if not promotion.matches_components or promotion.lane == 1:
        return []
    return [part for part in top["parts"] if part["l"] != top["l"] and part["p"] in named]


def _line_price(top: Thing, price: int) -> None:
    """Never both: the lower of what the line price is already and this one, from the listed price."""
    line = top["line"]
    asked = (_half_up(line.quantity * price) if line.is_weighed else price) + top["extra"]
    if asked >= top["net"]:
        return
    top["net"] = top["listed"]
    for part in top["parts"]:
        part["net"] = part["listed"]
    _cut(top, top["listed"] - max(asked, 0))


def _apply(promotion: Promotion, mine: list[Thing], gifts: list[Thing], entry: int) -> None:  # noqa: C901 - a list of kinds, plain to read
    benefit = promotion.benefit
    if entry < promotion.conditions.min_amount or len(mine) < promotion.conditions.min_quantity:
        return
    if benefit.kind == "special_price":
        for unit in mine:
            _line_price(unit, benefit.price)
    elif benefit.kind == "percent_off" and promotion.lane == 2:
        for together in _by_bearer(mine):
            _take(together, _half_up(Fraction(sum(u["net"] for u in together) * benefit.percent_bp, 10000)))
    elif benefit.kind == "percent_off":
        _share(mine, _half_up(Fraction(sum(u["net"] for u in mine) * benefit.percent_bp, 10000)))
    elif benefit.kind == "amount_off" and promotion.lane == 2:
        for unit in mine:
            _cut(unit, min(unit["net"], benefit.amount))
    elif benefit.kind == "amount_off":
        _share(mine, benefit.amount)
    elif benefit.kind == "threshold_off":
        reached = [t for t in benefit.tiers if t.threshold <= entry]
        if reached:
            best = max(reached, key=lambda t: t.threshold)
            _share(mine, best.value * (entry // best.threshold if benefit.every else 1))
    elif benefit.kind == "buy_get":
        free = sorted((u for u in mine if not u["used"]), key=_by_price)
        sets = len(free) // (benefit.buy + benefit.get)
        if sum(unit["net"] for unit in free[: sets * benefit.get]) <= 0:
            return
        for place, unit in enumerate(free[: sets * (benefit.buy + benefit.get)]):
            _use_up(unit)
            if place < sets * benefit.get:
                _cut(unit, unit["net"])
    elif benefit.kind == "gift":
        waiting = [u for u in gifts if not u["used"] and u["p"] in benefit.gift_ids]
        for unit in sorted(waiting, key=_by_price)[: benefit.get]:
            _use_up(unit)
            _cut(unit, unit["net"])


def _by_price(unit: Thing) -> tuple[int, int, int]:
    return unit["net"], unit["p"].int, unit["l"].int


def _use_up(unit: Thing) -> None:
    for one in (unit, *unit["parts"], *([unit["of"]] if unit["of"] else [])):
        one["used"] = True


def _cut(unit: Thing, amount: int) -> None:
    """A set's cut falls on its components by largest remainder; a component's is its set's, too."""
    unit["net"] -= amount
    if unit["of"]:
        unit["of"]["net"] -= amount
    if unit["parts"] and amount:
        for part, share in zip(unit["parts"], _split(amount, [p["net"] for p in unit["parts"]]), strict=True):
            part["net"] -= share


def _by_bearer(mine: list[Thing]) -> list[list[Thing]]:
    lines: dict[Any, list[Thing]] = {}
    for unit in mine:
        lines.setdefault(unit["l"], []).append(unit)
    return list(lines.values())


def _half_up(number: Any) -> int:
    return floor(Fraction(number) + Fraction(1, 2))


def _share(mine: list[Thing], amount: int) -> None:
    """Over lines, then over each line's units, by largest remainder."""
    amount = min(amount, sum(u["net"] for u in mine))
    lines = _by_bearer(mine)
    if amount > 0:
        for together, part in zip(
            lines, _split(amount, [sum(u["net"] for u in x) for x in lines]), strict=True
        ):
            _take(together, part)


def _take(together: list[Thing], amount: int) -> None:
    for unit, part in zip(together, _split(amount, [u["net"] for u in together]), strict=True):
        _cut(unit, part)


def _split(amount: int, weights: list[int]) -> list[int]:
    if not amount:
        return [0] * len(weights)
    exact = [Fraction(amount * w, sum(weights)) for w in weights]
    parts = [floor(x) for x in exact]
    order = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], -weights[i], i))
    for i in order[: amount - sum(parts)]:
        parts[i] += 1
    return parts
