"""What somebody may do where, and whether that is more than somebody else may."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.grants import anywhere, at_store, excess, gathered

PLACES: list[UUID | None] = [None, UUID(int=1), UUID(int=2)]
grants = st.dictionaries(st.sampled_from(PLACES), st.frozensets(st.sampled_from("abcd")))


@given(grants)
def test_nobody_exceeds_themselves(held: dict[UUID | None, frozenset[str]]) -> None:
    assert excess(held, held) == []


@given(grants, grants)
def test_nothing_is_in_excess_exactly_when_each_place_is_covered(
    wanted: dict[UUID | None, frozenset[str]], held: dict[UUID | None, frozenset[str]]
) -> None:
    brand = held.get(None, frozenset())
    covered = wanted.get(None, frozenset()) <= brand and all(
        permissions <= brand | held.get(place, frozenset())
        for place, permissions in wanted.items()
        if place is not None
    )
    assert (excess(wanted, held) == []) == covered


@given(grants, grants, grants)
def test_whoever_covers_one_who_covers_another_covers_both(
    a: dict[UUID | None, frozenset[str]],
    b: dict[UUID | None, frozenset[str]],
    c: dict[UUID | None, frozenset[str]],
) -> None:
    if not excess(a, b) and not excess(b, c):
        assert not excess(a, c)


def test_a_stores_grant_never_covers_the_brand() -> None:
    store = UUID(int=1)

    assert excess({None: frozenset("a")}, {store: frozenset("a")}) == ["a"]
    assert excess({store: frozenset("a")}, {None: frozenset("a")}) == []


def test_grants_are_gathered_from_roles() -> None:
    store = UUID(int=1)
    held = gathered([(store, ["a"]), (None, ["b"]), (store, ["c"])])

    assert held == {store: frozenset("ac"), None: frozenset("b")}
    assert at_store(held, store) == frozenset("abc")
    assert at_store(held, UUID(int=2)) == frozenset("b")
    assert anywhere(held) == frozenset("abc")
    assert anywhere({}) == frozenset()
