"""Signing in with a PIN at a terminal, and with a password at head office."""

from typing import Any

import pytest

from accounts.schemas.sign_in import EnrolledShape, MeShape, PadShape, TokensShape
from app.factory import App
from core.ids import new_id
from tests.support.accounts import PASSWORD, PINS, Caller, House, pin_body, sign_in, sign_in_at_terminal


def password_body(house: House, **changes: Any) -> dict[str, Any]:
    return {"brand": house.slug, "email": "boss@example.com", "password": PASSWORD, **changes}


def test_the_pad_shows_who_works_at_the_store_and_has_a_pin(nobody: Caller, house: House) -> None:
    answer = nobody.post("/sign-in/staff", {"terminal_token": house.terminal_tokens["own"]})

    PadShape().load(answer.json)
    assert answer.json["store"]["code"] == "S1"
    assert [person["name"] for person in answer.json["staff"]] == ["Cashier", "Manager", "Waiter"]
    assert answer.json["staff"][0] == {
        "id": str(house.people["cashier"]),
        "name": "Cashier",
        "color": "#336699",
        "role_names": [{"zh": "收银员", "en": "Cashier"}],
    }


def test_a_right_pin_gives_tokens_for_that_store_alone(nobody: Caller, house: House) -> None:
    answer = nobody.post("/sign-in/pin", pin_body(house, "cashier"))

    assert answer.status_code == 200
    assert TokensShape().validate(answer.json) == {}
    assert answer.json["store"]["id"] == str(house.stores["own"])
    assert answer.json["terminal"] == {"id": str(house.terminals["own"]), "name": "Till own"}
    assert answer.json["staff"] == {"id": str(house.people["cashier"]), "name": "Cashier", "locale": "en"}
    assert "order.take" in answer.json["permissions"]
    assert "order.comp" not in answer.json["permissions"]


def test_me_says_the_same_as_the_sign_in(cashier: Caller, house: House) -> None:
    answer = cashier.get("/me")

    assert MeShape().validate(answer.json) == {}
    assert answer.json["staff"]["id"] == str(house.people["cashier"])
    assert answer.json["brand"] == {
        "slug": house.slug,
        "name": {"zh": "Brand", "en": "Brand"},
        "currency": "CNY",
    }


@pytest.mark.parametrize("who", ["franchisee", "nobody we know", "boss"])
def test_who_does_not_work_at_the_store_gets_the_answer_of_a_wrong_pin(
    nobody: Caller, house: House, who: str, snapshot: Any
) -> None:
    before = snapshot()
    body = pin_body(house, "cashier") | {"staff_id": str(house.people.get(who, new_id()))}
    body["pin"] = PINS.get(who, "4071")

    answer = nobody.post("/sign-in/pin", body)

    assert (answer.status_code, answer.json["code"], answer.json["attempts_left"]) == (401, "wrong_pin", 4)
    assert snapshot() == before


def test_a_password_lets_head_office_in_everywhere(nobody: Caller, house: House) -> None:
    answer = nobody.post("/sign-in/password", password_body(house, email="Boss@Example.com"))

    assert answer.status_code == 200
    assert answer.json["store"] is None
    assert answer.json["terminal"] is None
    assert "role.edit" in answer.json["permissions"]


@pytest.mark.parametrize(
    "change", [{"brand": "no-such-brand"}, {"email": "who@example.com"}, {"password": "wrong horse"}]
)
def test_a_wrong_brand_email_or_password_gets_one_and_the_same_answer(
    nobody: Caller, house: House, change: dict[str, str]
) -> None:
    answer = nobody.post("/sign-in/password", password_body(house, **change))

    assert answer.status_code == 401
    assert answer.json["code"] == "wrong_password"
    assert "attempts_left" not in answer.json


def test_whoever_has_no_password_cannot_sign_in_with_one(nobody: Caller, house: House, boss: Caller) -> None:
    boss.patch(f"/staff/{house.people['cashier']}", {"email": "cashier@example.com"})

    answer = nobody.post("/sign-in/password", password_body(house, email="cashier@example.com"))

    assert answer.json["code"] == "wrong_password"


def test_a_pin_session_has_no_right_beyond_its_store(app: App, house: House, boss: Caller) -> None:
    boss.put(f"/staff/{house.people['boss']}/pin", {"pin": PINS["boss"]})
    at_terminal = sign_in_at_terminal(app, house, "boss")

    assert at_terminal.get(f"/stores/{house.stores['own']}").status_code == 200
    assert at_terminal.get(f"/stores/{house.stores['franchised']}").status_code == 404
    assert at_terminal.post("/regions", {"name": {"zh": "北", "en": "North"}}).status_code == 403


def test_sign_in_does_not_look_at_a_bearer_token(app: App, house: House) -> None:
    stale = Caller(app.test_client(), token="stale")
    foreign = sign_in(app, house, "boss")

    assert stale.post("/sign-in/pin", pin_body(house, "waiter")).status_code == 200
    assert foreign.post("/sign-in/pin", pin_body(house, "waiter"), key="k").status_code == 200


def test_tokens_are_never_kept_for_a_retry(app: App, house: House, snapshot: Any) -> None:
    caller = sign_in(app, house, "boss")
    caller.post("/sign-in/pin", pin_body(house, "waiter"), key="again")

    assert snapshot()["core_idempotent_answer"] == []


def test_signing_out_ends_the_session_at_once(cashier: Caller) -> None:
    assert cashier.post("/sign-out").status_code == 204

    answer = cashier.get("/me")
    assert (answer.status_code, answer.json["code"]) == (401, "session_ended")


@pytest.mark.parametrize("body", [{}, {"terminal_token": 1}, {"terminal_token": "x", "more": 1}, [], "x"])
def test_a_sign_in_that_does_not_fit_is_refused_with_reasons(nobody: Caller, body: Any) -> None:
    answer = nobody.post("/sign-in/pin", body)

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.json["errors"]


@pytest.mark.parametrize("token", ["x", "ztt_", "ztt_AAAA", "ztt_" + "A" * 86, "ztr_" + "A" * 86, "ztt_é"])
def test_a_token_that_is_none_is_refused(nobody: Caller, token: str) -> None:
    answer = nobody.post("/sign-in/staff", {"terminal_token": token})

    assert (answer.status_code, answer.json["code"]) == (401, "terminal_revoked")


def test_enrolling_gives_a_terminal_that_signs_in(nobody: Caller, house: House, boss: Caller) -> None:
    code = boss.post(f"/stores/{house.stores['own']}/terminals", {"uses": 2}).json["code"]

    answer = nobody.post(
        "/terminals/enrol", {"brand": house.slug, "code": code.lower().replace("-", " "), "name": "Bar"}
    )

    assert answer.status_code == 201
    assert EnrolledShape().validate(answer.json) == {}
    assert answer.json["name"] == "Bar"
    token = answer.json["terminal_token"]
    pad = nobody.post("/sign-in/staff", {"terminal_token": token})
    assert pad.json["store"]["id"] == str(house.stores["own"])
