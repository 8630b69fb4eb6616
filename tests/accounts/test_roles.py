"""Roles: nobody puts into one what they lack."""

from typing import Any

import pytest

from accounts.permissions import FIRST_ROLES, PERMISSIONS
from accounts.schemas.staff import RoleShape
from app.factory import App
from core.ids import new_id
from tests.support.accounts import PASSWORD, Caller, House, name, sign_in


@pytest.fixture
def editor(app: App, boss: Caller, house: House) -> Caller:
    """Somebody at head office who edits roles and staff, and cannot refund."""
    permissions = ["role.edit", "staff.edit", "staff.view", "order.view"]
    role = boss.post("/roles", {"name": name("Editor"), "permissions": permissions}).json
    person = {
        "name": "Editor",
        "email": "editor@example.com",
        "password": PASSWORD,
        "roles": [{"role_id": role["id"], "store_id": None}],
    }
    boss.post("/staff", person)
    return sign_in(app, house, "editor")


def test_a_new_brand_has_roles_of_known_permissions(boss: Caller) -> None:
    items = boss.get("/roles").json["items"]

    assert RoleShape(many=True).validate(items) == {}
    assert [role["name"] for role in items] == [label for label, _ in FIRST_ROLES.values()]
    assert all(set(role["permissions"]) <= set(PERMISSIONS) for role in items)


def test_the_permissions_are_named_in_both_languages(boss: Caller) -> None:
    items = boss.get("/permissions").json["items"]

    assert {item["name"]: item["label"] for item in items} == PERMISSIONS


def test_a_role_is_added_changed_and_taken_out_of_use(boss: Caller) -> None:
    role = boss.post("/roles", {"name": name("Night"), "permissions": ["order.view", "order.view"]}).json
    path = f"/roles/{role['id']}"

    assert role["permissions"] == ["order.view"]
    assert boss.patch(path, {"permissions": ["sales.view"]}).json == role | {"permissions": ["sales.view"]}
    assert boss.get(path).json["permissions"] == ["sales.view"]
    assert boss.delete(path).status_code == 204
    assert boss.get(path).json["code"] == "role_not_found"


def test_nobody_puts_into_a_role_what_they_lack(editor: Caller, house: House, snapshot: Any) -> None:
    own = editor.get("/staff", q="editor@").json["items"][0]["roles"][0]["role_id"]
    before = snapshot()

    answers = [
        editor.post("/roles", {"name": name("Mine"), "permissions": ["payment.refund"]}),
        editor.patch(f"/roles/{own}", {"permissions": ["role.edit", "payment.refund"]}),
        editor.patch(f"/roles/{house.roles['waiter']}", {"permissions": ["order.take", "payment.refund"]}),
    ]

    assert [(answer.status_code, answer.json["code"]) for answer in answers] == [(403, "escalation")] * 3
    assert answers[0].json["permissions"] == ["payment.refund"]
    assert snapshot() == before


def test_what_a_role_allows_already_may_stay(editor: Caller, house: House) -> None:
    role = editor.get(f"/roles/{house.roles['head_office']}").json

    assert editor.patch(f"/roles/{role['id']}", {"permissions": role["permissions"]}).status_code == 200
    assert editor.patch(f"/roles/{role['id']}", {"name": name("HQ")}).status_code == 200


def test_a_role_editor_neither_gives_nor_takes_a_greater_role(
    editor: Caller, house: House, snapshot: Any
) -> None:
    before = snapshot()
    own = editor.get("/me").json["staff"]["id"]
    greater = {"role_id": str(house.roles["head_office"]), "store_id": None}

    assert editor.put(f"/staff/{own}/roles", {"roles": [greater]}).json["code"] == "escalation"
    assert editor.put(f"/staff/{house.people['boss']}/roles", {"roles": []}).json["code"] == "outranked"
    assert editor.delete(f"/staff/{house.people['boss']}").json["code"] == "outranked"
    password = {"password": "taken over now"}
    assert editor.put(f"/staff/{house.people['boss']}/password", password).json["code"] == "outranked"
    assert snapshot() == before


def test_a_role_that_somebody_has_stays(boss: Caller, house: House, snapshot: Any) -> None:
    before = snapshot()

    answer = boss.delete(f"/roles/{house.roles['waiter']}")

    assert (answer.status_code, answer.json["code"]) == (409, "role_in_use")
    assert snapshot() == before


@pytest.mark.parametrize("who", ["manager", "franchisee"])
def test_stores_edit_no_roles(app: App, house: House, who: str, snapshot: Any) -> None:
    caller = sign_in(app, house, who)
    before = snapshot()
    path = f"/roles/{house.roles['waiter']}"

    answers = [
        caller.post("/roles", {"name": name("Mine"), "permissions": []}),
        caller.patch(path, {"permissions": []}),
        caller.delete(path),
    ]

    assert [answer.json["code"] for answer in answers] == ["permission_needed"] * 3
    assert snapshot() == before


@pytest.mark.parametrize("permissions", [["order.fly"], "order.view", [1], None])
def test_permissions_are_known_words(boss: Caller, permissions: Any, snapshot: Any) -> None:
    before = snapshot()

    answer = boss.post("/roles", {"name": name("Odd"), "permissions": permissions})

    assert answer.status_code == 422
    assert snapshot() == before


def test_an_unknown_role_is_not_there(boss: Caller) -> None:
    assert boss.get(f"/roles/{new_id()}").status_code == 404
    assert boss.patch(f"/roles/{new_id()}", {}).status_code == 404
    assert boss.get("/roles/not-an-id").status_code == 404
