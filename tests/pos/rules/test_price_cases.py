"""The office shows the effect of a price before it is saved, by the same rule: one file of cases holds both to it."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from pos.rules.prices import PriceMoment, explain
from pos.values.catalog import PriceRow

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[3] / "web/src/office/prices/cases.json").read_text()
)
IDS = ("id", "variant_id", "store_id", "region_id")
NO_VARIANT: dict[str, Any] = {"product_id": UUID(int=1), "variant_id": None}
DAYS = ("valid_from", "valid_to")


def price(fields: dict[str, Any]) -> PriceRow:
    ids = {name: UUID(fields[name]) for name in IDS if name in fields}
    days = {name: date.fromisoformat(fields[name]) for name in DAYS if name in fields}
    return PriceRow(**NO_VARIANT | fields | ids | days)


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_the_office_and_the_server_tell_the_same_price(case: dict[str, Any]) -> None:
    moment = PriceMoment(date.fromisoformat(case["day"]), case["minute"])
    told = explain([price(fields) for fields in case["prices"]], moment, case["channel"])
    assert [[str(one.row.id), one.reason] for one in told] == case["told"]
