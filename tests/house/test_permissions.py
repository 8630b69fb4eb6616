"""Each door asks for one permission, the one that the guide names; without it, it stays shut and nothing changes."""

import re
from typing import Any

import pytest

from accounts.permissions import ALL, PERMISSIONS
from app.factory import App
from core.ids import new_id
from pos.schemas.orders import SHAPES
from tests.support.accounts import Caller, name
from tests.support.brand import FullBrand, made
from tests.support.pages import GUIDE
from tests.support.requests import FOR_EVERYBODY, STORE, ask_of, doors, knock

pytestmark = pytest.mark.usefixtures("alone")

HEADING = re.compile(r"^\*\*`([a-z_.]+)`\*\* · (.+) · (.+)$")
DOOR = re.compile(r"^- `([A-Z]+) (\S+)`$")
COMMAND = re.compile(r"^\| `([a-z_.]+)` \| (.+) \|$", re.MULTILINE)
PAGE = (GUIDE / "permissions.md").read_text(encoding="utf-8")
PASSWORD, PIN = "a good password 1", "7391"


def documented(app: App) -> dict[tuple[str, str], str]:
    """The permission that the guide names for each door."""
    rules = {(method, re.sub(r"<\w+:(\w+)>", r"{\1}", rule)): (method, rule) for method, rule in doors(app)}
    found: dict[tuple[str, str], str] = {}
    permission = ""
    for line in PAGE.splitlines():
        if heading := HEADING.match(line):
            permission = heading[1]
        elif door := DOOR.match(line):
            key = (door[1], door[2])
            assert key in rules, f"docs/guide/permissions.md names {key}, which is no address"
            assert rules[key] not in found, f"docs/guide/permissions.md names {key} twice"
            found[rules[key]] = permission
    return found


def test_the_guide_names_every_door_and_every_permission(app: App) -> None:
    missing = {*doors(app)} - FOR_EVERYBODY.keys() - documented(app).keys()
    assert missing == set(), "name them in docs/guide/permissions.md"
    headings = {
        found[1]: (found[2], found[3]) for line in PAGE.splitlines() if (found := HEADING.match(line))
    }
    for permission, words in headings.items():
        assert PERMISSIONS[permission] == {"en": words[0], "zh": words[1]}
    assert headings.keys() | dict(COMMAND.findall(PAGE)).keys() == ALL


@pytest.fixture
def person(brand: FullBrand) -> "Person":
    """Somebody whose rights a test may change."""
    return Person(brand)


class Person:
    """Signed in at head office and at the store's terminal, with a role of their own."""

    def __init__(self, brand: FullBrand) -> None:
        self._boss = brand.caller("boss")
        self._role = made(self._boss.post("/roles", {"name": name("X"), "permissions": sorted(ALL)}))["id"]
        roles = [{"role_id": self._role, "store_id": None}]
        given = {"name": "X", "email": "x@example.com", "roles": roles, "pin": PIN, "password": PASSWORD}
        person = made(self._boss.post("/staff", given))
        self.office, self.till = Caller(brand.app.test_client()), Caller(brand.app.test_client())
        by_password = {"brand": brand.house.slug, "email": "x@example.com", "password": PASSWORD}
        by_pin = {"terminal_token": brand.house.terminal_tokens["own"], "staff_id": person["id"], "pin": PIN}
        self.office.token = made(self.office.post("/sign-in/password", by_password), 200)["access_token"]
        self.till.token = made(self.till.post("/sign-in/pin", by_pin), 200)["access_token"]

    def may_all_but(self, *permissions: str) -> None:
        """Take away what is named, and give everything else."""
        rights = sorted(ALL - set(permissions))
        made(self._boss.patch(f"/roles/{self._role}", {"permissions": rights}), 200)


def test_without_its_permission_each_door_is_shut(app: App, brand: FullBrand, person: Person) -> None:
    needs = documented(app)
    wrong = {}
    for permission in sorted(set(needs.values())):
        person.may_all_but(permission)
        before = brand.contents()
        for door in (door for door, needed in needs.items() if needed == permission):
            token = person.office.token if ask_of(door).who == "boss" else person.till.token
            found = knock(app, door, brand, token)
            if found.status_code != 403 or found.json.get("permission") != permission:
                wrong[" ".join(door)] = f"{permission}: {found.status_code} {found.text[:200]}"
        if brand.contents() != before:
            wrong[permission] = "something changed"
    assert wrong == {}


def test_commands_that_take_more_than_taking_orders(brand: FullBrand, person: Person) -> None:
    path = brand.path(f"{STORE}/orders/<uuid:order_id>/commands")
    order = made(brand.caller("cashier").get(path.removesuffix("/commands")), 200)["order"]
    fired, held = order["lines"][0]["id"], order["lines"][-1]["id"]
    paid = brand.path(f"{STORE}/orders/<uuid:order_id>/commands", order_id=brand.orders["paid"])
    ids = {kind: str(new_id()) for kind in ("refire_id", "payment_id", "refund_id")}
    tries: list[tuple[str, str, dict[str, Any]]] = [
        ("order.void", path, {"type": "void_line", "line_id": held}),
        ("order.void_fired", path, {"type": "void_line", "line_id": fired, "reason": "cold"}),
        ("order.void_fired", path, {"type": "cancel_order", "reason": "left"}),
        ("order.comp", path, {"type": "comp_line", "line_id": held, "reason": "birthday"}),
        ("order.comp", path, {"type": "write_off", "reason": "left"}),
        (
            "order.discount",
            path,
            {"type": "discount_order", "discount_id": str(new_id()), "amount": 100, "reason": "late"},
        ),
        (
            "order.refire",
            path,
            {"type": "refire_line", "line_id": fired, "reason": "cold", "refire_id": ids["refire_id"]},
        ),
        (
            "payment.take",
            path,
            {"type": "pay", "tender": "card", "amount": 1, "payment_id": ids["payment_id"]},
        ),
        (
            "payment.refund",
            paid,
            {"type": "refund", "reason": "cold", "amount": 1, "refund_id": ids["refund_id"]},
        ),
    ]
    for permission, where, command in tries:
        person.may_all_but(permission)
        before = brand.contents()
        refused = person.till.post(where, {"commands": [command]})
        assert (refused.status_code, refused.json["permission"]) == (403, permission), command
        assert brand.contents() == before
        person.may_all_but()
        assert command["type"] in SHAPES
    told = dict(COMMAND.findall(PAGE))
    assert {permission for permission, _, _ in tries} | {"order.backdate"} == told.keys()
    for permission, _, command in tries:
        assert f"`{command['type']}`" in told[permission]


def test_an_order_of_long_ago_takes_a_permission(brand: FullBrand, person: Person) -> None:
    opening = {"type": "open_order", "channel": "takeaway", "at": "2020-01-01T12:00:00Z"}
    path = brand.path(f"{STORE}/orders/<uuid:order_id>/commands", order_id=str(new_id()))
    person.may_all_but("order.backdate")
    before = brand.contents()
    refused = person.till.post(path, {"commands": [opening]})
    assert (refused.status_code, refused.json["code"]) == (422, "too_long_ago")
    assert brand.contents() == before
    person.may_all_but()
    taken = made(person.till.post(path, {"commands": [opening]}), 200)["order"]
    assert taken["business_date"] == "2020-01-01"
