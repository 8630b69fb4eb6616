"""What tests of the membership room share."""

import pytest
from sqlalchemy import Engine

from app.factory import App
from tests.support.counter import Counter
from tests.support.till import make_noodle_shop


@pytest.fixture
def counter(app: App, engine: Engine, _quick_hashes: None) -> Counter:
    """A till with head office behind it, and nobody's promotions yet."""
    return Counter(app, engine, make_noodle_shop(engine))
