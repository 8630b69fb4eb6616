"""Courses fire at their time, or when the kitchen has bumped the one before: each once, whatever comes twice."""

from datetime import timedelta

import pytest

from app.wiring import AFTER_COMMIT
from core.ids import new_id
from core.uow import Unit
from kitchen.events import CourseReady
from pos.errors import BadCommand
from pos.values import commands as c
from tests.support.evening import START, Evening


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
