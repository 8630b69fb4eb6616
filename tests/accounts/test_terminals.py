"""Terminals are made with a code, listed, and revoked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from accounts.schemas.stores import EnrolmentCodeShape, TerminalShape
from app.factory import App
from core import clock
from core.ids import new_id
from tests.support.accounts import Caller, House


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
