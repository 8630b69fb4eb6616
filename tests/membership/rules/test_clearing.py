"""Clearing as pure figures: whatever happens between stores and entities, it adds up, and equals a plain recount."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import new_id
from membership.rules import periods
from membership.rules.stored_value import postings
from membership.rules.stored_value.mix import after_take, funded_by, give_back, reverse, spend, take_of
from membership.values.promotions import Funder
from membership.values.stored_value import Books, Lot, Posting, Take
from tests.membership.rules.value_books import is_balanced

TODAY = date(2026, 11, 22)
STORES = ("a", "b", "c")
steps = st.lists(
    st.tuples(
        st.sampled_from(["recharge", "spend", "refund", "withdraw", "fund", "expire"]),
        st.sampled_from(STORES),
        st.integers(1, 900),
        st.integers(0, 100),
    ),
    max_size=25,
)
books = st.builds(
    Books,
    st.dictionaries(st.sampled_from(STORES), st.sampled_from(["hq", "one", "two"])),
    st.booleans(),
)


class Recount:
    """What stores owe head office, counted as one would on paper: no books, no entries."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.owes = dict.fromkeys(STORES, 0)

    def add(self, store: str, amount: int) -> None:
        if self.books.of(store) != "hq":
            self.owes[store] += amount

    def spent(self, store: str, takes: Iterable[Take], sign: int) -> None:
        for take in takes:
            self.add(store, -sign * take.total)
            for who, part in take.funded:
                if who != "hq":
                    self.add(who, sign * part)


class Story:
    """A member, and what happens to their value."""

    def __init__(self, books: Books) -> None:
        self.books, self.recount = books, Recount(books)
        self.lots: dict[Any, Lot] = {}
        self.spent: list[tuple[str, list[Take], list[Take]]] = []
        self.entries: list[Posting] = []

    def step(self, kind: str, store: str, amount: int, percent: int) -> None:
        made = getattr(self, kind)(store, amount, percent)
        assert is_balanced(made)
        assert all(entry.entity != entry.other for entry in made)
        self.entries += made

    def recharge(self, store: str, amount: int, percent: int) -> list[Posting]:
        bonus = amount // 5
        funders = [Funder("hq", percent), Funder(store, 100 - percent)]
        lot = Lot(new_id(), amount, bonus, None, funded_by(bonus, funders))
        self.lots[lot.id] = lot
        if not self.books.is_central:
            self.recount.add(store, amount)
        return postings.recharge(store, amount, bonus, self.books)

    def spend(self, store: str, amount: int, percent: int) -> list[Posting]:
        takes = spend(self.lots.values(), amount, TODAY)
        if takes is None:
            return []
        self._move(takes)
        self.spent.append((store, takes, []))
        self.recount.spent(store, takes, 1)
        return postings.spend(store, takes, self.books)

    def refund(self, _store: str, amount: int, percent: int) -> list[Posting]:
        if not self.spent:
            return []
        store, takes, returned = self.spent[percent % len(self.spent)]
        back = give_back(takes, returned, amount)
        if back is None:
            return []
        returned += back
        self._move([reverse(take) for take in back])
        self.recount.spent(store, back, -1)
        return postings.refund(store, back, self.books)

    def withdraw(self, store: str, amount: int, percent: int) -> list[Posting]:
        takes = [take_of(lot, lot.principal, lot.bonus) for lot in self.lots.values()]
        principal, bonus = sum(t.principal for t in takes), sum(t.bonus for t in takes)
        self._move(takes)
        if not self.books.is_central:
            self.recount.add(store, -principal)
        return postings.withdrawal(store, principal, bonus, self.books)

    def expire(self, store: str, amount: int, percent: int) -> list[Posting]:
        takes = [take_of(lot, 0, lot.bonus) for lot in self.lots.values()]
        self._move(takes)
        return postings.expiry(0, sum(take.bonus for take in takes))

    def fund(self, store: str, amount: int, percent: int) -> list[Posting]:
        other = STORES[percent % len(STORES)]
        parts = [("hq", amount), (other, percent + 1)]
        for who, part in parts:
            if who != store:
                self.recount.add(store, -part)
                if who != "hq":
                    self.recount.add(who, part)
        return postings.funding(store, parts, self.books)

    def _move(self, takes: Iterable[Take]) -> None:
        for take in takes:
            self.lots[take.lot_id] = after_take(self.lots[take.lot_id], take)


@given(steps, books)
def test_whatever_happens_the_settlement_sums_to_nothing_and_equals_a_plain_recount(
    told: list[tuple[str, str, int, int]], books: Books
) -> None:
    story = Story(books)
    for step in told:
        story.step(*step)
    found = postings.settlement(story.entries)
    assert sum(found.stores.values()) + found.head_office_bears == 0
    assert {store: found.stores.get(store, 0) for store in STORES} == story.recount.owes
    # An entity pays once for all of its stores, and both books say so; head office's own stores pay nothing.
    dues = {(store, books.of(store)): amount for store, amount in found.stores.items()}
    for entity, amount in postings.net_of_entities(dues).items():
        own = [e.amount for e in story.entries if e.entity == entity and e.account == "due"]
        assert sum(own) == -amount
    assert "hq" not in postings.net_of_entities(dues)
    # What head office owes members is what is left of the lots.
    for account, left in (
        ("principal", sum(lot.principal for lot in story.lots.values())),
        ("bonus", sum(lot.bonus for lot in story.lots.values())),
        ("bonus_deferred", -sum(lot.bonus for lot in story.lots.values())),
    ):
        assert -sum(e.amount for e in story.entries if e.account == account) == left


def test_a_refund_takes_back_what_was_funded() -> None:
    parts = [("hq", 60), ("a", 40)]
    given_, back = postings.funding("b", parts), postings.reversed_(postings.funding("b", parts))
    assert postings.settlement([*given_, *back]).stores == {"b": 0, "a": 0}
    assert postings.settlement(given_).stores == {"b": -100, "a": 40}
    assert postings.funding("b", [("b", 100)]) == []


@pytest.mark.parametrize(
    ("first", "last", "closed", "entry", "fits"),
    [
        ("2026-11-01", "2026-11-30", "2026-10-31", None, True),
        ("2026-11-02", "2026-11-30", "2026-10-31", None, False),
        ("2026-10-31", "2026-11-30", "2026-10-31", None, False),
        ("2026-11-01", "2026-10-31", "2026-10-31", None, False),
        ("2026-11-01", "2026-11-30", None, "2026-11-05", True),
        ("2026-11-06", "2026-11-30", None, "2026-11-05", False),
        ("2026-11-06", "2026-11-06", None, None, True),
    ],
)
def test_a_period_joins_the_last_one(
    first: str, last: str, closed: str | None, entry: str | None, fits: bool
) -> None:
    days = [date.fromisoformat(day) if day else None for day in (closed, entry)]
    assert periods.joins(date.fromisoformat(first), date.fromisoformat(last), *days) is fits


def test_the_next_period_is_the_rest_of_a_month() -> None:
    day = date(2026, 11, 5)
    assert periods.next_first(date(2026, 10, 31), None, day) == date(2026, 11, 1)
    assert periods.next_first(None, date(2026, 10, 7), day) == date(2026, 10, 7)
    assert periods.next_first(None, None, day) == date(2026, 11, 1)
    assert periods.end_of_month(date(2028, 2, 1)) == date(2028, 2, 29)
