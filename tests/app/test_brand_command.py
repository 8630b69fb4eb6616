"""``flask brand create``: a brand whose first person can sign in, and a password that nobody reads."""

import json

import pytest
from click.testing import Result
from sqlalchemy import Engine

from accounts.services.tenants import enter_brand
from app.cli.brand import PASSWORD, create
from app.factory import App
from core.ids import new_id
from core.uow import Unit
from tests.support.accounts import Caller

SECRET = "long-enough-for-head-office"
NEW = {"--name-zh": "面馆", "--name-en": "Noodles", "--person": "Mei", "--email": "Mei@Example.com"}


def run(app: App, slug: str, typed: str | None = None, **changes: str) -> Result:
    """The command, as somebody types it."""
    told = NEW | {f"--{key}": value for key, value in changes.items()}
    arguments = [slug, *(part for option in told.items() for part in option)]
    return app.test_cli_runner().invoke(create, arguments, input=typed)


def is_there(engine: Engine, slug: str) -> bool:
    with Unit(engine) as unit:
        return enter_brand(unit, slug, "Test") is not None


@pytest.fixture
def slug() -> str:
    return f"b{new_id().hex[-20:]}"


def sign_in(app: App, slug: str, password: str) -> int:
    body = {"brand": slug, "email": "mei@example.com", "password": password}
    return Caller(app.test_client()).post("/sign-in/password", body).status_code


def test_the_first_person_signs_in_with_the_password_that_was_typed(app: App, slug: str) -> None:
    done = run(app, slug, f"{SECRET}\n{SECRET}\n", currency="EUR")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout.splitlines()[-1])["brand"] == slug
    assert SECRET not in done.output + done.stderr
    assert sign_in(app, slug, SECRET) == 200
    assert sign_in(app, slug, SECRET + "x") == 401


def test_the_password_may_stand_in_the_environment(
    app: App, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, SECRET)
    done = run(app, slug)
    assert done.exit_code == 0, done.output
    assert SECRET not in done.output + done.stderr
    assert sign_in(app, slug, SECRET) == 200


@pytest.mark.parametrize(
    ("changes", "typed"),
    [
        ({"currency": "Mao"}, SECRET),
        ({"email": "mei"}, SECRET),
        ({"person": ""}, SECRET),
        ({"name-en": ""}, SECRET),
        ({}, "short"),
    ],
)
def test_a_brand_that_cannot_be_is_not_made(
    app: App, engine: Engine, slug: str, changes: dict[str, str], typed: str
) -> None:
    done = run(app, slug, f"{typed}\n{typed}\n", **changes)
    assert done.exit_code != 0
    assert not is_there(engine, slug)


def test_a_brand_is_made_once(app: App, slug: str) -> None:
    assert run(app, slug, f"{SECRET}\n{SECRET}\n").exit_code == 0
    again = run(app, slug, f"{SECRET}2\n{SECRET}2\n")
    assert (again.exit_code, "slug_taken" in again.output) == (1, True)
    assert sign_in(app, slug, SECRET) == 200
