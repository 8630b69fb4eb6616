"""Stations and routes over HTTP: who may edit them, what is refused, and that orders follow at once."""

from typing import Any

import pytest
from sqlalchemy import Engine

from core.ids import new_id
from core.uow import Unit
from kitchen.store.config import load_kitchen
from tests.support.accounts import Caller, House, name


@pytest.fixture
def path(house: House) -> str:
    return f"/stores/{house.stores['own']}/kitchen"


def make(caller: Caller, path: str, text: str, **more: Any) -> Any:
    answer = caller.post(f"{path}/stations", {"name": name(text), **more})
    assert answer.status_code == 201, answer.text
    return answer.json


def test_the_first_station_that_cooks_is_the_default_until_another_takes_over(
    manager: Caller, path: str
) -> None:
    expo = make(manager, path, "expo", kind="expo")
    wok = make(manager, path, "wok")
    cold = make(manager, path, "cold", is_default=True)
    found = {row["id"]: row["is_default"] for row in manager.get(f"{path}/stations").json["stations"]}
    assert found == {expo["id"]: False, wok["id"]: False, cold["id"]: True}
    refused = manager.patch(f"{path}/stations/{cold['id']}", {"is_default": False})
    assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, "is_default")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"printer": "file:///etc/passwd"}, "printer"),
        ({"printer": "tcp://10.0.0.9:22"}, "printer"),
        ({"printer": "lp0"}, "printer"),
        ({"print_always": True}, "printer"),
        ({"divert_after_seconds": 30}, "divert_after_seconds"),
        ({"kind": "expo"}, "kind"),
        ({"ack_seconds": 1}, "ack_seconds"),
    ],
)
def test_a_change_that_breaks_a_rule_changes_nothing(
    manager: Caller, path: str, change: dict[str, Any], field: str
) -> None:
    wok = make(manager, path, "wok")
    refused = manager.patch(f"{path}/stations/{wok['id']}", change)
    assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, field)
    assert manager.get(f"{path}/stations/{wok['id']}").json == wok


def test_a_change_moves_the_version_that_orders_are_checked_against(
    manager: Caller, path: str, engine: Engine, house: House
) -> None:
    wok = make(manager, path, "wok")
    changed = manager.patch(
        f"{path}/stations/{wok['id']}", {"printer": "tcp://192.168.1.50", "ack_seconds": 9}
    )
    assert changed.json == {**wok, "printer": "tcp://192.168.1.50", "ack_seconds": 9}
    with Unit(engine, house.tenant_id) as unit:
        kitchen = load_kitchen(unit, house.stores["own"], "Asia/Shanghai")
    assert (kitchen.version, next(iter(kitchen.stations.values())).ack_seconds) == (2, 9)


def test_a_diversion_never_forms_a_ring(manager: Caller, path: str) -> None:
    a, b, c = (make(manager, path, text)["id"] for text in "abc")
    for place, to in ((a, b), (b, c)):
        assert manager.post(f"{path}/stations/{place}/divert", {"to": to}).status_code == 200
    for place, to in ((c, a), (a, a), (a, str(new_id()))):
        refused = manager.post(f"{path}/stations/{place}/divert", {"to": to})
        assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, "to")
    ended = manager.post(f"{path}/stations/{b}/divert", {"to": None})
    assert ended.json["station"]["diverted_to"] is None
    assert ended.json["station"]["diverted_by"] is None


def test_a_station_that_is_needed_stays(manager: Caller, path: str) -> None:
    wok, cold = make(manager, path, "wok")["id"], make(manager, path, "cold")["id"]
    assert manager.delete(f"{path}/stations/{wok}").status_code == 409
    manager.post(f"{path}/routes", {"station_id": cold, "channel": "takeaway"})
    manager.patch(f"{path}/stations/{wok}", {"stand_in_id": cold})
    assert manager.delete(f"{path}/stations/{cold}").json["code"] == "station_stands_in"
    manager.patch(f"{path}/stations/{wok}", {"stand_in_id": None})
    assert manager.delete(f"{path}/stations/{cold}").status_code == 204
    assert manager.get(f"{path}/stations/{cold}").status_code == 404
    assert manager.get(f"{path}/routes").json == {"routes": []}


def test_routes_are_made_changed_and_removed(manager: Caller, path: str) -> None:
    wok = make(manager, path, "wok")["id"]
    made = manager.post(f"{path}/routes", {"station_id": wok, "channel": "delivery", "weekdays": 31})
    assert made.status_code == 201
    place = f"{path}/routes/{made.json['id']}"
    changed = manager.patch(place, {"start_minute": 600, "end_minute": 60})
    assert (changed.json["start_minute"], changed.json["channel"]) == (600, "delivery")
    for wrong in (
        {"channel": None, "weekdays": None, "start_minute": None, "end_minute": None},
        {"end_minute": 600},
    ):
        assert manager.patch(place, wrong).status_code == 422
    assert manager.get(f"{path}/routes").json["routes"] == [changed.json]
    assert manager.delete(place).status_code == 204
    assert manager.delete(place).json["code"] == "route_not_found"


def test_who_may_not_edit_changes_nothing(
    manager: Caller, cashier: Caller, franchisee: Caller, path: str
) -> None:
    wok = make(manager, path, "wok")
    assert cashier.post(f"{path}/stations", {"name": name("x")}).status_code == 403
    assert cashier.post(f"{path}/stations/{wok['id']}/divert", {"to": None}).status_code == 403
    assert cashier.delete(f"{path}/stations/{wok['id']}").status_code == 403
    assert franchisee.patch(f"{path}/stations/{wok['id']}", {"sort": 3}).status_code == 404
    assert manager.get(f"{path}/stations").json["stations"] == [wok]
