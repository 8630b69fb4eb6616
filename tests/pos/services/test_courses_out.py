"""A course is out when the kitchen has nothing left of what was fired as it: after merges, recalls, refires and late news, too."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from app.kitchen_watch import tidy
from core import clock
from core.ids import new_id
from core.uow import Unit
from kitchen.services import settings
from kitchen.values.tickets import EATEN_AFTER
from pos import ports
from pos.services import courses
from pos.services.orders import run_commands
from pos.values import commands as c
from tests.support.evening import START, Evening
from tests.support.kitchen import make_route, make_station, rails
from tests.support.orders import Shop
from tests.support.waiting import wait_until

AFTER_1 = c.PlanCourse(course=2, when="after_previous")


def two_courses(shop: Shop, first: str = "A", second: str = "B") -> tuple[c.AddLine, c.AddLine]:
    return shop.line(first, course=1), shop.line(second, course=2)


def bumped(evening: Evening) -> c.AddLine:
    """An order whose first course was bumped a minute ago, and whose second is held; answers the first's line."""
    first, second = two_courses(evening.shop)
    evening.run(evening.shop.open(), first, second, c.Fire(course=1))
    evening.later(60)
    evening.bump()
    evening.later(60)
    return first


def bring_out(evening: Evening, order_id: UUID | None = None) -> None:
    evening.later(60)
    evening.bump(order_id)
    evening.deliver()


# -- orders that became one


@pytest.mark.parametrize("merged_first", [True, False])
def test_of_a_merged_course_both_halves_are_waited_for(evening: Evening, merged_first: bool) -> None:
    shop, mine, other = evening.shop, evening.shop.order_id, new_id()
    evening.run(shop.open(), *two_courses(shop), c.Fire(course=1), AFTER_1)
    evening.run(shop.open(), shop.line("C", course=1), c.Fire(course=1), order_id=other)
    merge = c.MergeOrder(from_order_id=other)
    if merged_first:
        evening.run(merge)
    evening.later(60)
    evening.bump(other)
    if not merged_first:
        evening.run(merge)
    evening.deliver()
    assert (evening.cooking(mine), evening.out()) == ({"A": 1}, {})
    bring_out(evening)
    assert evening.cooking(mine) == {"B": 1}
    assert evening.out() == {1: evening.at}


@pytest.mark.parametrize("planned_first", [True, False])
def test_a_course_that_was_bumped_before_the_merge_is_out(evening: Evening, planned_first: bool) -> None:
    shop, mine, other = evening.shop, evening.shop.order_id, new_id()
    evening.run(shop.open(), *two_courses(shop, "C", "D"), c.Fire(course=1), order_id=other)
    bring_out(evening, other)
    out_at = evening.at
    evening.later(60)
    evening.run(shop.open(), shop.line("B", course=2, hold=True), *([AFTER_1] if planned_first else []))
    assert evening.cooking() == {}
    evening.run(c.MergeOrder(from_order_id=other), *([] if planned_first else [AFTER_1]))
    assert evening.cooking() == {"B": 1, "D": 1}
    assert evening.out() == {1: out_at}
    assert evening.plans() == [(1, "hand", 0), (2, "hand", 0)]
    assert evening.cooking(mine) == {"B": 1, "D": 1}


def test_three_orders_that_became_one_wait_for_all_three(evening: Evening) -> None:
    shop, first, second = evening.shop, new_id(), new_id()
    evening.run(shop.open(), shop.line("A", course=1), c.Fire(course=1), order_id=first)
    evening.run(shop.open(), shop.line("D", course=1), c.Fire(course=1), order_id=second)
    evening.run(c.MergeOrder(from_order_id=first), order_id=second)
    evening.run(shop.open(), *two_courses(shop, "C"), c.Fire(course=1), c.MergeOrder(from_order_id=second))
    evening.run(AFTER_1)
    for order_id in (second, None):
        bring_out(evening, order_id)
        assert "B" not in evening.cooking()
    bring_out(evening, first)
    assert evening.cooking() == {"B": 1}


