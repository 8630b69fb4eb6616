"""An order on paper, over HTTP: the kitchen's slip, the guest's receipt, the till's alarm."""

from typing import Any

import pytest
from sqlalchemy import Engine

from app.factory import App
from core.ids import new_id
from core.uow import Unit
from tests.support.accounts import Caller, House, name, sign_in_at_terminal
from tests.support.escpos import parse
from tests.support.menu import make_price, make_product, make_tax_class


@pytest.fixture
def order(engine: Engine, house: House, cashier: Caller, manager: Caller) -> dict[str, Any]:
    with Unit(engine, house.tenant_id) as unit:
        make_tax_class(unit, "6", is_default=True)
        product_id = make_product(unit, "A", name={"zh": "鱼香肉丝", "en": "Fish-fragrant pork"})
        make_price(unit, product_id, 2800)
        unit.commit()
    store = house.stores["own"]
    assert manager.post(f"/stores/{store}/kitchen/stations", {"name": name("wok")}).status_code == 201
    order_id, line_id = new_id(), new_id()
    commands = [
        {"type": "open_order", "channel": "takeaway"},
        {"type": "add_line", "line_id": str(line_id), "product_id": str(product_id), "quantity": "2"},
        {"type": "fire"},
    ]
    answer = cashier.post(f"/stores/{store}/orders/{order_id}/commands", {"commands": commands})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json["order"]
    return found


def test_the_slip_is_the_same_as_text_and_as_bytes(cashier: Caller, order: dict[str, Any]) -> None:
    base = f"/stores/{order['store_id']}/kitchen"
    (station,) = cashier.get(f"{base}/stations").json["stations"]
    (ticket,) = cashier.get(f"{base}/stations/{station['id']}/board").json["tickets"]
    path = f"{base}/tickets/{ticket['id']}/slip"
    text = cashier.get(path, format="text").text
    assert "2 x 鱼香肉丝" in text
    assert parse(cashier.get(path, format="escpos").data).texts == [text.splitlines()]
    assert "2 x Fish-fragrant pork" in cashier.get(path, language="en").text
    assert cashier.get(f"{base}/tickets/{new_id()}/slip").status_code == 404
    assert cashier.get(path, format="pdf").status_code == 422


def test_the_receipt_comes_as_page_text_and_bytes(cashier: Caller, order: dict[str, Any]) -> None:
    path = f"/stores/{order['store_id']}/orders/{order['id']}/receipt"
    page = cashier.get(path)
    assert page.content_type.startswith("text/html")
    assert "鱼香肉丝" in page.text
    text = cashier.get(path, format="text", check_id=order["id"]).text
    assert "56.00" in text
    assert parse(cashier.get(path, format="escpos").data).texts == [text.splitlines()]
    assert cashier.get(path, check_id=str(new_id())).json["code"] == "check_not_found"


def test_another_store_sees_neither_slip_nor_receipt_nor_alarm(
    app: App, house: House, order: dict[str, Any], franchisee: Caller
) -> None:
    base = f"/stores/{order['store_id']}"
    for path in (f"/orders/{order['id']}/receipt", f"/kitchen/tickets/{new_id()}/slip", "/kitchen/alarms"):
        assert franchisee.get(base + path).status_code == 404
    waiter = sign_in_at_terminal(app, house, "waiter")
    assert waiter.get(f"{base}/kitchen/alarms").json == {"alarms": []}
    refused = waiter.post(f"{base}/kitchen/alarms/{new_id()}/clear")
    assert refused.json["code"] == "alarm_not_found"
