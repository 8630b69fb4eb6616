"""People are kept by those who may; nobody reaches above themselves."""

from typing import Any

import pytest

from accounts.schemas.staff import StaffShape
from app.factory import App
from core.ids import new_id
from tests.support.accounts import PASSWORD, PINS, Caller, House, pin_body, sign_in, sign_in_at_terminal


def at(house: House, role: str, store: str | None = "own") -> dict[str, str | None]:
    return {"role_id": str(house.roles[role]), "store_id": str(house.stores[store]) if store else None}


def test_a_new_person_signs_in_at_once(boss: Caller, nobody: Caller, house: House) -> None:
    body = {"name": "Xiao Wang", "employee_no": "E7", "roles": [at(house, "waiter")], "pin": "6402"}
    answer = boss.post("/staff", body)

    assert answer.status_code == 201
    assert StaffShape().validate(answer.json) == {}
    assert answer.json["has_pin"]
    assert not answer.json["has_password"]
    assert answer.json["locale"] == "zh-CN"
    assert answer.json["roles"] == [at(house, "waiter") | {"role_name": {"zh": "服务员", "en": "Waiter"}}]
    pin = pin_body(house, "waiter", pin="6402") | {"staff_id": answer.json["id"]}
    assert nobody.post("/sign-in/pin", pin).status_code == 200


def test_no_hash_ever_leaves(boss: Caller, house: House) -> None:
    for answer in (
        boss.get("/staff"),
        boss.get(f"/staff/{house.people['manager']}"),
        boss.get("/audit", limit="200"),
    ):
        assert answer.status_code == 200
        assert "argon2" not in answer.text
        assert PINS["manager"] not in answer.text


def test_a_manager_sees_their_own_store_alone(manager: Caller, house: House) -> None:
    names = [person["name"] for person in manager.get("/staff").json["items"]]

    assert names == ["Cashier", "Manager", "Waiter"]
    assert manager.get(f"/staff/{house.people['franchisee']}").json["code"] == "staff_not_found"
    assert manager.get(f"/staff/{house.people['boss']}").json["code"] == "staff_not_found"
    assert manager.get("/staff", store_id=str(house.stores["franchised"])).status_code == 404


def test_roles_at_other_stores_are_not_shown(boss: Caller, manager: Caller, house: House) -> None:
    roles = [at(house, "waiter"), at(house, "waiter", "franchised")]
    boss.put(f"/staff/{house.people['waiter']}/roles", {"roles": roles})

    found = manager.get(f"/staff/{house.people['waiter']}").json
    assert [role["store_id"] for role in found["roles"]] == [str(house.stores["own"])]


def test_people_are_found_by_name_number_and_email(boss: Caller, house: House) -> None:
    boss.patch(f"/staff/{house.people['waiter']}", {"employee_no": "E-77"})

    def names(**query: str) -> list[str]:
        return [person["name"] for person in boss.get("/staff", **query).json["items"]]

    assert names(q="e-7") == ["Waiter"]
    assert names(q="franchisee@") == ["Franchisee"]
    assert names(q="_") == []
    assert names(store_id=str(house.stores["franchised"])) == ["Franchisee"]


def test_a_manager_hires_for_their_own_store(manager: Caller, house: House) -> None:
    answer = manager.post("/staff", {"name": "Li", "roles": [at(house, "cashier")], "pin": "6402"})

    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("roles", "code"),
    [
        ([("head_office", None)], "permission_needed"),
        ([("waiter", None)], "permission_needed"),
        ([("waiter", "franchised")], "store_not_found"),
        ([("franchise_manager", "own")], "escalation"),
        ([("head_office", "own")], "escalation"),
        ([("waiter", "own"), ("waiter", "own")], "role_twice"),
        ([], "permission_needed"),
    ],
)
def test_a_manager_gives_no_more_than_they_have(
    manager: Caller, house: House, roles: list[tuple[str, str | None]], code: str, snapshot: Any
) -> None:
    before = snapshot()
    given = [at(house, role, store) for role, store in roles]

    hired = manager.post("/staff", {"name": "Li", "roles": given})
    changed = manager.put(f"/staff/{house.people['waiter']}/roles", {"roles": given})
    own = manager.put(f"/staff/{house.people['manager']}/roles", {"roles": given})

    assert [answer.json["code"] for answer in (hired, changed, own)] == [code] * 3
    assert snapshot() == before


