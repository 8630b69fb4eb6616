"""Stations and routes over HTTP: who may edit them, what is refused, and that orders follow at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine

from app.factory import App
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
    refused = manager.patch(f"{path}/stations/{cold['id']}", {"is_default": False, "version": 1})
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
    refused = manager.patch(f"{path}/stations/{wok['id']}", {"version": 1, **change})
    assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, field)
    assert manager.get(f"{path}/stations/{wok['id']}").json == wok


def test_a_change_moves_the_version_that_orders_are_checked_against(
    manager: Caller, path: str, engine: Engine, house: House
) -> None:
    wok = make(manager, path, "wok")
    changed = manager.patch(
        f"{path}/stations/{wok['id']}", {"printer": "tcp://192.168.1.50", "ack_seconds": 9, "version": 1}
    )
    assert changed.json == {**wok, "printer": "tcp://192.168.1.50", "ack_seconds": 9, "version": 2}
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
    version = manager.get(f"{path}/stations/{wok}").json["version"]
    stand_in = manager.patch(f"{path}/stations/{wok}", {"stand_in_id": cold, "version": version})
    assert manager.delete(f"{path}/stations/{cold}").json["code"] == "station_stands_in"
    alone = {"stand_in_id": None, "version": stand_in.json["version"]}
    assert manager.patch(f"{path}/stations/{wok}", alone).status_code == 200
    assert manager.delete(f"{path}/stations/{cold}").status_code == 204
    assert manager.get(f"{path}/stations/{cold}").status_code == 404
    assert manager.get(f"{path}/routes").json == {"routes": []}


def test_a_station_that_dishes_come_to_does_not_become_the_pass(manager: Caller, path: str) -> None:
    make(manager, path, "wok")
    cold = make(manager, path, "cold")
    rule = {"station_id": cold["id"], "channel": "takeaway"}
    route = manager.post(f"{path}/routes", rule).json
    as_pass = {"kind": "expo", "version": 1}
    refused = manager.patch(f"{path}/stations/{cold['id']}", as_pass)
    assert (refused.status_code, refused.json["code"]) == (409, "station_has_routes")
    assert manager.delete(f"{path}/routes/{route['id']}").status_code == 204
    assert manager.patch(f"{path}/stations/{cold['id']}", as_pass).status_code == 200


def test_routes_are_made_changed_and_removed(manager: Caller, path: str) -> None:
    wok = make(manager, path, "wok")["id"]
    made = manager.post(f"{path}/routes", {"station_id": wok, "channel": "delivery", "weekdays": 31})
    assert made.status_code == 201
    place = f"{path}/routes/{made.json['id']}"
    changed = manager.patch(place, {"start_minute": 600, "end_minute": 60, "version": 1})
    assert (changed.json["start_minute"], changed.json["channel"]) == (600, "delivery")
    assert (made.json["version"], changed.json["version"]) == (1, 2)
    for wrong in (
        {"channel": None, "weekdays": None, "start_minute": None, "end_minute": None},
        {"end_minute": 600},
    ):
        assert manager.patch(place, {**wrong, "version": 2}).status_code == 422
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
    assert franchisee.patch(f"{path}/stations/{wok['id']}", {"sort": 3, "version": 1}).status_code == 404
    assert manager.get(f"{path}/stations").json["stations"] == [wok]


@pytest.fixture
def kept(manager: Caller, path: str, engine: Engine, house: House) -> Callable[[], Any]:
    """Everything that is set, and the version that orders are checked against."""

    def look() -> Any:
        with Unit(engine, house.tenant_id) as unit:
            return load_kitchen(unit, house.stores["own"], "Asia/Shanghai")

    return look


def test_of_two_people_at_one_station_the_later_sees_what_the_other_saved(
    manager: Caller, boss: Caller, path: str, kept: Callable[[], Any]
) -> None:
    place = f"{path}/stations/{make(manager, path, 'wok')['id']}"
    theirs = boss.patch(place, {"ack_seconds": 9, "version": 1}).json
    before = kept()

    late = manager.patch(place, {"warn_percent": 50, "version": 1})

    assert (late.status_code, late.json["code"], late.json["current"]) == (409, "changed_meanwhile", theirs)
    assert kept() == before
    settled = manager.patch(place, {"warn_percent": 50, "version": theirs["version"]}).json
    assert settled == {**theirs, "warn_percent": 50, "version": 3}


def test_of_two_people_at_one_rule_the_later_sees_what_the_other_saved(
    manager: Caller, boss: Caller, path: str, kept: Callable[[], Any]
) -> None:
    wok = make(manager, path, "wok")["id"]
    made = manager.post(f"{path}/routes", {"station_id": wok, "channel": "delivery"}).json
    place = f"{path}/routes/{made['id']}"
    theirs = boss.patch(place, {"channel": "takeaway", "version": 1}).json
    before = kept()

    late = manager.patch(place, {"weekdays": 31, "version": 1})

    assert (late.status_code, late.json["code"], late.json["current"]) == (409, "changed_meanwhile", theirs)
    assert kept() == before
    settled = manager.patch(place, {"weekdays": 31, "version": 2}).json
    assert settled == {**theirs, "weekdays": 31, "version": 3}


@pytest.mark.parametrize("what", ["stations", "routes"])
def test_a_change_names_the_version_that_was_edited(
    manager: Caller, path: str, kept: Callable[[], Any], what: str
) -> None:
    wok = make(manager, path, "wok")["id"]
    route = manager.post(f"{path}/routes", {"station_id": wok, "channel": "delivery"}).json["id"]
    before = kept()

    refused = manager.patch(f"{path}/{what}/{wok if what == 'stations' else route}", {})

    assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, "version")
    assert kept() == before


def test_a_station_that_lost_the_rest_to_another_was_changed_and_one_that_was_diverted_was_not(
    manager: Caller, path: str
) -> None:
    wok = make(manager, path, "wok")
    cold = make(manager, path, "cold", is_default=True)
    place = f"{path}/stations/{wok['id']}"
    assert manager.post(f"{place}/divert", {"to": cold["id"]}).status_code == 200

    late = manager.patch(place, {"sort": 3, "version": wok["version"]})

    current = {**wok, "is_default": False, "diverted_to": cold["id"], "diverted_by": "hand", "version": 2}
    assert (late.status_code, late.json["current"]) == (409, current)


@pytest.mark.parametrize("what", ["stations", "routes"])
def test_of_many_at_once_one_saves(app: App, manager: Caller, path: str, what: str) -> None:
    wok = make(manager, path, "wok")["id"]
    route = manager.post(f"{path}/routes", {"station_id": wok, "weekdays": 1}).json["id"]
    place = f"{path}/{what}/{wok if what == 'stations' else route}"
    field = "warn_percent" if what == "stations" else "weekdays"

    def save(value: int) -> int:
        caller = Caller(app.test_client(), manager.token)
        return caller.patch(place, {field: value, "version": 1}).status_code

    with ThreadPoolExecutor(4) as threads:
        statuses = sorted(threads.map(save, range(1, 5)))

    assert statuses == [200, 409, 409, 409]
