"""A batch of paid orders and refunds does what each of them does alone, in as many round trips as one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from core import clock
from core.events import Recorded
from core.ids import new_id
from core.uow import Unit
from membership.services import points, tiers
from membership.services.joining import join
from membership.services.order_events import keep_orders
from membership.services.promotions import create_promotion
from membership.values.visits import Paid
from tests.support.accounts import name
from tests.support.menu import sign_in
from tests.support.trips import Asked, counted

DAY, STORE, OTHER_STORE = date(2026, 11, 22), new_id(), new_id()
# Benefits and funding in one round trip, orders and members in two, coupons, and what is left in the last.
MOST = 5


@pytest.fixture(autouse=True)
def _brand(unit: Unit) -> Iterator[None]:
    with clock.frozen(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        sign_in(unit, "member.view", "member.edit", "member.settings", "promotion.edit")
        for tier, from_amount, points_bp in (("Silver", 0, 10_000), ("Gold", 100_000, 20_000)):
            tiers.create_tier(unit, {"name": name(tier), "from_amount": from_amount, "points_bp": points_bp})
        terms = {"lane": 4, "needs_coupon": True, "benefit": {"kind": "amount_off", "amount": 100}}
        coupon = create_promotion(unit, name("One off"), terms, "active")["id"]
        tiers.choose_settings(unit, {"referral_coupon_id": coupon, "friend_coupon_id": coupon})
        yield


@dataclass(frozen=True)
class Told:
    """An event about the guest and the order of these numbers; ``points`` come back with a refund."""

    guest: int
    order: int
    day: date
    amount: int
    funded: int = 0
    refund: UUID | None = None
    points: int = 0


class Guests:
    """Members, each brought by the one before. Every other one came before, and used 300 points for the order of their number."""

    def __init__(self, unit: Unit, count: int, orders: int) -> None:
        self.unit = unit
        self.members: list[UUID] = []
        for _ in range(count):
            before = self.members[-1:]
            referrer = {"referrer": self.code(before[0])} if before else {}
            self.members.append(join(unit, {"name": "Wang", **referrer})["id"])
        self.orders = [new_id() for _ in range(orders)]
        for member_id, order_id in list(zip(self.members, self.orders, strict=False))[::2]:
            points.keep(unit, [Paid(member_id, new_id(), STORE, DAY - timedelta(days=30), 50_000)])
            points.burn(unit, member_id, order_id, STORE, DAY, 300)

    def code(self, member_id: UUID) -> str:
        query = text("SELECT code FROM membership_member WHERE id = :id")
        return str(self.unit.session.scalar(query, {"id": member_id}))

    def event(self, told: Told) -> Recorded:
        part = {"source": "promotion", "promotion_id": None, "version": None, "funder": str(OTHER_STORE)}
        payload = {
            "order_id": str(self.orders[told.order]),
            "member_id": str(self.members[told.guest]),
            "business_date": told.day.isoformat(),
            "benefits": [{**part, "amount": told.funded}] if told.funded else [],
        }
        at = clock.now()
        if told.refund is None:
            paid = {**payload, "total": told.amount}
            return Recorded(self.unit.tenant_id, 1, new_id(), "OrderPaid", STORE, at, paid)
        back = {**payload, "amount": told.amount, "points": told.points, "refund_id": str(told.refund)}
        return Recorded(self.unit.tenant_id, 1, new_id(), "RefundGiven", STORE, at, back)

    def tell(self, batch: list[Told]) -> None:
        keep_orders(self.unit, [self.event(told) for told in batch])

    def kept(self) -> dict[str, list[Any]]:
        """All that is known of them, with numbers for ids."""
        numbers = {one: number for known in (self.members, self.orders) for number, one in enumerate(known)}
        occasions = {f"referral:{one}": number for number, one in enumerate(self.members)}

        def rows(query: str) -> list[Any]:
            found = self.unit.session.execute(
                text(query), {"members": self.members, "orders": self.orders, "occasions": list(occasions)}
            )
            return [tuple(numbers.get(value, occasions.get(value, value)) for value in row) for row in found]

        return {
            "members": rows(
                "SELECT tier_id::text, visits, last_visit_on FROM membership_member WHERE id = ANY(:members) ORDER BY id"
            ),
            "visits": rows(
                "SELECT order_id, member_id, store_id::text, business_date, net FROM membership_visit WHERE order_id = ANY(:orders) ORDER BY order_id"
            ),
            "lots": rows(
                "SELECT member_id, points_left, expires_on FROM membership_points_lot WHERE member_id = ANY(:members) ORDER BY member_id, id"
            ),
            "entries": rows(
                "SELECT member_id, order_id, kind, points, base, store_id::text FROM membership_points_entry WHERE order_id = ANY(:orders) ORDER BY at, id"
            ),
            "benefits": rows(
                "SELECT order_id, member_id, funder, amount FROM membership_benefit WHERE order_id = ANY(:orders) ORDER BY order_id, amount"
            ),
            "funding": rows(
                "SELECT j.order_id, j.kind, e.entity, e.account, e.amount FROM membership_value_entry e JOIN membership_value_journal j ON j.id = e.journal_id WHERE j.order_id = ANY(:orders) ORDER BY j.order_id, j.kind, e.entity, e.account, e.amount"
            ),
            "coupons": rows(
                "SELECT member_id, occasion FROM membership_coupon WHERE member_id = ANY(:members) ORDER BY member_id, occasion"
            ),
            "told": sorted(
                rows(
                    "SELECT type, payload->>'before', payload->>'tier_id', payload->>'occasion' FROM core_event WHERE (payload->>'member_id')::uuid = ANY(:members) AND type = 'TierReached' OR payload->>'occasion' = ANY(:occasions)"
                ),
                key=str,
            ),
        }


def orders_and_refunds(random: Random, guests: int, orders: int) -> list[Told]:
    """Each order paid, some told twice, and given back in parts, some more than once."""
    batch: list[Told] = []
    for order in range(orders):
        guest = order if order < guests else random.randrange(guests)
        day = DAY - timedelta(days=random.choice([0, 1, 200, 364, 365, 400]))
        paid = Told(guest, order, day, random.choice([0, 99, 1_000, 30_000, 99_999, 100_000]), funded=7)
        batch += [paid] * random.choice([1, 1, 2])
        left, used = paid.amount, 300 if order in range(0, guests, 2) else 0
        for _ in range(random.randrange(3)):
            part, back = random.randint(0, left), random.choice([0, min(used, 100)])
            left, used = left - part, used - back
            later = day + timedelta(days=random.choice([0, 1, 370]))
            batch.append(Told(guest, order, later, part, random.choice([0, 2]), new_id(), back))
    # Later orders are paid before earlier ones are given back, but each is given back after it is paid.
    keyed = [(told.order + (0 if told.refund is None else random.randrange(4)), told) for told in batch]
    return [told for _, told in sorted(keyed, key=lambda pair: (pair[0], pair[1].refund is not None))]


@pytest.mark.parametrize("seed", range(12))
def test_a_batch_does_what_each_event_does_alone(unit: Unit, seed: int) -> None:
    batch = orders_and_refunds(Random(seed), guests=3, orders=9)
    together, alone, mixed = (Guests(unit, 3, 9) for _ in range(3))
    together.tell(batch)
    for told in batch:
        alone.tell([told])
    for start in range(0, len(batch), 4):
        mixed.tell(batch[start : start + 4])
    kept = together.kept()
    assert kept == alone.kept() == mixed.kept()
    assert all(kept.values())


def test_fifty_orders_ask_the_database_as_often_as_five(unit: Unit) -> None:
    def tell(orders: int) -> Asked:
        batch = orders_and_refunds(Random(1), guests=orders // 2, orders=orders)
        guests = Guests(unit, orders // 2, orders)
        with counted(unit) as asked:
            guests.tell(batch)
        return asked

    few = tell(5)
    assert tell(50) == few
    assert few.trips <= MOST
