"""Access tokens are short-lived; refresh tokens are spent by use, and a spent one shown again ends the session."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.schemas.sign_in import TokensShape
from app.factory import App
from core import clock
from tests.support.accounts import PASSWORD, Caller, House, pin_body


@pytest.fixture
def tokens(nobody: Caller, house: House) -> dict[str, Any]:
    found: dict[str, Any] = nobody.post("/sign-in/pin", pin_body(house, "cashier")).json
    return found


def me(app: App, token: str) -> Any:
    return Caller(app.test_client(), token).get("/me")


def test_an_access_token_expires_in_a_quarter_of_an_hour(app: App, tokens: dict[str, Any]) -> None:
    later = clock.now() + timedelta(minutes=15, seconds=1)

    assert me(app, tokens["access_token"]).status_code == 200
    with clock.frozen(later):
        answer = me(app, tokens["access_token"])
    assert (answer.status_code, answer.json["code"]) == (401, "token_expired")


def test_a_refresh_gives_new_tokens_of_the_same_session(
    app: App, nobody: Caller, tokens: dict[str, Any]
) -> None:
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        answer = nobody.post("/sign-in/refresh", {"refresh_token": tokens["refresh_token"]})

        assert answer.status_code == 200
        assert TokensShape().validate(answer.json) == {}
        assert answer.json["refresh_token"] != tokens["refresh_token"]
        assert answer.json["terminal"] == tokens["terminal"]
        assert me(app, answer.json["access_token"]).status_code == 200


def test_a_spent_refresh_token_ends_the_session_for_thief_and_owner(
    app: App, nobody: Caller, tokens: dict[str, Any]
) -> None:
    second = nobody.post("/sign-in/refresh", {"refresh_token": tokens["refresh_token"]}).json

    reused = nobody.post("/sign-in/refresh", {"refresh_token": tokens["refresh_token"]})

    assert (reused.status_code, reused.json["code"]) == (401, "session_ended")
    after = nobody.post("/sign-in/refresh", {"refresh_token": second["refresh_token"]})
    assert (after.status_code, after.json["code"]) == (401, "session_ended")
    assert me(app, second["access_token"]).json["code"] == "session_ended"


def test_a_token_spent_long_ago_ends_the_session_too(
    app: App, nobody: Caller, tokens: dict[str, Any]
) -> None:
    newest = tokens
    for _ in range(3):
        newest = nobody.post("/sign-in/refresh", {"refresh_token": newest["refresh_token"]}).json

    nobody.post("/sign-in/refresh", {"refresh_token": tokens["refresh_token"]})

    assert me(app, newest["access_token"]).json["code"] == "session_ended"


def test_reuse_is_told_to_the_audit_log(
    nobody: Caller, tokens: dict[str, Any], boss: Caller, house: House
) -> None:
    for _ in range(2):
        nobody.post("/sign-in/refresh", {"refresh_token": tokens["refresh_token"]})

    entries = boss.get("/audit", action="session.reused").json["items"]
    assert [entry["subject_id"] for entry in entries] == [str(house.people["cashier"])]


def test_a_session_that_rests_too_long_ends(nobody: Caller, tokens: dict[str, Any]) -> None:
    with clock.frozen(clock.now() + timedelta(hours=24, seconds=1)):
        answer = nobody.post("/sign-in/refresh", {"refresh_token": tokens["refresh_token"]})

    assert answer.json["code"] == "session_ended"


def test_each_refresh_starts_the_rest_anew(nobody: Caller, tokens: dict[str, Any]) -> None:
    moment = clock.now()
    for _ in range(3):
        moment += timedelta(hours=20)
        with clock.frozen(moment):
            answer = nobody.post("/sign-in/refresh", {"refresh_token": tokens["refresh_token"]})
            assert answer.status_code == 200
            tokens = answer.json


def test_office_sessions_rest_for_days(nobody: Caller, house: House) -> None:
    body = {"brand": house.slug, "email": "boss@example.com", "password": PASSWORD}
    token = nobody.post("/sign-in/password", body).json["refresh_token"]

    with clock.frozen(clock.now() + timedelta(days=13)):
        assert nobody.post("/sign-in/refresh", {"refresh_token": token}).status_code == 200


@pytest.mark.parametrize("token", ["x", "ztr_", "ztr_AAAA", "ztr_" + "A" * 86, "ztt_" + "A" * 86])
def test_a_refresh_token_that_is_none_is_refused(nobody: Caller, token: str) -> None:
    answer = nobody.post("/sign-in/refresh", {"refresh_token": token})

    assert (answer.status_code, answer.json["code"]) == (401, "session_ended")


def test_signing_out_spends_the_refresh_token_too(app: App, nobody: Caller, tokens: dict[str, Any]) -> None:
    Caller(app.test_client(), tokens["access_token"]).post("/sign-out")

    answer = nobody.post("/sign-in/refresh", {"refresh_token": tokens["refresh_token"]})
    assert answer.json["code"] == "session_ended"
