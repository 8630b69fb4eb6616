"""Documents, counts and reports ask the database as often for two hundred lines as for one."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from accounts.services.stores import add_store
from core import clock
from core.ids import new_id
from core.uow import Unit
from inventory.rules.days import day_begins
from inventory.services import count_entries, counts, documents, posting, stock
from inventory.services.food_mix import mix_against_plan
from inventory.services.items import set_standard_price
from inventory.services.reports import publish_report
from inventory.services.usage import resolve_day
from inventory.services.yield_tests import set_budget, set_settings
from tests.support.accounts import House, name
from tests.support.store_room import act, make_item, make_semi, sell
from tests.support.store_room import publish as publish_recipe
from tests.support.trips import Asked, counted

NOW = datetime.fromisoformat("2026-11-05T04:00:00+00:00")
HOUR = timedelta(hours=1)
# With what the edge asks before and writes after, in one round trip each.
MOST = 8


@pytest.fixture
def unit(app: object, engine: Engine, house: House) -> Iterator[Unit]:
    """A transaction of the brand's, never committed."""
    with Unit(engine, house.tenant_id) as unit, clock.frozen(NOW):
        yield act(unit)


@pytest.fixture
def own(house: House) -> UUID:
    return house.stores["own"]


@pytest.fixture
def items(unit: Unit) -> list[UUID]:
    return [make_item(unit, f"i{n}") for n in range(60)]


def lines(items: Sequence[UUID], **more: Any) -> list[dict[str, Any]]:
    return [{"item_id": item, "quantity": Decimal(3), "unit": "kg", **more} for item in items]


def draft(unit: Unit, store_id: UUID, items: Sequence[UUID], **head: Any) -> UUID:
    cost = {"unit_cost": Decimal(4)} if head["kind"] == "receipt" else {}
    given = {"lines": lines(items, **cost), "at": NOW - 3 * HOUR, **head}
    made: UUID = documents.create_document(unit, store_id, given)["id"]
    return made


def receipt(unit: Unit, own: UUID, items: Sequence[UUID]) -> list[Asked]:
    with counted(unit) as drafting:
        made = draft(unit, own, items, kind="receipt")
    with counted(unit) as changing:
        documents.change_document(unit, own, made, {"lines": lines(items, unit_cost=Decimal(5))})
    with counted(unit) as posted:
        posting.post_document(unit, own, made)
    return [drafting, changing, posted]


def transfer(unit: Unit, own: UUID, other: UUID, items: Sequence[UUID]) -> list[Asked]:
    made = draft(unit, own, items, kind="transfer", other_store_id=other)
    with counted(unit) as shipping:
        posting.ship_document(unit, own, made)
    with counted(unit) as receiving:
        posting.receive_document(unit, other, made, {1: Decimal(2)})
    return [shipping, receiving]


def count(unit: Unit, own: UUID, items: Sequence[UUID], at: datetime) -> list[Asked]:
    given = {"kind": "spot", "at": at, "item_ids": list(items)}
    with counted(unit) as opening:
        made = counts.open_count(unit, own, given)["id"]
    entries = [{"id": new_id(), **line, "counted_at": at} for line in lines(items)]
    with counted(unit) as entering:
        count_entries.enter(unit, own, made, entries)
    with counted(unit) as submitting:
        counts.submit(unit, own, made)
    with counted(unit) as approving:
        counts.approve(unit, own, made)
    return [opening, entering, submitting, approving]


def cook(unit: Unit, own: UUID, raw: UUID) -> None:
    """Prepare something of a raw item ahead, count it, and sell a dish of it."""
    semi, dish = make_semi(unit, f"of {raw.hex[-12:]}", is_stocked=True), new_id()
    for lines, of in (({raw: "1"}, {"of": semi}), ({semi: "1"}, {"product_id": dish})):
        publish_recipe(unit, lines, **of, valid_from=NOW - 20 * 24 * HOUR)
    count(unit, own, [semi], NOW - 10 * 24 * HOUR)
    sell(unit, own, dish, NOW - HOUR)


def publish(unit: Unit, own: UUID, items: Sequence[UUID], first: date) -> Asked:
    for day in (first, first + timedelta(days=1)):
        count(unit, own, items, day_begins(day, "Asia/Shanghai", 240))
    with counted(unit) as publishing:
        publish_report(unit, own, first, first)
    return publishing


