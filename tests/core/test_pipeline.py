"""A batch of statements is one round trip, prepared once, and all that it did is known."""

from uuid import UUID

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import Engine, text

from core import clock, pipeline
from core.ids import new_id
from core.models import ParkedEvent
from core.sql import Prepared
from core.uow import Unit

WHOSE = Prepared("SELECT consumer, event_xid FROM core_parked_event ORDER BY event_xid", {})
PREPARED = Prepared(
    "SELECT count(*) AS n FROM pg_prepared_statements WHERE starts_with(statement, %(begin)s)", {}
)
ME = Prepared("SELECT pg_backend_pid() AS pid", {})


def parked(consumer: str, xid: int, error: object = "x") -> dict[str, object]:
    return {
        "consumer": consumer,
        "event_id": new_id(),
        "event_xid": xid,
        "type": "x",
        "error": error,
        "parked_at": clock.now(),
    }


def test_reads_see_what_was_written_before_in_one_round_trip(unit: Unit) -> None:
    unit.add(ParkedEvent, [parked("a", 1), parked("b", 2)])
    unit.add(ParkedEvent, [parked("c", 3)])
    found, again = unit.fetch((WHOSE, {}), (WHOSE, {}))
    assert [tuple(row) for row in found] == [("a", 1), ("b", 2), ("c", 3)] == [tuple(row) for row in again]
    assert unit.round_trips == 1


def test_the_first_fault_is_told_and_nothing_of_it_stays(engine: Engine, tenant_id: UUID) -> None:
    with Unit(engine, tenant_id) as unit:
        unit.add(ParkedEvent, [parked("a", 1)])
        unit.add(ParkedEvent, [parked("b", 2, error=None)])
        unit.add(ParkedEvent, [{"consumer": "c", "nobody": 1}])
        with pytest.raises(errors.NotNullViolation):
            unit.commit()
    with Unit(engine, tenant_id) as later:
        assert later.fetch_all(WHOSE) == []


def test_a_value_that_cannot_be_sent_harms_nobody_else(engine: Engine, tenant_id: UUID) -> None:
    with Unit(engine, tenant_id) as unit:
        unit.add(ParkedEvent, [parked("a", 1)])
        with pytest.raises(psycopg.DataError):
            unit.fetch_all(Prepared("SELECT %(name)s", {}), name="a\0b")
        assert unit.fetch_all(WHOSE) == []
        unit.add(ParkedEvent, [parked("b", 2)])
        unit.commit()
    with Unit(engine, tenant_id) as later:
        assert [row.consumer for row in later.fetch_all(WHOSE)] == ["b"]


def test_a_statement_is_prepared_once_whatever_is_null(engine: Engine, tenant_id: UUID) -> None:
    begin = "INSERT INTO core_consumer_cursor"
    insert = Prepared(begin + " SELECT %(t)s::uuid, %(c)s::text, 1, %(t)s::uuid, now()", {})
    with Unit(engine, tenant_id) as unit:
        before = unit.fetch_one(PREPARED, begin=begin).n
        for consumer in ("a", "b", "c"):
            unit.write(insert, t=tenant_id, c=consumer)
        assert unit.fetch_one(PREPARED, begin=begin).n == before + 1
        unit.rollback()
        unit.session.execute(text("SELECT 1"))
        unit.rollback()
        assert unit.fetch_one(PREPARED, begin=begin).n == before + 1


def test_an_insert_has_one_text_for_values_and_nulls(unit: Unit) -> None:
    unit.add(ParkedEvent, [parked("a", 1)])
    unit.fetch_all(WHOSE)
    before = unit.fetch_one(PREPARED, begin="INSERT INTO core_parked_event").n
    unit.add(ParkedEvent, [parked("b", 2, error=None)])
    with pytest.raises(errors.NotNullViolation):
        unit.fetch_all(WHOSE)
    unit.rollback()
    assert unit.fetch_one(PREPARED, begin="INSERT INTO core_parked_event").n == before


def test_no_more_is_kept_than_allowed(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "MOST_PREPARED", 10)
    with Unit(engine) as unit:
        for number in (*range(40), *range(40)):
            assert unit.fetch_one(Prepared(f"SELECT {number} AS found", {})).found == number
            unit.rollback()
        assert unit.fetch_one(PREPARED, begin="").n <= 10