def test_what_is_planned_after_a_merge_is_not_undone_by_saying_the_merge_again(evening: Evening) -> None:
    shop, other = evening.shop, new_id()
    evening.run(shop.open(), *two_courses(shop), c.Fire(course=1), AFTER_1, order_id=other)
    evening.run(shop.open(), c.MergeOrder(from_order_id=other), c.PlanCourse(course=2, when="hand"))
    assert evening.plans() == [(1, "hand", 0), (2, "hand", 1)]
    evening.run(c.MergeOrder(from_order_id=other), shop.line("C", course=3))
    assert evening.plans() == [(1, "hand", 0), (2, "hand", 1), (3, "hand", 1)]
    bring_out(evening, other)
    assert evening.cooking() == {}


# -- courses that are opened again


def recall(evening: Evening, _first: c.AddLine) -> None:
    evening.cook("recall", *evening.made())


def undo(evening: Evening, _first: c.AddLine) -> None:
    evening.cook("undo", *evening.made())


def refire(evening: Evening, first: c.AddLine) -> None:
    evening.run(c.RefireLine(line_id=first.line_id, refire_id=new_id(), reason="fell"))


def add(evening: Evening, _first: c.AddLine) -> None:
    evening.run(evening.shop.line("A", course=1), c.Fire(course=1))


def add_late(evening: Evening, _first: c.AddLine) -> None:
    """At a till that was offline: by its clock, before the bump."""
    before = START + timedelta(seconds=30)
    line = evening.shop.line("A", course=1, at=before)
    evening.run(line, c.Fire(course=1, at=before))


OPENED = pytest.mark.parametrize("open_again", [recall, undo, refire, add, add_late])


@OPENED
def test_a_course_that_is_opened_again_is_waited_for(
    evening: Evening, open_again: Callable[[Evening, c.AddLine], None]
) -> None:
    first = bumped(evening)
    evening.deliver()
    assert evening.out() == {1: START + timedelta(seconds=60)}
    open_again(evening, first)
    assert evening.out() == {}
    evening.run(AFTER_1)
    evening.deliver()
    assert evening.cooking() == {"A": 1}
    bring_out(evening)
    assert evening.cooking() == {"B": 1}
    assert evening.out() == {1: evening.at}


@OPENED
def test_news_of_its_bump_that_comes_after_that_fires_nothing(
    evening: Evening, open_again: Callable[[Evening, c.AddLine], None]
) -> None:
    first, second = two_courses(evening.shop)
    evening.run(evening.shop.open(), first, second, c.Fire(course=1), AFTER_1)
    evening.later(60)
    evening.bump()
    evening.later(1)
    open_again(evening, first)
    evening.deliver()
    assert evening.cooking() == {"A": 1}
    bring_out(evening)
    assert evening.cooking() == {"B": 1}


def test_a_batch_is_waited_for_as_a_whole(evening: Evening) -> None:
    first = bumped(evening)
    evening.run(c.RefireLine(line_id=first.line_id, refire_id=new_id(), reason="fell"), AFTER_1)
    assert evening.cooking() == {"A": 1}
    bring_out(evening)
    assert evening.cooking() == {"B": 1}


def test_what_the_same_batch_adds_or_fires_is_waited_for(evening: Evening) -> None:
    bumped(evening)
    evening.run(AFTER_1, evening.shop.line("C", course=1))
    assert evening.cooking() == {}
    evening.run(c.Fire(course=1), AFTER_1)
    assert evening.cooking() == {"C": 1}
    bring_out(evening)
    assert evening.cooking() == {"B": 1}


