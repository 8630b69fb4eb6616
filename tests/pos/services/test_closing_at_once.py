"""Closing a day or a drawer while money is being taken: each payment stands in it, or comes after it; none falls between."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from core import clock
from core.actor import Actor
from core.ids import new_id
from core.uow import Unit
from pos.services import shifts
from pos.values import commands as c
from tests.support.orders import CASHIER, Shop, make_shop
from tests.support.waiting import wait_until


class Counter:
    """A terminal of a shop, whose every request is a transaction of its own."""

    def __init__(self, engine: Engine, tenant_id: UUID) -> None:
        self.engine, self.tenant_id = engine, tenant_id
        with Unit(engine, tenant_id) as unit:
            self.shop = make_shop(unit)
            unit.commit()
        store = self.shop.store
        rights = {store.id: CASHIER | {"shift.run", "day.close"}}
        self.actor = Actor(tenant_id, new_id(), "Wang", new_id(), rights, terminal_id=new_id(), store=store)
        self.today = clock.business_date(clock.now(), store.timezone, store.cutoff_minutes)

    @contextmanager
    def request(self) -> Iterator[Unit]:
        with Unit(self.engine, self.tenant_id) as unit:
            unit.actor = self.actor
            yield unit
            unit.commit()

    def sell(self, unit: Unit) -> dict[str, Any]:
        shop = Shop(unit, self.shop.store, self.shop.products)
        return shop.run(shop.open(), shop.line("A"), c.Pay(payment_id=new_id(), tender="cash", amount=2200))

    def one_after_the_other(
        self, first: Callable[[Unit], dict[str, Any]], second: Callable[[Unit], dict[str, Any]]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The first is not committed before the second waits for it."""

        def follow() -> dict[str, Any]:
            with self.request() as unit:
                return second(unit)

        with ThreadPoolExecutor(1) as pool:
            with self.request() as unit:
                done = first(unit)
                unit.fetch()  # written, and not yet to be seen by others
                following = pool.submit(follow)
                wait_until(self._somebody_waits, what="the second to wait for the first")
            return done, following.result()

    def _somebody_waits(self) -> bool:
        with self.engine.connect() as connection:
            waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            return bool(connection.execute(waiting).scalar_one())


def test_a_z_report_holds_what_was_being_paid(engine: Engine, tenant_id: UUID) -> None:
    till = Counter(engine, tenant_id)
    order, final = till.one_after_the_other(
        till.sell, lambda unit: shifts.close_day(unit, till.shop.store.id, till.today)
    )
    assert order["is_late"] is False
    assert (final["total"], [row["taken"] for row in final["tenders"]]) == (2200, [2200])


def test_an_order_that_comes_while_its_day_is_closed_is_late(engine: Engine, tenant_id: UUID) -> None:
    till = Counter(engine, tenant_id)
    final, order = till.one_after_the_other(
        lambda unit: shifts.close_day(unit, till.shop.store.id, till.today), till.sell
    )
    assert (final["total"], order["is_late"]) == (0, True)


def test_a_drawer_is_counted_with_what_was_being_paid(engine: Engine, tenant_id: UUID) -> None:
    till = Counter(engine, tenant_id)
    with till.request() as unit:
        shifts.open_shift(unit, till.shop.store.id, 0)
    _, closed = till.one_after_the_other(
        till.sell, lambda unit: shifts.close_shift(unit, till.shop.store.id, 2200)
    )
    assert closed["expected"] == 2200


def test_cash_that_comes_while_the_drawer_is_counted_is_taken_after_it(
    engine: Engine, tenant_id: UUID
) -> None:
    till = Counter(engine, tenant_id)
    with till.request() as unit:
        shifts.open_shift(unit, till.shop.store.id, 0)
    closed, order = till.one_after_the_other(
        lambda unit: shifts.close_shift(unit, till.shop.store.id, 0), till.sell
    )
    assert closed["expected"] == 0
    assert order["checks"][0]["payments"][0]["at"] > datetime.fromisoformat(closed["closed_at"])
