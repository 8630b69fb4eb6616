"""Courses fire at their time, or when the kitchen has bumped the one before: each once, whatever comes twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from app.course_clock import fire_due_of
from app.wiring import AFTER_COMMIT
from core import clock
from core.events import Recorded
from core.ids import new_id
from core.models import EventRow
from core.uow import Unit, transact
from kitchen import ports as kitchen_ports
from kitchen.events import CourseReady
from kitchen.services import screens
from kitchen.values.commands import Act
from pos import ports
from pos.errors import BadCommand
from pos.services import courses
from pos.store.course_plans import tenants_with_courses_due
from pos.values import commands as c
from tests.support.kitchen import OneStore, make_station, open_work, rails, wire
from tests.support.orders import CASHIER, Shop, make_shop

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
RIGHTS = CASHIER | {"kitchen.cook", "kitchen.view"}


@dataclass
class Evening:
    """A store that is there for several transactions, with a clock of its own."""

    engine: Engine
    shop: Shop
    tenant_id: UUID
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

    def bump(self, order_id: UUID | None = None) -> None:
        """Everything of the order that is open is made."""
        order = order_id or self.shop.order_id
        rail = self.do(lambda unit: rails(unit, order))
        items = tuple(item.id for item in rail.items.values() if item.is_open)
        self.do(lambda unit: screens.run_commands(unit, self.shop.store.id, [Act("bump", items)]))

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

    def plans(self) -> list[tuple[int, str, int]]:
        found = self.do(lambda unit: courses.list_courses(unit, self.shop.store.id, self.shop.order_id))
        return [(row["course"], row["when"], row["held"]) for row in found]


class Accounts:
    """The accounts room, with one store."""

    def __init__(self, shop: Shop) -> None:
        self._one = OneStore(shop.store)

    def store_settings(self, unit: Unit, store_id: UUID) -> Any:
        """The one."""
        return self._one.settings(unit, store_id)


@pytest.fixture
def evening(engine: Engine, tenant_id: UUID, monkeypatch: pytest.MonkeyPatch) -> Evening:
    wire()
    with Unit(engine, tenant_id) as unit:
        shop = make_shop(unit, RIGHTS)
        make_station(unit, shop.store.id, "wok", is_default=True)
        unit.commit()
    monkeypatch.setattr(kitchen_ports, "stores", OneStore(shop.store))
    monkeypatch.setattr(ports, "accounts", Accounts(shop))
    return Evening(engine, shop, tenant_id)


def three_courses(evening: Evening, *plans: c.PlanCourse) -> None:
    lines = [evening.shop.line(code, course=number) for number, code in enumerate("ABC", 1)]
    evening.run(evening.shop.open(), *lines, c.Fire(course=1), *plans)


def test_a_course_fires_when_the_one_before_is_bumped_and_once(evening: Evening) -> None:
    three_courses(evening, *(c.PlanCourse(course=n, when="after_previous") for n in (2, 3)))
    evening.deliver()
    assert evening.cooking() == {"A": 1}
    evening.later(60)
    evening.bump()
    for _ in range(2):
        evening.deliver()
    assert evening.cooking() == {"B": 1}
    evening.later(60)
    evening.bump()
    evening.deliver()
    assert evening.cooking() == {"C": 1}
    assert evening.plans() == [(1, "hand", 0), (2, "hand", 0), (3, "hand", 0)]


def test_hearing_of_the_first_course_again_does_not_fire_the_third(evening: Evening) -> None:
    three_courses(evening, c.PlanCourse(course=3, when="after_previous"))
    evening.later(60)
    evening.bump()
    evening.run(c.Fire(course=2))
    evening.deliver()
    assert evening.cooking() == {"B": 1}


def test_a_course_waits_for_what_was_added_to_the_one_before(evening: Evening) -> None:
    three_courses(evening, c.PlanCourse(course=2, when="after_previous"))
    evening.later(60)
    evening.bump()
    evening.later(5)
    evening.run(evening.shop.line("D", course=1), c.Fire(course=1))
    evening.deliver()
    assert evening.cooking() == {"D": 1}
    evening.later(60)
    evening.bump()
    evening.deliver()
    assert evening.cooking() == {"B": 1}


def test_a_course_that_is_planned_after_the_one_before_was_bumped_fires_at_once(evening: Evening) -> None:
    three_courses(evening)
    evening.later(60)
    evening.bump()
    evening.deliver()
    assert evening.cooking() == {}
    evening.run(c.PlanCourse(course=2, when="after_previous"))
    assert evening.cooking() == {"B": 1}


@pytest.mark.parametrize("fired", [True, False])
def test_a_course_does_not_wait_for_what_is_voided(evening: Evening, fired: bool) -> None:
    first, *lines = [evening.shop.line(code, course=number) for number, code in enumerate("ABC", 1)]
    plans = [c.PlanCourse(course=n, when="after_previous") for n in (2, 3)]
    evening.run(evening.shop.open(), first, *lines, *plans, *([c.Fire(course=1)] if fired else []))
    void = c.VoidLine(line_id=first.line_id, void_id=new_id(), reason="changed mind")
    for _ in range(2):
        evening.run(void)
    assert evening.cooking() == {"B": 1}
    assert evening.plans() == [(2, "hand", 0), (3, "after_previous", 1)]
    evening.later(60)
    evening.bump()
    evening.deliver()
    assert evening.cooking() == {"C": 1}


def test_a_course_between_that_is_voided_leaves_the_next_to_the_one_before(evening: Evening) -> None:
    lines = [evening.shop.line(code, course=number) for number, code in enumerate("ABC", 1)]
    evening.run(evening.shop.open(), *lines, c.Fire(course=1), c.PlanCourse(course=3, when="after_previous"))
    evening.run(c.VoidLine(line_id=lines[1].line_id))
    assert evening.cooking() == {"A": 1}
    evening.later(60)
    evening.bump()
    evening.deliver()
    assert evening.cooking() == {"C": 1}


def test_a_part_of_a_course_that_is_voided_does_not_end_it(evening: Evening) -> None:
    gone, stays = evening.shop.line("A", 2, course=1), evening.shop.line("D", course=1)
    last = evening.shop.line("B", course=2)
    planned = c.PlanCourse(course=2, when="after_previous")
    evening.run(evening.shop.open(), gone, stays, last, c.Fire(course=1), planned)
    evening.run(c.VoidLine(line_id=gone.line_id, reason="changed mind"))
    assert evening.cooking() == {"D": 1}


def test_a_course_fires_at_its_time_and_once(evening: Evening) -> None:
    three_courses(evening, c.PlanCourse(course=2, when="at", fire_at=START + timedelta(minutes=10)))
    evening.later(599)
    assert not evening.is_due()
    evening.strike()
    assert evening.cooking() == {"A": 1}
    evening.later(1)
    assert evening.is_due()
    evening.strike()
    evening.strike()
    assert evening.cooking() == {"A": 1, "B": 1}
    assert not evening.is_due()


def test_thinking_better_of_it_holds(evening: Evening) -> None:
    three_courses(evening, c.PlanCourse(course=2, when="at", fire_at=START + timedelta(minutes=1)))
    evening.run(c.PlanCourse(course=2, when="hand"))
    evening.later(120)
    evening.strike()
    evening.bump()
    evening.deliver()
    assert evening.cooking() == {}
    assert evening.plans() == [(1, "hand", 0), (2, "hand", 1), (3, "hand", 1)]


def test_a_course_fired_by_hand_is_not_fired_again(evening: Evening) -> None:
    three_courses(evening, c.PlanCourse(course=2, when="at", fire_at=START + timedelta(minutes=1)))
    evening.run(c.Fire(course=2))
    evening.later(61)
    evening.strike()
    assert evening.cooking() == {"A": 1, "B": 1}


@pytest.mark.parametrize("when", ["at", "after_previous"])
def test_an_order_that_was_cancelled_meanwhile_is_left_alone(evening: Evening, when: str) -> None:
    at = START + timedelta(minutes=1) if when == "at" else None
    three_courses(evening, c.PlanCourse(course=2, when=when, fire_at=at))
    evening.later(30)
    evening.bump()
    evening.run(c.CancelOrder(reason="gone"))
    evening.later(60)
    evening.strike()
    evening.deliver()
    assert evening.cooking() == {}
    assert not evening.is_due()


def test_an_order_that_was_paid_meanwhile_is_not_fired_twice(evening: Evening) -> None:
    three_courses(evening, c.PlanCourse(course=2, when="at", fire_at=START + timedelta(minutes=1)))
    paid = evening.run(c.Pay(payment_id=new_id(), tender="card", amount=4400))
    assert paid["state"] == "paid"
    before = evening.cooking()
    evening.later(61)
    evening.strike()
    assert evening.cooking() == before == {"A": 1, "B": 1, "C": 1}
    assert not evening.is_due()


def test_a_plan_goes_with_the_lines_when_orders_are_merged(evening: Evening) -> None:
    three_courses(evening, c.PlanCourse(course=2, when="after_previous"))
    into = new_id()
    evening.run(evening.shop.open(), c.MergeOrder(from_order_id=evening.shop.order_id), order_id=into)
    evening.later(60)
    evening.bump()
    evening.deliver()
    assert evening.cooking(into) == {"B": 1}


def test_a_time_is_given_when_and_only_when_it_is_needed(evening: Evening) -> None:
    evening.run(evening.shop.open(), evening.shop.line("A", course=1))
    for wrong in (
        c.PlanCourse(course=1, when="at"),
        c.PlanCourse(course=1, when="hand", fire_at=START),
    ):
        with pytest.raises(BadCommand):
            evening.run(wrong)
    assert evening.plans() == [(1, "hand", 1)]


def test_a_savepoint_that_fails_takes_with_it_what_was_to_be_written_at_the_end(evening: Evening) -> None:
    three_courses(evening)

    def fire_and_fail(unit: Unit) -> None:
        with unit.savepoint():
            evening.shop.run(c.Fire(course=2))
            raise ZeroDivisionError

    def fire_in_vain(unit: Unit) -> None:
        with pytest.raises(ZeroDivisionError):
            fire_and_fail(unit)

    evening.do(fire_in_vain)
    assert evening.cooking() == {"A": 1}
    assert evening.plans() == [(1, "hand", 0), (2, "hand", 1), (3, "hand", 1)]


def test_the_kitchens_word_reaches_the_till() -> None:
    assert [found.name for found in AFTER_COMMIT if CourseReady in found.events] == ["pos.courses"]
