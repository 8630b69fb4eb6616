"""A look at the news: one batch for each consumer, and whether more wait."""

from collections.abc import Sequence
from threading import Event, Thread, Timer
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from core import clock, outbox
from core.ids import new_id
from core.outbox import Consumer, Recorded, Round, catch_up, consume, run_once
from core.uow import Unit
from pos.events import LineComped

pytestmark = pytest.mark.usefixtures("alone")


def happen(engine: Engine, tenant_id: UUID, times: int) -> None:
    now = clock.now()
    with Unit(engine, tenant_id) as unit:
        for _ in range(times):
            unit.record(
                LineComped(
                    store_id=None,
                    at=now,
                    order_id=new_id(),
                    business_date=now.date(),
                    reason="late",
                    quantity="1",
                    amount=100,
                    was_fired=True,
                    line={},
                )
            )
        unit.commit()


def test_a_full_batch_says_that_more_may_wait(engine: Engine, tenant_id: UUID) -> None:
    heard: dict[str, list[UUID]] = {"first": [], "second": []}

    def hearing(name: str) -> Consumer:
        def hear(unit: Unit, events: Sequence[Recorded]) -> None:
            if unit.tenant_id == tenant_id:
                heard[name] += [event.id for event in events]

        return Consumer(f"test.{name}.{tenant_id}", (LineComped,), hear)

    consumers = [hearing("first"), hearing("second")]
    while run_once(engine, consumers).passed:  # what other tests left
        pass
    happen(engine, tenant_id, 5)
    rounds = [run_once(engine, consumers, batch=3) for _ in range(3)]
    assert rounds == [Round(6, True), Round(4, False), Round(0, False)]
    assert heard["first"] == heard["second"] == sorted(set(heard["first"]))
    assert len(heard["first"]) == 5


def test_catching_up_waits_for_another_process_at_the_same_batch(engine: Engine, tenant_id: UUID) -> None:
    at_it, go_on = Event(), Event()
    heard: list[UUID] = []

    def slowly(unit: Unit, events: Sequence[Recorded]) -> None:
        heard.extend(event.id for event in events)
        at_it.set()
        assert go_on.wait(10)

    name = f"test.slow.{tenant_id}"
    happen(engine, tenant_id, 3)
    slow = Consumer(name, (LineComped,), slowly)
    beside = Thread(target=consume, args=(engine, slow, tenant_id))
    beside.start()
    assert at_it.wait(10)
    happen(engine, tenant_id, 2)
    Timer(0.3, go_on.set).start()
    passed: list[int] = []
    catch_up(engine, [slow], tenant_id, passed.append)
    beside.join()
    assert passed == [2]
    assert len(set(heard)) == len(heard) == 5


def test_catching_up_waits_for_a_transaction_left_open_and_says_so_in_the_end(
    engine: Engine, tenant_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []
    consumer = Consumer(
        f"test.held.{tenant_id}", (LineComped,), lambda _unit, events: heard.append(len(events))
    )
    with engine.connect() as open_one:
        open_one.execute(text("SELECT pg_current_xact_id()"))
        happen(engine, tenant_id, 2)
        monkeypatch.setattr(outbox, "PATIENCE", 0.2)
        with pytest.raises(TimeoutError, match="left open"):
            catch_up(engine, [consumer], tenant_id)
        assert heard == []
        monkeypatch.setattr(outbox, "PATIENCE", 60.0)
        Timer(0.3, open_one.rollback).start()
        catch_up(engine, [consumer], tenant_id)
    assert heard == [2]
