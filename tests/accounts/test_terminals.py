"""Terminals are made with a code, listed, and revoked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from accounts.schemas.stores import EnrolmentCodeShape, TerminalShape
from accounts.services.terminals import ANSWERED_AGAIN
from app.factory import App
from core import clock
from core.edge import KEY_LENGTH
from core.ids import new_id
from tests.support.accounts import Caller, House, pin_body


def code_of(boss: Caller, house: House, **body: int) -> str:
    found: str = boss.post(f"/stores/{house.stores['own']}/terminals", body).json["code"]
    return found


def test_a_code_is_shown_once_and_kept_as_a_hash(boss: Caller, house: House, snapshot: Any) -> None:
    answer = boss.post(f"/stores/{house.stores['own']}/terminals", {"uses": 3})

    assert answer.status_code == 201
    assert EnrolmentCodeShape().validate(answer.json) == {}
    assert answer.json["uses_left"] == 3
    assert answer.json["code"] not in str(snapshot()["accounts_enrolment_code"])


def test_a_code_makes_as_many_terminals_as_it_was_made_for(
    boss: Caller, house: House, nobody: Caller
) -> None:
    body = {"brand": house.slug, "code": code_of(boss, house, uses=2)}

    answers = [nobody.post("/terminals/enrol", body) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 401]
    assert answers[2].json["code"] == "wrong_code"
    names = [answer.json["name"] for answer in answers[:2]]
    assert all(name.startswith("S1-") for name in names)


def test_two_devices_never_share_the_last_use(app: App, boss: Caller, house: House) -> None:
    body = {"brand": house.slug, "code": code_of(boss, house)}

    with ThreadPoolExecutor(4) as threads:
        tries = [threads.submit(Caller(app.test_client()).post, "/terminals/enrol", body) for _ in range(4)]
        statuses = sorted(answer.result().status_code for answer in tries)

    assert statuses == [201, 401, 401, 401]


def test_a_code_runs_out(boss: Caller, house: House, nobody: Caller) -> None:
    body = {"brand": house.slug, "code": code_of(boss, house, minutes=10)}

    with clock.frozen(clock.now() + timedelta(minutes=10)):
        assert nobody.post("/terminals/enrol", body).json["code"] == "wrong_code"


@pytest.mark.parametrize("change", [{"brand": "no-such-brand"}, {"code": "ZZZZ-ZZZZ"}, {"code": "é"}])
def test_a_wrong_brand_or_code_enrols_nothing(
    boss: Caller, house: House, nobody: Caller, change: dict[str, str], snapshot: Any
) -> None:
    body = {"brand": house.slug, "code": code_of(boss, house)}
    before = snapshot()

    answer = nobody.post("/terminals/enrol", body | change)

    assert (answer.status_code, answer.json["code"]) == (401, "wrong_code")
    assert snapshot() == before


def test_a_closed_store_enrols_nothing(boss: Caller, house: House, nobody: Caller) -> None:
    body = {"brand": house.slug, "code": code_of(boss, house)}
    boss.delete(f"/stores/{house.stores['own']}")

    assert nobody.post("/terminals/enrol", body).json["code"] == "wrong_code"


def test_terminals_are_listed_with_those_revoked(boss: Caller, house: House) -> None:
    boss.post(f"/terminals/{house.terminals['own']}/revoke")

    items = boss.get(f"/stores/{house.stores['own']}/terminals").json["items"]

    assert TerminalShape(many=True).validate(items) == {}
    assert [(item["name"], item["revoked_at"] is not None) for item in items] == [("Till own", True)]


def test_revoking_twice_does_it_once(boss: Caller, house: House) -> None:
    first, again = (boss.post(f"/terminals/{house.terminals['own']}/revoke") for _ in range(2))

    assert first.json == again.json
    assert len(boss.get("/audit", action="terminal.revoke").json["items"]) == 1


def test_another_stores_manager_touches_no_terminal(manager: Caller, house: House, snapshot: Any) -> None:
    before = snapshot()

    assert manager.post(f"/stores/{house.stores['franchised']}/terminals", {}).status_code == 404
    assert manager.get(f"/stores/{house.stores['franchised']}/terminals").status_code == 404
    assert manager.post(f"/terminals/{house.terminals['franchised']}/revoke").status_code == 404
    assert manager.post(f"/terminals/{new_id()}/revoke").json["code"] == "terminal_not_found"
    assert snapshot() == before


def test_a_cashier_enrols_and_revokes_nothing(cashier: Caller, house: House, snapshot: Any) -> None:
    before = snapshot()

    assert cashier.post(f"/stores/{house.stores['own']}/terminals", {}).status_code == 403
    assert cashier.post(f"/terminals/{house.terminals['own']}/revoke").status_code == 403
    assert snapshot() == before


@pytest.fixture
def enrolment(boss: Caller, house: House) -> dict[str, str]:
    """What a device sends with a code for one device."""
    return {"brand": house.slug, "code": code_of(boss, house)}


def pad_status(nobody: Caller, answer: TestResponse) -> int:
    return nobody.post("/sign-in/staff", {"terminal_token": answer.json["terminal_token"]}).status_code


def test_a_lost_answer_is_given_again_with_a_new_token(
    boss: Caller, house: House, nobody: Caller, enrolment: dict[str, str]
) -> None:
    lost, again = (nobody.post("/terminals/enrol", enrolment, key="k1") for _ in range(2))

    assert (lost.status_code, again.status_code) == (201, 201)
    assert {**again.json, "terminal_token": lost.json["terminal_token"]} == lost.json
    assert (pad_status(nobody, lost), pad_status(nobody, again)) == (401, 200)
    assert len(boss.get(f"/stores/{house.stores['own']}/terminals").json["items"]) == 2
    assert len(boss.get("/audit", action="terminal.enrol_again").json["items"]) == 1


def test_a_lost_answer_is_given_again_however_the_code_is_typed_and_after_it_ran_out(
    boss: Caller, house: House, nobody: Caller
) -> None:
    code = code_of(boss, house, minutes=1)
    lost = nobody.post("/terminals/enrol", {"brand": house.slug, "code": code}, key="k1")
    typed = {"brand": house.slug, "code": code.replace("-", " ").lower()}

    with clock.frozen(clock.now() + timedelta(minutes=2)):
        code_of(boss, house)  # which clears spent codes away
        again = nobody.post("/terminals/enrol", typed, key="k1")

    assert again.json["terminal_id"] == lost.json["terminal_id"]


def test_a_device_asking_again_leaves_the_other_uses_to_others(
    boss: Caller, house: House, nobody: Caller
) -> None:
    body = {"brand": house.slug, "code": code_of(boss, house, uses=2)}

    ids = [
        nobody.post("/terminals/enrol", body, key=key).json.get("terminal_id")
        for key in ("a", "a", "b", "a", "b", "c")
    ]

    assert ids[0] == ids[1] == ids[3]
    assert ids[2] == ids[4] != ids[0]
    assert ids[5] is None


def test_another_key_or_none_gets_no_answer(
    app: App, house: House, nobody: Caller, enrolment: dict[str, str], snapshot: Any
) -> None:
    nobody.post("/terminals/enrol", enrolment, key="k1")
    before = snapshot()

    other = nobody.post("/terminals/enrol", enrolment, key="k2")
    none = app.test_client().post("/api/v1/terminals/enrol", json=enrolment)

    assert [(answer.status_code, answer.json["code"]) for answer in (other, none)] == [
        (401, "wrong_code")
    ] * 2
    assert snapshot() == before


def sign_in_there(boss: Caller, nobody: Caller, house: House, made: dict[str, Any]) -> None:
    body = pin_body(house, "cashier") | {"terminal_token": made["terminal_token"]}
    caller = Caller(nobody._client, nobody.post("/sign-in/pin", body).json["access_token"])
    assert caller.post("/sign-out").status_code == 204


def revoke(boss: Caller, nobody: Caller, house: House, made: dict[str, Any]) -> None:
    assert boss.post(f"/terminals/{made['terminal_id']}/revoke").status_code == 200


def close_store(boss: Caller, nobody: Caller, house: House, made: dict[str, Any]) -> None:
    assert boss.delete(f"/stores/{house.stores['own']}").status_code == 204


@pytest.mark.parametrize("end", [sign_in_there, revoke, close_store])
def test_an_answer_is_not_given_again_once_it_is_over(
    boss: Caller, nobody: Caller, house: House, enrolment: dict[str, str], snapshot: Any, end: Any
) -> None:
    end(boss, nobody, house, nobody.post("/terminals/enrol", enrolment, key="k1").json)
    before = snapshot()

    answer = nobody.post("/terminals/enrol", enrolment, key="k1")

    assert (answer.status_code, answer.json["code"]) == (401, "wrong_code")
    assert snapshot() == before


def test_a_late_request_is_no_lost_answer_even_while_the_code_holds(
    boss: Caller, house: House, nobody: Caller, snapshot: Any
) -> None:
    body = {"brand": house.slug, "code": code_of(boss, house, uses=2)}
    nobody.post("/terminals/enrol", body, key="k1")
    before = snapshot()

    with clock.frozen(clock.now() + ANSWERED_AGAIN):
        late = nobody.post("/terminals/enrol", body, key="k1")

    assert (late.status_code, late.json["code"]) == (401, "wrong_code")
    assert snapshot() == before


@pytest.mark.parametrize("uses", [1, 4])
def test_one_device_asking_at_once_is_one_terminal_with_one_token(
    app: App, boss: Caller, house: House, nobody: Caller, uses: int
) -> None:
    body = {"brand": house.slug, "code": code_of(boss, house, uses=uses)}

    def ask(_number: int) -> TestResponse:
        return Caller(app.test_client()).post("/terminals/enrol", body, key="k1")

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(ask, range(4)))

    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json["terminal_id"] for answer in answers}) == 1
    assert sorted(pad_status(nobody, answer) for answer in answers) == [200, 401, 401, 401]


def test_a_malformed_key_enrols_nothing(nobody: Caller, enrolment: dict[str, str], snapshot: Any) -> None:
    before = snapshot()

    answer = nobody.post("/terminals/enrol", enrolment, key="k" * (KEY_LENGTH + 1))

    assert answer.json["code"] == "idempotency_key_malformed"
    assert snapshot() == before
