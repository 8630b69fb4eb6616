"""What every test may ask for. Makers of things (houses, menus, orders, …) live in tests/support/."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from hypothesis import settings
from sqlalchemy import Engine

from core.database import make_engine
from core.embedded import Embedded, start
from core.embedded.redis_server import RedisServer
from core.ids import new_id
from core.uow import Unit
from tests.support.database import drop_database, new_database
from tests.support.live_server import SECRET_KEY, LiveServer
from tests.support.network import refuse_the_outside

if (
    TYPE_CHECKING
):  # imported by the fixtures that need them: tests of pure rules do not wait for the whole app
    from app.factory import App
    from tests.support.accounts import Caller, House

TEST_VAR = Path(__file__).parents[1] / ".pytest_var"

# What gates a change tries the same examples each time; `make test-long` searches for new ones.
settings.register_profile("short", deadline=None, max_examples=60, derandomize=True, print_blob=True)
settings.register_profile("long", deadline=None, max_examples=2_000, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the larger settings, as `make test-long` does")
    parser.addoption("--shots", metavar="DIR", help="save the screenshots that browser tests take")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("long") else "short")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("long"):
        long = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session", autouse=True)
def _no_sockets_out() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        refuse_the_outside(patch)
        yield


@pytest.fixture(autouse=True)
def _nobody_goes_on_connecting() -> Iterator[None]:
    """A client that a test left behind would disturb every test after it, not the one that left it."""
    yield
    if "tests.support.sockets" in sys.modules:
        from tests.support.sockets import SocketClient

        assert SocketClient.close_all() == 0, "close what connects before its server goes"


@pytest.fixture(scope="session")
def is_long(request: pytest.FixtureRequest) -> bool:
    """Whether this run takes the larger settings: a thousand kills instead of twenty."""
    return bool(request.config.getoption("long"))


# --- the database ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres() -> Iterator[Embedded]:
    """A real PostgreSQL of this worker's own; not the one in var/.

    Not shared: consumers and feeds wait for the oldest open transaction of the whole server, which must not be another's.
    """
    with start(TEST_VAR / os.environ.get("PYTEST_XDIST_WORKER", "main")) as embedded:
        yield embedded


@pytest.fixture(scope="session")
def database_name(postgres: Embedded) -> Iterator[str]:
    """This worker's own database, with all migrations applied."""
    name = new_database(postgres, os.environ.get("PYTEST_XDIST_WORKER", "main"))
    yield name
    drop_database(postgres, name)


@pytest.fixture(scope="session")
def database_url(postgres: Embedded, database_name: str) -> str:
    """The owner's address of this worker's database, as DATABASE_URL wants it."""
    return postgres.url_of(database_name)


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    """An engine as the application has it: in its role, bound by row-level security."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def tenant_id() -> UUID:
    """A tenant that nobody else has; what tests commit for it is invisible to all others."""
    return new_id()


@pytest.fixture
def unit(engine: Engine, tenant_id: UUID) -> Iterator[Unit]:
    """A transaction for service and store tests; undone at the end of the test, so never committed by it."""
    with Unit(engine, tenant_id) as unit:
        yield unit


# --- Redis ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _redis_of_the_session() -> Iterator[RedisServer]:
    with RedisServer() as server:
        yield server


@pytest.fixture
def redis_url(_redis_of_the_session: RedisServer) -> str:
    """A real Redis, shared by the tests of this worker: use keys of your own tenant."""
    return _redis_of_the_session.url


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A real Redis for this test alone, which it may kill and start again."""
    with RedisServer() as server:
        yield server


# --- the rooms ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _rooms(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What rooms need of each other at once is there, as in the app; a test may put something else in its place."""
    from app.adapters import fill_ports

    fill_ports(tmp_path_factory.mktemp("var"))


# --- the app, and a brand with people --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _quick_hashes() -> Iterator[None]:
    """The true cost of a hash is looked at in tests/core/test_hashing.py; elsewhere it would only be waited for."""
    from core import hashing

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        hashing._nobodys.cache_clear()
        yield
    hashing._nobodys.cache_clear()


@pytest.fixture(scope="session")
def app(engine: Engine, _quick_hashes: None, tmp_path_factory: pytest.TempPathFactory) -> "App":
    """The whole app in this process; ask it through a caller. Without rate limits."""
    from app.config import Settings
    from app.factory import create_app

    settings = Settings(var=tmp_path_factory.mktemp("var"), secret_key=SECRET_KEY, rate_limits=False)
    return create_app(settings, engine)


@pytest.fixture
def house(engine: Engine, _quick_hashes: None) -> "House":
    """A brand of this test's own: two stores, a terminal at each, and somebody in every role."""
    from tests.support.accounts import make_house

    return make_house(engine)


@pytest.fixture
def boss(app: "App", house: "House") -> "Caller":
    """Head office, signed in with a password."""
    return _at_head_office(app, house, "boss")


@pytest.fixture
def manager(app: "App", house: "House") -> "Caller":
    """The manager of the brand's own store, signed in with a password."""
    return _at_head_office(app, house, "manager")


@pytest.fixture
def franchisee(app: "App", house: "House") -> "Caller":
    """The manager of the franchised store, signed in with a password."""
    return _at_head_office(app, house, "franchisee")


@pytest.fixture
def cashier(app: "App", house: "House") -> "Caller":
    """The cashier of the brand's own store, signed in at its terminal with a PIN."""
    from tests.support.accounts import sign_in_at_terminal

    return sign_in_at_terminal(app, house, "cashier")


@pytest.fixture
def nobody(app: "App") -> "Caller":
    """Somebody without a token."""
    from tests.support.accounts import Caller

    return Caller(app.test_client())


def _at_head_office(app: "App", house: "House", who: str) -> "Caller":
    from tests.support.accounts import sign_in

    return sign_in(app, house, who)


# --- the whole server ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _the_server(database_url: str) -> Iterator[LiveServer]:
    server = LiveServer(database_url)
    yield server
    server.stop()


@pytest.fixture
def live_server(_the_server: LiveServer) -> LiveServer:
    """The real server, shared by the tests of this worker: never kill it, make a tenant of your own."""
    return _the_server if _the_server.is_running else _the_server.start()


@pytest.fixture
def alone(_the_server: LiveServer) -> None:
    """No server beside this test: its background tasks hear every tenant's events, this one's, too."""
    _the_server.stop()


@pytest.fixture
def new_live_server(database_url: str) -> Iterator[Callable[..., LiveServer]]:
    """Makes servers for one test, with settings of its own, which it may kill and start again."""
    servers: list[LiveServer] = []

    def make(**settings: str) -> LiveServer:
        servers.append(LiveServer(database_url, **settings))
        return servers[-1].start()

    yield make
    for server in servers:
        server.stop()
