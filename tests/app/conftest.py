"""A brand with something of everything, made once for the tests of the edge."""

import pytest
from sqlalchemy import Engine

from app.factory import App
from tests.support.brand import FullBrand, make_full_brand


@pytest.fixture(scope="module")
def brand(app: App, engine: Engine) -> FullBrand:
    """One for the whole file: its tests knock, and are refused."""
    return make_full_brand(app, engine)
