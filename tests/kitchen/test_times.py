"""Ticket times: what the items' own stamps say, and nothing else."""

from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from core import clock
from core.errors import NotFound
from core.ids import new_id
from core.uow import Unit
from kitchen import ports
from kitchen.services import screens
from kitchen.services.times import ticket_times
from kitchen.values.commands import Act
from kitchen.values.tickets import UNKNOWN_PREP
from pos.models.menu import ProductRow
from pos.store.menu_version import bump_menu
from pos.values import commands as c
from tests.support.accounts import Caller, House
from tests.support.kitchen import OneStore, make_route, make_station, rails, wire
from tests.support.orders import CASHIER, Shop, make_shop

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai
DAY = date(2026, 11, 21)


@pytest.fixture
def shop(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> Shop:
    wire()
    shop = make_shop(unit, CASHIER | {"kitchen.cook", "kitchen.view", "kitchen.report"})
    monkeypatch.setattr(ports, "stores", OneStore(shop.store))
    make_station(unit, shop.store.id, "wok", is_default=True)
    cold = make_station(unit, shop.store.id, "cold")
    make_route(unit, shop.store.id, cold, product_id=shop.products["B"])
    return shop


def cook(shop: Shop, code: str, fired: datetime, wait: int, make: int, hand_out: int | None = None) -> UUID:
    """One dish through the kitchen, in so many seconds each."""
    order_id = new_id()
    with clock.frozen(fired):
        shop.run(shop.open(), shop.line(code), c.Fire(), order_id=order_id)
        shop.unit.settle()
    (item_id,) = rails(shop.unit, order_id).items
    moments = [("start", wait), ("bump", wait + make)]
    if hand_out is not None:
        moments.append(("serve", wait + make + hand_out))
    for act, seconds in moments:
        with clock.frozen(fired + timedelta(seconds=seconds)):
            screens.run_commands(shop.unit, shop.store.id, [Act(act, (item_id,))])
    return order_id


def times(shop: Shop, first: date = DAY, last: date = DAY) -> dict[str, Any]:
    return ticket_times(shop.unit, shop.store.id, first, last)


def test_medians_by_station_product_and_hour(shop: Shop) -> None:
    takes = [10, 20, 60]
    for number, seconds in enumerate(takes):
        cook(shop, "A", NOON + timedelta(minutes=number), 5, seconds, 30)
    cook(shop, "B", NOON + timedelta(hours=1), 7, 100)
    found = times(shop)
    assert [(row["name"]["en"], row["items"], row["make"]["median"]) for row in found["stations"]] == [
        ("wok", 3, median(takes)),
        ("cold", 1, 100),
    ]
    assert [(row["name"]["en"], row["whole"]["median"]) for row in found["products"]] == [
        ("A", 25),
        ("B", 107),
    ]
    assert [(row["hour"], row["items"]) for row in found["hours"]] == [(12, 3), (13, 1)]
    assert [(row["date"], row["items"]) for row in found["days"]] == [(DAY, 4)]
    assert found["all"]["wait"] == {"median": 5, "p90": 6}
    assert found["all"]["hand_out"] == {"median": 30, "p90": 30}


@pytest.mark.parametrize(("prep_seconds", "target"), [(90, 90), (0, UNKNOWN_PREP)])
def test_what_is_ready_after_it_was_due_is_late(shop: Shop, prep_seconds: int, target: int) -> None:
    shop.unit.change(ProductRow, {"id": shop.products["A"]}, {"prep_seconds": prep_seconds})
    bump_menu(shop.unit)
    cook(shop, "A", NOON, 0, 0)
    cook(shop, "A", NOON, target, 0)
    cook(shop, "A", NOON, target, 1)
    assert (times(shop)["all"]["late"], times(shop)["all"]["late_bp"]) == (1, 3333)


def test_what_was_cancelled_or_is_of_another_day_or_store_does_not_count(shop: Shop) -> None:
    line = shop.line("A")
    with clock.frozen(NOON):
        shop.run(shop.open(), line, c.Fire())
        shop.run(c.VoidLine(line_id=line.line_id, reason="gone"))
        shop.unit.settle()
    cook(shop, "A", NOON - timedelta(days=1), 1, 1)
    assert times(shop)["all"] == {
        "items": 0,
        "ready": 0,
        "late": 0,
        "late_bp": None,
        "remade": 0,
        "wait": None,
        "make": None,
        "hand_out": None,
        "whole": None,
    }
    assert times(shop, DAY - timedelta(days=1))["all"]["items"] == 1
    with pytest.raises(NotFound):
        ticket_times(shop.unit, new_id(), DAY, DAY)


def test_the_report_over_http(manager: Caller, cashier: Caller, house: House, engine: Engine) -> None:
    path = f"/stores/{house.stores['own']}/kitchen/times"
    answer = manager.get(path, **{"from": "2026-11-01", "to": "2026-11-21"})
    assert (answer.status_code, answer.json["all"]["items"], answer.json["from"]) == (200, 0, "2026-11-01")
    assert manager.get(path, **{"from": "2026-11-21", "to": "2026-11-01"}).status_code == 422
    too_many = manager.get(path, **{"from": "2026-01-01", "to": "2026-11-01"})
    assert (too_many.status_code, too_many.json["code"]) == (422, "bad_days")
    assert cashier.get(path, **{"from": "2026-11-01", "to": "2026-11-21"}).status_code == 403
