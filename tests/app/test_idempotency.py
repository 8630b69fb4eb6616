"""A retry gets the first answer again; the same key for something else is refused; at the same time there is one effect."""

import json
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest

from app import old_answers
from app.factory import App
from app.old_answers import look_over
from core import clock
from core.ids import new_id
from core.kept_answers import forget_old
from core.uow import Unit
from tests.support.accounts import name
from tests.support.brand import FullBrand, made
from tests.support.requests import API

pytestmark = pytest.mark.usefixtures("alone")


def categories(brand: FullBrand, text: str) -> int:
    found = made(brand.caller("boss").get("/menu/categories", limit=200), 200)["items"]
    return sum(1 for row in found if row["name"]["en"] == text)


def test_a_retry_gets_the_first_answer_again(brand: FullBrand) -> None:
    boss, key, text = brand.caller("boss"), str(new_id()), str(new_id())
    first = boss.post("/menu/categories", {"name": name(text)}, key)
    again = boss.post("/menu/categories", {"name": name(text)}, key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert categories(brand, text) == 1


def test_the_same_value_by_another_spelling_is_the_same_request(app: App, brand: FullBrand) -> None:
    boss, key, text = brand.caller("boss"), str(new_id()), str(new_id())
    first = boss.post("/menu/categories", {"name": name(text), "sort": 5}, key)
    spelled = json.dumps({"sort": 5, "name": {"en": text, "zh": text}}, indent=4)
    headers = {"Authorization": f"bearer {boss.token}", "Idempotency-Key": key}
    again = app.test_client().post(
        f"{API}/menu/categories", data=spelled, content_type="application/json", headers=headers
    )
    assert again.json == first.json
    assert categories(brand, text) == 1


def test_an_answer_is_kept_for_thirty_days(app: App, brand: FullBrand) -> None:
    boss, key, text = brand.caller("boss"), str(new_id()), str(new_id())
    made(boss.post("/menu/categories", {"name": name(text)}, key))
    with clock.frozen(clock.now() + timedelta(days=29)):
        look_over(app.engine)
    assert boss.post("/menu/categories", {"name": name(text)}, key).headers["Idempotent-Replayed"] == "true"
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert look_over(app.engine) > 0
        assert look_over(app.engine) == 0
    made(boss.post("/menu/categories", {"name": name(text)}, key))
    assert categories(brand, text) == 2


def test_a_brand_that_cannot_be_cleaned_keeps_no_other_waiting(
    app: App, brand: FullBrand, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss, key, nobodys = brand.caller("boss"), str(new_id()), new_id()
    made(boss.post("/menu/categories", {"name": name(str(new_id()))}, key))

    def fails_for_one(unit: Unit, before: datetime) -> int:
        if unit.tenant_id == nobodys:
            raise RuntimeError("out of order")
        return forget_old(unit, before)

    with clock.frozen(clock.now() + timedelta(days=31)):
        monkeypatch.setattr(old_answers, "tenants_with_old", lambda *_: [nobodys, brand.tenant_id])
        monkeypatch.setattr(old_answers, "forget_old", fails_for_one)
        assert look_over(app.engine) > 0
    assert brand.contents("core_idempotent_answer")["core_idempotent_answer"].startswith("0 ")


def test_an_answer_that_is_made_anew_is_kept_nowhere(brand: FullBrand) -> None:
    boss, key = brand.caller("boss"), str(new_id())
    member = made(boss.post("/members", {"name": "Wang"}))["id"]
    before = brand.contents("core_idempotent_answer")
    links = {made(boss.post(f"/members/{member}/page-links", {}, key))["token"] for _ in "ab"}
    made(boss.post(f"/members/{member}/export", {}, key), 200)
    assert len(links) == 2
    assert brand.contents("core_idempotent_answer") == before


def test_a_key_used_for_something_else_is_refused(brand: FullBrand) -> None:
    boss, key, text = brand.caller("boss"), str(new_id()), str(new_id())
    made(boss.post("/menu/categories", {"name": name(text)}, key))
    before = brand.contents()
    for path, body in (
        ("/menu/categories", {"name": name(text + "!")}),
        ("/regions", {"name": name(text)}),
        ("/menu/categories", {}),
        ("/menu/categories", None),
    ):
        refused = boss.post(path, body, key)
        assert (refused.status_code, refused.json["code"]) == (422, "idempotency_key_reused")
    assert brand.contents() == before


def test_a_deep_body_under_a_used_key_is_refused_too(app: App, brand: FullBrand) -> None:
    boss, key = brand.caller("boss"), str(new_id())
    made(boss.post("/menu/categories", {"name": name(str(new_id()))}, key))
    headers = {"Authorization": f"Bearer {boss.token}", "Idempotency-Key": key}
    for depth in (200, 900, 5000, 100_000):
        deep = "[" * depth + "]" * depth
        refused = app.test_client().post(
            f"{API}/menu/categories", data=deep, content_type="application/json", headers=headers
        )
        assert refused.status_code == 422
        assert refused.json["code"] == "idempotency_key_reused"


def test_a_key_is_its_owners_alone(brand: FullBrand) -> None:
    """Head office and a terminal may hit on the same key; people at one terminal share its keys, as its queue does."""
    key, body = (
        str(new_id()),
        {"product_id": str(brand.shop.products["D01"]), "state": "countdown", "left": "5"},
    )
    path = f"/stores/{brand.ids['store_id']}/availability"
    made(brand.caller("boss").post(path, body, key), 200)
    own = brand.caller("till_manager").post(path, {**body, "left": "4"}, key)
    assert own.status_code == 200
    assert "Idempotent-Replayed" not in own.headers


def test_a_refusal_is_not_remembered(brand: FullBrand) -> None:
    boss, key, text = brand.caller("boss"), str(new_id()), str(new_id())
    assert boss.post("/menu/categories", {"name": name("")}, key).status_code == 422
    made(boss.post("/menu/categories", {"name": name(text)}, key))
    assert categories(brand, text) == 1


def test_at_the_same_time_there_is_one_effect_and_one_answer(brand: FullBrand) -> None:
    boss, key, text = brand.caller("boss"), str(new_id()), str(new_id())
    answers: list[tuple[int, Any]] = []
    ready = threading.Barrier(6)

    def ask() -> None:
        ready.wait()
        found = boss.post("/menu/categories", {"name": name(text)}, key)
        answers.append((found.status_code, found.json))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [status for status, _ in answers] == [201] * 6
    assert len({json.dumps(body, sort_keys=True) for _, body in answers}) == 1
    assert categories(brand, text) == 1


def test_the_number_in_a_remembered_answer_is_the_real_one(brand: FullBrand) -> None:
    """It is made in the last moment, and put into the answer that is kept as well."""
    cashier, key, order_id = brand.caller("cashier"), str(new_id()), str(new_id())
    path = f"/stores/{brand.ids['store_id']}/orders/{order_id}/commands"
    body = {"commands": [{"type": "open_order", "channel": "takeaway", "guest_name": "@late:number_1@"}]}
    first = made(cashier.post(path, body, key), 200)["order"]
    again = made(cashier.post(path, body, key), 200)["order"]
    assert first == again
    assert first["number"] == made(cashier.get(path.removesuffix("/commands")), 200)["order"]["number"]
    assert first["guest_name"] == "@late:number_1@"
