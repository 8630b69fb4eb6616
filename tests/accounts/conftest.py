"""What only the tests of this room ask for."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from core.uow import Unit
from tests.support.accounts import House

TABLES = (
    "accounts_tenant",
    "accounts_region",
    "accounts_store",
    "accounts_terminal",
    "accounts_enrolment_code",
    "accounts_staff",
    "accounts_role",
    "accounts_staff_role",
    "accounts_session",
    "core_audit",
    "core_idempotent_answer",
)


@pytest.fixture
def snapshot(engine: Engine, house: House) -> Callable[[], dict[str, list[object]]]:
    """Everything that the database holds of the brand, to show that a refusal changed nothing."""

    def look() -> dict[str, list[object]]:
        with Unit(engine, house.tenant_id) as unit:
            rows = {name: text(f"SELECT t::text FROM {name} t ORDER BY 1") for name in TABLES}
            return {name: list(unit.session.scalars(query)) for name, query in rows.items()}

    return look
