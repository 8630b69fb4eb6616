"""A brand with people, for tests: two stores, one of them franchised, a terminal at each, and somebody in every role."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from accounts.services.staff import add_staff
from accounts.services.stores import add_store
from accounts.services.tenants import FirstUser, create_brand
from accounts.services.terminals import enrol_terminal, make_enrolment_code
from accounts.values import RoleAt
from core.ids import new_id
from core.uow import Unit

PASSWORD = "correct horse battery"
PINS = {
    "cashier": "4071",
    "waiter": "5082",
    "manager": "6093",
    "franchisee": "7194",
    "boss": "9317",
    "other_cashier": "2853",
}


@dataclass
class House:
    """What a test needs to know of such a brand. Store ``own`` is the brand's, ``franchised`` is not."""

    slug: str
    tenant_id: UUID
    roles: dict[str, UUID]
    stores: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    terminals: dict[str, UUID] = field(default_factory=dict)
    terminal_tokens: dict[str, str] = field(default_factory=dict)


def name(text: str) -> dict[str, str]:
    """The same name in both languages."""
    return {"zh": text, "en": text}


def make_house(engine: Engine) -> House:
    """Make and commit one; nobody else knows its slug."""
    with Unit(engine) as unit:
        tenant_id = new_id()
        slug = f"b{tenant_id.hex}"
        boss = FirstUser("Boss", "boss@example.com", PASSWORD)
        brand = create_brand(unit, slug, name("Brand"), "CNY", boss, tenant_id=tenant_id)
        house = House(slug, tenant_id, brand.roles, people={"boss": brand.staff_id})
        for key, code in (("own", "S1"), ("franchised", "S2")):
            values = {"code": code, "name": name(key), "timezone": "Asia/Shanghai"}
            store = add_store(unit, {**values, "is_franchised": key == "franchised"})
            unit.session.flush()
            house.stores[key] = store.id
        _hire(unit, house, "cashier", "cashier", "own")
        _hire(unit, house, "waiter", "waiter", "own")
        _hire(unit, house, "manager", "store_manager", "own", password=True)
        _hire(unit, house, "franchisee", "franchise_manager", "franchised", password=True)
        for key, store_id in house.stores.items():
            code = make_enrolment_code(unit, store_id).code
            unit.session.flush()
            enrolled = enrol_terminal(unit, slug, code, f"Till {key}")
            house.terminals[key] = enrolled.terminal.id
            house.terminal_tokens[key] = enrolled.terminal_token
        unit.commit()
    return house


def _hire(unit: Unit, house: House, key: str, role: str, store: str, *, password: bool = False) -> None:
    values: dict[str, Any] = {"name": key.title(), "color": "#336699", "locale": "en"}
    if password:
        values["email"] = f"{key}@example.com"
    roles = [RoleAt(house.roles[role], house.stores[store])]
    person = add_staff(unit, values, roles, PINS[key], PASSWORD if password else None)
    house.people[key] = person.id


class Caller:
    """Somebody who calls the API, with a bearer token or without; every POST has a key of its own."""

    def __init__(self, client: FlaskClient, token: str | None = None) -> None:
        self._client = client
        self.token = token

    def get(self, path: str, **query: Any) -> TestResponse:
        return self._send("GET", path, query_string=query)

    def post(self, path: str, body: Any = None, key: str | None = None) -> TestResponse:
        headers = {"Idempotency-Key": key or str(new_id())}
        return self._send("POST", path, body, headers)

    def upload(self, path: str, name: str, content: bytes) -> TestResponse:
        form = {"file": (BytesIO(content), name)}
        return self._send("POST", path, headers={"Idempotency-Key": str(new_id())}, data=form)

    def patch(self, path: str, body: Any) -> TestResponse:
        return self._send("PATCH", path, body)

    def put(self, path: str, body: Any) -> TestResponse:
        return self._send("PUT", path, body)

    def delete(self, path: str) -> TestResponse:
        return self._send("DELETE", path)

    def _send(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        **options: Any,
    ) -> TestResponse:
        headers = dict(headers or {})
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if body is not None:
            options["json"] = body
        return self._client.open(f"/api/v1{path}", method=method, headers=headers, **options)


def sign_in(app: Flask, house: House, who: str) -> Caller:
    """A caller signed in at head office with a password."""
    caller = Caller(app.test_client())
    body = {"brand": house.slug, "email": f"{who}@example.com", "password": PASSWORD}
    answer = caller.post("/sign-in/password", body)
    assert answer.status_code == 200, answer.text
    caller.token = answer.json["access_token"]
    return caller


def pin_body(house: House, who: str, store: str = "own", pin: str | None = None) -> dict[str, str]:
    """What a terminal sends when somebody types a PIN."""
    return {
        "terminal_token": house.terminal_tokens[store],
        "staff_id": str(house.people[who]),
        "pin": pin or PINS[who],
    }


def sign_in_at_terminal(app: Flask, house: House, who: str, store: str = "own") -> Caller:
    """A caller signed in with a PIN."""
    caller = Caller(app.test_client())
    answer = caller.post("/sign-in/pin", pin_body(house, who, store))
    assert answer.status_code == 200, answer.text
    caller.token = answer.json["access_token"]
    return caller
