"""Points and tiers: earned once, used by expiry, taken back to the point, and a debt where they are gone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.ids import new_id
from core.uow import Unit
from membership.errors import NotEnoughPoints
from membership.rules.points import earned, taken_back
from membership.rules.segments import segment_of
from membership.services import points, tiers
from membership.services.joining import join
from membership.services.members import change_member, get_member
from membership.store.daily_work import expire_points
from membership.values.visits import GivenBack, Paid
from tests.support.accounts import name
from tests.support.menu import sign_in

DAY, STORE = date(2026, 11, 22), new_id()


@given(st.lists(st.integers(1, 5000), max_size=6), st.integers(1, 300), st.integers(0, 30_000))
def test_all_refunds_together_take_back_exactly_what_was_earned(
    parts: list[int], per: int, rate: int
) -> None:
    left, back = sum(parts), 0
    for part in parts:
        back += taken_back(left, left - part, per, rate)
        left -= part
    assert back == earned(sum(parts), per, rate)


@pytest.mark.parametrize(
    ("joined", "last", "lately", "segment"),
    [(5, None, 0, "new"), (29, 1, 3, "new"), (30, 1, 3, "ordinary"), (5, 1, 4, "regular"), (300, 60, 9, "sleeping"), (300, 180, 0, "lost"), (180, None, 0, "lost")],
)  # fmt: skip
def test_segments(joined: int, last: int | None, lately: int, segment: str) -> None:
    seen = None if last is None else DAY - timedelta(days=last)
    assert segment_of(DAY - timedelta(days=joined), seen, lately, DAY) == segment


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.frozen(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def member_id(unit: Unit) -> UUID:
    sign_in(unit, "member.view", "member.edit", "member.settings", "member.phone")
    tiers.create_tier(unit, {"name": name("Silver"), "from_amount": 0})
    tiers.create_tier(unit, {"name": name("Gold"), "from_amount": 100_000, "points_bp": 20_000})
    found: UUID = join(unit, {"name": "Wang"})["id"]
    return found


def standing(unit: Unit, member_id: UUID) -> tuple[int, str]:
    names = {tier["id"]: tier["name"]["en"] for tier in tiers.list_tiers(unit)}
    found = get_member(unit, member_id)
    return found["points"], names[found["tier_id"]]


def test_paid_twice_told_once_counted(unit: Unit, member_id: UUID) -> None:
    order = new_id()
    for _ in "ab":
        points.keep(unit, [Paid(member_id, order, STORE, DAY, 12_345)] * 2)
    assert standing(unit, member_id) == (123, "Silver")


def test_a_tier_is_reached_doubles_points_and_is_lost_by_a_refund(unit: Unit, member_id: UUID) -> None:
    first, second = new_id(), new_id()
    points.keep(unit, [Paid(member_id, first, STORE, DAY, 100_000)])
    assert standing(unit, member_id) == (1_000, "Gold")
    points.keep(unit, [Paid(member_id, second, STORE, DAY, 10_000)])
    assert standing(unit, member_id) == (1_200, "Gold")
    points.keep(unit, [GivenBack(member_id, second, DAY, 5_000)])
    points.keep(unit, [GivenBack(member_id, first, DAY, 100_000)])
    assert standing(unit, member_id) == (100, "Silver")


@pytest.mark.parametrize("now", [1, 10, 1000])
def test_refunds_take_back_what_was_earned_whatever_a_point_costs_now(
    unit: Unit, member_id: UUID, now: int
) -> None:
    order = new_id()
    points.keep(unit, [Paid(member_id, order, STORE, DAY, 28_850)])
    tiers.choose_settings(unit, {"points_per": now})
    for part, left in ((50, 288), (10_000, 188), (18_800, 0)):
        points.keep(unit, [GivenBack(member_id, order, DAY, part)])
        assert standing(unit, member_id)[0] == left


@pytest.mark.parametrize("is_swept", [True, False])
def test_refunds_do_not_take_what_expired_a_second_time(unit: Unit, member_id: UUID, is_swept: bool) -> None:
    tiers.choose_settings(unit, {"points_days": 5})
    order, day = new_id(), DAY - timedelta(days=10)
    points.keep(unit, [Paid(member_id, order, STORE, day, 20_000)])
    points.burn(unit, member_id, new_id(), STORE, day, 50)
    if is_swept:
        expire_points(unit, DAY, clock.now())
    points.keep(unit, [Paid(member_id, new_id(), STORE, DAY, 3_000)])
    for part, left in (
        (10_000, 30),
        (6_000, 20),
        (4_000, -20),
    ):  # 150 had expired; the 50 that were used are owed
        points.keep(unit, [GivenBack(member_id, order, DAY, part)])
        expire_points(unit, DAY, clock.now())
        assert standing(unit, member_id)[0] == left


def test_a_tier_falls_as_the_window_rolls_on(unit: Unit, member_id: UUID) -> None:
    points.keep(unit, [Paid(member_id, new_id(), STORE, DAY - timedelta(days=400), 100_000)])
    points.keep(unit, [Paid(member_id, new_id(), STORE, DAY, 100)])
    assert standing(unit, member_id)[1] == "Silver"


def test_a_tier_that_was_given_stays_until_a_visit_leaves_the_window(unit: Unit, member_id: UUID) -> None:
    gold = next(tier["id"] for tier in tiers.list_tiers(unit) if tier["name"]["en"] == "Gold")
    change_member(unit, member_id, {"tier_id": gold})
    first, second = new_id(), new_id()
    points.keep(unit, [Paid(member_id, first, STORE, DAY, 5_000)])
    assert standing(unit, member_id) == (100, "Gold")  # earned as Gold earns
    points.keep(unit, [GivenBack(member_id, first, DAY, 1_000)])
    assert standing(unit, member_id)[1] == "Gold"
    points.keep(unit, [Paid(member_id, second, STORE, DAY + timedelta(days=364), 100)])
    assert standing(unit, member_id)[1] == "Gold"
    points.keep(unit, [Paid(member_id, new_id(), STORE, DAY + timedelta(days=365), 100)])
    assert standing(unit, member_id)[1] == "Silver"


def test_used_points_come_back_and_what_is_gone_becomes_a_debt(unit: Unit, member_id: UUID) -> None:
    paid, other = new_id(), new_id()
    points.keep(unit, [Paid(member_id, paid, STORE, DAY, 50_000)])
    points.burn(unit, member_id, other, STORE, DAY, 400)
    with pytest.raises(NotEnoughPoints):
        points.burn(unit, member_id, new_id(), STORE, DAY, 101)
    points.keep(unit, [GivenBack(member_id, other, DAY, 0, 150)])
    assert standing(unit, member_id)[0] == 250
    with pytest.raises(NotEnoughPoints):
        points.keep(unit, [GivenBack(member_id, other, DAY, 0, 251)])
    points.keep(unit, [GivenBack(member_id, paid, DAY, 50_000)])
    assert standing(unit, member_id)[0] == -250
    points.keep(unit, [Paid(member_id, new_id(), STORE, DAY, 30_000)])
    assert standing(unit, member_id)[0] == 50
