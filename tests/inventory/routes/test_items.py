"""Items over HTTP: what cannot be is refused where it stands, and what is merely unusual is right."""

from typing import Any

import pytest

from tests.support.accounts import Caller, name
from tests.support.brand import made

Json = dict[str, Any]


def an_item(**changes: Any) -> Json:
    return {"code": "fungus", "name": name("fungus"), "stock_unit": "kg", **changes}


def pack(unit: str, quantity: str, of_unit: str) -> Json:
    return {"unit": unit, "quantity": quantity, "of_unit": of_unit}


@pytest.mark.parametrize("rate", ["0", "-0.5", "101"])
def test_a_yield_of_nothing_or_less_or_beyond_reason_is_refused(boss: Caller, rate: str) -> None:
    refused = boss.post("/inventory/items", an_item(yield_rate=rate))
    assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, "yield_rate")
    assert made(boss.get("/inventory/items"), 200)["items"] == []


@pytest.mark.parametrize(
    ("units", "code"),
    [
        ([pack("箱", "12", "袋"), pack("袋", "0.1", "箱")], "unit_loop"),
        ([pack("箱", "2", "箱")], "unit_loop"),
        ([pack("a", "2", "b"), pack("b", "2", "c"), pack("c", "2", "a")], "unit_loop"),
        ([pack("箱", "12", "袋")], "unit_unreachable"),
        ([pack("g", "2", "kg")], "unit_contradiction"),
    ],
)
def test_units_that_cannot_be_are_refused_by_name(boss: Caller, units: list[Json], code: str) -> None:
    refused = boss.post("/inventory/items", an_item(units=units))
    assert (refused.status_code, refused.json["code"]) == (422, code)
    assert made(boss.get("/inventory/items"), 200)["items"] == []


def test_what_soaks_up_to_800_percent_costs_an_eighth(boss: Caller) -> None:
    item_id = made(boss.post("/inventory/items", an_item(yield_rate="8")))["id"]
    made(
        boss.post(f"/inventory/items/{item_id}/standard-prices", {"price": "120", "valid_from": "2020-01-01"})
    )
    soaked = made(boss.post("/inventory/items", an_item(code="soaked", kind="semi")))["id"]
    recipe = made(boss.post("/inventory/recipes", {"item_id": soaked}))["id"]
    line = {"item_id": item_id, "quantity": "1", "unit": "kg"}
    draft = made(boss.post(f"/inventory/recipes/{recipe}/versions", {"lines": [line]}))["id"]
    made(boss.post(f"/inventory/recipe-versions/{draft}/publish", {}), 200)
    assert made(boss.get(f"/inventory/items/{soaked}/cost-card"), 200)["cost"] == "15"
