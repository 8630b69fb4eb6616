"""Standard costs of everything at once: what is bought at its price, what is made by its recipe, nearer ones first."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from core.ids import new_id
from core.uow import Unit
from inventory.services.items import set_standard_price
from inventory.services.standard_costs import standard_costs
from tests.support.accounts import House
from tests.support.store_room import act, make_item, make_semi, publish


@pytest.fixture
def unit(app: object, engine: Engine, house: House) -> Iterator[Unit]:
    """A transaction of the brand's, never committed."""
    with Unit(engine, house.tenant_id) as unit:
        yield act(unit)


def costs(unit: Unit, store_id: UUID | None = None) -> dict[UUID, Decimal | None]:
    found: list[dict[str, Any]] = standard_costs(unit, store_id=store_id)["costs"]
    return {one["id"]: one["unit_cost"] for one in found}


def test_costs_go_through_every_level(unit: Unit) -> None:
    pork = make_item(unit, "PORK", price="40")
    shreds = make_semi(unit, "SHREDS")
    dish = new_id()
    publish(unit, {pork: ("1", "kg", "0.9375")}, of=shreds)
    publish(unit, {shreds: "0.150"}, product_id=dish)
    assert costs(unit) == {pork: Decimal(40), shreds: Decimal("42.66666667"), dish: Decimal("6.4")}


def test_stores_own_recipe_and_price_come_first(unit: Unit, house: House) -> None:
    own, dish, rice = house.stores["own"], new_id(), make_item(unit, "RICE", price="5")
    publish(unit, {rice: "0.2"}, product_id=dish)
    publish(unit, {rice: "0.3"}, product_id=dish, store_id=own)
    dearer = {"price": Decimal(6), "valid_from": date(2020, 1, 1), "store_id": own}
    set_standard_price(unit, rice, dearer)
    assert costs(unit)[dish] == Decimal(1)
    assert costs(unit, own) == {rice: Decimal(6), dish: Decimal("1.8")}


def test_cost_is_unknown_where_a_price_is_missing(unit: Unit) -> None:
    dish, salt = new_id(), make_item(unit, "SALT")
    publish(unit, {salt: "0.005"}, product_id=dish)
    assert costs(unit) == {dish: None}
