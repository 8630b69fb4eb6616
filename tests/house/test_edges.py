"""Each field of each door at the edges of what its shape allows: taken, or refused with a code; and what was taken can be read."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from app.factory import App
from app.worker import drain_brand
from core.ids import new_id
from core.models import ParkedEvent
from core.uow import Unit
from tests.support.brand import FullBrand
from tests.support.requests import API, OPEN_DOORS, READS, WRITES, Ask, ask_of, doors, knock

pytestmark = pytest.mark.usefixtures("alone")

Json = dict[str, Any]
Door = tuple[str, str]
DEEPEST = 5
NIL = "00000000-0000-0000-0000-000000000000"
BY_FORMAT: dict[str, list[Any]] = {
    "uuid": [NIL],
    "date": ["2000-01-01", "2199-12-31"],
    "date-time": ["2000-06-01T00:00:00Z", "2200-12-31T23:59:59-23:59"],
}
DECIMALS = ("999999999999.99999999", "999999999.999", "99.99", "0.00000001", "0.001", "0", "-1")
# These would end the sign-in that asks, or take away what the others ask about.
LEFT_OUT = ("/me/", "/sign-out", "/revoke", "/staff", "/roles", "/days/", "/shift/close")


class Edges:
    """What a shape of the OpenAPI document allows at its edges, one field at a time."""

    def __init__(self, document: Json, ids: dict[str, str]) -> None:
        self._shapes = document["components"]["schemas"]
        self._ids = ids

    def of(self, shape: Json, name: str = "", depth: int = 0) -> Iterator[Any]:
        """Values at the edges; of an object, a small good one with one field at an edge."""
        shape = self._resolved(shape)
        ways = shape.get("oneOf", shape.get("anyOf", ()))
        if depth > DEEPEST or "enum" in shape:
            yield self.small(shape, name)
        elif ways:
            for way in ways:
                yield from self.of(way, name, depth + 1)
        elif _type(shape) == "object":
            yield from self._objects(shape, depth)
        elif _type(shape) == "array":
            yield from self._lists(shape, name, depth)
        else:
            yield from _plain(shape)

    def small(self, shape: Json, name: str = "") -> Any:
        """The least that fits; ids are those of the brand's things where their name tells which."""
        shape = self._resolved(shape)
        ways = shape.get("oneOf", shape.get("anyOf"))
        if ways:
            return self.small(ways[0], name)
        if "enum" in shape:
            return shape["enum"][0]
        if _type(shape) == "object":
            needed = shape.get("required", ())
            return {key: self.small(shape["properties"][key], key) for key in needed}
        if _type(shape) == "array":
            return [self.small(shape["items"], name)] if shape.get("minItems") else []
        if shape.get("format") == "uuid":
            return self._ids.get(name) or str(new_id())
        return shape.get("example") or next(_plain(shape))

    def fields(self, shape: Json, depth: int = 0) -> Iterator[tuple[Json, str]]:
        """A small good object with one field at an edge, and which."""
        shape = self._resolved(shape)
        small = self.small(shape)
        for name, field in shape.get("properties", {}).items():
            for value in self.of(field, name, depth + 1):
                yield {**small, name: value}, name

    def _objects(self, shape: Json, depth: int) -> Iterator[Json]:
        for body, _ in self.fields(shape, depth):
            yield body

    def _lists(self, shape: Json, name: str, depth: int) -> Iterator[list[Any]]:
        yield []
        for value in self.of(shape["items"], name, depth + 1):
            yield [value]
        yield [self.small(shape["items"], name)] * 2

    def _resolved(self, shape: Json) -> Json:
        while "$ref" in shape:
            shape = self._shapes[shape["$ref"].rpartition("/")[2]]
        return shape


def _type(shape: Json) -> str:
    kinds = shape.get("type")
    return next(kind for kind in kinds if kind != "null") if isinstance(kinds, list) else str(kinds)


def _plain(shape: Json) -> Iterator[Any]:
    kind, form = _type(shape), shape.get("pattern")
    if kind == "integer":
        yield from (shape.get("minimum", -1), shape.get("maximum", 10**12))
    elif kind == "boolean":
        yield from (True, False)
    elif shape.get("format") in BY_FORMAT:
        yield from BY_FORMAT[shape["format"]]
    elif form:
        fitting = [text for text in DECIMALS if re.search(form, text)]
        yield from (fitting[0], fitting[-1]) if fitting else (shape.get("example", "A"),)
    else:
        yield "字" * shape.get("maxLength", 10)


