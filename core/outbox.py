"""Consumers of events: batches, in order, each event exactly once per consumer.

A reader goes as far as the oldest transaction that is still open (``pg_snapshot_xmin``), because a serial number is not
the order of commits: an event with a lower number may become visible later. The batch's effects and the cursor move in one
transaction. An event that fails by itself is parked, seen in ``core_parked_event``, and the others go on; what fails because
the database is away or busy is left where it is, for the next time.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import Engine, bindparam, delete, func, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from core import clock
from core.database import database_error, passes_by
from core.events import Event, Recorded
from core.models import ConsumerCursor, EventRow, ParkedEvent
from core.sql import prepared
from core.uow import Unit

log = structlog.get_logger()
BATCH = 500
PAUSE, PATIENCE = 0.05, 60.0  # seconds
_Place = tuple[int, UUID]
_NIL = UUID(int=0)
_START: _Place = (0, _NIL)

_cursor = ConsumerCursor.__table__.c
_event = EventRow.__table__.c
_OPEN_CURSOR = prepared(
    insert(ConsumerCursor)
    .values(
        tenant_id=bindparam("tenant_id"),
        consumer=bindparam("consumer"),
        xid=0,
        event_id=_NIL,
        moved_at=bindparam("at"),
    )
    .on_conflict_do_nothing()
)
_LOCK_CURSOR = prepared(
    select(_cursor.xid, _cursor.event_id)
    .where(_cursor.tenant_id == bindparam("tenant_id"), _cursor.consumer == bindparam("consumer"))
    .with_for_update(skip_locked=True)
)
_WAIT_FOR_CURSOR = prepared(
    select(_cursor.xid, _cursor.event_id)
    .where(_cursor.tenant_id == bindparam("tenant_id"), _cursor.consumer == bindparam("consumer"))
    .with_for_update()
)
_parked = ParkedEvent.__table__.c
_PLACE = prepared(
    select(_cursor.xid, _cursor.event_id).where(
        _cursor.tenant_id == bindparam("tenant_id"), _cursor.consumer == bindparam("consumer")
    )
)
_UNPARK = prepared(
    delete(ParkedEvent).where(
        _parked.tenant_id == bindparam("the_tenant"), _parked.consumer == bindparam("the_consumer")
    )
)
_NEXT = prepared(
    select(EventRow)
    .where(
        _event.tenant_id == bindparam("tenant_id"),
        tuple_(_event.xid, _event.id)
        > tuple_(bindparam("xid", required=True), bindparam("event_id", required=True)),
        _event.xid < text("(pg_snapshot_xmin(pg_current_snapshot())::text)::bigint"),
    )
    .order_by(_event.xid, _event.id)
    .limit(bindparam("batch", required=True))
)
_LAST = prepared(
    select(_event.xid, _event.id)
    .where(_event.tenant_id == bindparam("tenant_id"))
    .order_by(_event.xid.desc(), _event.id.desc())
    .limit(1)
)
_MOVE = prepared(
    update(ConsumerCursor)
    .where(_cursor.tenant_id == bindparam("the_tenant"), _cursor.consumer == bindparam("the_consumer"))
    .values(xid=bindparam("to_xid"), event_id=bindparam("to_event"), moved_at=bindparam("at"))
)
_TENANTS_BEHIND = prepared(select(func.core_tenants_behind(bindparam("consumer")).label("tenant_id")))


@dataclass(frozen=True, slots=True)
class Consumer:
    """Who hears which events. ``handle`` takes a batch inside a transaction that it must not commit."""

    name: str
    events: tuple[type[Event], ...]
    handle: Callable[[Unit, Sequence[Recorded]], None]

    @property
    def types(self) -> frozenset[str]:
        """The names of the events heard."""
        return frozenset(event.__name__ for event in self.events)


class Round(NamedTuple):
    """How many events went on, and whether somebody got a full batch, so that more wait."""

    passed: int
    has_more: bool


def run_once(engine: Engine, consumers: Sequence[Consumer], batch: int = BATCH) -> Round:
    """Give every consumer its next batch for every tenant that has news.

    One who fails stops none of the others; the first error is raised when all have had their turn.
    """
    counts: list[int] = []
    failures: list[Exception] = []
    for consumer in consumers:
        with Unit(engine) as unit:
            behind = [row.tenant_id for row in unit.fetch_all(_TENANTS_BEHIND, consumer=consumer.name)]
        for tenant_id in behind:
            try:
                counts.append(consume(engine, consumer, tenant_id, batch))
            except Exception as error:  # noqa: BLE001 - raised below
                failures.append(error)
    if failures:
        raise failures[0]
    return Round(sum(counts), batch in counts)


def drain(engine: Engine, consumers: Sequence[Consumer]) -> int:
    """Run until nobody is behind; answers how many events were passed in all."""
    total = 0
    while passed := run_once(engine, consumers).passed:
        total += passed
    return total


def consume(engine: Engine, consumer: Consumer, tenant_id: UUID, batch: int = BATCH) -> int:
    """One batch of one tenant's events for one consumer, in one transaction; answers how many were passed.

    Raises what passes by (see ``core.database.passes_by``), and then has done nothing.
    """
    with Unit(engine, tenant_id) as unit:
        unit.write(_OPEN_CURSOR, tenant_id=tenant_id, consumer=consumer.name, at=clock.now())
        place = unit.fetch_one(_LOCK_CURSOR, tenant_id=tenant_id, consumer=consumer.name)
        if place is None:
            return 0
        rows = unit.fetch_all(_NEXT, tenant_id=tenant_id, xid=place.xid, event_id=place.event_id, batch=batch)
        if not rows:
            return 0
        news = [Recorded(r.tenant_id, r.xid, r.id, r.type, r.store_id, r.at, r.payload) for r in rows]
        _apply(unit, consumer, [event for event in news if event.type in consumer.types])
        unit.write(
            _MOVE,
            the_tenant=tenant_id,
            the_consumer=consumer.name,
            to_xid=news[-1].xid,
            to_event=news[-1].id,
            at=clock.now(),
        )
        unit.commit()
        return len(news)


def catch_up(
    engine: Engine,
    consumers: Sequence[Consumer],
    tenant_id: UUID,
    passed: Callable[[int], None] = lambda _count: None,
) -> None:
    """Until each consumer, one after the other, has heard all that had happened in a tenant when its turn came.

    ``passed`` hears how many events went with each batch of this process. Another process at the same batch,
    and transactions still open, which hold events back, are waited for. Raises ``TimeoutError`` when nothing moves for a minute.
    """
    for consumer in consumers:
        last, place = _places(engine, consumer, tenant_id)
        waited = 0.0
        while place < last:
            if count := consume(engine, consumer, tenant_id):
                passed(count)
            elif waited < PATIENCE:
                time.sleep(PAUSE)
                waited += PAUSE
            else:
                raise TimeoutError(f"{consumer.name} hears no more events: is a transaction left open?")
            before, place = place, _places(engine, consumer, tenant_id)[1]
            waited = waited if place == before else 0.0


def _places(engine: Engine, consumer: Consumer, tenant_id: UUID) -> tuple[_Place, _Place]:
    """Where the tenant's events end, and how far a consumer has come."""
    with Unit(engine, tenant_id) as unit:
        last, place = unit.fetch(
            (_LAST, {"tenant_id": tenant_id}), (_PLACE, {"tenant_id": tenant_id, "consumer": consumer.name})
        )
    return (tuple(last[0]) if last else _START, tuple(place[0]) if place else _START)