def test_what_is_dropped_begins_no_transaction(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction that only reads says so in its BEGIN, which must come before anything else."""
    monkeypatch.setattr(pipeline, "MOST_PREPARED", 10)
    with Unit(engine, only_reads=True) as unit:
        for number in (*range(100, 140), *range(100, 140)):
            assert unit.fetch_one(Prepared(f"SELECT {number} AS found", {})).found == number
            unit.rollback()


def test_a_lost_connection_is_told_and_replaced(engine: Engine, database_url: str, tenant_id: UUID) -> None:
    with Unit(engine, tenant_id) as unit:
        pid = unit.fetch_one(ME).pid
        with psycopg.connect(database_url.replace("+psycopg", "")) as owner:
            owner.execute("SELECT pg_terminate_backend(%s)", (pid,))
        with pytest.raises(psycopg.OperationalError):
            unit.fetch_all(WHOSE)
        with pytest.raises(psycopg.OperationalError):
            unit.fetch_all(WHOSE)
    with Unit(engine, tenant_id) as later:
        assert later.fetch_one(ME).pid != pid


def test_a_fault_that_was_passed_over_is_no_commit(engine: Engine, tenant_id: UUID) -> None:
    with Unit(engine, tenant_id) as unit:
        unit.add(ParkedEvent, [parked("a", 1)])
        unit.fetch_all(WHOSE)
        with pytest.raises(errors.DivisionByZero):
            unit.fetch_all(Prepared("SELECT 1/0", {}))
        with pytest.raises(errors.InFailedSqlTransaction):
            unit.commit()
    with Unit(engine, tenant_id) as later:
        assert later.fetch_all(WHOSE) == []


def test_late_values_stand_in_every_place_they_were_promised(engine: Engine, tenant_id: UUID) -> None:
    with Unit(engine, tenant_id) as unit:
        first, second = unit.promise("first"), unit.promise("second")
        unit.keep(first, Prepared("SELECT 41::bigint", {}))
        unit.keep(second, Prepared("SELECT %(n)s::bigint + 1", {}), n=41)
        told = f"{{first: {first.token}, second: {second.token}, first: {first.token}}}"
        unit.add(ParkedEvent, [parked("a", 0, error=told) | {"event_xid": first}])
        assert unit.commit() == {first: "41", second: "42"}
        assert unit.round_trips == 1
    with Unit(engine, tenant_id) as later:
        (row,) = later.fetch_all(Prepared("SELECT event_xid, error FROM core_parked_event", {}))
    assert tuple(row) == (41, "{first: 41, second: 42, first: 41}")


def test_what_was_read_ahead_saves_the_round_trip_once(unit: Unit) -> None:
    unit.add(ParkedEvent, [parked("a", 1)])
    (me,) = unit.fetch_ahead([(ME, {})], [(WHOSE, {}), (PREPARED, {"begin": "SELECT"})])
    assert me[0].pid
    assert unit.round_trips == 1
    known, fresh = unit.fetch((WHOSE, {}), (ME, {}))
    assert ([row.consumer for row in known], fresh) == (["a"], me)
    assert unit.round_trips == 2
    unit.fetch_one(PREPARED, begin="SELECT")
    assert unit.round_trips == 2
    unit.fetch_one(PREPARED, begin="SELECT")
    assert unit.round_trips == 3


def test_what_was_read_ahead_is_forgotten_once_something_is_written(unit: Unit) -> None:
    unit.fetch_ahead([(ME, {})], [(WHOSE, {})])
    unit.add(ParkedEvent, [parked("a", 1)])
    assert [row.consumer for row in unit.fetch_all(WHOSE)] == ["a"]


def test_rows_that_follow_each_other_go_in_one_statement(unit: Unit) -> None:
    for number in range(3):
        unit.add(ParkedEvent, [parked(str(number), number)])
    unit.fetch_all(WHOSE)
    assert unit.fetch_one(PREPARED, begin="INSERT INTO core_parked_event").n >= 1
    unit.add(ParkedEvent, [{**parked("x", 9), "tenant_id": unit.tenant_id}])
    unit.add(ParkedEvent, [parked("y", 10)])
    assert [row.event_xid for row in unit.fetch_all(WHOSE)] == [0, 1, 2, 9, 10]
