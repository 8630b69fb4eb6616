"""Whatever is sent, the answer is a clear refusal with a stable code, never a fault of ours; and nothing changes."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.factory import LARGEST_BODY, App
from core.ids import new_id
from tests.support.brand import FullBrand
from tests.support.requests import API, OPEN_DOORS, STORE, WRITES, Ask, ask_of

pytestmark = pytest.mark.usefixtures("alone")

COMMANDS = f"{STORE}/orders/<uuid:order_id>/commands"
LONE = "\ud800"


def send(
    app: App, brand: FullBrand, body: bytes | str, content_type: str | None = "application/json", **more: str
) -> TestResponse:
    """Any bytes to the door for commands, as the cashier."""
    headers = {
        "Authorization": f"Bearer {brand.caller('cashier').token}",
        "Idempotency-Key": str(new_id()),
        **more,
    }
    data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    path = f"{API}{brand.path(COMMANDS)}"
    return app.test_client().post(path, data=data, content_type=content_type, headers=headers)


def assert_refused(answer: TestResponse, *statuses: int) -> None:
    assert answer.status_code in (statuses or (400, 422)), answer.text
    assert answer.content_type == "application/problem+json"
    problem = answer.json
    assert problem["status"] == answer.status_code
    assert problem["code"].replace("_", "a").isalnum()
    assert problem["request_id"]
    assert problem["detail"]


def batch(**changes: Any) -> str:
    """A good command with some fields changed."""
    command = {"type": "set_order", "covers": 4, **changes}
    return json.dumps({"commands": [command]}, ensure_ascii=False)


UNREADABLE = {
    "nothing": b"",
    "half of it": b'{"commands": [',
    "no JSON": b"commands=1",
    "bytes that are no text": b'{"commands": ["\xff\xfe"]}',
    "UTF-16": '{"commands": []}'.encode("utf-16"),
    "a scalar": b"5",
    "null": b"null",
    "a list": b"[]",
    "an infinite number": b'{"commands": [{"type": "set_order", "covers": Infinity}]}',
    "not a number": b'{"commands": [{"type": "set_order", "covers": NaN}]}',
    "a number of 5000 digits": b'{"commands": [{"type": "set_order", "covers": ' + b"9" * 5000 + b"}]}",
    "deep lists": b'{"commands": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "a byte-order mark alone": b"\xef\xbb\xbf",
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_body_that_cannot_be_read(app: App, brand: FullBrand, body: bytes) -> None:
    assert_refused(send(app, brand, body))


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml", None],
)
def test_another_kind_of_content(app: App, brand: FullBrand, content_type: str | None) -> None:
    assert_refused(send(app, brand, batch(), content_type))


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "application/vnd.zaotai+json", "APPLICATION/JSON"]
)
def test_json_by_another_spelling_is_json(app: App, brand: FullBrand, content_type: str) -> None:
    assert send(app, brand, batch(), content_type).status_code == 200


def test_a_body_that_is_too_large(app: App, brand: FullBrand) -> None:
    assert_refused(send(app, brand, batch(note="x" * (LARGEST_BODY + 1))), 413)


BAD_FIELDS: dict[str, dict[str, Any]] = {
    "a text with NUL": {"note": "a\0b"},
    "a lone surrogate": {"note": LONE},
    "a lone surrogate in a name": {"guest_name": f"x{LONE}"},
    "half a number": {"covers": 1.5},
    "a number as text": {"covers": "4"},
    "yes for a number": {"covers": True},
    "a number beyond all": {"covers": 10**40},
    "less than none": {"covers": -1},
    "an unknown field": {"cover": 4},
    "a clock of the year 9999": {"at": "9999-12-31T23:59:59Z"},
    "a clock of the year 1": {"at": "0001-01-01T00:00:00Z"},
    "a time without its zone": {"at": "2026-11-21T12:00:00"},
    "a time as a number": {"at": 1795305600},
    "an offset beyond all": {"at": "2026-11-21T12:00:00+99:99"},
    "no such command": {"type": "drop_tables"},
    "a command's kind as a list": {"type": ["set_order"]},
}


@pytest.mark.parametrize("changes", BAD_FIELDS.values(), ids=BAD_FIELDS.keys())
def test_a_field_that_does_not_fit(app: App, brand: FullBrand, changes: dict[str, Any]) -> None:
    before = brand.contents("pos_order", "core_idempotent_answer")
    answer = send(app, brand, batch(**changes))
    assert_refused(answer, 422)
    assert answer.json["errors"][0]["path"].startswith("commands.0")
    assert brand.contents("pos_order", "core_idempotent_answer") == before


ADDING: dict[str, dict[str, Any]] = {
    "text for an id": {"line_id": "x"},
    "SQL for an id": {"line_id": "'; DROP TABLE pos_order; --"},
    "braces around an id": {"product_id": "{01a20083-3fbf-73fb-be56-73551ab4d99c}"},
    "an id as a number": {"product_id": 7},
    "more than can be counted": {"quantity": "9999999999"},
    "an exponent": {"quantity": "1e9"},
    "a quantity as a number": {"quantity": 1},
    "digits of another script": {"quantity": "３"},
    "none of it": {"quantity": "0.000"},
    "four decimals": {"quantity": "0.0001"},
    "a seat beyond all": {"seat": 10**12},
    "modifiers as text": {"modifiers": "none"},
    "a thousand modifiers": {"modifiers": [{"option_id": str(new_id())}] * 1000},
    "components of a dish that has none": {"components": []},
}


@pytest.mark.parametrize("changes", ADDING.values(), ids=ADDING.keys())
def test_a_line_that_does_not_fit(app: App, brand: FullBrand, changes: dict[str, Any]) -> None:
    line = {**brand.line("D01"), **changes}
    assert_refused(send(app, brand, json.dumps({"commands": [line]})), 422)


@pytest.mark.parametrize("depth", [5, 50, 500, 5000])
def test_modifiers_within_modifiers_without_end(app: App, brand: FullBrand, depth: int) -> None:
    inner = f'{{"option_id": "{new_id()}", "modifiers": ['
    modifiers = "[" + inner * depth + "]}" * depth + "]"
    line = json.dumps({**brand.line("N01"), "modifiers": "@"}).replace('"@"', modifiers)
    assert_refused(send(app, brand, f'{{"commands": [{line}]}}'))


def test_more_commands_than_a_batch_holds(app: App, brand: FullBrand) -> None:
    assert_refused(send(app, brand, json.dumps({"commands": [{"type": "fire"}] * 501})), 422)
    assert_refused(send(app, brand, json.dumps({"commands": []})), 422)


@pytest.mark.parametrize("key", ["", "x" * 129, "a\tb", "\x7f"])
def test_a_key_that_is_none(app: App, brand: FullBrand, key: str) -> None:
    assert_refused(send(app, brand, batch(), **{"Idempotency-Key": key}), 400)


@pytest.mark.parametrize(
    "path",
    [
        "/stores/x/orders",
        "/stores/01a20083-3fbf-73fb-be56-73551ab4d99c%00/orders",
        "/stores/{store_id}/orders/%ff/commands",
        "/nothing/here",
        "/stores/{store_id}/orders/../../../../etc/passwd",
    ],
)
def test_an_address_that_is_none(app: App, brand: FullBrand, path: str) -> None:
    headers = {"Authorization": f"Bearer {brand.caller('cashier').token}"}
    answer = app.test_client().get(API + path.replace("{store_id}", brand.ids["store_id"]), headers=headers)
    assert_refused(answer, 404)


@pytest.mark.parametrize(
    "query",
    ["?limit=0", "?limit=x", "?limit=10000000000000000000000", "?cursor=x", "?cursor=%00", "?q=%00", "?state=lost",
     "?business_date=2026-13-01", "?business_date=99999-01-01", "?unknown=1"],
)  # fmt: skip
def test_a_question_that_does_not_fit(app: App, brand: FullBrand, query: str) -> None:
    headers = {"Authorization": f"Bearer {brand.caller('cashier').token}"}
    path = f"{API}/stores/{brand.ids['store_id']}/orders{query}"
    assert_refused(app.test_client().get(path, headers=headers), 400, 422)


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "TRACE"])
def test_a_method_that_is_not_there(app: App, brand: FullBrand, method: str) -> None:
    answer = app.test_client().open(f"{API}{brand.path(COMMANDS)}", method=method)
    assert_refused(answer, 405)
    assert "POST" in answer.headers["Allow"]


POISONS: list[Any] = [10**30, -(10**30), 1.5, "a\0b", LONE, "x" * 100_000, [], {}, [[]], None, True, "", "２"]


@pytest.mark.parametrize(
    "door", [door for door, ask in WRITES.items() if ask.body and not ask.form], ids=" ".join
)
def test_each_value_of_each_request_poisoned(app: App, brand: FullBrand, door: tuple[str, str]) -> None:
    """Any value anywhere may be anything: refused, or taken for what it is."""
    ask = ask_of(door)
    assert ask.body is not None
    good = ask.body(brand)
    token = brand.caller("waiter" if door[1].startswith("/me") else ask.who).token
    for place in _places(good):
        for poison in POISONS:
            body = _with(good, place, poison)
            answer = app.test_client().open(
                f"{API}{brand.path(door[1], **ELSEWHERE)}",
                method=door[0],
                data=json.dumps(body).encode("utf-8", "surrogatepass"),
                content_type="application/json",
                headers={"Authorization": f"Bearer {token}", "Idempotency-Key": str(new_id())},
            )
            assert answer.status_code < 500, f"{place} = {poison!r}: {answer.text}"


ODD_NAMES = [LONE, f"a{LONE}b", "\0", "\uffff", ""]


@pytest.mark.parametrize(
    "door",
    [*OPEN_DOORS, *(door for door, ask in WRITES.items() if ask.body and not ask.form)],
    ids=" ".join,
)
def test_each_object_of_each_request_with_a_field_of_an_odd_name(
    app: App, brand: FullBrand, door: tuple[str, str]
) -> None:
    """Whatever a field is called, the refusal can name it."""
    is_open = door in OPEN_DOORS
    ask = Ask() if is_open else ask_of(door)
    good = ask.body(brand) if ask.body else {}
    headers = {} if is_open else {"Authorization": f"Bearer {brand.caller(ask.who).token}"}
    objects = [place for place in [(), *_places(good)] if isinstance(_at(good, place), dict)]
    for place in objects:
        for odd in ODD_NAMES:
            body = _with(good, (*place, odd), 1)
            answer = app.test_client().open(
                f"{API}{brand.path(door[1], **ELSEWHERE)}",
                method=door[0],
                data=json.dumps(body),
                content_type="application/json",
                headers={**headers, "Idempotency-Key": str(new_id())},
            )
            assert_refused(answer, 422)


def test_checks_by_seats_of_an_odd_name(app: App, brand: FullBrand) -> None:
    for odd in ODD_NAMES:
        command = {"type": "split_by_seat", "check_ids": {odd: str(new_id())}}
        answer = send(app, brand, json.dumps({"commands": [command]}))
        assert_refused(answer, 422)
        assert answer.json["errors"][0]["path"].startswith("commands.0.check_ids.")


@pytest.mark.parametrize("name", ["%ed%a0%80", "%00", "%ff", "a%ef%bf%bf"])
def test_a_question_of_an_odd_name(app: App, brand: FullBrand, name: str) -> None:
    headers = {"Authorization": f"Bearer {brand.caller('cashier').token}"}
    path = f"{API}/stores/{brand.ids['store_id']}/orders?{name}=1"
    assert_refused(app.test_client().get(path, headers=headers), 422)


@pytest.mark.parametrize("door", [door for door, ask in WRITES.items() if ask.form], ids=" ".join)
@pytest.mark.parametrize("odd", ["\0", LONE, "é" * 1000, "../../etc/passwd", 'a"b', "\r\nX-Odd: 1", ""])
def test_a_file_of_an_odd_name(app: App, brand: FullBrand, door: tuple[str, str], odd: str) -> None:
    ask = ask_of(door)
    assert ask.body is not None
    token = brand.caller(ask.who).token
    for field in ("file", odd):
        body = {
            (field if key == "file" else key): (value[0], f"{odd}.csv") if isinstance(value, tuple) else value
            for key, value in ask.body(brand).items()
        }
        data, boundary = _parts(body)
        answer = app.test_client().open(
            f"{API}{brand.path(door[1])}",
            method=door[0],
            data=data,
            content_type=f"multipart/form-data; boundary={boundary}",
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": str(new_id())},
        )
        assert answer.status_code < 500, answer.text


def _parts(body: dict[str, Any]) -> tuple[bytes, str]:
    """A form as it stands, however its names are spelled."""
    boundary, parts = "b0undary", b""
    for name, value in body.items():
        content = value[0].read() if isinstance(value, tuple) else str(value).encode()
        file = f'; filename="{value[1]}"' if isinstance(value, tuple) else ""
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
        parts += head.encode("utf-8", "surrogatepass") + content + b"\r\n"
    return parts + f"--{boundary}--\r\n".encode(), boundary


def _at(value: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        value = value[step]
    return value


# What could be taken is asked of things that are not there, so that the brand stays usable.
ELSEWHERE = {name: str(new_id()) for name in ("staff_id", "role_id", "terminal_id")}


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _places(below, (*path, key))
    elif isinstance(value, list):
        for place, below in enumerate(value):
            yield from _places(below, (*path, place))


def _with(value: Any, place: tuple[Any, ...], poison: Any) -> Any:
    changed = copy.deepcopy(value)
    at = changed
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = poison
    return changed
