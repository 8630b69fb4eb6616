"""A store's kitchen over several transactions: a clock of its own, stations, a printer that is a file, and the watch."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from app.kitchen_watch import watch
from core import clock
from core.ids import new_id
from core.uow import Unit, transact
from kitchen.services import alarms, screens
from kitchen.store.alarms import tenants_to_watch
from pos.values import commands as c
from tests.support.escpos import parse
from tests.support.kitchen import make_station
from tests.support.orders import CASHIER, Shop

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
RIGHTS = CASHIER | {"kitchen.edit", "kitchen.cook", "kitchen.view"}


@dataclass
class Place:
    """A store that is there for several transactions, with a clock of its own and a printer that is a file."""

    engine: Engine
    shop: Shop
    tenant_id: UUID
    paper: Path
    stations: dict[str, UUID] = field(default_factory=dict)
    at: datetime = START

    def do(self, work: Callable[[Unit], Any]) -> Any:
        def as_cashier(unit: Unit) -> Any:
            unit.actor = self.shop.unit.actor
            unit.attempt = 1  # as the edge would try again when the settings kept in memory are old
            self.shop.unit = unit
            return work(unit)

        with clock.frozen(self.at):
            return transact(self.engine, self.tenant_id, as_cashier)

    def station(self, text: str, **changes: Any) -> UUID:
        self.stations[text] = self.do(lambda unit: make_station(unit, self.shop.store.id, text, **changes))
        return self.stations[text]

    def order(self, *codes: str, order_id: UUID | None = None) -> UUID:
        found = order_id or new_id()
        lines = [self.shop.line(code, 2) for code in codes]
        self.do(lambda _unit: self.shop.run(self.shop.open(), *lines, c.Fire(), order_id=found))
        return found

    def hear(self, station: str, seq: int, screen_id: UUID | None = None) -> None:
        place = (self.shop.store.id, self.stations[station], screen_id or new_id(), "Screen", seq)
        self.do(lambda unit: screens.hear(unit, *place))

    def later(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    def look(self) -> None:
        with clock.frozen(self.at):
            watch(self.engine, [self.tenant_id])

    def is_due(self) -> bool:
        with Unit(self.engine) as unit:
            return self.tenant_id in tenants_to_watch(unit, self.at)

    @property
    def alarms(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.do(lambda unit: alarms.list_alarms(unit, self.shop.store.id))
        return found

    @property
    def slips(self) -> list[list[str]]:
        return parse(self.paper.read_bytes()).texts if self.paper.exists() else []
