"""Stock documents over HTTP."""

import pytest

from core.ids import new_id
from tests.support.accounts import Caller, House, name
from tests.support.brand import made


def test_a_line_arrives_once(boss: Caller, house: House) -> None:
    """Whoever says it twice is asked which of the two; nothing has arrived until then."""
    own, other = (f"/stores/{house.stores[key]}/inventory" for key in ("own", "franchised"))
    item = {"code": "PORK", "name": name("Pork"), "stock_unit": "kg"}
    line = {"item_id": made(boss.post("/inventory/items", item))["id"], "quantity": "3", "unit": "kg"}
    sent = {"kind": "transfer", "other_store_id": str(house.stores["franchised"]), "lines": [line]}
    transfer = made(boss.post(f"{own}/documents", sent))["id"]
    made(boss.post(f"{own}/documents/{transfer}/ship", {}), 200)
    twice = [{"line_no": 1, "quantity": quantity} for quantity in ("1", "2")]
    refused = boss.post(f"{other}/documents/{transfer}/receive", {"lines": twice})
    assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, "lines")
    assert made(boss.get(f"{other}/moves"), 200)["items"] == []
    assert made(boss.post(f"{other}/documents/{transfer}/receive", {"lines": twice[1:]}), 200)["state"] == (
        "received"
    )


def test_yes_or_no_is_not_guessed(boss: Caller, house: House) -> None:
    line = {"item_id": str(new_id()), "quantity": "3", "unit": "kg", "is_output": "yes"}
    path = f"/stores/{house.stores['own']}/inventory/documents"
    refused = made(boss.post(path, {"kind": "production", "lines": [line]}), 422)
    assert [error["path"] for error in refused["errors"]] == ["lines.0.is_output"]


@pytest.mark.parametrize("at", ["2000-01-01T00:00:00Z", "2000-06-01T00:00:00+08:00", "2200-12-31T00:00:00Z"])
def test_stock_can_be_asked_for_at_any_moment(boss: Caller, house: House, at: str) -> None:
    item = made(boss.post("/inventory/items", {"code": "P", "name": name("P"), "stock_unit": "kg"}))["id"]
    path = f"/stores/{house.stores['own']}/inventory/stock/{item}"
    assert made(boss.get(path, at=at), 200)["on_hand"] == "0"
