"""Caps and coupons: never more than there are, whoever asks at once; given back by a void and by time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from core import clock
from core.errors import Problem
from core.ids import new_id
from core.uow import Unit, transact
from membership.errors import CapReached, CouponNotUsable
from membership.services import uses
from membership.services.promotion_sets import PromotionBook, book_of
from membership.services.uses import Use
from membership.store.promotions import version_read
from tests.support.accounts import Caller, House
from tests.support.brand import made

PARTS = {"total": "total", "budget": "budget", "per_day": "day:2026-11-22"}
THREADS = 64


class Offer:
    """A promotion with caps, and what orders use of it."""

    def __init__(self, engine: Engine, house: House, boss: Caller, caps: dict[str, int]) -> None:
        terms = {
            "lane": 4,
            "benefit": {"kind": "amount_off", "amount": 100},
            "caps": caps,
            "needs_coupon": True,
        }
        offer = {"name": {"zh": "x", "en": "x"}, "state": "active", "terms": terms}
        self.engine, self.tenant_id = engine, house.tenant_id
        self.id = UUID(made(boss.post("/promotions", offer))["id"])
        issued = made(boss.post(f"/promotions/{self.id}/coupons", {"codes": 1}))["coupons"]
        self.coupon_id = UUID(issued[0]["id"])

    def do(self, act: Any) -> Any:
        return transact(self.engine, self.tenant_id, act)

    def book(self, unit: Unit) -> PromotionBook:
        return book_of(unit, unit.fetch(version_read(unit))[0])

    def reserve(self, order_id: UUID, discount: int = 100, coupon_id: UUID | None = None) -> None:
        use = [Use(self.id, discount, coupon_id)]
        self.do(lambda unit: uses.reserve(unit, order_id, use, self.book(unit), PARTS))

    def used(self) -> dict[str, tuple[int, int]]:
        with Unit(self.engine, self.tenant_id) as unit:
            rows = unit.session.execute(text("SELECT part, reserved, committed FROM membership_cap"))
            return {row.part: (row.reserved, row.committed) for row in rows}

    def coupon(self) -> str:
        with Unit(self.engine, self.tenant_id) as unit:
            return str(unit.session.scalar(text("SELECT state FROM membership_coupon")))


@pytest.fixture
def offer(engine: Engine, house: House, boss: Caller) -> Offer:
    return Offer(engine, house, boss, {"total": 100, "budget": 9_000, "per_day": 50})


def test_reserved_committed_and_given_back(offer: Offer) -> None:
    order = new_id()
    offer.reserve(order, 70)
    offer.reserve(order, 80)  # priced again: in place of what was reserved
    assert offer.used() == {"total": (1, 0), "budget": (80, 0), "day:2026-11-22": (1, 0)}
    for _ in "ab":
        offer.do(lambda unit: uses.redeem(unit, order))
    assert offer.used() == {"total": (0, 1), "budget": (0, 80), "day:2026-11-22": (0, 1)}
    for _ in "ab":
        offer.do(lambda unit: uses.release(unit, order))
    assert offer.used() == {"total": (0, 0), "budget": (0, 0), "day:2026-11-22": (0, 0)}


def test_the_tightest_cap_refuses_and_leaves_nothing_behind(offer: Offer) -> None:
    offer.reserve(new_id(), 8_950)
    before = offer.used()
    with pytest.raises(CapReached) as refused:
        offer.reserve(new_id(), 51)
    assert refused.value.extra["cap"] == "budget"
    assert offer.used() == before
    offer.reserve(new_id(), 50)


def test_what_nobody_pays_is_free_again_in_time(offer: Offer) -> None:
    offer.reserve(new_id(), 9_000)
    with pytest.raises(CapReached):
        offer.reserve(new_id(), 1)
    with clock.frozen(clock.now() + uses.HELD_FOR + timedelta(minutes=1)):
        offer.reserve(new_id(), 9_000)
    assert offer.used()["total"] == (1, 0)


def test_a_coupon_is_used_by_one_order(offer: Offer) -> None:
    order, other = new_id(), new_id()
    offer.reserve(order, coupon_id=offer.coupon_id)
    with pytest.raises(CouponNotUsable):
        offer.reserve(other, coupon_id=offer.coupon_id)
    offer.do(lambda unit: uses.release(unit, order))
    assert offer.coupon() == "issued"
    offer.reserve(other, coupon_id=offer.coupon_id)
    offer.do(lambda unit: uses.redeem(unit, other))
    assert offer.coupon() == "redeemed"


def test_sixty_four_take_the_last_of_a_cap_and_one_coupon_at_once(
    engine: Engine, house: House, boss: Caller
) -> None:
    offer = Offer(engine, house, boss, {"total": 100})

    def order(turn: int) -> list[str]:
        found = []
        for step in range(3):
            coupon = offer.coupon_id if step == 0 else None
            found.append(_tried(offer, coupon))
        return found

    with ThreadPoolExecutor(THREADS) as pool:
        answers = [answer for many in pool.map(order, range(THREADS)) for answer in many]
    assert set(answers) <= {"taken", "taken with it", "cap_reached", "coupon_not_usable"}
    assert answers.count("taken with it") == 1
    assert answers.count("taken") + 1 == 100
    assert offer.used() == {"total": (100, 0)}


def _tried(offer: Offer, coupon: UUID | None) -> str:
    try:
        offer.reserve(new_id(), coupon_id=coupon)
    except Problem as refused:
        return refused.code
    return "taken" if coupon is None else "taken with it"
