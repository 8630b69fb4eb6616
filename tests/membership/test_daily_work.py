"""What is done once a day for all members in one statement says the same as the rules say of one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from app.member_days import look_over_one
from core import clock
from core.ids import new_id
from core.uow import Unit, transact
from membership.models.members import MemberRow, VisitRow
from membership.rules.segments import SEGMENTS, segment_of
from membership.services import campaigns, points, tiers
from membership.services.campaigns import create_campaign
from membership.services.daily_work import roll_tiers
from membership.services.joining import join
from membership.services.members import get_member
from membership.services.promotions import create_promotion
from membership.store import audiences
from membership.store.daily_work import tenants_due
from membership.values.audiences import Audience
from membership.values.settings import DEFAULTS
from membership.values.visits import Paid
from tests.support.accounts import name
from tests.support.menu import sign_in

TODAY, STORE = date(2026, 11, 22), new_id()


def add_member(unit: Unit, **more: Any) -> UUID:
    nothing = dict.fromkeys(("phone", "card_no", "name", "born_month", "born_day", "tier_id", "joined_store_id", "referred_by", "last_visit_on", "erased_at"))  # fmt: skip
    member_id = new_id()
    plain = {"id": member_id, "code": f"M{member_id.hex}", "consent": {}, "visits": 0, "joined_on": TODAY}
    unit.add(MemberRow, [{**nothing, **plain, "joined_at": datetime(2026, 1, 1, tzinfo=UTC), **more}])
    return member_id


def is_due(engine: Engine, tenant_id: UUID) -> bool:
    with Unit(engine) as unit:
        return tenant_id in tenants_due(unit, clock.now())


def visit(unit: Unit, member_id: UUID, day: date, net: int = 1_000) -> None:
    row = {"order_id": new_id(), "member_id": member_id, "store_id": STORE, "business_date": day, "net": net}
    unit.add(VisitRow, [row])


def test_segments_are_the_same_in_the_database_and_in_the_rules(unit: Unit) -> None:
    random = Random(11)
    expected = dict.fromkeys(SEGMENTS, 0)
    for _ in range(120):
        joined = TODAY - timedelta(days=random.choice([0, 29, 30, 59, 60, 179, 180, 400]))
        days = sorted(random.choice([0, 1, 59, 60, 89, 90, 179, 180]) for _ in range(random.randint(0, 6)))
        seen = [TODAY - timedelta(days=n) for n in days if TODAY - timedelta(days=n) >= joined]
        member_id = add_member(unit, joined_on=joined, last_visit_on=max(seen, default=None))
        for day in seen:
            visit(unit, member_id, day)
        lately = sum(1 for day in seen if day > TODAY - timedelta(days=90))
        expected[segment_of(joined, max(seen, default=None), lately, TODAY)] += 1
    assert min(expected.values()) > 0
    assert audiences.count_by_segment(unit, TODAY) == expected
    for segment in SEGMENTS:
        assert audiences.count_members_in(unit, Audience(segments=(segment,)), TODAY) == expected[segment]


@pytest.mark.parametrize(
    ("audience", "reached"),
    [
        (Audience(), "abc"),
        (Audience(birthday_months=(5, 6)), "a"),
        (Audience(last_visit_from=TODAY - timedelta(days=20)), "b"),
        (Audience(last_visit_to=TODAY - timedelta(days=20)), "a"),
        (Audience(spent_from=1_500), "b"),
        (Audience(spent_to=0), "c"),
        (Audience(spent_from=1_500, window_days=5), ""),
        (Audience(store_ids=(STORE,), window_days=30), "b"),
        (Audience(consenting_only=True), "c"),
        (Audience(joined_to=TODAY - timedelta(days=1)), "a"),
    ],
)
def test_each_condition_narrows(unit: Unit, audience: Audience, reached: str) -> None:
    known = {
        "a": add_member(unit, born_month=5, born_day=18, joined_on=TODAY - timedelta(days=50), last_visit_on=TODAY - timedelta(days=40)),
        "b": add_member(unit, last_visit_on=TODAY - timedelta(days=10)),
        "c": add_member(unit, consent={"marketing": "2026-01-01"}),
    }  # fmt: skip
    visit(unit, known["a"], TODAY - timedelta(days=40))
    visit(unit, known["b"], TODAY - timedelta(days=10), 2_000)
    rows = audiences.list_members(unit, audience, TODAY, None, None, 10, by_phone=True)
    assert {row.id for row in rows} == {known[letter] for letter in reached}


def test_a_tier_falls_on_the_day_that_a_visit_leaves_the_window(unit: Unit) -> None:
    sign_in(unit, "member.view", "member.edit", "member.settings")
    silver = tiers.create_tier(unit, {"name": name("Silver"), "from_amount": 0})["id"]
    gold = tiers.create_tier(unit, {"name": name("Gold"), "from_amount": 100_000})["id"]
    member_id = join(unit, {})["id"]
    points.keep(unit, [Paid(member_id, new_id(), STORE, TODAY, 100_000)])
    assert get_member(unit, member_id)["tier_id"] == gold
    for days, tier_id in ((364, gold), (365, silver)):
        roll_tiers(unit, DEFAULTS, TODAY + timedelta(days=days))
        unit.session.expire_all()
        assert get_member(unit, member_id)["tier_id"] == tier_id


def test_points_expire_with_an_entry_that_says_so(engine: Engine, tenant_id: UUID) -> None:
    def begin(unit: Unit) -> UUID:
        sign_in(unit, "member.view", "member.edit")
        member_id: UUID = join(unit, {})["id"]
        points.keep(unit, [Paid(member_id, new_id(), STORE, clock.now().date(), 12_300)])
        return member_id

    member_id = transact(engine, tenant_id, begin)
    assert not is_due(engine, tenant_id)
    with clock.frozen(clock.now() + timedelta(days=367)):
        assert is_due(engine, tenant_id)
        look_over_one(engine, tenant_id)
        assert not is_due(engine, tenant_id)
    with Unit(engine, tenant_id) as unit:
        sums = "SELECT (SELECT sum(points) FROM membership_points_entry), (SELECT sum(points_left) FROM membership_points_lot)"
        assert tuple(unit.session.execute(text(sums)).one()) == (0, 0)
        kinds = unit.session.scalars(text("SELECT kind FROM membership_points_entry ORDER BY at"))
        assert list(kinds) == ["accrue", "expire"]
        sign_in(unit, "member.view")
        assert get_member(unit, member_id)["points"] == 0


def test_several_servers_give_each_member_one_coupon(engine: Engine, tenant_id: UUID) -> None:
    def begin(unit: Unit) -> None:
        sign_in(unit, "promotion.edit", "promotion.view", "member.edit")
        terms = {"lane": 4, "needs_coupon": True, "benefit": {"kind": "amount_off", "amount": 100}}
        offer = create_promotion(unit, name("One off"), terms, "active")
        for _ in range(20):
            add_member(unit)
        for _ in range(3):
            create_campaign(
                unit,
                {"name": name("All"), "promotion_id": offer["id"], "audience": {}, "state": "scheduled"},
            )

    transact(engine, tenant_id, begin)
    with patch.object(campaigns, "MOST_AT_ONCE", 15), ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: look_over_one(engine, tenant_id), range(8)))
    with Unit(engine, tenant_id) as unit:
        doubled = "SELECT count(*) FROM (SELECT FROM membership_coupon GROUP BY member_id, occasion HAVING count(*) > 1) d"
        assert unit.session.scalar(text(doubled)) == 0
        assert unit.session.scalar(text("SELECT count(*) FROM membership_coupon")) == 60
        assert set(unit.session.scalars(text("SELECT state FROM membership_campaign"))) == {"done"}
