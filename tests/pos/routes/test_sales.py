"""Sales figures over HTTP: the shapes, who may see them, and what cannot be asked."""

import pytest
from sqlalchemy import Engine

from app.worker import drain_brand
from core.actor import Actor
from core.ids import new_id
from core.uow import Unit
from pos.services.orders import run_commands
from pos.values import commands as c
from tests.support.accounts import Caller, House
from tests.support.menu import make_price, make_product

pytestmark = pytest.mark.usefixtures("alone")


@pytest.fixture
def sold(engine: Engine, house: House) -> None:
    """One paid order at the brand's own store."""
    store_id = house.stores["own"]
    with Unit(engine, house.tenant_id) as unit:
        permissions = {store_id: frozenset({"order.take", "payment.take"})}
        unit.actor = Actor(house.tenant_id, house.people["cashier"], "Cashier", None, permissions)
        dish = make_product(unit, "A")
        make_price(unit, dish, 2200)
        line = c.AddLine(line_id=new_id(), product_id=dish, suggestion_id=new_id())
        pay = c.Pay(payment_id=new_id(), tender="card", amount=2200)
        run_commands(unit, store_id, new_id(), [c.OpenOrder(channel="takeaway"), line, pay])
        unit.commit()
    drain_brand(engine, house.tenant_id)


def test_a_stores_sales_are_told_from_every_side(sold: None, manager: Caller, house: House) -> None:
    answer = manager.get(f"/stores/{house.stores['own']}/sales")
    assert answer.status_code == 200, answer.text
    found = answer.json
    assert (found["totals"]["orders"], found["totals"]["total"], found["currency"]) == (1, 2200, "CNY")
    assert [day["total"] for day in found["days"]] == [2200]
    assert [row["channel"] for row in found["channels"]] == ["takeaway"]
    assert [row["orders"] for row in found["hours"]] == [1]
    assert found["products"][0] | {"code": "A", "units": "1", "variant_id": None} == found["products"][0]
    assert found["staff"] == [
        {
            "staff_id": str(house.people["cashier"]),
            "name": "Cashier",
            "suggestions": 1,
            "upsell_units": "1",
            "upsell_revenue": 2200,
        }
    ]


def test_head_office_sees_all_stores_and_a_manager_their_own(
    sold: None, boss: Caller, manager: Caller
) -> None:
    assert [row["code"] for row in boss.get("/sales").json["stores"]] == ["S1", "S2"]
    assert [row["code"] for row in manager.get("/sales").json["stores"]] == ["S1"]


def test_a_cashier_sees_no_figures(cashier: Caller, house: House) -> None:
    assert cashier.get("/sales").status_code == 403
    assert cashier.get(f"/stores/{house.stores['own']}/sales").status_code == 403
    assert cashier.get(f"/stores/{house.stores['franchised']}/sales").status_code == 404


def test_another_stores_figures_are_not_there(manager: Caller, house: House) -> None:
    assert manager.get(f"/stores/{house.stores['franchised']}/sales").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-11-21", "to": "2026-11-20"},
        {"from": "2020-01-01", "to": "2026-01-01"},
        {"from": "yesterday"},
        {"since": "2026-11-20"},
        {"top": "0"},
    ],
)
def test_what_cannot_be_asked_is_refused(manager: Caller, house: House, query: dict[str, str]) -> None:
    assert manager.get(f"/stores/{house.stores['own']}/sales", **query).status_code == 422
