"""A unit of work that forgets what it wrote keeps only what it writes afterwards."""

from uuid import UUID

from sqlalchemy import Engine, select

from core import clock
from core.ids import new_id
from core.models import AuditEntry, ParkedEvent
from core.uow import Unit


def parked(number: int) -> dict[str, object]:
    return {
        "consumer": str(number),
        "event_id": new_id(),
        "event_xid": 1,
        "type": "x",
        "error": "x",
        "parked_at": clock.now(),
    }


def test_only_what_is_written_after_is_kept(engine: Engine, tenant_id: UUID) -> None:
    heard: list[str] = []
    with Unit(engine, tenant_id) as unit:
        unit.add(ParkedEvent, [parked(1)])
        unit.session.add(ParkedEvent(tenant_id=tenant_id, **parked(2)))
        unit.session.flush()
        unit.add(ParkedEvent, [parked(3)])
        unit.audit("x.done", "x", "1")
        unit.after_commit(lambda: heard.append("done"))

        unit.forget()
        unit.add(ParkedEvent, [parked(4)])
        unit.commit()

    with Unit(engine, tenant_id) as later:
        assert list(later.session.scalars(select(ParkedEvent.consumer))) == ["4"]
        assert list(later.session.scalars(select(AuditEntry))) == []
    assert heard == []
