"""What is going on in the stores right now: open tables at different stages, orders to take away, dishes that ran out."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from app.demo.cooking import cook
from app.demo.days import Seat
from app.demo.guests import Guest, Menu
from app.demo.selling import Shop, pay_all
from core import clock
from core.errors import Problem
from core.ids import new_id
from core.uow import Unit
from pos.rules.order_view import order_view
from pos.services.availability import set_availability
from pos.services.orders import run_commands
from pos.store.order_lists import list_open_books
from pos.values import commands as c

MINUTE = timedelta(minutes=1)
TAKEN = 0.55  # of the tables
# Store, dish, state, how many are left.
RAN_OUT: tuple[tuple[str, str, str, int | None], ...] = (
    ("SH01", "C04", "out", None),
    ("SH01", "S05", "countdown", 6),
    ("SH01", "N07", "countdown", 3),
    ("HZ01", "N10", "out", None),
    ("HZ01", "C07", "countdown", 4),
    ("CD01", "S12", "out", None),
    ("CD01", "N11", "countdown", 8),
)


def end_yesterday(unit: Unit, shop: Shop) -> list[UUID]:
    """Close what an earlier filling left open, and nothing that a visitor opened at a terminal; answers the orders."""
    unit.actor = shop.person(0)
    found = list_open_books(unit, shop.settings.id)
    made_up = [order_view(book) for book in found if book.order.terminal_id is None]
    now = clock.now()
    for view in made_up:
        _close(unit, shop, view, now)
    return [view["id"] for view in made_up]


def _close(unit: Unit, shop: Shop, view: dict[str, Any], now: datetime) -> None:
    order_id = view["id"]
    if view["totals"]["due"] > 0:
        pay_all(unit, shop, order_id, view, now)
    elif not view["lines"]:
        gone = c.CancelOrder(reason="客人没有点单", at=now)
        run_commands(unit, shop.settings.id, order_id, [gone])


def stock_up(unit: Unit, shop: Shop) -> None:
    """Everything that was out is there again."""
    unit.actor = shop.person(0)
    for code, dish, _, _ in RAN_OUT:
        if code == shop.settings.code and dish in shop.catalog.by_code:
            set_availability(unit, shop.settings.id, shop.catalog.by_code[dish], None, "in")


def run_out(unit: Unit, shop: Shop) -> None:
    """Some dishes are out, some nearly."""
    unit.actor = shop.person(0)
    for code, dish, state, left in RAN_OUT:
        if code == shop.settings.code and dish in shop.catalog.by_code:
            few = Decimal(left) if left is not None else None
            set_availability(unit, shop.settings.id, shop.catalog.by_code[dish], None, state, few)


def open_tables(engine: Engine, shop: Shop, rng: random.Random) -> int:
    """Guests at about half the tables, each at another stage, and some who wait to take away; answers how many orders."""
    tables: list[Seat | None] = list(rng.sample(shop.tables, round(len(shop.tables) * TAKEN)))
    stages = [STAGES[number % len(STAGES)] for number in range(len(tables))]
    opened = 0
    for number, (table, stage) in enumerate(
        zip([*tables, None, None], [*stages, _waiting, _waiting], strict=True)
    ):
        # Whoever wants what somebody has taken off the menu leaves again, and nothing of them stays.
        with suppress(Problem), Unit(engine, shop.people[0].tenant_id) as unit:
            unit.actor = shop.person(number)
            stage(_Party(unit, shop, rng, table))
            cook(unit, shop.settings, clock.now(), tells=True)
            unit.commit()
            opened += 1
    return opened


class _Party:
    """Guests who are here now."""

    def __init__(self, unit: Unit, shop: Shop, rng: random.Random, table: Seat | None) -> None:
        self.unit, self.shop, self.rng, self.table = unit, shop, rng, table
        self.order_id = new_id()
        self.covers = min(table.seats, rng.choice((1, 2, 2, 3, 4))) if table else 1

    def sit(self, minutes: int) -> datetime:
        """They came so many minutes ago."""
        at = clock.now() - minutes * MINUTE
        if self.table is not None:
            self.run(c.OpenOrder(channel="dine_in", table_id=self.table.id, covers=self.covers, at=at))
        else:
            due_at = at + 25 * MINUTE
            self.run(c.OpenOrder(channel="takeaway", guest_name="李女士", due_at=due_at, at=at))
        return at

    def order(self, at: datetime, *, held_course: int | None = None) -> None:
        """They ordered; a course may be held back."""
        channel = "dine_in" if self.table else "takeaway"
        guest = Guest(self.rng, Menu(self.shop.catalog, self.shop.settings), channel, at)
        lines = guest.meal(self.order_id, self.covers, courses=held_course is not None)
        self.run(*(line.command for line in lines))
        if held_course is not None:
            held = tuple(x.command.line_id for x in lines if x.command.course == held_course)
            self.run(c.Hold(line_ids=held, at=at))

    def run(self, *commands: c.Command) -> dict[str, Any]:
        """Send commands to their order."""
        return run_commands(self.unit, self.shop.settings.id, self.order_id, commands)


Stage = Callable[[_Party], None]


def _just_sat(party: _Party) -> None:
    party.sit(party.rng.randint(1, 4))


def _choosing(party: _Party) -> None:
    party.order(party.sit(party.rng.randint(4, 8)) + MINUTE)


def _eating(party: _Party) -> None:
    at = party.sit(party.rng.randint(10, 35))
    party.order(at + 2 * MINUTE)
    party.run(c.Fire(at=at + 3 * MINUTE))


def _waiting(party: _Party) -> None:
    at = party.sit(party.rng.randint(4, 6))
    party.order(at + MINUTE)
    party.run(c.Fire(at=at + 2 * MINUTE))


def _second_course(party: _Party) -> None:
    at = party.sit(party.rng.randint(12, 25))
    party.order(at + 2 * MINUTE, held_course=2)
    party.run(c.Fire(at=at + 3 * MINUTE))
    soon = clock.now() + party.rng.randint(10, 25) * MINUTE
    party.run(c.PlanCourse(course=2, when="at", fire_at=soon))


def _part_paid(party: _Party) -> None:
    at = party.sit(party.rng.randint(35, 60))
    party.order(at + 2 * MINUTE)
    other = new_id()
    split = c.SplitEvenly(check_id=party.order_id, new_check_ids=(other,))
    view = party.run(c.Fire(at=at + 3 * MINUTE), split)
    due = next(check["due"] for check in view["checks"] if check["id"] == other)
    party.run(c.Pay(payment_id=new_id(), check_id=other, tender="card", amount=due))


# Few of them wait for their food at a time.
STAGES: tuple[Stage, ...] = (
    *(_eating, _choosing, _eating, _just_sat, _second_course, _waiting, _part_paid),
    *(_eating, _choosing, _eating, _just_sat, _second_course, _eating, _part_paid),
)
