"""Who may connect to a socket, and to which store."""

from typing import Any

import pytest
from flask_socketio import ConnectionRefusedError
from sqlalchemy import Engine

from app.admission import admit
from app.factory import App
from core.ids import new_id
from tests.support.accounts import Caller, House, make_house


def refusal_of(app: App, namespace: str, auth: Any) -> str | None:
    """Why the connection is refused at that namespace; None when it is not."""
    permission = {"/till": "order.view", "/kitchen": "kitchen.view"}[namespace]
    client = app.extensions["socketio"].test_client(app, namespace=namespace, auth=auth)
    is_connected = client.is_connected(namespace)
    if is_connected:
        client.disconnect(namespace)
    try:
        admit(app.engine, app.edge.authenticator, auth, permission)  # type: ignore[arg-type]  # the app's own
    except ConnectionRefusedError as error:
        assert not is_connected
        return str(error.error_args["message"])
    assert is_connected
    return None


@pytest.mark.parametrize("namespace", ["/till", "/kitchen"])
class TestConnecting:
    def test_a_terminal_comes_to_its_own_store(
        self, app: App, house: House, cashier: Caller, namespace: str
    ) -> None:
        assert refusal_of(app, namespace, {"token": cashier.token}) is None

    def test_head_office_names_the_store(self, app: App, house: House, boss: Caller, namespace: str) -> None:
        assert refusal_of(app, namespace, {"token": boss.token}) == "store_missing"
        assert refusal_of(app, namespace, {"token": boss.token, "store_id": "S1"}) == "store_missing"
        named = {"token": boss.token, "store_id": str(house.stores["franchised"])}
        assert refusal_of(app, namespace, named) is None

    def test_a_store_that_the_brand_has_not_is_refused(
        self, app: App, engine: Engine, boss: Caller, namespace: str
    ) -> None:
        for store_id in (new_id(), make_house(engine).stores["own"]):
            assert refusal_of(app, namespace, {"token": boss.token, "store_id": str(store_id)}) == (
                "store_not_found"
            )

    def test_a_manager_stays_at_the_own_store(
        self, app: App, house: House, manager: Caller, namespace: str
    ) -> None:
        named = {"token": manager.token, "store_id": str(house.stores["franchised"])}
        assert refusal_of(app, namespace, named) == "store_not_found"

    def test_without_a_token_nobody_comes_in(self, app: App, namespace: str) -> None:
        strangers: list[Any] = [None, "token", [], {}, {"token": 7}, {"token": "x.y.z"}]
        for auth in strangers:
            assert refusal_of(app, namespace, auth) == "token_malformed"
