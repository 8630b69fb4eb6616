"""The OpenAPI document is true: whatever is asked, the answer has a documented status, type and shape, and is never a 500."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Engine

from app.factory import App
from core.ids import new_id
from tests.support.brand import FullBrand, make_full_brand
from tests.support.requests import API, OPEN_DOORS, ask_of, doors, knock

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SHARDS = 6
MODES = {"what fits": GenerationMode.POSITIVE, "what does not": GenerationMode.NEGATIVE}
Schema = Any


@pytest.fixture(scope="module")
def schema(app: App) -> Schema:
    """The document, as the app serves it."""
    return schemathesis.openapi.from_wsgi("/api/openapi.json", app)


@pytest.fixture(scope="module")
def target(app: App, engine: Engine) -> FullBrand:
    """A brand whose things are asked for; some of what is sent takes effect."""
    return make_full_brand(app, engine)


def operations(schema: Schema) -> list[APIOperation]:
    """All that can be asked, in a fixed order."""
    found = [result.ok() for result in schema.get_all_operations()]
    return sorted(found, key=lambda operation: (operation.path, operation.method))


def door_of(operation: APIOperation) -> tuple[str, str]:
    """As tests/support/requests.py names it."""
    return operation.method.upper(), operation.path.removeprefix(API)


def ids_for(operation: APIOperation, target: FullBrand) -> dict[str, str]:
    """Real ids, but for what would be gone afterwards, or would end the sign-in that asks."""
    takes_away = operation.method.upper() == "DELETE" or operation.path.endswith(
        ("/revoke", "/close", "/roles", "/publish")
    )
    names = [name for name in target.ids if f"{{{name}}}" in operation.path]
    last = names[-1:] if takes_away else []
    return {name: str(new_id()) if name in last and name != "day" else target.ids[name] for name in names}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_whatever_is_asked_the_answer_is_documented(
    schema: Schema, target: FullBrand, mode: str, shard: int, is_long: bool
) -> None:
    wrong = {}
    for operation in operations(schema)[shard::SHARDS]:
        if operation.path.endswith("/sign-out"):
            continue  # it would end the session that asks; tried below
        try:
            _try_out(operation, target, MODES[mode], 200 if is_long else 6)()
        except (FailureGroup, schemathesis.checks.Failure) as error:
            wrong[" ".join(door_of(operation))] = _told(error)
    assert not wrong, "\n\n".join(f"{door}\n{text}" for door, text in wrong.items())


def _try_out(
    operation: APIOperation, target: FullBrand, mode: GenerationMode, count: int
) -> Callable[[], None]:
    headers = {"Idempotency-Key": ""}
    is_open = (operation.method.upper(), "/" + operation.path.removeprefix(API).strip("/")) in OPEN_DOORS
    who = "boss" if is_open else _asker(operation)
    ids = ids_for(operation, target)

    @settings(
        max_examples=count,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
        derandomize=True,
        database=None,
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        case.path_parameters = {**(case.path_parameters or {}), **ids}
        sent = {} if is_open else {"Authorization": f"Bearer {target.caller(who).token}"}
        if operation.method.upper() == "POST" and not is_open:
            sent["Idempotency-Key"] = str(new_id())
        case.headers = {name: value for name, value in (case.headers or {}).items() if name not in headers}
        case.call_and_validate(headers=sent, checks=CHECKS)

    return ask


def _asker(operation: APIOperation) -> str:
    return "till_manager" if "/shift" in operation.path else "boss"


def _told(error: BaseException) -> str:
    group = error.exceptions if isinstance(error, FailureGroup) else [error]
    return "\n".join(f"{type(one).__name__}: {str(one)[:1500]}" for one in group)


def test_every_good_answer_has_its_documented_shape(app: App, schema: Schema, engine: Engine) -> None:
    """The good request for each door that takes nothing away; those that do are in tests/house/test_doors.py."""
    target = make_full_brand(app, engine)
    wrong = {}
    known = {door_of(operation): operation for operation in operations(schema)}
    for door in doors(app):
        method, rule = door
        if (
            method == "DELETE"
            or rule.startswith("/me")
            or rule.endswith(("/revoke", "/close", "/shift", "sign-out", "/publish"))
        ):
            continue
        answer = knock(app, door, target, target.caller(ask_of(door).who).token)
        assert answer.status_code < 300, f"{door}: {answer.text}"
        operation = known[method, _curly(rule)]
        case = operation.Case(path_parameters=dict(target.ids), headers={}, query={})
        try:
            case.validate_response(answer, checks=CHECKS)
        except (FailureGroup, schemathesis.checks.Failure) as error:
            wrong[" ".join(door)] = _told(error)
    assert not wrong, "\n\n".join(f"{door}\n{text}" for door, text in wrong.items())


def _curly(rule: str) -> str:
    for kind in ("uuid", "string"):
        rule = rule.replace(f"<{kind}:", "{")
    return rule.replace(">", "}")
