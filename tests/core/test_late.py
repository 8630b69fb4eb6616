"""Values that the database makes last: found wherever they stand, and nowhere else."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Engine

from core import json
from core.events import Event
from core.ids import new_id
from core.late import Late
from core.models import AuditEntry
from core.sql import Prepared
from core.uow import Unit, transact

_EVENTS = Prepared("SELECT payload FROM core_event WHERE tenant_id = %(tenant_id)s ORDER BY id", {})
_AUDIT = Prepared("SELECT action, detail FROM core_audit WHERE tenant_id = %(tenant_id)s", {})
_SEVEN = Prepared("SELECT 7", {})


@dataclass(frozen=True, kw_only=True)
class NumberGiven(Event):
    """For this test alone."""

    number: object
    inside: dict[str, object]
    guest_name: str


def _given(number: object, guest_name: str = "") -> NumberGiven:
    return NumberGiven(
        store_id=None,
        at=datetime(2026, 11, 21, tzinfo=UTC),
        number=number,
        inside={"number": number},
        guest_name=guest_name,
    )


def test_an_event_tells_the_number_that_was_made_last(engine: Engine) -> None:
    tenant_id = new_id()

    def work(unit: Unit) -> None:
        number = unit.promise("number")
        unit.keep(number, _SEVEN)
        unit.record(_given(number))

    transact(engine, tenant_id, work)
    with Unit(engine, tenant_id) as unit:
        (row,) = unit.fetch_all(_EVENTS, tenant_id=tenant_id)
    assert row.payload == {"number": 7, "inside": {"number": 7}, "guest_name": ""}


def test_a_guests_name_that_looks_like_a_mark_stays_a_name(engine: Engine) -> None:
    """Marks of numbers cannot be guessed, so that no text of a guest is taken for one."""
    tenant_id = new_id()
    guesses = ["@late:number_1@", '"@late:number_1@"', "@late:number_1:@"]

    def work(unit: Unit) -> None:
        number = unit.promise("number")
        unit.keep(number, _SEVEN)
        for guess in guesses:
            unit.record(_given(number, guess))
        unit.add(AuditEntry, [_entry(guesses[1], number)])

    transact(engine, tenant_id, work)
    with Unit(engine, tenant_id) as unit:
        rows, (entry,) = unit.fetch((_EVENTS, {"tenant_id": tenant_id}), (_AUDIT, {"tenant_id": tenant_id}))
    assert [row.payload["guest_name"] for row in rows] == guesses
    assert (entry.action, entry.detail) == (guesses[1], {"number": 7})


def test_two_transactions_never_share_a_mark(engine: Engine) -> None:
    with Unit(engine, new_id()) as one, Unit(engine, new_id()) as other:
        assert one.promise("number").mark != other.promise("number").mark


def test_a_late_value_is_its_mark_in_json() -> None:
    late = Late("number_1", "5e")
    assert json.dumps({"number": late}) == f'{{"number":{late.token}}}'


def _entry(action: str, number: Late) -> dict[str, object]:
    nothing: dict[str, UUID | None] = dict.fromkeys(
        ("actor_id", "actor_name", "terminal_id", "store_id", "request_id")
    )
    return {
        "id": new_id(),
        "at": datetime(2026, 11, 21, tzinfo=UTC),
        **nothing,
        "action": action,
        "subject_type": "x",
        "subject_id": "x",
        "detail": {"number": number},
    }
