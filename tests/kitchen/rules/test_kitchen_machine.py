"""Whatever tills and cooks do, in whatever order and twice: what is open in the kitchen is what the orders say, once each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from core.errors import Problem
from core.ids import new_id
from kitchen.rules import changing, plan
from kitchen.rules.cooking import cook
from kitchen.values.commands import Act
from kitchen.values.config import Kitchen, Route, Station
from kitchen.values.tickets import FIRST_MAKING, Item, Rail
from pos import events
from pos.values import commands as c
from pos.values.orders import Book, Line
from tests.support.books import NOW, Menu, Till, name

place = st.integers(0, 9)
reason = "why"


def a_menu() -> Menu:
    menu = Menu()
    for code, amount in (("A", 1000), ("B", 700), ("C", 300)):
        menu.dish(code, amount, prep_seconds=amount)
    menu.set_meal("S", 1800, {"A": 1, "B": 2, "C": 1})
    return menu


def a_kitchen(menu: Menu) -> Kitchen:
    wok, cold, pack = (
        Station(new_id(), name(text), is_default=text == "wok", pool="woks" if text == "wok" else None)
        for text in ("wok", "cold", "pack")
    )
    other = Station(new_id(), name("wok 2"), pool="woks", sort=1)
    routes = (
        Route(new_id(), cold.id, product_id=menu.ids["B"]),
        Route(new_id(), wok.id, product_id=menu.ids["C"]),
        Route(new_id(), pack.id, product_id=menu.ids["C"]),
    )
    return Kitchen(menu.store_id, 1, "Asia/Shanghai", {s.id: s for s in (wok, other, cold, pack)}, routes)


class KitchenMachine(RuleBasedStateMachine):
    """Two orders at one till, and the rails of four stations, two of which are equal."""

    @initialize()
    def open_up(self) -> None:
        self.menu = a_menu()
        self.kitchen = a_kitchen(self.menu)
        self.till = Till(self.menu)
        self.other_id = new_id()
        self.rail = Rail()
        self.at = NOW
        self.refires: dict[UUID, tuple[UUID, Decimal]] = {}
        self.send(self.till.open())
        self.send(self.till.open(), order_id=self.other_id)

    # -- tills

    @rule(
        code=st.sampled_from("ABCS"),
        quantity=st.integers(1, 3),
        course=st.integers(1, 2),
        other=st.booleans(),
        twice=st.booleans(),
    )
    def order(self, code: str, quantity: int, course: int, other: bool, twice: bool) -> None:
        line = self.till.line(code, quantity, course=course, seat=quantity)
        for _ in range(1 + twice):
            self.send(line, order_id=self.pick(other))

    @rule(other=st.booleans(), course=st.none() | st.integers(1, 2), times=st.integers(1, 2))
    def fire(self, other: bool, course: int | None, times: int) -> None:
        self.send(*[c.Fire(course=course)] * times, order_id=self.pick(other))

    @rule(where=place, other=st.booleans(), quantity=st.none() | st.integers(1, 2))
    def void(self, where: int, other: bool, quantity: int | None) -> None:
        if line := self.line(where, other):
            units = None if quantity is None else Decimal(quantity)
            self.send(c.VoidLine(line_id=line.id, quantity=units, reason=reason), order_id=self.pick(other))

    @rule(where=place, other=st.booleans())
    def change_note(self, where: int, other: bool) -> None:
        if line := self.line(where, other):
            fields = frozenset({"note"})
            change = c.ChangeLine(
                line_id=line.id, revision=line.revision, fields=fields, note=f"n{line.revision}"
            )
            self.send(change, order_id=self.pick(other))

    @rule(where=place, other=st.booleans(), twice=st.booleans(), units=st.integers(1, 3))
    def refire(self, where: int, other: bool, twice: bool, units: int) -> None:
        if line := self.line(where, other):
            quantity = Decimal(units)
            command = c.RefireLine(line_id=line.id, refire_id=new_id(), quantity=quantity, reason=reason)
            for _ in range(1 + twice):
                if self.send(command, order_id=self.pick(other)):
                    self.refires[command.refire_id] = (line.id, quantity)

    @rule(other=st.booleans(), where=place)
    def split_move_and_merge_are_not_heard(self, other: bool, where: int) -> None:
        before = self.rail.copy()
        book = self.book(other)
        check_id = next(iter(book.checks))
        self.send(c.SplitEvenly(check_id=check_id, new_check_ids=(new_id(),)), order_id=book.order.id)
        if line := self.line(where, other):
            seat = c.MoveLine(line_id=line.id, seat=9, fields=frozenset({"seat"}))
            self.send(seat, order_id=book.order.id)
            part = c.PartMove(line.id, check_id)
            self.send(c.MoveToCheck(to_check_id=new_id(), parts=(part,)), order_id=book.order.id)
        self.send(c.MergeOrder(from_order_id=self.other_id))
        assert (self.rail.tickets, self.rail.items) == (before.tickets, before.items)

    # -- cooks

    @rule(
        where=place,
        act=st.sampled_from(["start", "bump", "serve", "recall", "undo", "seen"]),
        whole=st.booleans(),
    )
    def cook(self, where: int, act: str, whole: bool) -> None:
        items = sorted(self.rail.items.values(), key=lambda item: item.id)
        if not items:
            return
        item = items[where % len(items)]
        command = Act(act, ticket_ids=(item.ticket_id,)) if whole else Act(act, item_ids=(item.id,))
        rail = self.rail.copy()
        try:
            cook(rail, command, self.tick())
        except Problem:
            return
        plan.settle(rail, self.at)
        self.rail = rail

    # -- what always holds

    @invariant()
    def every_fired_line_is_on_its_stations_once(self) -> None:
        expected = {}
        for book in self.books():
            for line in book.top_lines():
                if line.fired_at is not None:
                    expected.update(self.expected(book, line))
        making = [x for x in self.rail.items.values() if x.making == FIRST_MAKING]
        first = {(x.line_id, self.equal(x.station_id)): x for x in making}
        assert first.keys() == expected.keys()
        assert len(first) + len(self.remakes()) == len(self.rail.items)
        for key, standing in expected.items():
            item = first[key]
            if item.is_open:
                assert item.quantity == standing > 0
            if standing == 0:
                assert item.state not in ("new", "started")

    @invariant()
    def remakes_are_there_once(self) -> None:
        made: dict[UUID, set[UUID]] = {}
        for item in self.remakes():
            made.setdefault(item.making, set()).add(item.top_line_id)
        assert {making: {line} for making, (line, _) in self.refires.items()} == made

    @invariant()
    def no_more_is_made_again_than_stands(self) -> None:
        standing = {
            leaf.id: line.standing * leaf.quantity / line.quantity
            for book in self.books()
            for line in book.top_lines()
            for leaf in book.components(line.id) or [line]
        }
        for item in self.remakes():
            assert not item.is_open or 0 < item.quantity <= standing[item.line_id]

    @invariant()
    def tickets_are_open_while_there_is_work(self) -> None:
        for ticket in self.rail.tickets.values():
            items = self.rail.items_of(ticket.id)
            assert items
            assert (ticket.state == "open") == any(x.is_open or x.change for x in items)

    # -- inside

    def expected(self, book: Book, line: Line) -> dict[tuple[UUID, UUID], Decimal]:
        found = {}
        for leaf in book.components(line.id) or [line]:
            for station_id in self.stations(leaf.product_id):
                found[leaf.id, station_id] = line.standing * leaf.quantity / line.quantity
        return found

    def stations(self, product_id: UUID) -> list[UUID]:
        named = [r.station_id for r in self.kitchen.routes if r.product_id == product_id]
        return named or [self.kitchen.default.id] if self.kitchen.default else []

    def equal(self, station_id: UUID) -> UUID:
        """Of equal stations the first stands for all."""
        pool = self.kitchen.stations[station_id].pool
        return next(
            s.id for s in self.kitchen.stations.values() if s.id == station_id or (pool and s.pool == pool)
        )

    def load(self) -> dict[UUID, int]:
        found: dict[UUID, int] = {}
        for item in self.rail.items.values():
            found[item.station_id] = found.get(item.station_id, 0) + item.prep_seconds * item.is_open
        return found

    def remakes(self) -> list[Item]:
        return [x for x in self.rail.items.values() if x.making != FIRST_MAKING]

    def books(self) -> list[Book]:
        return [book for book in (self.till.book, *self.till.others.values()) if book]

    def book(self, other: bool) -> Book:
        found = self.till.others.get(self.other_id) if other else self.till.book
        assert found is not None
        return found

    def pick(self, other: bool) -> UUID:
        return self.other_id if other else self.till.order_id

    def line(self, where: int, other: bool) -> Line | None:
        lines = self.book(other).top_lines()
        return lines[where % len(lines)] if lines else None

    def tick(self) -> Any:
        self.at += timedelta(seconds=7)
        return self.at

    def send(self, *commands: c.Command, order_id: UUID | None = None) -> bool:
        try:
            self.till.run(*commands, order_id=order_id, at=self.tick())
        except Problem:
            return False
        assert self.till.context is not None
        rail = self.rail
        for fact in self.till.context.events:
            HEAR[type(fact)](self, fact)
        plan.settle(rail, self.at)
        return True

    def fired(self, fact: events.LinesFired) -> None:
        plan.fire(
            self.rail, self.kitchen, order_of(fact), fact.lines, fact.at, self.load(), lambda _station: 1
        )

    def changed(self, fact: events.LineChanged) -> None:
        ticket = next(t for t in self.rail.tickets.values())
        order = plan.Order(fact.order_id, ticket.store_id, 1, fact.business_date, "dine_in", None)
        changing.change(self.rail, self.kitchen, order, fact.line, fact.before, fact.at, lambda _station: 1)

    def voided(self, fact: events.LineVoided) -> None:
        plan.void(self.rail, fact.line, Decimal(fact.standing))

    def refired(self, fact: events.LineRefired) -> None:
        plan.fire(
            self.rail,
            self.kitchen,
            order_of(fact),
            [fact.line],
            fact.at,
            self.load(),
            lambda _station: 1,
            making=fact.refire_id,
            units=Decimal(fact.quantity),
            reason=fact.reason,
        )


def order_of(fact: Any) -> plan.Order:
    return plan.Order(fact.order_id, fact.store_id, fact.order_number, fact.business_date, fact.channel, None)


HEAR: dict[type, Callable[[KitchenMachine, Any], None]] = {
    events.LinesFired: KitchenMachine.fired,
    events.LineChanged: KitchenMachine.changed,
    events.LineVoided: KitchenMachine.voided,
    events.LineRefired: KitchenMachine.refired,
    events.LineComped: lambda _machine, _fact: None,
}
TestKitchen = KitchenMachine.TestCase


def test_undo_goes_back_one_step() -> None:
    menu, till = a_menu(), None
    till = Till(menu)
    rail, kitchen = Rail(), a_kitchen(menu)
    till.run(till.open(), till.line("A"), c.Fire())
    assert till.context is not None
    fact = till.context.events[0]
    assert isinstance(fact, events.LinesFired)
    plan.fire(rail, kitchen, order_of(fact), fact.lines, fact.at, {}, lambda _station: 1)
    (item,) = rail.items.values()
    cook(rail, Act("bump", item_ids=(item.id,)), NOW)
    assert rail.items[item.id].state == "ready"
    cook(rail, Act("undo", item_ids=(item.id,)), NOW)
    assert rail.items[item.id] == replace(item, before=None)
