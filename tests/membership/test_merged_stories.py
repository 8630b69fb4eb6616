"""Whatever two members did before and after they were made one is what one member would have had, to the cent."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from core import clock
from core.ids import new_id
from core.uow import Unit
from membership.services import points, stored_value, tiers
from membership.services.joining import join
from membership.services.members import get_member
from membership.services.merging import merge
from membership.values.visits import GivenBack, Paid
from tests.support.accounts import House, make_house, name
from tests.support.menu import sign_in

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
DAY = date(2026, 11, 22)
PERMISSIONS = ("member.view", "member.edit", "member.settings", "value.recharge", "value.spend", "value.refund", "value.withdraw")  # fmt: skip
CHOSEN = {"recharge_plans": [{"amount": 500, "bonus": 130}], "bonus_hq_percent": 60, "points_per": 10}
BOOKS = text("SELECT entity, account, other, sum(amount)::bigint AS amount FROM membership_value_entry GROUP BY 1, 2, 3 HAVING sum(amount) <> 0 ORDER BY 1, 2, 3")  # fmt: skip
UNBALANCED = text("SELECT journal_id FROM membership_value_entry GROUP BY journal_id, entity HAVING sum(amount) <> 0")  # fmt: skip
STRAYS = text("""SELECT id FROM membership_member m WHERE merged_into IS NOT NULL AND (
    EXISTS (SELECT FROM membership_value_lot WHERE member_id = m.id) OR EXISTS (SELECT FROM membership_visit WHERE member_id = m.id)
    OR EXISTS (SELECT FROM membership_points_lot WHERE member_id = m.id))""")
POINTS = text("SELECT (SELECT coalesce(sum(points), 0) FROM membership_points_entry), (SELECT coalesce(sum(points_left), 0) FROM membership_points_lot)")  # fmt: skip
MEMBERS = 3
steps = st.lists(
    st.tuples(
        st.sampled_from(["recharge", "recharge", "spend", "spend", "refund", "pay", "pay", "take_back", "burn", "unburn", "merge"]),
        st.integers(0, MEMBERS - 1),
        st.sampled_from(["own", "franchised"]),
        st.integers(1, 1500),
        st.integers(0, 50),
    ),
    min_size=5,
    max_size=30,
)  # fmt: skip


@pytest.fixture(scope="module")
def houses(engine: Engine, _quick_hashes: None) -> tuple[House, House]:
    return make_house(engine), make_house(engine)


class Guest:
    """One guest who is several members, or (``is_one``) just one: both are told the same story."""

    def __init__(self, unit: Unit, house: House, *, is_one: bool) -> None:
        self.unit, self.stores, self.is_one = unit, house.stores, is_one
        self.uses: list[list[Any]] = []  # value id, store, what can be given back
        self.orders: list[list[Any]] = []  # order id, whose, what can be refunded
        self.burns: list[list[Any]] = []  # order id, whose, what can come back
        sign_in(unit, *PERMISSIONS)
        tiers.choose_settings(unit, CHOSEN)
        for at, called in enumerate(("Silver", "Gold", "Black")):
            tiers.create_tier(unit, {"name": name(called), "from_amount": 2000 * at})
        first = join(unit, {})["id"]
        self.ids = [first, *(first if is_one else join(unit, {})["id"] for _ in range(MEMBERS - 1))]

    def card(self, who: int) -> Any:
        return get_member(self.unit, self.ids[who])

    def total(self, who: int) -> int:
        return sum(self.card(who)["balance"].values())

    def recharge(self, who: int, store: str, amount: int) -> None:
        stored_value.recharge(self.unit, self.stores[store], new_id(), self.ids[who], amount)

    def spend(self, who: int, store: str, amount: int) -> None:
        value_id = new_id()
        stored_value.spend(self.unit, self.stores[store], value_id, self.ids[who], amount)
        self.uses.append([value_id, store, amount])

    def refund(self, place: int, amount: int) -> None:
        value_id, store, _ = self.uses[place]
        stored_value.give_back(self.unit, self.stores[store], new_id(), value_id, amount)
        self.uses[place][2] -= amount

    def pay(self, who: int, store: str, amount: int) -> None:
        order_id = new_id()
        points.keep(self.unit, [Paid(self.ids[who], order_id, self.stores[store], DAY, amount)])
        self.orders.append([order_id, self.ids[who], amount])

    def take_back(self, place: int, amount: int) -> None:
        order_id, member_id, _ = self.orders[place]
        points.keep(self.unit, [GivenBack(member_id, order_id, DAY, amount)])
        self.orders[place][2] -= amount

    def burn(self, who: int, store: str, amount: int) -> None:
        order_id = new_id()
        points.burn(self.unit, self.ids[who], order_id, self.stores[store], DAY, amount)
        self.burns.append([order_id, self.ids[who], amount])

    def unburn(self, place: int, amount: int) -> None:
        order_id, member_id, _ = self.burns[place]
        points.keep(self.unit, [GivenBack(member_id, order_id, DAY, 0, amount)])
        self.burns[place][2] -= amount

    def merge(self, kept: int, other: int) -> None:
        if not self.is_one:
            merge(self.unit, self.ids[kept], self.ids[other])

    def standing(self, who: int) -> dict[str, Any]:
        card = self.card(who)
        called = {tier["id"]: tier["name"]["en"] for tier in tiers.list_tiers(self.unit)}
        shown = {name: card[name] for name in ("points", "visits", "last_visit_on", "segment")}
        return {**shown, "balance": self.total(who), "tier": called[card["tier_id"]]}

    def books(self) -> list[tuple[Any, ...]]:
        """What every account of every book comes to."""
        called = {str(store_id): name for name, store_id in self.stores.items()}
        rows = self.unit.session.execute(BOOKS)
        return sorted(
            (called.get(row.entity, "hq"), row.account, called.get(row.other, row.other or ""), row.amount)
            for row in rows
        )


def tell(story: Any, several: Guest, one: Guest) -> int:
    """Tell a story to both, without what the several cannot do; answers who they are in the end."""
    standing = list(range(MEMBERS))

    def both(act: str, *given: Any) -> None:
        getattr(several, act)(*given)
        getattr(one, act)(*given)

    for act, who, store, amount, pick in story:
        if act in ("recharge", "pay") or (act == "spend" and amount <= several.total(who)):
            both(act, who, store, amount)
        elif act == "burn" and several.card(who)["points"] > 0:
            both(act, who, store, min(amount, several.card(who)["points"]))
        elif act in ("refund", "take_back", "unburn"):
            done = {"refund": several.uses, "take_back": several.orders, "unburn": several.burns}[act]
            if done and (left := done[pick % len(done)][-1]):
                both(act, pick % len(done), min(amount, left))
        elif act == "merge" and len(standing) > 1:
            other = standing.pop(pick % len(standing))
            both("merge", standing[pick % len(standing)], other)
    while len(standing) > 1:
        both("merge", standing[0], standing.pop())
    return standing[0]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=steps)
def test_several_who_became_one_have_what_one_would_have(
    engine: Engine, houses: tuple[House, House], story: Any
) -> None:
    with (
        clock.frozen(NOON),
        Unit(engine, houses[0].tenant_id) as unit,
        Unit(engine, houses[1].tenant_id) as unit_of_one,
    ):
        several, one = Guest(unit, houses[0], is_one=False), Guest(unit_of_one, houses[1], is_one=True)
        kept = tell(story, several, one)
        assert several.standing(kept) == one.standing(kept)
        assert [several.card(who)["id"] for who in range(MEMBERS)] == [several.ids[kept]] * MEMBERS
        # Which lot was used first may differ; once all is spent, everybody has borne the same.
        for end in (several, one):
            if rest := end.total(kept):
                end.spend(kept, "own", rest)
            assert end.unit.session.scalars(UNBALANCED).all() == []
        assert several.books() == one.books()
        assert several.unit.session.scalars(STRAYS).all() == []
        entries, left = several.unit.session.execute(POINTS).one()
        assert entries == left == one.card(kept)["points"]
