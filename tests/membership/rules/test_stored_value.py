"""The books of stored value: the definition's own example to the cent, and what holds of every story."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import new_id
from membership.rules.stored_value import postings
from membership.rules.stored_value.mix import (
    after_take,
    balance,
    funded_by,
    give_back,
    reverse,
    spend,
)
from membership.values.promotions import Funder
from membership.values.stored_value import Lot, Posting, Take
from tests.membership.rules.value_books import is_balanced

TODAY = date(2026, 11, 22)
HQ_60 = (Funder("hq", 60), Funder("a", 40))


def book(*entries: tuple[str, str, int] | tuple[str, str, int, str]) -> set[Posting]:
    return {Posting(*entry) for entry in entries}


def test_the_example_of_the_definition() -> None:
    every: list[Posting] = []

    def post(entries: list[Posting]) -> set[Posting]:
        assert is_balanced(entries)
        every.extend(entries)
        return {replace(entry, store=None) for entry in entries}

    lot = Lot(new_id(), 500, 100, None, funded_by(100, HQ_60))
    assert post(postings.recharge("a", 500, 100)) == book(
        ("a", "cash", 500), ("a", "due", -500, "hq"), ("hq", "due", 500, "a"), ("hq", "principal", -500),
        ("hq", "bonus_deferred", 100), ("hq", "bonus", -100),
    )  # fmt: skip
    (first,) = spend([lot], 240, TODAY) or []
    assert (first.principal, first.bonus, first.funded) == (200, 40, (("hq", 24), ("a", 16)))
    assert post(postings.spend("b", [first])) == book(
        ("b", "due", 240, "hq"), ("b", "revenue", -240), ("hq", "principal", 200), ("hq", "bonus", 40),
        ("hq", "promotion_cost", 24), ("hq", "due", 16, "a"), ("hq", "due", -240, "b"),
        ("hq", "bonus_deferred", -40), ("a", "promotion_cost", 16), ("a", "due", -16, "hq"),
    )  # fmt: skip
    lot = after_take(lot, first)
    (second,) = spend([lot], 60, TODAY) or []
    assert (second.principal, second.bonus, second.funded) == (50, 10, (("hq", 6), ("a", 4)))
    post(postings.spend("a", [second]))
    lot = after_take(lot, second)
    (back,) = give_back([first], [], 60) or []
    assert (back.principal, back.bonus, back.funded) == (50, 10, (("hq", 6), ("a", 4)))
    post(postings.refund("b", [back]))
    lot = after_take(lot, reverse(back))
    assert balance([lot], TODAY) == (300, 60)
    assert post(postings.withdrawal("a", 300, 60)) == book(
        ("a", "due", 300, "hq"), ("a", "cash", -300), ("hq", "principal", 300), ("hq", "due", -300, "a"),
        ("hq", "bonus", 60), ("hq", "bonus_deferred", -60),
    )  # fmt: skip
    found = postings.settlement(every)
    assert (found.stores, found.head_office_bears) == ({"a": 156, "b": -180}, 24)
    assert sum(found.stores.values()) + found.head_office_bears == 0
    standing = {e.account: 0 for e in every if e.entity == "hq"}
    for entry in every:
        if entry.entity == "hq":
            standing[entry.account] += entry.amount
    assert standing["principal"] == standing["bonus"] == standing["bonus_deferred"] == 0
    assert standing["promotion_cost"] == 24


def test_the_lot_that_expires_first_is_spent_first() -> None:
    soon, later, never = (
        Lot(new_id(), 100, 20, expires, (("hq", 20),))
        for expires in (date(2026, 12, 1), date(2027, 1, 1), None)
    )
    takes = spend([never, later, soon], 200, TODAY) or []
    assert [(take.lot_id, take.total) for take in takes] == [(soon.id, 120), (later.id, 80)]
    expired = Lot(new_id(), 100, 20, date(2026, 11, 21), (("hq", 20),))
    assert balance([expired], TODAY) == (100, 0)
    assert spend([expired], 101, TODAY) is None


@pytest.mark.parametrize(
    ("mix", "first"), [("principal_first", [(100, 0), (50, 0)]), ("bonus_first", [(100, 20), (10, 20)])]
)
def test_principal_first_or_bonus_first_over_all_lots(mix: str, first: list[tuple[int, int]]) -> None:
    lots = [Lot(new_id(), 100, 20, None, (("hq", 20),)) for _ in range(2)]
    takes = spend(lots, 150, TODAY, mix) or []
    assert [(take.principal, take.bonus) for take in takes] == first


lots = st.lists(
    st.builds(
        lambda principal, bonus, when, weights: Lot(
            new_id(), principal, bonus, when, funded_by(bonus, [Funder(f"s{n}", w) for n, w in enumerate(weights)])
        ),
        st.integers(0, 5000),
        st.integers(0, 2000),
        st.sampled_from([None, date(2026, 12, 1), date(2027, 1, 1)]),
        st.lists(st.integers(1, 9), min_size=1, max_size=3),
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


@given(lots, st.lists(st.tuples(st.booleans(), st.integers(1, 3000)), max_size=12), st.sampled_from(["proportional", "principal_first", "bonus_first"]))  # fmt: skip
def test_every_story_balances_and_what_was_spent_comes_back_as_it_was(
    sold: list[Lot], steps: list[tuple[bool, int]], mix: str
) -> None:
    standing = {lot.id: lot for lot in sold}
    begin = dict(standing)
    spent: list[list[Take]] = []
    returned: list[list[Take]] = []
    for is_spend, amount in steps:
        if is_spend:
            takes = spend(standing.values(), amount, TODAY, mix)
            if takes is None:
                assert amount > sum(balance(standing.values(), TODAY))
                continue
            assert sum(take.total for take in takes) == amount
            spent.append(takes)
            returned.append([])
            entries = postings.spend("here", takes)
        elif spent:
            back = give_back(spent[0], returned[0], amount)
            if back is None:
                continue
            returned[0] += back
            takes = [reverse(take) for take in back]
            entries = postings.refund("here", back)
        else:
            continue
        assert is_balanced(entries)
        for take in takes:
            lot = standing[take.lot_id] = after_take(standing[take.lot_id], take)
            assert min(lot.principal, lot.bonus, *(left for _, left in lot.funded)) >= 0
            assert sum(left for _, left in lot.funded) == lot.bonus
    for takes, back in zip(spent, returned, strict=True):
        left = sum(take.total for take in takes) - sum(take.total for take in back)
        rest = give_back(takes, back, left) or []
        for take in rest:
            standing[take.lot_id] = after_take(standing[take.lot_id], reverse(take))
    assert standing == begin
