"""A rule in words, in Chinese and English, from its terms: what head office reads while it is edited."""

from membership.rules.promotions.benefit_words import benefit_words, scope_words
from membership.rules.promotions.phrases import Both, Names, counted, listed, within
from membership.rules.promotions.terms import Terms
from membership.rules.promotions.when_words import when_words
from membership.values.promotions import LINE_PRICE, Benefit, Conditions, Promotion

CHANNELS = {
    "dine_in": ("堂食", "dine-in"),
    "takeaway": ("自取", "takeaway"),
    "delivery": ("外卖", "delivery"),
    "own_app": ("小程序", "own app"),
}
SEGMENTS = {
    "new": ("新会员", "new members"),
    "regular": ("常客", "regulars"),
    "ordinary": ("普通会员", "ordinary members"),
    "sleeping": ("沉睡会员", "sleeping members"),
    "lost": ("流失会员", "lost members"),
}
SPANS = {
    "day": ("当天", "on the day of"),
    "week": ("当周", "in the week of"),
    "month": ("当月", "in the month of"),
}
CAPS = {
    "total": ("共 {} 次", "{} times in all"),
    "per_member": ("每位会员 {} 次", "{} times a member"),
    "per_day": ("每天 {} 次", "{} times a day"),
    "per_store": ("每店 {} 次", "{} times a store"),
}


def words_of(promotion: Promotion, caps: Terms, names: Names) -> dict[str, str]:
    """The whole rule as a sentence in each language; ``names`` says what products, stores and tiers are called."""
    when = when_words(promotion.conditions)
    who = _who(promotion, names)
    where = _where(promotion.conditions, names)
    scope = scope_words(promotion.scope, names)
    gives = benefit_words(promotion, scope, names)
    limits = [
        *_components(promotion),
        *_needs(promotion, names),
        *_limits(promotion.benefit, names),
        *_caps(caps, names),
        *_company(promotion),
    ]
    zh = " ".join(part[0] for part in (*when, *where, *who, gives))
    en = gives[1] + "".join(f", {part[1]}" for part in (*who, *where))
    opening = ", ".join(part[1] for part in when)
    return {
        "zh": "，".join([zh, *(part[0] for part in limits)]),
        "en": ", ".join([f"{opening}: {en}" if opening else _capital(en), *(part[1] for part in limits)]),
    }


def _who(promotion: Promotion, names: Names) -> list[Both]:
    when = promotion.conditions
    found: list[Both] = []
    if when.tier_ids:
        tiers = listed(when.tier_ids, names, ("个等级", "tiers"))
        found.append((f"{tiers[0]}会员", f"for {tiers[1]} members"))
    if when.segments:
        groups = [SEGMENTS[one] for one in SEGMENTS if one in when.segments]
        found.append(("、".join(zh for zh, _ in groups), "for " + " and ".join(en for _, en in groups)))
    if when.members_only and not found:
        found.append(("会员", "for members"))
    for span, (zh, en) in (
        (when.birthday, ("生日", "their birthday")),
        (when.anniversary, ("入会周年", "their anniversary")),
    ):
        if span:
            found.append((f"{zh}{SPANS[span][0]}", f"{SPANS[span][1]} {en}"))
    if when.first_order_only:
        found.append(("首单", "on the first order"))
    if promotion.needs_coupon:
        found.append(("凭券", "with a coupon"))
    return found


def _where(when: Conditions, names: Names) -> list[Both]:
    found: list[Both] = []
    for ids, unit in ((when.region_ids, ("个区域", "regions")), (when.store_ids, ("家门店", "stores"))):
        if ids:
            zh, en = listed(ids, names, unit)
            found.append((zh, f"at {en}"))
    if when.channels:
        ways = [CHANNELS[one] for one in CHANNELS if one in when.channels]
        found.append(("、".join(zh for zh, _ in ways), " and ".join(en for _, en in ways)))
    return found


def _components(promotion: Promotion) -> list[Both]:
    if promotion.matches_components and promotion.lane != LINE_PRICE:
        return [("套餐内单品也算", "components of set meals, too")]
    return []


def _needs(promotion: Promotion, names: Names) -> list[Both]:
    when = promotion.conditions
    found: list[Both] = []
    if when.min_quantity:
        found.append((f"需满 {when.min_quantity} 件", f"from {counted(when.min_quantity, 'item')} on"))
    if when.min_amount:
        amount = names.money(when.min_amount)
        found.append((f"需满 {amount[0]}", f"from {amount[1]} on"))
    return found


def _limits(benefit: Benefit, names: Names) -> list[Both]:
    found: list[Both] = []
    if benefit.max_times:
        found.append(within(f"{benefit.max_times} 次", counted(benefit.max_times, "time")))
    if benefit.max_units:
        found.append(
            (f"仅最便宜的 {benefit.max_units} 件", f"only the cheapest {counted(benefit.max_units, 'item')}")
        )
    if benefit.max_discount:
        zh, en = names.money(benefit.max_discount)
        found.append((f"每单最多减 {zh}", f"at most {en} off an order"))
    return found


def _caps(caps: Terms, names: Names) -> list[Both]:
    found: list[Both] = [
        (f"限{zh.format(caps[name])}", f"only {en.format(caps[name])}")
        for name, (zh, en) in CAPS.items()
        if caps.get(name)
    ]
    if caps.get("budget"):
        zh, en = names.money(caps["budget"])
        found.append((f"预算 {zh}", f"up to {en} in all"))
    return found


def _company(promotion: Promotion) -> list[Both]:
    found: list[Both] = []
    if promotion.exclusivity == "order":
        found.append(("不与其他优惠同享", "not with any other offer"))
    if promotion.exclusivity == "lane":
        found.append(("不与同类优惠同享", "not with other offers of its kind"))
    if promotion.group and promotion.group_mode == "best":
        found.append((f"“{promotion.group}”中取最优一项", f"one of “{promotion.group}” at most, the best"))
    if promotion.group and promotion.group_mode == "first":
        found.append((f"“{promotion.group}”中取第一项", f"the first of “{promotion.group}” that can"))
    return found


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
