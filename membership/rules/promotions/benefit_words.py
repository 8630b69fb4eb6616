"""What a promotion gives, in words; a draft's missing numbers are shown as an ellipsis."""

from collections.abc import Callable

from membership.rules.promotions.phrases import Both, Names, fold, listed, percent
from membership.values.promotions import ITEM, Benefit, Promotion, Scope, Tier

GAP = "…"
EVERYTHING = ("全场", "everything")
PRODUCTS = ("种商品", "products")
CATEGORIES = ("类商品", "categories")


def scope_words(scope: Scope, names: Names) -> Both:
    """Which products, those left out with them."""
    parts: list[Both] = []
    if scope.category_ids:
        parts.append(listed(scope.category_ids, names, CATEGORIES))
    if scope.product_ids:
        parts.append(listed(scope.product_ids, names, PRODUCTS))
    zh, en = ("、".join(p[0] for p in parts), ", ".join(p[1] for p in parts)) if parts else EVERYTHING
    if scope.excluded_ids:
        but = listed(scope.excluded_ids, names, PRODUCTS)
        return f"{zh}（{but[0]}除外）", f"{en} but {but[1]}"
    return zh, en


def benefit_words(promotion: Promotion, scope: Both, names: Names) -> Both:
    """What it takes off, and of what."""
    zh, en = KINDS[promotion.benefit.kind](promotion, scope, names)
    if promotion.basis == "original" and promotion.benefit.kind in (
        "percent_off",
        "threshold_percent",
        "nth_percent",
    ):
        return f"{zh}（按原价）", f"{en} of the original price"
    return zh, en


def _special_price(promotion: Promotion, scope: Both, names: Names) -> Both:
    zh, en = _price(promotion.benefit, names)
    return f"{scope[0]}特价 {zh}", f"{scope[1]} at {en} each"


def _price(benefit: Benefit, names: Names) -> Both:
    return (GAP, GAP) if benefit.price is None else names.money(benefit.price)


def _percent_off(promotion: Promotion, scope: Both, names: Names) -> Both:
    left, off = _part(promotion.benefit.percent_bp)
    each = "每件" if promotion.lane == ITEM and promotion.benefit.max_units else ""
    return f"{scope[0]}{each} {left}", f"{off} {scope[1]}"


def _amount_off(promotion: Promotion, scope: Both, names: Names) -> Both:
    zh, en = names.money(promotion.benefit.amount) if promotion.benefit.amount else (GAP, GAP)
    if promotion.lane == ITEM:
        return f"{scope[0]}每件减 {zh}", f"{en} off each of {scope[1]}"
    return f"{scope[0]}减 {zh}", f"{en} off {scope[1]}"


def _threshold(promotion: Promotion, scope: Both, names: Names) -> Both:
    benefit = promotion.benefit
    tiers = sorted(benefit.tiers, key=lambda tier: tier.threshold)
    steps = [_step(benefit, tier, names) for tier in tiers] or [(f"满 {GAP}", GAP)]
    of = "" if scope == EVERYTHING else f" on {scope[1]}"
    return f"{scope[0]}{'，'.join(zh for zh, _ in steps)}", ", ".join(en for _, en in steps) + of


def _step(benefit: Benefit, tier: Tier, names: Names) -> Both:
    if benefit.counts == "quantity":
        at_zh, at_en = f"{tier.threshold} 件", f"{tier.threshold} items"
    else:
        at_zh, at_en = names.number(tier.threshold), names.money(tier.threshold)[1]
    if benefit.kind == "threshold_percent":
        left, off = _part(tier.value)
        return f"满 {at_zh} {left}", f"{off} from {at_en}"
    off = names.money(tier.value)[1]
    zh = f"满 {at_zh} 减 {names.number(tier.value)}"
    return (f"每{zh}", f"{off} off each {at_en}") if benefit.every else (zh, f"{off} off from {at_en}")


def _buy_get(promotion: Promotion, scope: Both, names: Names) -> Both:
    benefit = promotion.benefit
    buy, get = benefit.buy or GAP, benefit.get or GAP
    is_free = benefit.percent_bp in (0, 10_000)
    if benefit.kind == "nth_percent" and benefit.reward is None and benefit.get == 1:
        left, off = _part(benefit.percent_bp)
        turn = benefit.buy + 1
        return f"{scope[0]}第 {turn} 件 {left}", f"every {_ordinal(turn)} of {scope[1]} at {off}"
    left, off = ("送", "free") if is_free else _part(benefit.percent_bp)
    if benefit.reward is None:
        zh = f"{scope[0]}买 {buy} 送 {get}" if is_free else f"{scope[0]}买 {buy} 件，另 {get} 件 {left}"
        return zh, f"buy {buy} get {get} {off} on {scope[1]}"
    reward = scope_words(benefit.reward, names)
    zh = f"买 {buy} 件{scope[0]}，" + (
        f"送 {get} 件{reward[0]}" if is_free else f"{get} 件{reward[0]} {left}"
    )
    return zh, f"buy {buy} of {scope[1]}, get {get} of {reward[1]} {off}"


def _bundle_price(promotion: Promotion, scope: Both, names: Names) -> Both:
    zh, en = _price(promotion.benefit, names)
    buy = promotion.benefit.buy or GAP
    return f"{scope[0]}任选 {buy} 件 {zh}", f"any {buy} of {scope[1]} for {en}"


def _gift(promotion: Promotion, scope: Both, names: Names) -> Both:
    zh, en = listed(promotion.benefit.gift_ids, names, PRODUCTS) if promotion.benefit.gift_ids else (GAP, GAP)
    get = promotion.benefit.get or GAP
    of = ("", "") if scope == EVERYTHING else (f"购买{scope[0]}", f" with {scope[1]}")
    return f"{of[0]}赠 {get} 件{zh}", f"{get} of {en} as a gift{of[1]}"


def _part(percent_bp: int) -> Both:
    if not percent_bp:
        return f"{GAP}折", f"{GAP}% off"
    return ("免费", "free") if percent_bp >= 10_000 else (fold(percent_bp), f"{percent(percent_bp)} off")


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


KINDS: dict[str, Callable[[Promotion, Both, Names], Both]] = {
    "special_price": _special_price,
    "percent_off": _percent_off,
    "amount_off": _amount_off,
    "threshold_off": _threshold,
    "threshold_percent": _threshold,
    "buy_get": _buy_get,
    "nth_percent": _buy_get,
    "bundle_price": _bundle_price,
    "gift": _gift,
}
