"""An evening at a store with a till and a kitchen: several transactions, a clock of its own, and what the rooms tell each other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from app.course_clock import fire_due_of
from core import clock
from core.events import Recorded
from core.models import EventRow
from core.uow import Unit, transact
from kitchen import ports as kitchen_ports
from kitchen.services import screens
from kitchen.values.commands import Act
from pos import ports
from pos.services import courses
from pos.store.course_plans import tenants_with_courses_due
from pos.values import commands as c
from tests.support.kitchen import OneStore, make_station, open_work, rails, wire
from tests.support.orders import CASHIER, Shop, make_shop

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
RIGHTS = CASHIER | {"kitchen.cook", "kitchen.edit", "kitchen.view"}


@dataclass
class Evening:
    """A store that is there for several transactions, with a clock of its own."""

    engine: Engine
    shop: Shop
    tenant_id: UUID
    wok: UUID
    at: datetime = START

    def do(self, work: Callable[[Unit], Any], *, somebody: bool = True) -> Any:
        def in_person(unit: Unit) -> Any:
            if somebody:
                unit.actor = self.shop.unit.actor
                self.shop.unit = unit
            unit.attempt = 1
            return work(unit)

        with clock.frozen(self.at):
            return transact(self.engine, self.tenant_id, in_person)

    def run(self, *commands: c.Command, order_id: UUID | None = None) -> dict[str, Any]:
        found: dict[str, Any] = self.do(lambda _unit: self.shop.run(*commands, order_id=order_id))
        return found

    def later(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    def bump(self, order_id: UUID | None = None, station_id: UUID | None = None) -> None:
        """Everything that is open of what was fired as the order's (of one station, when it is named) is made."""
        rail = self.do(lambda unit: rails(unit, order_id or self.shop.order_id))
        items = [item for item in rail.items.values() if station_id in (None, item.station_id)]
        self.cook("bump", *(item.id for item in items if item.is_open))

    def cook(self, act: str, *item_ids: UUID) -> None:
        """What a cook does at a screen."""
        command = Act(act, item_ids)
        self.do(lambda unit: screens.run_commands(unit, self.shop.store.id, [command]))

    def made(self, order_id: UUID | None = None) -> tuple[UUID, ...]:
        """The items that are ready."""
        rail = self.do(lambda unit: rails(unit, order_id or self.shop.order_id))
        return tuple(item.id for item in rail.items.values() if item.state == "ready")

    def deliver(self) -> None:
        """Everything that the kitchen ever said, once more."""
        self.do(self._deliver, somebody=False)

    def _deliver(self, unit: Unit) -> None:
        query = select(EventRow).where(EventRow.tenant_id == self.tenant_id, EventRow.type == "CourseReady")
        rows = unit.session.scalars(query.order_by(EventRow.xid, EventRow.id))
        news = [Recorded(r.tenant_id, r.xid, r.id, r.type, r.store_id, r.at, r.payload) for r in rows]
        with unit.savepoint():
            courses.on_courses_ready(unit, news)

    def strike(self) -> None:
        """The clock looks."""
        with clock.frozen(self.at):
            fire_due_of(self.engine, self.tenant_id)

    def is_due(self) -> bool:
        with Unit(self.engine) as unit:
            return self.tenant_id in tenants_with_courses_due(unit, self.at)

    def cooking(self, order_id: UUID | None = None) -> dict[str, int]:
        found = self.do(lambda unit: open_work(unit, order_id or self.shop.order_id))
        return {name: int(count) for (_, name), count in found.items()}

    def courses(self, order_id: UUID | None = None) -> list[dict[str, Any]]:
        order = order_id or self.shop.order_id
        found: list[dict[str, Any]] = self.do(
            lambda unit: courses.list_courses(unit, self.shop.store.id, order)
        )
        return found

    def plans(self, order_id: UUID | None = None) -> list[tuple[int, str, int]]:
        return [(row["course"], row["when"], row["held"]) for row in self.courses(order_id)]

    def out(self, order_id: UUID | None = None) -> dict[int, datetime]:
        """The courses that are out, and since when."""
        return {row["course"]: row["ready_at"] for row in self.courses(order_id) if row["ready_at"]}


class Accounts:
    """The accounts room, with one store."""

    def __init__(self, shop: Shop) -> None:
        self._one = OneStore(shop.store)

    def store_settings(self, unit: Unit, store_id: UUID) -> Any:
        """The one."""
        return self._one.settings(unit, store_id)


def make_evening(engine: Engine, tenant_id: UUID, monkeypatch: pytest.MonkeyPatch) -> Evening:
    """A shop with a wok that makes everything."""
    wire()
    with Unit(engine, tenant_id) as unit:
        shop = make_shop(unit, RIGHTS)
        wok = make_station(unit, shop.store.id, "wok", is_default=True)
        unit.commit()
    monkeypatch.setattr(kitchen_ports, "stores", OneStore(shop.store))
    monkeypatch.setattr(ports, "accounts", Accounts(shop))
    return Evening(engine, shop, tenant_id, wok)
