"""A look at the news: one batch for each consumer, and whether more wait."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlalchemy import Engine

from core import clock
from core.ids import new_id
from core.outbox import Consumer, Recorded, Round, run_once
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
