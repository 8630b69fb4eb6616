"""Photos of waste: kept with the document, shown to those who may see it."""

from datetime import date, timedelta
from typing import Any

import pytest

from inventory.services import photos
from tests.support.accounts import Caller, House, name
from tests.support.brand import made
from tests.support.photos import make_png

PHOTO = make_png()


@pytest.fixture
def at_store(house: House) -> str:
    return f"/stores/{house.stores['own']}/inventory"


@pytest.fixture
def waste(boss: Caller) -> dict[str, Any]:
    item = made(boss.post("/inventory/items", {"code": "PORK", "name": name("Pork"), "stock_unit": "kg"}))
    line = {"item_id": item["id"], "quantity": "1", "unit": "kg"}
    return {"kind": "waste", "cause": "spoiled", "lines": [line]}


def test_a_photo_is_kept_with_what_was_thrown_away(
    manager: Caller, at_store: str, waste: dict[str, Any]
) -> None:
    photo = made(manager.upload(f"{at_store}/photos", "IMG_1.jpg", PHOTO))
    assert (photo["media_type"], photo["size"]) == ("image/png", len(PHOTO))
    draft = made(manager.post(f"{at_store}/documents", waste | {"photo_id": photo["id"]}))
    assert draft["photo_id"] == photo["id"]
    shown = manager.get(f"{at_store}/photos/{draft['photo_id']}")
    assert (shown.data, shown.mimetype) == (PHOTO, "image/png")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in shown.headers["Cache-Control"]


def test_a_photo_stands_behind_the_waste_of_an_item(
    boss: Caller, at_store: str, waste: dict[str, Any]
) -> None:
    photo_id = made(boss.upload(f"{at_store}/photos", "waste.png", PHOTO))["id"]
    draft = made(boss.post(f"{at_store}/documents", waste | {"photo_id": photo_id}))
    made(boss.post(f"{at_store}/documents/{draft['id']}/post"), 200)
    day = date.fromisoformat(draft["at"][:10])
    days = {"from": str(day - timedelta(days=1)), "to": str(day + timedelta(days=1))}
    item_id = waste["lines"][0]["item_id"]
    (move,) = boss.get(f"{at_store}/variance/items/{item_id}", **days).json["moves"]
    assert (move["reason"], move["photo_id"]) == ("waste", photo_id)


def test_what_is_no_photo_is_not_kept(boss: Caller, at_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_BYTES", len(PHOTO))
    page = boss.upload(f"{at_store}/photos", "waste.png", b"<script>alert(1)</script>")
    large = boss.upload(f"{at_store}/photos", "waste.png", PHOTO + b"\0")
    assert [(x.status_code, x.json["code"]) for x in (page, large)] == [
        (422, "not_a_photo"),
        (422, "photo_too_large"),
    ]


def test_a_photo_stays_at_its_store_and_with_its_brand(
    boss: Caller, franchisee: Caller, house: House, at_store: str, waste: dict[str, Any]
) -> None:
    photo_id = made(boss.upload(f"{at_store}/photos", "waste.png", PHOTO))["id"]
    elsewhere = f"/stores/{house.stores['franchised']}/inventory"
    refused = boss.post(f"{elsewhere}/documents", waste | {"photo_id": photo_id})
    assert (refused.status_code, refused.json["code"]) == (404, "photo_not_found")
    assert boss.get(f"{elsewhere}/photos/{photo_id}").status_code == 404
    assert franchisee.get(f"{at_store}/photos/{photo_id}").status_code == 404
    assert boss.get(f"{elsewhere}/documents").json["items"] == []
