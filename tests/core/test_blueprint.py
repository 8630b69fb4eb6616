"""The base of all routes: strict parsing, and every refusal documented."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_smorest import Api

from core.blueprint import Blueprint, component_name
from core.errors import Problem
from core.schemas import Int, Name, PageArgs, Shape


class ThingShape(Shape):
    """A thing."""

    name = Name(required=True)
    number = Int()


@pytest.fixture
def flask() -> Flask:
    blp = Blueprint("things", __name__, description="Things")

    @blp.route("/things", methods=["POST"])
    @blp.arguments(ThingShape)
    @blp.response(201, ThingShape)
    def add(data: dict[str, Any]) -> dict[str, Any]:
        """Add a thing."""
        return data

    @blp.route("/things")
    @Blueprint.without_bearer
    @blp.arguments(PageArgs, location="query")
    @blp.response(200)
    def look(args: dict[str, Any]) -> dict[str, Any]:
        """Look at things."""
        return args

    app = Flask(__name__)
    app.config.update(API_TITLE="t", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    app.register_error_handler(Problem, lambda p: ({"code": p.code, "errors": p.errors}, p.status))
    api = Api(app)
    api.ma_plugin.converter.schema_name_resolver = component_name
    api.register_blueprint(blp)
    return app


@pytest.fixture
def client(flask: Flask) -> Iterator[FlaskClient]:
    with flask.test_client() as client:
        yield client


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"{", "application/json", "bad_json"),
        (b"\xff", "application/json", "bad_json"),
        (b"[" * 100_000, "application/json", "bad_json"),
        (b"name=x", "application/x-www-form-urlencoded", "json_needed"),
        (b"{}", "text/plain", "json_needed"),
    ],
)
def test_a_body_that_is_no_json_is_400(client: FlaskClient, body: bytes, kind: str, code: str) -> None:
    answer = client.post("/api/v1/things", data=body, content_type=kind)

    assert (answer.status_code, answer.json["code"]) == (400, code)  # type: ignore[index]


def test_values_that_do_not_fit_are_422_with_their_places(client: FlaskClient) -> None:
    answer = client.post("/api/v1/things", json={"name": {"zh": "菜"}, "number": "1"})

    assert answer.status_code == 422
    errors = answer.json["errors"]  # type: ignore[index]
    assert {error["path"] for error in errors} == {"name.en", "number"}


def test_unknown_arguments_in_the_address_are_refused(client: FlaskClient) -> None:
    assert client.get("/api/v1/things?limit=5").json == {"limit": 5}
    assert client.get("/api/v1/things?limt=5").status_code == 422


def operations(flask: Flask) -> dict[str, Any]:
    found: dict[str, Any] = flask.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    return found


def test_every_refusal_is_documented_as_a_problem(flask: Flask) -> None:
    document = operations(flask)

    for operation in document["paths"]["/api/v1/things"].values():
        assert {"400", "401", "403", "404", "409", "413", "422", "429", "503"} <= set(operation["responses"])
        assert "default" not in operation["responses"]
    for name in ("Refused401", "Refused422"):
        assert list(document["components"]["responses"][name]["content"]) == ["application/problem+json"]
    assert "Thing" in document["components"]["schemas"]


def test_who_needs_a_token_and_what_takes_a_key_is_documented(flask: Flask) -> None:
    paths = operations(flask)["paths"]["/api/v1/things"]

    assert paths["post"]["security"] == [{"bearer": []}]
    assert paths["get"]["security"] == []
    assert [p["name"] for p in paths["post"]["parameters"]] == ["Idempotency-Key"]
    assert flask.view_functions["things.look"].takes_no_bearer  # type: ignore[attr-defined]
