"""Access tokens: signed by us alone, and asked after in one statement."""

import base64
import json
from datetime import timedelta

import jwt
import pytest
from sqlalchemy import Engine

from accounts.authentication import Authentication
from core import clock
from core.errors import Unauthenticated
from core.ids import new_id
from core.uow import Unit
from tests.support.accounts import Caller, House


@pytest.fixture
def ours() -> Authentication:
    return Authentication("k" * 40)


def token(ours: Authentication) -> str:
    return ours.issue(new_id(), new_id(), new_id(), new_id())[0]


def test_a_token_says_who_and_where(ours: Authentication) -> None:
    tenant, session, staff, terminal = (new_id() for _ in range(4))

    text, expires_at = ours.issue(tenant, session, staff, terminal)
    claims = ours.claims(text)

    assert (claims.tenant_id, claims.session_id, claims.staff_id) == (tenant, session, staff)
    assert claims.owner_id == claims.terminal_id == terminal
    assert claims.expires_at == expires_at
    assert ours.claims(ours.issue(tenant, session, staff, None)[0]).owner_id == staff


def test_another_key_signs_for_nobody(ours: Authentication) -> None:
    with pytest.raises(Unauthenticated) as refused:
        ours.claims(token(Authentication("K" * 40)))

    assert refused.value.code == "token_malformed"


def forged(ours: Authentication) -> list[str]:
    head, body, signature = token(ours).split(".")
    says = json.loads(base64.urlsafe_b64decode(body + "=="))
    unsigned = jwt.encode(says, "", "none")
    later = (
        base64.urlsafe_b64encode(json.dumps(says | {"exp": says["exp"] + 9}).encode()).decode().rstrip("=")
    )
    return [
        unsigned,
        f"{head}.{body}.",
        f"{head}.{later}.{signature}",
        f"{head}.{body}",
        "x",
        "é.é.é",
        "\ud800",
        "." * 9,
        "",
    ]


def test_what_we_did_not_sign_is_refused(ours: Authentication) -> None:
    for text in forged(ours):
        with pytest.raises(Unauthenticated) as refused:
            ours.claims(text)
        assert refused.value.code == "token_malformed"


def test_a_token_is_too_old_from_its_last_second_on(ours: Authentication) -> None:
    text, expires_at = ours.issue(new_id(), new_id(), new_id(), None)

    with clock.frozen(expires_at - timedelta(seconds=1)):
        ours.claims(text)
    with clock.frozen(expires_at), pytest.raises(Unauthenticated) as refused:
        ours.claims(text)
    assert refused.value.code == "token_expired"


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic eDp5", "x", "Bearer a b"])
def test_a_bearer_of_nothing_gets_401(nobody: Caller, header: str) -> None:
    answer = nobody._client.get("/api/v1/me", headers={"Authorization": header})

    assert (answer.status_code, answer.json["code"]) == (401, "token_malformed")  # type: ignore[index]
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_without_a_token_there_is_nobody(nobody: Caller) -> None:
    answer = nobody.get("/me")

    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")


def test_a_person_is_known_in_one_statement_and_one_round_trip(
    cashier: Caller, ours: Authentication, app: object, engine: Engine, house: House
) -> None:
    authentication: Authentication = app.extensions["accounts"]  # type: ignore[attr-defined]
    claims = authentication.claims(cashier.token or "")
    reads = authentication.reads(claims)
    assert len(reads) == 1

    with Unit(engine, claims.tenant_id) as unit:
        actor = authentication.actor(claims, unit.fetch(*reads))
        assert unit.round_trips == 1
    assert actor.staff_name == "Cashier"
    assert actor.store is not None
    assert actor.store.code == "S1"
    assert set(actor.permissions) == {house.stores["own"]}
    assert actor.may("order.take", house.stores["own"])
    assert not actor.may("order.take", house.stores["franchised"])
    assert not actor.may("order.take")


def test_a_token_for_a_session_of_somebody_else_is_ended(
    cashier: Caller, app: object, engine: Engine
) -> None:
    authentication: Authentication = app.extensions["accounts"]  # type: ignore[attr-defined]
    claims = authentication.claims(cashier.token or "")
    forged_token, _ = authentication.issue(claims.tenant_id, claims.session_id, new_id(), None)

    answer = Caller(cashier._client, forged_token).get("/me")

    assert answer.json["code"] == "session_ended"
