"""Changing one's own PIN and password."""

from typing import Any

import pytest

from tests.support.accounts import PASSWORD, PINS, Caller, House, pin_body


def test_a_new_pin_of_ones_own_works_and_the_old_one_does_not(
    cashier: Caller, nobody: Caller, house: House
) -> None:
    answer = cashier.put("/me/pin", {"current_pin": PINS["cashier"], "pin": "6402"})

    assert answer.status_code == 204
    assert nobody.post("/sign-in/pin", pin_body(house, "cashier")).status_code == 401
    assert nobody.post("/sign-in/pin", pin_body(house, "cashier", pin="6402")).status_code == 200


def test_a_wrong_present_pin_is_counted_like_at_sign_in(
    cashier: Caller, nobody: Caller, house: House
) -> None:
    answers = [cashier.put("/me/pin", {"current_pin": "8362", "pin": "6402"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [403] * 5 + [429]
    assert answers[0].json["attempts_left"] == 4
    assert nobody.post("/sign-in/pin", pin_body(house, "cashier")).json["code"] == "pin_locked"


def test_a_wrong_present_password_is_counted_and_changes_nothing_else(
    manager: Caller, nobody: Caller, house: House
) -> None:
    answers = [
        manager.put("/me/password", {"current_password": "wrong horse", "password": "another long one"})
        for _ in range(6)
    ]

    assert [answer.json["code"] for answer in answers] == ["wrong_password"] * 5 + ["password_locked"]
    assert manager.get("/me").status_code == 200


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ("1234", "pin_weak"),
        ("0000", "pin_weak"),
        ("123", "pin_malformed"),
        ("12a4", "pin_malformed"),
        ("٤٠٧١", "pin_malformed"),
    ],
)
def test_a_poor_pin_is_refused(cashier: Caller, pin: str, code: str, snapshot: Any) -> None:
    before = snapshot()

    answer = cashier.put("/me/pin", {"current_pin": PINS["cashier"], "pin": pin})

    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert snapshot() == before


def test_a_short_password_is_refused(manager: Caller, snapshot: Any) -> None:
    before = snapshot()

    answer = manager.put("/me/password", {"current_password": PASSWORD, "password": "short"})

    assert (answer.status_code, answer.json["code"]) == (422, "password_short")
    assert snapshot() == before
