"""The floor plan over HTTP."""

from typing import Any

import pytest

from core.ids import new_id
from tests.support.accounts import Caller, House, name


@pytest.fixture
def hall(boss: Caller, house: House) -> dict[str, Any]:
    """An area of the brand's own store."""
    answer = boss.post(f"/stores/{house.stores['own']}/areas", {"name": name("大厅")})
    found: dict[str, Any] = answer.json
    return found


def test_the_till_sees_areas_and_tables(
    boss: Caller, cashier: Caller, house: House, hall: dict[str, Any]
) -> None:
    path = f"/stores/{house.stores['own']}"
    table = boss.post(f"{path}/tables", {"area_id": hall["id"], "name": "A1", "seats": 6, "shape": "round"})
    assert table.status_code == 201, table.text
    floor = cashier.get(f"{path}/floor")
    assert floor.status_code == 200, floor.text
    assert [a["id"] for a in floor.json["areas"]] == [hall["id"]]
    (shown,) = floor.json["tables"]
    assert (shown["id"], shown["seats"], shown["shape"], shown["orders"]) == (
        table.json["id"],
        6,
        "round",
        [],
    )
    opened = {
        "commands": [{"type": "open_order", "channel": "dine_in", "table_id": shown["id"], "covers": 2}]
    }
    order_id = str(new_id())
    answer = cashier.post(f"{path}/orders/{order_id}/commands", opened)
    assert answer.status_code == 200, answer.text
    (busy,) = cashier.get(f"{path}/floor").json["tables"]
    assert [(o["id"], o["covers"], o["state"]) for o in busy["orders"]] == [(order_id, 2, "open")]
    refused = boss.delete(f"{path}/tables/{shown['id']}")
    assert (refused.status_code, refused.json["code"]) == (409, "in_use")


def test_a_tables_name_is_its_stores_own(boss: Caller, house: House, hall: dict[str, Any]) -> None:
    path = f"/stores/{house.stores['own']}/tables"
    first = boss.post(path, {"area_id": hall["id"], "name": "A1"}).json
    taken = boss.post(path, {"area_id": hall["id"], "name": "A1"})
    assert (taken.status_code, taken.json["code"]) == (409, "table_name_taken")
    second = boss.post(path, {"area_id": hall["id"], "name": "A2"}).json
    assert boss.patch(f"{path}/{second['id']}", {"name": "A1"}).status_code == 409
    assert boss.patch(f"{path}/{first['id']}", {"name": "A1", "x": 5}).json["x"] == 5
    assert boss.delete(f"{path}/{first['id']}").status_code == 204
    assert boss.patch(f"{path}/{second['id']}", {"name": "A1"}).status_code == 200
    there = f"/stores/{house.stores['franchised']}"
    assert boss.post(f"{there}/tables", {"area_id": hall["id"], "name": "A1"}).status_code == 422
    assert boss.get(f"{there}/tables/{second['id']}").status_code == 404
    assert boss.patch(f"{there}/areas/{hall['id']}", {"sort": 1}).status_code == 404


def test_an_area_with_tables_stays(boss: Caller, house: House, hall: dict[str, Any]) -> None:
    path = f"/stores/{house.stores['own']}"
    table = boss.post(f"{path}/tables", {"area_id": hall["id"], "name": "A1"}).json
    assert boss.delete(f"{path}/areas/{hall['id']}").status_code == 409
    assert boss.delete(f"{path}/tables/{table['id']}").status_code == 204
    assert boss.delete(f"{path}/areas/{hall['id']}").status_code == 204
    assert boss.get(f"{path}/areas").json["items"] == []


def test_a_franchisee_lays_out_the_own_store_only(franchisee: Caller, cashier: Caller, house: House) -> None:
    own, other = house.stores["franchised"], house.stores["own"]
    assert franchisee.post(f"/stores/{own}/areas", {"name": name("A")}).status_code == 201
    assert franchisee.post(f"/stores/{other}/areas", {"name": name("A")}).status_code == 404
    assert cashier.post(f"/stores/{other}/areas", {"name": name("A")}).status_code == 403
    assert franchisee.get(f"/stores/{other}/areas").status_code == 404
    assert cashier.get(f"/stores/{other}/areas").json["items"] == []
