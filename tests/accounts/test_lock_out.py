"""Wrong PINs and passwords are counted, and lock the door for a time that grows."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from accounts.models import Staff
from app.factory import App
from core import clock
from core.models import AuditEntry
from core.uow import Unit
from tests.support.accounts import PASSWORD, Caller, House, pin_body


@pytest.fixture(autouse=True)
def start() -> Iterator[datetime]:
    start = clock.now()
    with clock.frozen(start):
        yield start


def wrong_pins(nobody: Caller, house: House, times: int) -> list[Any]:
    return [nobody.post("/sign-in/pin", pin_body(house, "cashier", pin="8362")) for _ in range(times)]


def test_each_wrong_pin_leaves_one_try_less(nobody: Caller, house: House) -> None:
    answers = wrong_pins(nobody, house, 5)

    assert [answer.status_code for answer in answers] == [401] * 5
    assert [answer.json["code"] for answer in answers] == ["wrong_pin"] * 5
    assert [answer.json["attempts_left"] for answer in answers] == [4, 3, 2, 1, 0]


def test_after_five_even_the_right_pin_waits(nobody: Caller, house: House) -> None:
    wrong_pins(nobody, house, 5)

    answer = nobody.post("/sign-in/pin", pin_body(house, "cashier"))

    assert (answer.status_code, answer.json["code"]) == (429, "pin_locked")
    assert answer.json["retry_after"] == 60
    assert answer.headers["Retry-After"] == "60"


def test_a_locked_pin_is_not_counted_further(nobody: Caller, house: House, snapshot: Any) -> None:
    wrong_pins(nobody, house, 5)
    before = snapshot()

    wrong_pins(nobody, house, 2)

    assert snapshot() == before


def test_the_wait_doubles_with_each_further_wrong_pin(nobody: Caller, house: House, start: datetime) -> None:
    wrong_pins(nobody, house, 5)
    moment, waits = start, []
    for _ in range(8):
        moment += timedelta(seconds=waits[-1] if waits else 60)
        with clock.frozen(moment):
            wrong_pins(nobody, house, 1)
            waits.append(nobody.post("/sign-in/pin", pin_body(house, "cashier")).json["retry_after"])

    assert waits == [120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_a_right_pin_after_the_wait_forgets_the_wrong_ones(
    nobody: Caller, house: House, start: datetime
) -> None:
    wrong_pins(nobody, house, 5)

    with clock.frozen(start + timedelta(seconds=60)):
        assert nobody.post("/sign-in/pin", pin_body(house, "cashier")).status_code == 200
        assert wrong_pins(nobody, house, 1)[0].json["attempts_left"] == 4


def test_one_persons_lock_keeps_nobody_else_out(nobody: Caller, house: House) -> None:
    wrong_pins(nobody, house, 6)

    assert nobody.post("/sign-in/pin", pin_body(house, "waiter")).status_code == 200


def test_a_new_pin_from_a_manager_opens_a_lock(nobody: Caller, house: House, manager: Caller) -> None:
    wrong_pins(nobody, house, 6)

    assert manager.put(f"/staff/{house.people['cashier']}/pin", {"pin": "6402"}).status_code == 204
    assert nobody.post("/sign-in/pin", pin_body(house, "cashier", pin="6402")).status_code == 200


def test_a_lock_is_told_to_the_audit_log(nobody: Caller, house: House, engine: Engine) -> None:
    wrong_pins(nobody, house, 5)

    with Unit(engine, house.tenant_id) as unit:
        query = select(AuditEntry).where(AuditEntry.action == "staff.pin_locked")
        entries = list(unit.session.scalars(query))
    assert [(entry.subject_id, entry.detail) for entry in entries] == [
        (str(house.people["cashier"]), {"failed": 5})
    ]


def test_a_locked_password_answers_like_a_wrong_one_and_opens_later(
    nobody: Caller, house: House, start: datetime
) -> None:
    body = {"brand": house.slug, "email": "boss@example.com", "password": PASSWORD}
    for _ in range(5):
        nobody.post("/sign-in/password", body | {"password": "wrong horse"})

    answer = nobody.post("/sign-in/password", body)
    assert (answer.status_code, answer.json["code"]) == (401, "wrong_password")
    with clock.frozen(start + timedelta(seconds=60)):
        assert nobody.post("/sign-in/password", body).status_code == 200


def test_pins_and_passwords_are_counted_apart(nobody: Caller, house: House, engine: Engine) -> None:
    for _ in range(3):
        nobody.post("/sign-in/pin", pin_body(house, "manager", pin="8362"))
    nobody.post(
        "/sign-in/password",
        {"brand": house.slug, "email": "manager@example.com", "password": "wrong horse"},
    )

    with Unit(engine, house.tenant_id) as unit:
        person = unit.session.get_one(Staff, (house.tenant_id, house.people["manager"]))
        assert (person.failed_pins, person.failed_passwords) == (3, 1)


def test_parallel_tries_are_counted_one_after_another(app: App, house: House) -> None:
    def guess(number: int) -> int:
        body = pin_body(house, "cashier", pin=str(8360 + number))
        return Caller(app.test_client()).post("/sign-in/pin", body).status_code

    with ThreadPoolExecutor(8) as threads:
        statuses = sorted(threads.map(guess, range(8)))

    assert statuses == [401] * 5 + [429] * 3
