"""Members of the chain: tiers, plans to recharge, offers for members, and guests who came before."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.demo.guests import BY_CATEGORY
from app.demo.selling import Shop
from core import clock
from core.clock import business_date
from core.ids import new_id
from core.uow import Unit
from membership.services import coupons, joining, members, points, promotions, stored_value, tiers
from membership.values.visits import Paid
from pos.services.order_lists import list_orders

# Printed for everybody who tries the till: she has points, a coupon and stored value.
PHONE, NAME = "13812345678", "周小满"
COUNT = 160
VISITS = 90  # of the latest paid orders of each store
RECHARGED = 24
OURS_SINCE, LONGEST = 120, 240  # days since they joined

SETTINGS: dict[str, Any] = {
    "recharge_plans": [
        {"amount": 20_000, "bonus": 2_000},
        {"amount": 50_000, "bonus": 8_000},
        {"amount": 100_000, "bonus": 20_000},
    ],
    "bonus_hq_percent": 60,
    "points_highest_bp": 3_000,
}
TIERS = (
    ({"zh": "小满卡", "en": "Xiaoman"}, 0, 10_000),
    ({"zh": "银卡", "en": "Silver"}, 20_000, 12_000),
    ({"zh": "金卡", "en": "Gold"}, 80_000, 15_000),
)
FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ("子涵", "雨桐", "浩然", "欣怡", "宇轩", "思远", "梓萱", "明", "丽", "强", "静", "磊", "婷", "俊杰")
AGREED = ["marketing", "sms"]


def make_members(unit: Unit, shops: list[Shop]) -> None:
    """All of it, once: a brand that has tiers is left as it is."""
    if tiers.list_tiers(unit):
        return
    tiers.choose_settings(unit, SETTINGS)
    for name, from_amount, points_bp in TIERS:
        tiers.create_tier(unit, {"name": name, "from_amount": from_amount, "points_bp": points_bp})
    made = [promotions.create_promotion(unit, name, terms, "active") for name, terms in _offers(shops[0])]
    rng = random.Random("members")
    known = [_join(unit, shops, number, rng) for number in range(COUNT)]
    _visit(unit, shops, known, rng)
    for member_id in known[:RECHARGED]:
        plan = rng.choice(SETTINGS["recharge_plans"])
        store_id = rng.choice(shops).settings.id
        stored_value.recharge(unit, store_id, new_id(), member_id, plan["amount"])
    coupons.issue(unit, made[-1]["id"], member_ids=known[: COUNT // 4])


def _offers(shop: Shop) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    """For members alone, so that a guest who does not say who they are pays what the menu says. The last is a coupon's template."""
    drinks = [shop.catalog.by_code[code] for code in BY_CATEGORY["drink"] if code in shop.catalog.by_code]
    ours: dict[str, Any] = {"members_only": True}
    half = {"kind": "nth_percent", "buy": 1, "get": 1, "percent_bp": 5_000}
    full = {"kind": "threshold_off", "tiers": [{"threshold": 10_000, "value": 1_500}]}
    weekday = {**ours, "weekdays": 0b0000100}
    yield (
        {"zh": "会员第二杯半价", "en": "Members: second drink at half price"},
        {"lane": 2, "benefit": half, "scope": {"product_ids": drinks}, "conditions": ours},
    )
    yield (
        {"zh": "会员满100减15", "en": "Members: ¥15 off from ¥100"},
        {"lane": 3, "benefit": full, "group": "满减", "group_mode": "best", "conditions": ours},
    )
    yield (
        {"zh": "周三会员日 8.8 折", "en": "Members' Wednesday: 12% off"},
        {
            "lane": 3,
            "benefit": {"kind": "percent_off", "percent_bp": 1_200},
            "group": "满减",
            "group_mode": "best",
            "conditions": weekday,
        },
    )
    yield (
        {"zh": "5 元券", "en": "¥5 coupon"},
        {"lane": 4, "benefit": {"kind": "amount_off", "amount": 500}, "needs_coupon": True},
    )


def _join(unit: Unit, shops: list[Shop], number: int, rng: random.Random) -> UUID:
    born = {"month": rng.randint(1, 12), "day": rng.randint(1, 28)}
    name = NAME if number == 0 else rng.choice(FAMILY) + rng.choice(GIVEN)
    phone = PHONE if number == 0 else f"139{rng.randrange(10**4):04d}{number:04d}"
    agreed = AGREED if rng.random() < 0.7 else []
    given = {"name": name, "phone": phone, "birthday": born, "agrees_to": agreed}
    days = OURS_SINCE if number == 0 else rng.randint(0, LONGEST)
    with clock.frozen(clock.now() - timedelta(days=days)):
        return joining.admit(unit, members.member_values(given), "till", rng.choice(shops).settings.id)


def _visit(unit: Unit, shops: list[Shop], known: list[UUID], rng: random.Random) -> None:
    """Some of the latest paid orders were theirs: the first members came most often."""
    often = [1 / (place + 2) for place in range(len(known))]
    told = []
    for shop in shops:
        settings = shop.settings
        found = list_orders(unit, settings.id, state="paid", limit=VISITS).items
        for order in found:
            member_id = rng.choices(known, often)[0]
            day = business_date(order["opened_at"], settings.timezone, settings.cutoff_minutes)
            told.append(Paid(member_id, order["id"], settings.id, day, order["totals"]["net"]))
    points.keep(unit, told)
