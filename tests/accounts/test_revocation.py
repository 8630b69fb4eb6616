"""What is taken away is gone with the next request, not when a token expires."""

from collections.abc import Callable

import pytest

from app.factory import App
from tests.support.accounts import Caller, House, pin_body, sign_in, sign_in_at_terminal

Act = Callable[[Caller, House], object]

ENDS_THE_CASHIERS_SESSION: dict[str, Act] = {
    "the terminal is revoked": lambda boss, h: boss.post(f"/terminals/{h.terminals['own']}/revoke"),
    "the store is closed": lambda boss, h: boss.delete(f"/stores/{h.stores['own']}"),
    "the person leaves": lambda boss, h: boss.delete(f"/staff/{h.people['cashier']}"),
    "the PIN changes": lambda boss, h: boss.put(f"/staff/{h.people['cashier']}/pin", {"pin": "6402"}),
    "the roles change": lambda boss, h: boss.put(
        f"/staff/{h.people['cashier']}/roles",
        {"roles": [{"role_id": str(h.roles["waiter"]), "store_id": str(h.stores["own"])}]},
    ),
}


@pytest.mark.parametrize("act", ENDS_THE_CASHIERS_SESSION.values(), ids=ENDS_THE_CASHIERS_SESSION.keys())
def test_a_session_ends_at_once_when(app: App, house: House, boss: Caller, nobody: Caller, act: Act) -> None:
    tokens = nobody.post("/sign-in/pin", pin_body(house, "cashier")).json
    cashier = Caller(app.test_client(), tokens["access_token"])
    assert cashier.get("/me").status_code == 200

    answer = act(boss, house)

    assert answer.status_code in {200, 204}  # type: ignore[attr-defined]
    assert cashier.get("/me").json["code"] == "session_ended"
    refreshed = nobody.post("/sign-in/refresh", {"refresh_token": tokens["refresh_token"]})
    assert refreshed.json["code"] == "session_ended"


def test_a_revoked_terminal_signs_nobody_in(house: House, boss: Caller, nobody: Caller) -> None:
    boss.post(f"/terminals/{house.terminals['own']}/revoke")

    for path, body in (
        ("/sign-in/staff", {"terminal_token": house.terminal_tokens["own"]}),
        ("/sign-in/pin", pin_body(house, "cashier")),
    ):
        answer = nobody.post(path, body)
        assert (answer.status_code, answer.json["code"]) == (401, "terminal_revoked")


def test_a_new_password_ends_office_sessions(app: App, house: House, boss: Caller, manager: Caller) -> None:
    boss.put(f"/staff/{house.people['manager']}/password", {"password": "another long one"})

    assert manager.get("/me").json["code"] == "session_ended"


def test_a_changed_role_holds_with_the_next_request(app: App, house: House, boss: Caller) -> None:
    waiter = sign_in_at_terminal(app, house, "waiter")
    assert "staff.view" not in waiter.get("/me").json["permissions"]

    role = boss.get(f"/roles/{house.roles['waiter']}").json
    boss.patch(f"/roles/{role['id']}", {"permissions": [*role["permissions"], "staff.view"]})
    assert waiter.get("/staff").status_code == 200

    boss.patch(f"/roles/{role['id']}", {"permissions": role["permissions"]})
    assert waiter.get("/staff").status_code == 403


def test_ones_own_new_password_keeps_this_session_and_ends_the_others(app: App, house: House) -> None:
    here, elsewhere = sign_in(app, house, "manager"), sign_in(app, house, "manager")

    answer = here.put(
        "/me/password", {"current_password": "correct horse battery", "password": "another long one"}
    )

    assert answer.status_code == 204
    assert here.get("/me").status_code == 200
    assert elsewhere.get("/me").json["code"] == "session_ended"


def test_other_stores_do_not_notice(app: App, house: House, boss: Caller) -> None:
    elsewhere = sign_in_at_terminal(app, house, "franchisee", "franchised")

    boss.post(f"/terminals/{house.terminals['own']}/revoke")

    assert elsewhere.get("/me").status_code == 200
