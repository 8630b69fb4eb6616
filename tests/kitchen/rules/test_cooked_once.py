"""Whatever is fired, changed, cooked and rerouted, in whatever order: each dish is made at one place, once, unless it is refired."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from core.errors import Problem
from core.ids import new_id
from kitchen.rules import changing, plan
from kitchen.rules.changing import stations_after
from kitchen.rules.cooking import cook
from kitchen.rules.moving import move_open_items
from kitchen.values.commands import Act
from kitchen.values.config import Kitchen, Route, Station
from kitchen.values.tickets import FIRST_MAKING, Item, Rail
from tests.kitchen.rules.test_unseen_changes import changed_ticket
from tests.support.books import NOW, name

STATIONS = ("wok", "wok 2", "grill", "cold")
OPTIONS = ("egg", "salad")
LATE = NOW + timedelta(hours=4)
MIDDAY = 14 * 60
where = st.integers(0, 9)
option = st.none() | st.sampled_from(OPTIONS)
station = st.sampled_from(STATIONS)


def seq_of(_station_id: UUID) -> int:
    return 1


class CookedOnceMachine(RuleBasedStateMachine):
    """One order, two equal woks, a grill and a cold kitchen; the rules send every dish to exactly one place."""

    @initialize()
    def open_up(self) -> None:
        self.ids = {text: new_id() for text in (*STATIONS, *OPTIONS, "dish", "category")}
        self.targets: dict[str, str | None] = {"egg": "grill", "salad": "cold", "category": None}
        self.stations = {
            self.ids[text]: Station(
                self.ids[text],
                name(text),
                is_default=text == "wok",
                pool="woks" if text.startswith("wok") else None,
                sort=sort,
            )
            for sort, text in enumerate(STATIONS)
        }
        self.order = plan.Order(new_id(), new_id(), 7, date(2026, 11, 21), "dine_in", None)
        self.rail = Rail()
        self.lines: dict[UUID, dict[str, Any]] = {}
        self.refires: set[UUID] = set()
        self.at = NOW

    # -- tills

    @rule(quantity=st.integers(1, 3), chosen=option, is_set=st.booleans())
    def fire(self, quantity: int, chosen: str | None, is_set: bool) -> None:
        line = self.dish(Decimal(quantity), chosen) | {"kind": "set_meal" if is_set else "item", "course": 1}
        line["components"] = [self.dish(Decimal(quantity), None) for _ in range(2)] if is_set else []
        plan.fire(self.rail, self.kitchen, self.order, [line], self.tick(), {}, seq_of)
        self.keep(line)

    @rule(place=where, part=st.integers(0, 1), chosen=option)
    def choose(self, place: int, part: int, chosen: str | None) -> None:
        def with_option(line: dict[str, Any]) -> dict[str, Any]:
            if line["components"]:
                parts = list(line["components"])
                parts[part] = parts[part] | {"modifiers": self.modifiers(chosen)}
                return line | {"components": parts}
            return line | {"modifiers": self.modifiers(chosen)}

        self.change(place, with_option)

    @rule(place=where)
    def note(self, place: int) -> None:
        self.change(place, lambda line: line | {"note": f"n{line['revision']}"})

    @rule(place=where)
    def refire(self, place: int) -> None:
        line = self.line(place)
        if line and line["voided"] < line["quantity"]:
            making = new_id()
            self.refires.add(making)
            plan.fire(
                self.rail,
                self.kitchen,
                self.order,
                [line],
                self.tick(),
                {},
                seq_of,
                making=making,
                units=Decimal(1),
            )
            self.keep(line)

    @rule(place=where)
    def void_one(self, place: int) -> None:
        line = self.line(place)
        if line and line["voided"] < line["quantity"]:
            standing = line["quantity"] - line["voided"] - 1
            plan.void(self.rail, line, standing)
            self.keep(line | {"voided": line["quantity"] - standing})

    # -- cooks, and who edits the kitchen

    @rule(place=where, act=st.sampled_from(["start", "bump", "bump", "serve", "recall", "undo", "seen"]))
    def cook(self, place: int, act: str) -> None:
        items = sorted(self.rail.items.values(), key=lambda item: item.id)
        if items:
            rail = self.rail.copy()
            try:
                cook(rail, Act(act, (items[place % len(items)].id,)), self.tick())
            except Problem:
                return
            plan.settle(rail, self.at)
            self.rail = rail

    @rule(what=st.sampled_from([*OPTIONS, "category"]), to=st.none() | station)
    def reroute(self, what: str, to: str | None) -> None:
        self.targets[what] = to

    @rule(what=station, to=st.none() | station, move_open=st.booleans())
    def divert(self, what: str, to: str | None, move_open: bool) -> None:
        goal = self.ids[to] if to and to != what else None
        own = self.ids[what]
        self.stations[own] = replace(self.stations[own], diverted_to=goal)
        if goal and move_open:
            move_open_items(self.rail, own, goal, seq_of)
            plan.settle(self.rail, self.tick())

    @rule(is_late=st.booleans())
    def go_on_at_another_hour(self, is_late: bool) -> None:
        self.at = LATE if is_late else NOW

    # -- what always holds

    @invariant()
    def each_dish_is_at_one_place(self) -> None:
        for line in self.lines.values():
            for make in plan.makes_of(line):
                live = [x for x in self.items(make) if x.state != "cancelled"]
                assert len(live) == 1 or (make.quantity == 0 and not live)
                assert all(item.quantity == make.quantity for item in live if item.is_open)

    @invariant()
    def nobody_misses_the_news(self) -> None:
        for line in self.lines.values():
            for make in plan.makes_of(line):
                for item in self.rail.items.values():
                    if item.line_id == make.line_id and item.state != "cancelled":
                        assert (item.note, item.modifiers) == (line["note"], make.leaf["modifiers"])

    @invariant()
    def nothing_is_made_again_but_refires(self) -> None:
        makings = {x.making for x in self.rail.items.values()} - {FIRST_MAKING}
        assert makings == self.refires

    # -- inside

    @property
    def kitchen(self) -> Kitchen:
        routes = [
            Route(new_id(), self.ids[to], option_id=self.ids[what])
            for what in OPTIONS
            if (to := self.targets[what])
        ]
        if to := self.targets["category"]:
            routes.append(
                Route(
                    new_id(),
                    self.ids[to],
                    category_id=self.ids["category"],
                    start_minute=0,
                    end_minute=MIDDAY,
                )
            )
        return Kitchen(new_id(), 1, "Asia/Shanghai", self.stations, tuple(routes))

    def dish(self, quantity: Decimal, chosen: str | None) -> dict[str, Any]:
        return {
            "line_id": new_id(),
            "revision": 1,
            "kind": "item",
            "product_id": self.ids["dish"],
            "variant_id": None,
            "variant_name": None,
            "category_id": self.ids["category"],
            "name": name("dish"),
            "quantity": quantity,
            "voided": Decimal(0),
            "modifiers": self.modifiers(chosen),
            "note": None,
            "prep_seconds": 60,
        }

    def modifiers(self, chosen: str | None) -> list[dict[str, Any]]:
        return [{"option_id": self.ids[chosen], "name": name(chosen), "quantity": 1}] if chosen else []

    def line(self, place: int) -> dict[str, Any] | None:
        lines = list(self.lines.values())
        return lines[place % len(lines)] if lines else None

    def change(self, place: int, how: Any) -> None:
        before = self.line(place)
        if before and not before["voided"]:
            line = how(before) | {"revision": before["revision"] + 1}
            changing.change(self.rail, self.kitchen, self.order, line, before, self.tick(), seq_of)
            self.keep(line)

    def keep(self, line: dict[str, Any]) -> None:
        self.lines[line["line_id"]] = line
        plan.settle(self.rail, self.at)

    def items(self, make: plan.Make) -> list[Item]:
        return [x for x in self.rail.items.values() if x.line_id == make.line_id and x.making == FIRST_MAKING]

    def tick(self) -> Any:
        self.at += timedelta(seconds=7)
        return self.at


TestCookedOnce = CookedOnceMachine.TestCase

PLACES = [UUID(int=n) for n in range(1, 5)]
STATES = ("new", "started", "ready", "served", "cancelled")
some = st.sets(st.sampled_from(PLACES), min_size=1)


@given(st.dictionaries(st.sampled_from(PLACES), st.sampled_from(STATES), min_size=1), some, some)
def test_rules_move_what_is_begun_nowhere_and_a_change_adds_only_its_own(
    states: dict[UUID, str], then: set[UUID], now: set[UUID]
) -> None:
    _, _, item = changed_ticket()
    mine = {found: replace(item, station_id=found, state=state) for found, state in states.items()}
    live = {found for found, state in states.items() if state != "cancelled"}
    begun = {found for found in live if states[found] != "new"}
    goal = stations_after(mine, then, now)
    assert goal
    if not begun:
        assert goal == now
        return
    assert begun <= goal
    assert stations_after(mine, then, then) == live
    assert goal - live <= now - then
    assert not goal - live or begun <= now or then <= now