def test_a_manager_does_not_reach_who_may_more_or_works_elsewhere_too(
    boss: Caller, manager: Caller, house: House, snapshot: Any
) -> None:
    boss.put(f"/staff/{house.people['waiter']}/roles", {"roles": [at(house, "head_office")]})
    elsewhere = [at(house, "waiter"), at(house, "waiter", "franchised")]
    boss.put(f"/staff/{house.people['cashier']}/roles", {"roles": elsewhere})
    before = snapshot()

    for who in ("waiter", "cashier"):
        path = f"/staff/{house.people[who]}"
        answers = [
            manager.put(f"{path}/pin", {"pin": "6402"}),
            manager.put(f"{path}/password", {"password": "another long one"}),
            manager.put(f"{path}/roles", {"roles": [at(house, "waiter")]}),
            manager.patch(path, {"email": "mine@example.com"}),
            manager.delete(path),
        ]
        assert [(answer.status_code, answer.json["code"]) for answer in answers] == [(403, "outranked")] * 5
    assert snapshot() == before


@pytest.mark.parametrize("who", ["franchisee", "boss"])
def test_whoever_is_out_of_reach_is_not_there(manager: Caller, house: House, who: str, snapshot: Any) -> None:
    before = snapshot()
    path = f"/staff/{house.people[who]}"

    answers = [
        manager.put(f"{path}/pin", {"pin": "6402"}),
        manager.put(f"{path}/roles", {"roles": [at(house, "waiter")]}),
        manager.patch(path, {"name": "Gone"}),
        manager.delete(path),
    ]

    assert [answer.json["code"] for answer in answers] == ["staff_not_found"] * 4
    assert snapshot() == before


def test_a_cashier_keeps_nobody(cashier: Caller, house: House, snapshot: Any) -> None:
    before = snapshot()
    path = f"/staff/{house.people['waiter']}"

    answers = [
        cashier.get("/staff"),
        cashier.get(path),
        cashier.post("/staff", {"name": "Li", "roles": [at(house, "cashier")]}),
        cashier.patch(path, {"name": "Gone"}),
        cashier.put(f"{path}/pin", {"pin": "6402"}),
        cashier.put(f"{path}/password", {"password": "another long one"}),
        cashier.put(f"{path}/roles", {"roles": []}),
        cashier.delete(path),
    ]

    assert [answer.json["code"] for answer in answers] == ["permission_needed"] * 8
    assert snapshot() == before


def test_a_manager_at_the_terminal_has_the_same_reach(app: App, house: House) -> None:
    at_terminal = sign_in_at_terminal(app, house, "manager")

    assert at_terminal.put(f"/staff/{house.people['cashier']}/pin", {"pin": "6402"}).status_code == 204
    assert len(at_terminal.get("/staff").json["items"]) == 3


@pytest.mark.parametrize(
    "act",
    [
        lambda boss, me, h: boss.delete(me),
        lambda boss, me, h: boss.put(f"{me}/roles", {"roles": []}),
        lambda boss, me, h: boss.put(f"{me}/roles", {"roles": [at(h, "head_office", "own")]}),
        lambda boss, me, h: boss.put(f"{me}/roles", {"roles": [at(h, "store_manager", None)]}),
        lambda boss, me, h: boss.patch(
            f"/roles/{h.roles['head_office']}", {"permissions": ["staff.edit", "order.view"]}
        ),
    ],
)
def test_the_last_administrator_stays(boss: Caller, house: House, act: Any, snapshot: Any) -> None:
    before = snapshot()

    answer = act(boss, f"/staff/{house.people['boss']}", house)

    assert (answer.status_code, answer.json["code"]) == (409, "last_administrator")
    assert snapshot() == before


