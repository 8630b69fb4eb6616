"""Members of the chain: tiers, plans to recharge, offers for members, and guests who came before."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.demo.guests import BY_CATEGORY
from app.demo.regulars import invite
from app.demo.selling import Shop
from core import clock
from core.clock import business_date
from core.ids import new_id
from core.uow import Unit
from membership.services import clearing, coupons, joining, members, points, promotions, stored_value, tiers
from membership.values.visits import Paid
from pos.services.order_lists import list_orders

# Printed for everybody who tries the till: she has points, a coupon and stored value.
PHONE, NAME = "13812345678", "周小满"
COUNT = 160
VISITS = 90  # of the latest paid orders of each store
RECHARGED = 24
RECHARGED_SINCE, MOST_USES = 75, 5  # days; uses of each member's stored value
MEAL = (2_800, 9_000)
GIVEN_BACK = 0.15  # of the uses
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


def make_members(unit: Unit, shops: list[Shop]) -> list[UUID]:
    """All of it, once, and answers who they are: a brand that has tiers is left as it is, and has no new ones."""
    if tiers.list_tiers(unit):
        return []
    tiers.choose_settings(unit, SETTINGS)
    for name, from_amount, points_bp in TIERS:
        tiers.create_tier(unit, {"name": name, "from_amount": from_amount, "points_bp": points_bp})
    made = [promotions.create_promotion(unit, name, terms, "active") for name, terms in _offers(shops[0])]
    rng = random.Random("members")
    known = [_join(unit, shops, number, rng) for number in range(COUNT)]
    _visit(unit, shops, known, rng)
    _use_value(unit, shops, known[:RECHARGED], rng)
    _clear(unit)
    coupons.issue(unit, made[-1]["id"], member_ids=known[: COUNT // 4])
    invite(unit, made[-1]["id"])
    return known


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
    days = OURS_SINCE if number == 0 else rng.randint(RECHARGED_SINCE if number < RECHARGED else 0, LONGEST)
    with clock.frozen(clock.now() - timedelta(days=days)):
        return joining.admit(unit, members.member_values(given), "till", rng.choice(shops).settings.id)


def _use_value(unit: Unit, shops: list[Shop], members: list[UUID], rng: random.Random) -> None:
    """Recharged at one store, used at any of them; now and then a part is given back, weeks later. One after the other."""
    acts = [
        act for place, member_id in enumerate(members) for act in _acts(shops, member_id, place == 0, rng)
    ]
    for at, act in sorted(acts, key=lambda one: one[0]):
        with clock.frozen(at):
            act(unit)


def _acts(
    shops: list[Shop], member_id: UUID, is_printed: bool, rng: random.Random
) -> Iterator[tuple[datetime, Callable[[Unit], Any]]]:
    """One member's; whose number is printed keeps most of it."""
    now, uses = clock.now(), 1 if is_printed else rng.randint(0, MOST_USES)
    amount = rng.choice(SETTINGS["recharge_plans"])["amount"]
    at = now - timedelta(days=rng.randint(uses * 5 + 1, RECHARGED_SINCE - 1), minutes=rng.randrange(480))
    yield at, _act(stored_value.recharge, rng.choice(shops), new_id(), member_id, amount)
    for _ in range(uses):
        at += timedelta(days=rng.randint(1, 15), minutes=rng.randint(-180, 180))
        shop, spend_id, spent = rng.choice(shops), new_id(), rng.randrange(*MEAL, 100)
        if at > now or spent > amount:
            return
        amount -= spent
        yield at, _act(stored_value.spend, shop, spend_id, member_id, spent)
        back_at = at + timedelta(days=rng.randint(3, 20))
        if back_at < now and rng.random() < GIVEN_BACK:
            yield back_at, _act(stored_value.refund, shop, new_id(), spend_id, spent // 2)


def _act(do: Callable[..., Any], shop: Shop, *given: Any) -> Callable[[Unit], Any]:
    return lambda unit: do(unit, shop.settings.id, *given)


def _clear(unit: Unit) -> None:
    """The months that are over are cleared, each on its second day after; what was given back later is in the next."""
    while (period := clearing.list_clearings(unit, 1)["next"])["can_close"]:
        closed_at = datetime.combine(period["last"], time(4), tzinfo=UTC) + timedelta(days=2)
        with clock.frozen(min(clock.now(), closed_at)):
            clearing.close(unit, period["first"], period["last"])


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
