"""Work that no screen saw is brought to where it was, dish by dish, at the moments at which it happened."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from core import clock
from core.errors import Forbidden
from core.ids import new_id
from core.models import EventRow
from core.uow import Unit
from kitchen.services import past
from kitchen.services.past import Making, MakingOf
from pos.values import commands as c
from tests.support.kitchen import make_station, rails, wire
from tests.support.orders import CASHIER, Shop, make_shop

COOK = frozenset({"kitchen.view", "kitchen.cook"})
MINUTE = timedelta(minutes=1)
AFTER = {"A": (1, 3, 4), "B": (2, 6, 9)}  # minutes until each dish was begun, ready, handed out


@pytest.fixture
def shop(unit: Unit) -> Shop:
    wire()
    shop = make_shop(unit, CASHIER | COOK)
    make_station(unit, shop.store.id, "wok", is_default=True)
    return shop


def making_of(shop: Shop) -> MakingOf:
    codes = {product_id: code for code, product_id in shop.products.items()}
    return lambda _ticket, item: Making(
        *(item.fired_at + minutes * MINUTE for minutes in AFTER[codes[item.product_id]])
    )


def fired(shop: Shop, *lines: c.Command) -> UUID:
    order_id = new_id()
    shop.run(shop.open(), *lines, c.Fire(), order_id=order_id)
    return order_id


def states(shop: Shop, order_id: UUID) -> dict[str, str]:
    return {item.name["en"]: item.state for item in rails(shop.unit, order_id).items.values()}


def courses_told(unit: Unit) -> int:
    query = select(func.count()).select_from(EventRow).where(EventRow.type == "CourseReady")
    return unit.session.scalar(query) or 0


@pytest.mark.parametrize(
    ("minutes", "a", "b", "left"),
    [
        (0, "new", "new", 1),
        (2, "started", "started", 1),
        (5, "served", "started", 1),
        (6, "served", "ready", 0),
    ],
)
def test_each_dish_is_where_it_was(shop: Shop, minutes: int, a: str, b: str, left: int) -> None:
    now = clock.now()
    with clock.frozen(now):
        order_id = fired(shop, shop.line("A"), shop.line("B"))
        until = now + minutes * MINUTE
        assert past.catch_up(shop.unit, shop.store.id, making_of(shop), until) == left
        found = rails(shop.unit, order_id)
    by_state = sorted(item.state for item in found.items.values())
    assert by_state == sorted((a, b))
    (ticket,) = found.tickets.values()
    if not left:
        assert ticket.state == "done"
        assert ticket.done_at == now + 6 * MINUTE


def test_finished_courses_are_told_of_when_asked(shop: Shop) -> None:
    unit, later = shop.unit, clock.now() + 30 * MINUTE
    for tells, count in ((False, 0), (True, 1)):
        fired(shop, shop.line("A"))
        past.catch_up(unit, shop.store.id, making_of(shop), later, tells=tells)
        unit.settle()
        unit.session.flush()
        assert courses_told(unit) == count


def test_only_the_named_orders_are_reached(shop: Shop) -> None:
    unit, later = shop.unit, clock.now() + 30 * MINUTE
    mine, others = fired(shop, shop.line("A")), fired(shop, shop.line("A"))
    unit.settle()
    past.load_open(unit, shop.store.id, shop.store.timezone, [mine, new_id()])
    past.catch_up(unit, shop.store.id, making_of(shop), later)
    assert set(states(shop, mine).values()) == {"served"}
    assert set(states(shop, others).values()) == {"new"}


def test_what_was_voided_needs_no_look_any_more(shop: Shop) -> None:
    line = shop.line("A")
    order_id = fired(shop, line)
    shop.unit.settle()
    shop.run(c.VoidLine(line_id=line.line_id, reason="Gone"), order_id=order_id)
    assert past.catch_up(shop.unit, shop.store.id, making_of(shop), clock.now()) == 0
    (item,) = rails(shop.unit, order_id).items.values()
    assert (item.state, item.change) == ("cancelled", None)


def test_who_may_not_cook_changes_nothing(unit: Unit) -> None:
    wire()
    shop = make_shop(unit, CASHIER)
    make_station(unit, shop.store.id, "wok", is_default=True)
    order_id = fired(shop, shop.line("A"))
    with pytest.raises(Forbidden):
        past.catch_up(unit, shop.store.id, making_of(shop), clock.now() + 30 * MINUTE)
    assert set(states(shop, order_id).values()) == {"new"}