def test_a_set_meal_is_out_with_its_last_dish(evening: Evening) -> None:
    shop = evening.shop
    evening.run(shop.open(), *two_courses(shop, "S", "D"), c.Fire(course=1), AFTER_1)
    evening.later(60)
    (item, *_) = evening.do(lambda unit: _open_items(unit, shop))
    evening.cook("bump", item)
    evening.deliver()
    assert "D" not in evening.cooking()
    bring_out(evening)
    assert evening.cooking() == {"D": 1}


def _open_items(unit: Unit, shop: Shop) -> list[UUID]:
    return sorted(item.id for item in rails(unit, shop.order_id).items.values() if item.is_open)


def test_what_nobody_bumped_is_not_out_though_it_left_the_rails(evening: Evening) -> None:
    evening.run(evening.shop.open(), *two_courses(evening.shop), c.Fire(course=1), AFTER_1)
    evening.later(EATEN_AFTER.total_seconds() + 1)
    with clock.frozen(evening.at):
        tidy(evening.engine, [evening.tenant_id])
    evening.deliver()
    evening.run(AFTER_1)
    assert (evening.cooking(), evening.out()) == ({}, {})


@pytest.mark.parametrize("voided_first", [True, False])
def test_what_is_voided_at_one_station_is_not_waited_for_though_its_cook_has_not_seen_it(
    evening: Evening, voided_first: bool
) -> None:
    shop = evening.shop
    bar = evening.do(lambda unit: make_station(unit, shop.store.id, "bar"))
    evening.do(lambda unit: make_route(unit, shop.store.id, bar, product_id=shop.products["C"]))
    drink, (first, second) = shop.line("C", course=1), two_courses(shop)
    void = c.VoidLine(line_id=drink.line_id, reason="changed mind")
    evening.run(shop.open(), first, drink, second, c.Fire(course=1), AFTER_1)
    if voided_first:
        evening.run(void)
    evening.later(60)
    evening.bump(station_id=evening.wok)
    if not voided_first:
        evening.deliver()
        assert evening.cooking() == {"C": 1}
        evening.run(void)
    evening.deliver()
    assert evening.cooking() == {"B": 1}
    assert evening.out() == {1: evening.at}


# -- lines that move


def test_the_last_held_line_that_moves_out_of_a_course_frees_the_next(evening: Evening) -> None:
    shop = evening.shop
    gone, held = shop.line("A", course=1), shop.line("C", course=1)
    evening.run(shop.open(), gone, held, shop.line("B", course=2), c.Fire(line_ids=(gone.line_id,)), AFTER_1)
    bring_out(evening)
    assert evening.cooking() == {}
    evening.run(c.MoveLine(line_id=held.line_id, seat=2, fields=frozenset({"seat"})))
    assert evening.cooking() == {}
    evening.run(c.MoveLine(line_id=held.line_id, course=3, fields=frozenset({"course"})))
    assert evening.cooking() == {"B": 1}
    assert evening.plans() == [(1, "hand", 0), (2, "hand", 0), (3, "hand", 1)]


def test_a_line_that_moves_while_its_course_is_cooked_frees_nothing(evening: Evening) -> None:
    shop = evening.shop
    gone, held = shop.line("A", course=1), shop.line("C", course=1)
    evening.run(shop.open(), gone, held, shop.line("B", course=2), c.Fire(line_ids=(gone.line_id,)), AFTER_1)
    evening.run(c.MoveLine(line_id=held.line_id, course=3, fields=frozenset({"course"})))
    assert evening.cooking() == {"A": 1}
    bring_out(evening)
    assert evening.cooking() == {"B": 1}


def test_lines_that_change_places_in_one_batch_free_nothing(evening: Evening) -> None:
    shop = evening.shop
    gone, held = shop.line("A", course=1), shop.line("C", course=1)
    later = shop.line("D", course=3)
    lines = (gone, held, shop.line("B", course=2), later)
    evening.run(shop.open(), *lines, c.Fire(line_ids=(gone.line_id,)), AFTER_1)
    bring_out(evening)
    moves = ((held, 3), (later, 1))
    evening.run(*(c.MoveLine(line_id=x.line_id, course=to, fields=frozenset({"course"})) for x, to in moves))
    assert evening.cooking() == {}