def _send(app: App, brand: FullBrand, door: Door, body: Any, query: str = "") -> TestResponse:
    ask = Ask() if door in OPEN_DOORS else ask_of(door)
    headers = {"Idempotency-Key": str(new_id())} if door[0] == "POST" else {}
    if door not in OPEN_DOORS:
        headers["Authorization"] = f"Bearer {brand.caller(ask.who).token}"
    options = {} if body is None else {"json": body}
    path = f"{API}{brand.path(door[1])}{query}"
    return app.test_client().open(path, method=door[0], headers=headers, **options)


def _fault(answer: TestResponse) -> str | None:
    """What is wrong with an answer, if anything is."""
    if answer.status_code >= 500:
        return f"{answer.status_code} {answer.text}"
    if answer.status_code >= 400 and not (
        answer.mimetype == "application/problem+json" and answer.json["code"]
    ):
        return f"no problem document: {answer.text}"
    return None


def _operation(document: Json, door: Door) -> Json:
    path = API + re.sub(r"<\w+:(\w+)>", r"{\1}", door[1])
    found: Json = document["paths"][path][door[0].lower()]
    return found


def _bodies(edges: Edges, operation: Json, door: Door, brand: FullBrand) -> Iterator[Json]:
    """The good body of a door with one field of its shape at an edge."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is not None:
        made = None if door in OPEN_DOORS else ask_of(door).body
        good = made(brand) or {} if made else {}
        for body, name in edges.fields(content["schema"]):
            yield {**good, **body, **{known: good[known] for known in good if known != name}}


def test_no_edge_of_a_body_is_a_fault(app: App, engine: Engine, brand: FullBrand) -> None:
    document = app.test_client().get("/api/openapi.json").json
    edges, wrong = Edges(document, brand.ids), {}
    for door in [*OPEN_DOORS, *WRITES]:
        if door[0] == "DELETE" or any(part in door[1] for part in LEFT_OUT):
            continue
        for body in _bodies(edges, _operation(document, door), door, brand):
            if fault := _fault(_send(app, brand, door, body)):
                wrong[door] = f"{body} → {fault}"
    drain_brand(engine, brand.tenant_id)
    with Unit(engine, brand.tenant_id) as unit:
        assert unit.session.scalars(select(ParkedEvent.error)).all() == []
    for door in doors(app):
        if door[0] == "GET" and (
            fault := _fault(knock(app, door, brand, brand.caller(ask_of(door).who).token))
        ):
            wrong[door] = f"read after all that → {fault}"
    assert not wrong, "\n".join(f"{' '.join(door)}: {text[:600]}" for door, text in wrong.items())


QUERY = ["", "%00", "%ED%A0%80", "x", "-1", "9" * 30, *BY_FORMAT["date"], *BY_FORMAT["date-time"], NIL]


def test_no_edge_of_a_query_is_a_fault(app: App, brand: FullBrand) -> None:
    document, wrong = app.test_client().get("/api/openapi.json").json, {}
    for door in (door for door in doors(app) if door[0] == "GET"):
        for parameter in _operation(document, door).get("parameters", ()):
            if parameter["in"] != "query":
                continue
            known = READS.get(door, Ask()).query.format(**brand.ids).removeprefix("?").split("&")
            others = [pair for pair in known if pair and not pair.startswith(f"{parameter['name']}=")]
            for value in QUERY:
                query = "?" + "&".join([*others, f"{parameter['name']}={value.replace('+', '%2B')}"])
                if fault := _fault(_send(app, brand, door, None, query)):
                    wrong[door] = f"{query} → {fault}"
    assert not wrong, "\n".join(f"{' '.join(door)}: {text[:600]}" for door, text in wrong.items())


def test_an_id_of_another_kind_is_not_there(app: App, brand: FullBrand) -> None:
    """Wherever an address names a thing, another thing's id finds nothing."""
    wrong = {}
    for method, rule in doors(app):
        for name in re.findall(r"<uuid:(\w+)>", rule):
            ask = ask_of((method, rule))
            headers = {"Authorization": f"Bearer {brand.caller(ask.who).token}"}
            other = brand.ids["terminal_id" if name != "terminal_id" else "store_id"]
            answer = app.test_client().open(
                f"{API}{brand.path(rule, **{name: other})}", method=method, headers=headers
            )
            if _fault(answer) or (method == "GET" and answer.status_code == 200):
                wrong[method, rule] = f"{answer.status_code} {answer.text[:200]}"
    assert not wrong, "\n".join(f"{' '.join(door)}: {text}" for door, text in wrong.items())
