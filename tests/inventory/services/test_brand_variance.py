"""Stores beside each other: reports that were published before they kept their theory are weighed by their coverage."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from core import clock
from core.ids import new_id
from core.uow import Unit
from inventory.models.reports import ReportRow
from inventory.rules.figures import TOTALS
from inventory.services.brand_variance import brand_variance
from tests.support.accounts import House
from tests.support.store_room import act

NOW = datetime.fromisoformat("2026-11-05T04:00:00+00:00")
FIRST, LAST = date(2026, 10, 26), date(2026, 11, 1)


@pytest.fixture
def unit(app: object, engine: Engine, house: House) -> Iterator[Unit]:
    """A transaction of the brand's, never committed."""
    with Unit(engine, house.tenant_id) as unit, clock.frozen(NOW):
        yield act(unit)


def keep(unit: Unit, store_id: UUID, theoretical: int, **more: Decimal | None) -> None:
    """A published report of the week."""
    sums: dict[str, Any] = dict.fromkeys(TOTALS, Decimal(0)) | {"theoretical": Decimal(theoretical)}
    head = {
        "id": new_id(),
        "store_id": store_id,
        "first": FIRST,
        "last": LAST,
        "number": 1,
        "costing": "periodic",
    }
    kept = {"published_at": NOW, "published_by": unit.actor.staff_id, "expected": None, "counted": None}
    unit.add(ReportRow, [{**head, **kept, **sums, **more}])


@pytest.mark.parametrize(
    ("coverage", "theoretical", "together"), [("0.25", 25, "0.625"), ("0", 0, "1"), (None, 0, "1")]
)
def test_what_an_old_report_expected_follows_from_its_coverage(
    unit: Unit, house: House, coverage: str | None, theoretical: int, together: str
) -> None:
    """100 of 100 as it is kept now; 25 were a quarter of 100 that nobody wrote down. Of nothing, nothing follows."""
    keep(unit, house.stores["own"], 100, coverage=Decimal(1), expected=Decimal(100), counted=Decimal(100))
    keep(unit, house.stores["franchised"], theoretical, coverage=Decimal(coverage) if coverage else None)
    (totals,) = brand_variance(unit, FIRST, LAST)["totals"]
    assert totals["coverage"] == Decimal(together)