# -- stations that are gone


def test_a_diversion_that_ends_a_course_fires_the_next(evening: Evening) -> None:
    shop = evening.shop

    def two_stations(unit: Unit) -> UUID:
        cold = make_station(unit, shop.store.id, "cold")
        for station_id in (cold, evening.wok):
            make_route(unit, shop.store.id, station_id, product_id=shop.products["A"])
        return cold

    cold = evening.do(two_stations)
    evening.run(shop.open(), *two_courses(shop), c.Fire(course=1), AFTER_1)
    evening.later(60)
    evening.bump(station_id=cold)
    evening.deliver()
    assert evening.cooking() == {"A": 1}
    divert: dict[str, Any] = evening.do(
        lambda unit: settings.divert_station(unit, shop.store.id, evening.wok, cold, move_open=True)
    )
    assert divert["moved"] == 0
    for _ in range(2):
        evening.deliver()
    assert evening.cooking() == {"B": 1}


# -- at the same time


def test_a_bump_while_somebody_plans_is_not_missed(evening: Evening) -> None:
    """The plan looked before the bump, and stands after the bump was told of: who tells waits for the order."""
    shop = evening.shop
    evening.run(shop.open(), *two_courses(shop), c.Fire(course=1))
    with Unit(evening.engine, evening.tenant_id) as planning, ThreadPoolExecutor(1) as elsewhere:
        planning.actor, planning.attempt = shop.unit.actor, 1
        run_commands(planning, shop.store.id, shop.order_id, [AFTER_1])
        evening.bump()
        told = elsewhere.submit(evening.deliver)
        wait_until(lambda: evening.do(_somebody_waits), what="the news to wait for the order")
        planning.commit()
        told.result(timeout=20)
    assert evening.cooking() == {"B": 1}


def _somebody_waits(unit: Unit) -> bool:
    asked = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
    return bool(unit.session.execute(asked).scalar_one())


# -- what it costs


class Silent:
    """A kitchen that is not to be asked."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError("nobody waits for a course: the kitchen need not be asked")


def test_orders_of_which_no_course_waits_ask_nothing(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "kitchen", Silent())
    shop, other = evening.shop, new_id()
    first, second = two_courses(shop)
    evening.run(shop.open(), shop.line("C", course=1), c.Fire(), order_id=other)
    evening.run(shop.open(), first, second, c.Fire(course=1), c.PlanCourse(course=3, when="hand"))
    evening.run(c.MoveLine(line_id=second.line_id, course=3, fields=frozenset({"course"})))
    evening.run(c.VoidLine(line_id=first.line_id, reason="late"))
    evening.run(c.MergeOrder(from_order_id=other))
    evening.bump(other)
    evening.deliver()
    paid = evening.run(c.Pay(payment_id=new_id(), tender="card", amount=2200))
    assert paid["state"] == "paid"


def test_hearing_of_many_courses_asks_as_often_as_hearing_of_one(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    hear = courses.on_courses_ready

    def count(unit: Unit, events: Any) -> None:
        before = unit.round_trips
        hear(unit, events)
        asked.append(unit.round_trips - before)

    monkeypatch.setattr(courses, "on_courses_ready", count)
    for orders in (1, 8):
        for _ in range(orders):
            order_id = new_id()
            gone, held = evening.shop.line("A", course=1), evening.shop.line("C", course=1)
            lines = (gone, held, evening.shop.line("B", course=2))
            fire = c.Fire(line_ids=(gone.line_id,))
            evening.run(evening.shop.open(), *lines, fire, AFTER_1, order_id=order_id)
            evening.bump(order_id)
        evening.deliver()
    assert asked[0] == asked[1]
