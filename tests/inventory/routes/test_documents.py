"""Stock documents over HTTP."""

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
