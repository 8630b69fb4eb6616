"""Which coupon stays and what a member takes over, as pure rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.ids import new_id
from membership.rules.merging import WORTH, HeldCoupon, both_agreed, made_one, second_coupons

NOW = datetime(2026, 11, 22, tzinfo=UTC)
coupons = st.lists(
    st.builds(
        HeldCoupon,
        id=st.uuids(),
        occasion=st.sampled_from(["birthday:2026", "campaign:1"]),
        state=st.sampled_from(WORTH),
        expires_at=st.none() | st.integers(0, 3).map(lambda days: NOW + timedelta(days=days)),
        is_kept_ones=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda coupon: coupon.id,
)


@given(coupons, st.randoms())
def test_one_coupon_stays_for_each_occasion_and_it_is_the_best(held: list[HeldCoupon], random: Any) -> None:
    second = second_coupons(held)
    stays = [coupon for coupon in held if coupon not in second]
    assert sorted(coupon.occasion for coupon in stays) == sorted({coupon.occasion for coupon in held})
    for best in stays:
        for other in (coupon for coupon in second if coupon.occasion == best.occasion):
            assert WORTH.index(other.state) <= WORTH.index(best.state)
    shuffled = random.sample(held, len(held))
    assert {coupon.id for coupon in second_coupons(shuffled)} == {coupon.id for coupon in second}


def test_of_two_unused_ones_the_longer_stays_and_then_the_kept_members() -> None:
    one = HeldCoupon(new_id(), "birthday:2026", "issued", NOW, is_kept_ones=True)
    longer = replace(one, id=new_id(), expires_at=None, is_kept_ones=False)
    same = replace(one, id=new_id(), is_kept_ones=False)
    assert second_coupons([one, longer]) == [one]
    assert second_coupons([same, one]) == [same]


def member(**more: Any) -> Any:
    nothing = dict.fromkeys(("phone", "card_no", "name", "born_month", "born_day", "joined_store_id", "last_visit_on", "referred_by"))  # fmt: skip
    plain = {"id": new_id(), "consent": {}, "visits": 0, "joined_at": NOW, "joined_on": NOW.date()}
    return SimpleNamespace(**{**nothing, **plain, **more})


def test_what_is_there_stays_and_what_is_missing_is_taken_over() -> None:
    early = datetime(2024, 1, 2, tzinfo=UTC)
    kept = member(phone="138", name="Wang", visits=2, last_visit_on=date(2026, 1, 1))
    other = member(phone="139", card_no="C1", name="Li", born_month=2, born_day=29, visits=3, joined_at=early, joined_on=early.date())  # fmt: skip
    assert made_one(kept, other) == {
        "card_no": "C1", "born_month": 2, "born_day": 29, "joined_at": early, "joined_on": early.date(),
        "joined_store_id": None, "visits": 5, "last_visit_on": date(2026, 1, 1), "referred_by": None,
    }  # fmt: skip


def test_nobody_brought_themselves() -> None:
    kept, friend = member(), new_id()
    assert made_one(kept, member(referred_by=kept.id))["referred_by"] is None
    assert made_one(kept, member(referred_by=friend))["referred_by"] == friend
    other = member()
    assert made_one(member(referred_by=other.id), other)["referred_by"] is None


agreed = st.dictionaries(
    st.sampled_from(["marketing", "profiling", "sms"]), st.sampled_from(["2025", "2026"])
)


@given(agreed, agreed, st.booleans())
def test_consent_is_never_widened(mine: dict[str, str], others: dict[str, str], has_phone: bool) -> None:
    kept = member(consent=mine, phone="138" if has_phone else None)
    changes = made_one(kept, member(consent=others, phone="139"))
    after = changes.get("consent", mine)
    assert after.items() <= mine.items()
    if has_phone:
        assert after == mine
    else:  # the number that is written to from now on is the other's
        assert after == both_agreed(mine, others)
        assert after.keys() <= others.keys()
