"""Lets the made-up guests order, through the same services as the till."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from app.demo.cooking import cook
from app.demo.days import Arrival, House, Seat, Visit, arrivals_of
from app.demo.guests import Menu
from core import clock
from core.actor import Actor, StoreSettings
from core.errors import Problem
from core.ids import id_of
from core.uow import Unit
from pos.services.orders import run_commands
from pos.store import sales_import as store
from pos.values import commands as c
from pos.values.catalog import Catalog

BATCH = 40
# Whoever is still eating pays later.
LEFT_BEFORE = timedelta(minutes=3)
# Ticket times are kept of the last week, which is what their report shows first.
COOKED_FOR = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Shop:
    """A store that sells: its people act there with every permission."""

    settings: StoreSettings
    catalog: Catalog
    tables: tuple[Seat, ...]
    people: tuple[Actor, ...]
    guests: int

    def person(self, number: int) -> Actor:
        """One of the people, always the same for a number."""
        return self.people[number % len(self.people)]


class RefusedVisit(Exception):
    """The till refuses a made-up order, because somebody changed the menu; it is left out."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(str(visit.order_id))
        self.visit = visit


def sell(
    engine: Engine, shop: Shop, days: Iterable[date], until: datetime, advance: Callable[[int], None]
) -> int:
    """Everything that was sold on these days and paid before ``until``; what is there already stays. Answers how many are new."""
    sold = 0
    menu = Menu(shop.catalog, shop.settings)
    for day in days:
        arrivals = arrivals_of(day, shop.settings, shop.guests)
        house = House(shop.settings, menu, shop.tables)
        for start in range(0, len(arrivals), BATCH):
            batch = [arrival for arrival in arrivals[start : start + BATCH] if arrival.at < until]
            sold += _sell_batch(engine, shop, house, batch, until)
            advance(len(batch))
    return sold


def _sell_batch(
    engine: Engine, shop: Shop, house: House, arrivals: Sequence[Arrival], until: datetime
) -> int:
    with Unit(engine, shop.people[0].tenant_id) as unit:
        standing = store.which_stand(unit, shop.settings.id, [arrival.order_id for arrival in arrivals])
    new = [arrival for arrival in arrivals if arrival.order_id not in standing]
    left = [visit for visit in _planned(house, new) if visit.ends_at < until - LEFT_BEFORE]
    while left:
        try:
            return _sell_together(engine, shop, left, until)
        except RefusedVisit as refused:
            left.remove(refused.visit)
    return 0


def _planned(house: House, arrivals: Sequence[Arrival]) -> list[Visit]:
    """What becomes of the arrivals; whoever wants what somebody has taken off the menu leaves again."""
    visits = []
    for arrival in arrivals:
        with suppress(Problem):
            visits.append(house.visit(arrival))
    return visits


def _sell_together(engine: Engine, shop: Shop, visits: Sequence[Visit], until: datetime) -> int:
    with Unit(engine, shop.people[0].tenant_id) as unit:
        for visit in visits:
            unit.actor = shop.person(visit.seller)
            try:
                # Each at its own time, so that its kitchen is the one of that hour; what is older the kitchen never saw.
                is_cooked = until - visit.ends_at < COOKED_FOR
                with clock.frozen(visit.ends_at) if is_cooked else nullcontext():
                    _take(unit, shop, visit)
            except Problem as problem:
                raise RefusedVisit(visit) from problem
        cook(unit, shop.settings, until)
        unit.commit()
    return len(visits)


def _take(unit: Unit, shop: Shop, visit: Visit) -> None:
    view = run_commands(unit, shop.settings.id, visit.order_id, visit.commands)
    if visit.splits > 1:
        others = tuple(id_of(visit.order_id, f"check {n}", visit.ends_at) for n in range(1, visit.splits))
        split = c.SplitEvenly(check_id=visit.order_id, new_check_ids=others, at=visit.ends_at)
        view = run_commands(unit, shop.settings.id, visit.order_id, [split])
    if view["state"] == "open":
        pay_all(unit, shop, visit.order_id, view, visit.ends_at)


def pay_all(unit: Unit, shop: Shop, order_id: UUID, view: dict[str, Any], at: datetime) -> None:
    """Pay each check of an order by card."""
    for check in view["checks"]:
        due, check_id = check["due"], check["id"]
        if check["state"] == "open" and due > 0:
            paid = c.Pay(
                payment_id=id_of(order_id, f"payment {check_id}", at),
                check_id=check_id,
                tender="card",
                amount=due,
                at=at,
            )
            run_commands(unit, shop.settings.id, order_id, [paid])