def test_with_a_second_administrator_the_first_may_go(app: App, boss: Caller, house: House) -> None:
    body = {
        "name": "Second",
        "email": "second@example.com",
        "password": PASSWORD,
        "roles": [at(house, "head_office", None)],
    }
    assert boss.post("/staff", body).status_code == 201
    second = sign_in(app, house, "second")

    assert second.delete(f"/staff/{house.people['boss']}").status_code == 204
    assert boss.get("/me").json["code"] == "session_ended"


@pytest.mark.parametrize(("column", "value"), [("email", "manager@example.com"), ("employee_no", "E1")])
def test_email_and_number_belong_to_one_person(
    boss: Caller, house: House, column: str, value: str, snapshot: Any
) -> None:
    boss.patch(f"/staff/{house.people['manager']}", {"employee_no": "E1"})
    before = snapshot()

    for answer in (
        boss.post("/staff", {"name": "Li", column: value.upper()}),
        boss.patch(f"/staff/{house.people['waiter']}", {column: value.upper()}),
    ):
        assert (answer.status_code, answer.json["code"]) == (409, f"{column}_taken")
    assert snapshot() == before


def test_who_left_frees_their_email(boss: Caller, house: House) -> None:
    boss.delete(f"/staff/{house.people['manager']}")

    assert boss.post("/staff", {"name": "Li", "email": "manager@example.com"}).status_code == 201
    assert boss.get(f"/staff/{house.people['manager']}").json["code"] == "staff_not_found"


def test_a_password_needs_an_email(boss: Caller, house: House, snapshot: Any) -> None:
    before = snapshot()

    answers = [
        boss.post("/staff", {"name": "Li", "password": PASSWORD}),
        boss.put(f"/staff/{house.people['waiter']}/password", {"password": PASSWORD}),
        boss.patch(f"/staff/{house.people['manager']}", {"email": None}),
    ]

    assert [answer.json["code"] for answer in answers] == ["email_needed"] * 3
    assert snapshot() == before


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""},
        {"name": " "},
        {"name": "x" * 101},
        {"name": "a\nb"},
        {"name": "\ud800"},
        {"email": "nobody"},
        {"color": "red"},
        {"locale": "fr"},
        {"employee_no": 7},
        {"pin_hash": "x"},
    ],
)
def test_what_does_not_fit_changes_nothing(
    boss: Caller, house: House, bad: dict[str, Any], snapshot: Any
) -> None:
    before = snapshot()

    answer = boss.patch(f"/staff/{house.people['waiter']}", bad)

    assert answer.status_code == 422
    assert answer.json["errors"][0]["path"] == next(iter(bad))
    assert snapshot() == before


def test_unknown_roles_and_stores_are_refused(boss: Caller, house: House, snapshot: Any) -> None:
    before = snapshot()
    path = f"/staff/{house.people['waiter']}/roles"
    role, store = at(house, "waiter"), str(new_id())

    assert boss.put(path, {"roles": [role | {"store_id": store}]}).json["code"] == "store_not_found"
    assert boss.put(path, {"roles": [role | {"role_id": store}]}).json["code"] == "role_not_found"
    assert snapshot() == before


def test_what_was_done_is_in_the_audit_log(boss: Caller, manager: Caller, house: House) -> None:
    manager.patch(f"/staff/{house.people['waiter']}", {"name": "Renamed"})

    entry = boss.get("/audit", subject_id=str(house.people["waiter"])).json["items"][0]

    assert entry["action"] == "staff.change"
    assert entry["actor_name"] == "Manager"
    assert entry["store_id"] == str(house.stores["own"])
    assert entry["detail"] == {"name": ["Waiter", "Renamed"]}
    assert entry["request_id"]