def within(asked: Sequence[Asked], most: int = MOST) -> bool:
    return max(one.trips for one in asked) <= most


def test_a_receipt(unit: Unit, own: UUID, items: list[UUID]) -> None:
    receipt(unit, own, items[:1])  # the store's settings are asked for once
    few = receipt(unit, own, items[:1])
    assert receipt(unit, own, items) == few
    assert within(few, MOST - 3)


def test_a_transfer(unit: Unit, own: UUID, house: House, items: list[UUID]) -> None:
    other = house.stores["franchised"]
    transfer(unit, own, other, items[:1])
    few = transfer(unit, own, other, items[:1])
    assert transfer(unit, own, other, items) == few
    assert within(few)


def test_a_count(unit: Unit, own: UUID, items: list[UUID]) -> None:
    count(unit, own, items[:1], NOW - 3 * HOUR)
    few = count(unit, own, items[1:2], NOW - 2 * HOUR)
    assert count(unit, own, items[2:], NOW - HOUR) == few
    assert within(few)


def test_a_late_receipt_whatever_was_counted_since(unit: Unit, own: UUID, items: list[UUID]) -> None:
    count(unit, own, items[:1], NOW - 2 * HOUR)
    receipt(unit, own, items[:1])
    few = receipt(unit, own, items[:1])
    for minutes in (10, 20, 30):
        count(unit, own, items, NOW - minutes * HOUR / 60)
    assert receipt(unit, own, items) == few
    assert within(few)


def test_a_report(unit: Unit, own: UUID, items: list[UUID]) -> None:
    few = publish(unit, own, items[:1], date(2026, 11, 1))
    assert publish(unit, own, items, date(2026, 11, 3)) == few
    assert within([few], MOST + 3)


@pytest.mark.parametrize("method", ["periodic", "fifo"])
def test_stock_and_its_value(unit: Unit, own: UUID, items: list[UUID], method: str) -> None:
    """However many items, dishes, moves and counts; what was published is not gone through again."""
    set_settings(unit, method, Decimal(5))
    cook(unit, own, items[0])
    publish(unit, own, items[:1], date(2026, 11, 1))
    with counted(unit) as few:
        stock.stock(unit, own)
    for item in items[1:20]:
        cook(unit, own, item)
    publish(unit, own, items, date(2026, 11, 3))
    receipt(unit, own, items)
    with counted(unit) as many:
        found = stock.stock(unit, own)
    assert (many, len(found["lines"])) == (few, 60 + 20)
    assert within([few], MOST - 2)  # the edge asks before, and the store's settings were asked for


def test_the_mix_of_all_stores(unit: Unit, items: list[UUID]) -> None:
    """However many sell, each with a recipe and a price of its own."""
    day, dishes = NOW.date(), [new_id() for _ in range(3)]
    for dish in dishes:
        publish_recipe(unit, {items[0]: "1"}, product_id=dish, valid_from=NOW - 2 * HOUR)
    plan = [
        {"product_id": dish, "variant_id": None, "portions": Decimal(1), "price": 1000} for dish in dishes
    ]
    set_budget(unit, day, plan)

    for number in range(5):
        store = add_store(unit, {"code": f"M{number}", "name": name("M"), "timezone": "Asia/Shanghai"})
        unit.session.flush()
        price = {"price": Decimal(number), "valid_from": day, "store_id": store.id}
        set_standard_price(unit, items[0], price)
        for dish in dishes:
            publish_recipe(unit, {items[0]: "2"}, product_id=dish, store_id=store.id)
            sell(unit, store.id, dish, NOW)
        resolve_day(unit, store.id, day)

    def asked(store_id: UUID | None) -> tuple[Asked, list[str]]:
        with counted(unit) as asked:
            found = mix_against_plan(unit, day, day, store_id)
        return asked, [one["sold"] for one in found["dishes"]]

    asked(None)  # the stores are asked for once
    few, of_one = asked(store.id)
    many, of_all = asked(None)
    assert (many, of_one, of_all) == (few, ["1"] * 3, ["5"] * 3)
    assert within([few])
