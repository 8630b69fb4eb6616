"""What the OpenAPI document promises of every operation."""

import re
from typing import Any

import jsonschema_rs
import pytest

from app.examples import A_MEAL
from app.factory import App
from pos.schemas.orders import CommandsShape
from tests.support.requests import OPEN_DOORS, doors

METHODS = {"get", "post", "put", "patch", "delete"}
REFUSALS = {"400", "401", "403", "404", "409", "413", "422", "429", "503"}


@pytest.fixture(scope="module")
def document(app: App) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get("/api/openapi.json").json
    return found


@pytest.fixture(scope="module")
def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method.upper(), path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }


def test_it_is_openapi_3_1_and_names_every_door(
    app: App, document: dict[str, Any], operations: dict[Any, Any]
) -> None:
    assert document["openapi"].startswith("3.1")
    behind = {
        (m, "/api/v1" + re.sub(r"<\w+:(\w+)>", r"{\1}", rule)) for m, rule in [*doors(app), *OPEN_DOORS]
    }
    assert set(operations) == behind


def test_every_post_takes_an_idempotency_key(operations: dict[tuple[str, str], dict[str, Any]]) -> None:
    """But for the doors that nobody is signed in at: a key belongs to whoever is signed in, or to an enrolment code."""
    takes = {
        door
        for door, operation in operations.items()
        if any(p.get("name") == "Idempotency-Key" for p in operation.get("parameters", []))
    }
    posts = {door for door in operations if door[0] == "POST"}
    open_doors = {(method, f"/api/v1{rule}") for method, rule in OPEN_DOORS}
    assert posts - takes == open_doors - {("POST", "/api/v1/terminals/enrol")}
    assert takes <= posts


def test_every_operation_says_who_may_and_how_it_refuses(
    operations: dict[tuple[str, str], dict[str, Any]],
) -> None:
    for (method, path), operation in operations.items():
        is_open = (method, path.removeprefix("/api/v1")) in OPEN_DOORS
        assert operation["security"] == ([] if is_open else [{"bearer": []}]), (method, path)
        assert operation["responses"].keys() >= REFUSALS, (method, path)
        assert "default" not in operation["responses"], (method, path)
        assert operation.get("summary"), f"{method} {path} needs a docstring"


def test_every_request_has_an_example_that_fits(document: dict[str, Any], operations: dict[Any, Any]) -> None:
    """Changes (PATCH) take any part of what is named where the thing is made."""
    missing, wrong = [], []
    for (method, path), operation in operations.items():
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            if kind != "application/json":
                assert kind == "multipart/form-data"
                continue
            if "example" not in content:
                missing += [f"{method} {path}"] if method in ("POST", "PUT") else []
                continue
            shape = {**content["schema"], "components": document["components"]}
            validator = jsonschema_rs.Draft202012Validator(shape)
            wrong += [
                f"{method} {path}: {error.message}" for error in validator.iter_errors(content["example"])
            ]
    assert missing == [], "add one to app/examples.py"
    assert wrong == []


def test_the_example_batch_is_one_that_the_till_would_take() -> None:
    given = CommandsShape().load({"commands": A_MEAL})
    assert [type(command).__name__ for command in given["commands"]] == [
        "OpenOrder", "AddLine", "AddLine", "Fire", "Fire", "Pay",
    ]  # fmt: skip


def test_every_name_that_is_referred_to_is_there(document: dict[str, Any]) -> None:
    def references(found: Any) -> set[str]:
        if isinstance(found, dict):
            own = {found["$ref"]} if isinstance(found.get("$ref"), str) else set()
            return own.union(*(references(x) for x in found.values()))
        return set().union(*(references(x) for x in found)) if isinstance(found, list) else set()

    for reference in references(document):
        place: Any = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