def replay(
    engine: Engine, consumer: Consumer, tenant_id: UUID, forget: Callable[[Unit], None], batch: int = BATCH
) -> int:
    """Forget what a consumer made of a tenant's events and let it hear them again, as far as it had come; answers how many.

    In one transaction: until it ends, everybody sees what stood before. Events that were parked are tried again.
    """
    with Unit(engine, tenant_id) as unit:
        unit.write(_OPEN_CURSOR, tenant_id=tenant_id, consumer=consumer.name, at=clock.now())
        end = unit.fetch_one(_WAIT_FOR_CURSOR, tenant_id=tenant_id, consumer=consumer.name)
        unit.write(_UNPARK, the_tenant=tenant_id, the_consumer=consumer.name)
        forget(unit)
        passed, place = 0, _START
        while place < (end.xid, end.event_id):
            rows = unit.fetch_all(_NEXT, tenant_id=tenant_id, xid=place[0], event_id=place[1], batch=batch)
            news = [
                Recorded(r.tenant_id, r.xid, r.id, r.type, r.store_id, r.at, r.payload)
                for r in rows
                if (r.xid, r.id) <= (end.xid, end.event_id)
            ]
            if not news:
                break
            _apply(unit, consumer, [event for event in news if event.type in consumer.types])
            passed, place = passed + len(news), (news[-1].xid, news[-1].id)
        unit.commit()
        return passed


def _apply(unit: Unit, consumer: Consumer, heard: list[Recorded]) -> None:
    if not heard:
        return
    try:
        with unit.savepoint():
            consumer.handle(unit, heard)
        return
    except Exception as error:
        _let_pass(error)
        log.exception("event_batch_failed", consumer=consumer.name, events=len(heard))
    for event in heard:
        try:
            with unit.savepoint():
                consumer.handle(unit, [event])
        except Exception as error:
            _let_pass(error)
            log.exception("event_parked", consumer=consumer.name, event_id=str(event.id), type=event.type)
            unit.add(
                ParkedEvent,
                [
                    {
                        "consumer": consumer.name,
                        "event_id": event.id,
                        "event_xid": event.xid,
                        "type": event.type,
                        "error": f"{type(error).__name__}: {error}"[:2000],
                        "parked_at": clock.now(),
                    }
                ],
            )


def _let_pass(error: Exception) -> None:
    if passes_by(error):
        raise database_error(error)
