"""A rule in words, as head office reads it in both languages."""

from typing import Any
from uuid import UUID

import pytest

from membership.rules.promotions.phrases import Names
from membership.rules.promotions.terms import promotion_of
from membership.rules.promotions.words import words_of

FISH, TEA, GOLD, HALL, SIDE, RICE = (UUID(int=n) for n in range(1, 7))
CALLED = {
    FISH: {"zh": "水煮鱼", "en": "Boiled fish"},
    TEA: {"zh": "柠檬茶", "en": "Lemon tea"},
    GOLD: {"zh": "金卡", "en": "Gold"},
    HALL: {"zh": "人民路店", "en": "People's Road"},
    SIDE: {"zh": "小菜", "en": "Side dishes"},
    RICE: {"zh": "米饭", "en": "Rice"},
}
NAMES = Names(CALLED)


def ids(*given: UUID) -> list[str]:
    return [str(one) for one in given]


def said(terms: dict[str, Any], names: Names = NAMES) -> tuple[str, str]:
    found = words_of(promotion_of(UUID(int=9), 1, terms), terms.get("caps") or {}, names)
    return found["zh"], found["en"]


@pytest.mark.parametrize(
    ("lane", "benefit", "more", "zh", "en"),
    [
        (3, {"kind": "threshold_off", "tiers": [{"threshold": 10000, "value": 2000}], "every": True, "max_times": 3},
         {"conditions": {"weekdays": 31, "start_minute": 840, "end_minute": 1020}},
         "周一至周五 14:00–17:00 全场每满 100 减 20，每单最多 3 次",
         "Mon–Fri 14:00–17:00: ¥20 off each ¥100, at most 3 times an order"),
        (3, {"kind": "threshold_off", "tiers": [{"threshold": 20000, "value": 5000}, {"threshold": 10000, "value": 1990}]}, {},
         "全场满 100 减 19.90，满 200 减 50", "¥19.90 off from ¥100, ¥50 off from ¥200"),
        (2, {"kind": "percent_off", "percent_bp": 1250}, {"scope": {"product_ids": ids(FISH)}},
         "水煮鱼 8.75 折", "12.5% off Boiled fish"),
        (2, {"kind": "nth_percent", "buy": 1, "get": 1, "percent_bp": 5000}, {"scope": {"category_ids": ids(SIDE)}},
         "小菜第 2 件 5 折", "Every 2nd of Side dishes at 50% off"),
        (2, {"kind": "buy_get", "buy": 2, "get": 1, "reward": {"product_ids": ids(TEA)}}, {"scope": {"product_ids": ids(FISH)}},
         "买 2 件水煮鱼，送 1 件柠檬茶", "Buy 2 of Boiled fish, get 1 of Lemon tea free"),
        (2, {"kind": "bundle_price", "buy": 3, "price": 9900}, {"scope": {"excluded_ids": ids(RICE)}},
         "全场（米饭除外）任选 3 件 99 元", "Any 3 of everything but Rice for ¥99"),
        (1, {"kind": "special_price", "price": 990}, {"scope": {"product_ids": ids(TEA)}, "conditions": {"tier_ids": ids(GOLD), "birthday": "month"}},
         "金卡会员 生日当月 柠檬茶特价 9.90 元", "Lemon tea at ¥9.90 each, for Gold members, in the month of their birthday"),
        (4, {"kind": "amount_off", "amount": 1500}, {"needs_coupon": True, "conditions": {"store_ids": ids(HALL), "channels": ["takeaway", "dine_in"], "min_amount": 5000}, "exclusivity": "order"},
         "人民路店 堂食、自取 凭券 全场减 15 元，需满 50 元，不与其他优惠同享",
         "¥15 off everything, with a coupon, at People's Road, dine-in and takeaway, from ¥50 on, not with any other offer"),
        (3, {"kind": "gift", "gift_ids": ids(TEA), "get": 1}, {"conditions": {"segments": ["sleeping"], "valid_from": "2026-12-01", "valid_to": "2026-12-31"}, "caps": {"total": 100, "budget": 50000}},
         "2026年12月1日至2026年12月31日 沉睡会员 赠 1 件柠檬茶，限共 100 次，预算 500 元",
         "1 Dec 2026 to 31 Dec 2026: 1 of Lemon tea as a gift, for sleeping members, only 100 times in all, up to ¥500 in all"),
        (4, {"kind": "percent_off", "percent_bp": 1000}, {"exclusivity": "lane", "group": "满减", "group_mode": "best", "matches_components": True},
         "全场 9 折，套餐内单品也算，不与同类优惠同享，“满减”中取最优一项",
         "10% off everything, components of set meals, too, not with other offers of its kind, one of “满减” at most, the best"),
        (1, {"kind": "special_price"}, {}, "全场特价 …", "Everything at … each"),
        (2, {"kind": "bundle_price", "buy": 2}, {}, "全场任选 2 件 …", "Any 2 of everything for …"),
        (1, {"kind": "special_price", "price": 990}, {"scope": {"product_ids": ids(TEA)}, "matches_components": True, "group": "any"},
         "柠檬茶特价 9.90 元", "Lemon tea at ¥9.90 each"),
        (3, {"kind": "threshold_percent", "tiers": [{"threshold": 3, "value": 1000}], "counts": "quantity"}, {"conditions": {"weekdays": 96, "month_days": [18, 8]}},
         "周六、周日 每月 8、18 日 全场满 3 件 9 折", "Sat, Sun, on day 8, 18 of the month: 10% off from 3 items"),
    ],
)  # fmt: skip
def test_a_rule_in_words(lane: int, benefit: dict[str, Any], more: dict[str, Any], zh: str, en: str) -> None:
    assert said({"lane": lane, "benefit": benefit, **more}) == (zh, en)


def test_few_are_named_and_all_are_counted() -> None:
    scope = {"product_ids": ids(FISH, TEA, RICE, SIDE, UUID(int=77))}
    terms = {"lane": 2, "benefit": {"kind": "amount_off", "amount": 100}, "scope": scope}
    assert said(terms) == (
        "水煮鱼、柠檬茶、米饭等 5 种商品每件减 1 元",
        "¥1 off each of Boiled fish, Lemon tea, Rice and 2 more",
    )
    assert said(terms, Names()) == ("5 种商品每件减 1 元", "¥1 off each of 5 products")


def test_a_draft_with_gaps_can_be_read_and_other_money_has_its_sign() -> None:
    for kind, lane in (
        ("percent_off", 2),
        ("buy_get", 2),
        ("amount_off", 3),
        ("threshold_off", 3),
        ("gift", 3),
    ):
        assert "…" in said({"lane": lane, "benefit": {"kind": kind}})[0]
    pesos = Names(sign="$", digits=0, word="")
    assert said({"lane": 3, "benefit": {"kind": "amount_off", "amount": 500}}, pesos) == (
        "全场减 $500",
        "$500 off everything",
    )
