"""Ids: fresh ones sort by time; those made from a name are always the same."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from core.ids import derived_id, earliest_id, id_of, made_at, new_id

SPACE = new_id()
NOON = datetime(2015, 1, 1, 12, tzinfo=UTC)


def test_fresh_ids_sort_by_the_moment_they_were_made() -> None:
    made = [new_id() for _ in range(100)]
    assert made == sorted(made)


def test_a_name_has_one_id_in_its_space() -> None:
    assert id_of(SPACE, "order 17", NOON) == id_of(SPACE, "order 17", NOON)
    assert id_of(SPACE, "order 17", NOON) != id_of(SPACE, "order 18", NOON)
    assert id_of(SPACE, "order 17", NOON) != id_of(new_id(), "order 17", NOON)


def test_an_id_from_a_name_is_a_version_7_uuid_of_its_moment() -> None:
    made = id_of(SPACE, "order 17", NOON)
    assert (made.version, made.variant) == (7, new_id().variant)
    assert made.int >> 80 == int(NOON.timestamp() * 1000)


def test_ids_from_names_sort_by_moment_then_place() -> None:
    later = NOON + timedelta(milliseconds=1)
    made = [id_of(SPACE, name, at, n) for at in (NOON, later) for n in range(50) for name in str(n)[:1]]
    assert made == sorted(made)


def test_an_id_tells_when_it_was_made_and_a_foreign_one_does_no_harm() -> None:
    assert made_at(id_of(SPACE, "order 17", NOON)) == NOON
    assert made_at(UUID(int=0)).year == 1970
    assert made_at(UUID(int=2**128 - 1)).year < 10_000


def test_ids_of_a_moment_lie_between_the_earliest_ids_of_it_and_the_next() -> None:
    assert earliest_id(NOON) <= id_of(SPACE, "order 17", NOON) < earliest_id(NOON + timedelta(milliseconds=1))


def test_a_derived_id_is_always_the_same_and_lies_beside_its_origin() -> None:
    origins = [new_id() for _ in range(50)]
    made = {derived_id(origin, name): origin for origin in origins for name in ("a", "b", "c")}
    assert len(made) == 150
    for derived, origin in made.items():
        assert derived in {derived_id(origin, name) for name in ("a", "b", "c")}
        assert (derived.version, derived.variant) == (7, origin.variant)
        assert derived.int >> 64 == origin.int >> 64
        assert derived != origin
