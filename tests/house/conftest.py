"""What the rules of the house are tried on: two brands with something of everything, made once."""

import pytest
from sqlalchemy import Engine

from app.factory import App
from tests.support.brand import FullBrand, make_full_brand


@pytest.fixture(scope="session")
def _victim(app: App, engine: Engine) -> FullBrand:
    return make_full_brand(app, engine)


@pytest.fixture(scope="session")
def _stranger(app: App, engine: Engine) -> FullBrand:
    return make_full_brand(app, engine)


@pytest.fixture
def victim(_victim: FullBrand) -> FullBrand:
    """A brand in which nothing may change that its own people did not do."""
    return _victim.refreshed()


@pytest.fixture
def stranger(_stranger: FullBrand) -> FullBrand:
    """Another brand on the same server."""
    return _stranger.refreshed()


@pytest.fixture
def brand(app: App, engine: Engine) -> FullBrand:
    """A brand of this test's own."""
    return make_full_brand(app, engine)
