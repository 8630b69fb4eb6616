"""The menu over HTTP: head office edits, the till sells."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from core import clock
from core.ids import new_id
from tests.support.accounts import Caller, House, name, sign_in_at_terminal


def made(caller: Caller, path: str, **body: Any) -> dict[str, Any]:
    """Post it and expect it to be made."""
    answer = caller.post(path, body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json
    return found


@pytest.fixture
def noodles(boss: Caller) -> dict[str, Any]:
    """A dish at 28.00, 24.00 at lunch, with two sizes, and extras."""
    egg = made(boss, "/menu/products", code="EGG", name=name("卤蛋"), is_option=True)
    made(boss, "/menu/prices", product_id=egg["id"], amount=200)
    extras = made(
        boss, "/menu/modifier-groups", name=name("加料"), max=2, options=[{"product_id": egg["id"], "max": 2}]
    )
    dish = made(
        boss,
        "/menu/products",
        code="N1",
        name={"zh": "牛肉面", "en": "Beef noodles"},
        category_id=made(boss, "/menu/categories", name=name("面"), color="#AA3300")["id"],
        variants=[{"code": "L", "name": name("大")}, {"code": "S", "name": name("小")}],
        group_links=[{"group_id": extras["id"]}],
        tags=["hot"],
    )
    made(boss, "/menu/prices", product_id=dish["id"], amount=2800)
    made(boss, "/menu/prices", product_id=dish["id"], amount=2400, start_minute=660, end_minute=840)
    made(boss, "/menu/prices", product_id=dish["id"], amount=3200, variant_id=dish["variants"][0]["id"])
    return dish


def till_menu(app: Flask, house: House, at: datetime | None = None) -> dict[str, Any]:
    """What the till gets at that moment; the cashier signs in then, since tokens do not last."""
    with clock.frozen(at or clock.now()):
        answer = sign_in_at_terminal(app, house, "cashier").get(f"/stores/{house.stores['own']}/menu")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def test_the_till_gets_prices_for_now_and_until_when(
    app: Flask, house: House, noodles: dict[str, Any]
) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    morning = tomorrow.replace(hour=2, minute=0, second=0, microsecond=0)  # 10:00 in Shanghai
    menu = till_menu(app, house, morning)
    (product,) = menu["products"]
    everywhere = ("dine_in", "takeaway", "delivery", "own_app")
    assert product["prices"] == dict.fromkeys(everywhere, 2800)
    assert [v["prices"]["dine_in"] for v in product["variants"]] == [3200, 2800]
    assert menu["valid_until"] == morning.strftime("%Y-%m-%dT03:00:00Z")
    assert menu["screen_order"] == [noodles["id"]]
    (group,) = menu["modifier_groups"]
    assert group["options"][0]["prices"] == dict.fromkeys(everywhere, 200)
    assert (group["options"][0]["max"], product["group_links"][0]["max"]) == (2, 2)
    assert "nrm" in product["search"].split("|")
    assert menu["currency"] == "CNY"
    lunch = till_menu(app, house, morning.replace(hour=3, minute=1))
    assert lunch["products"][0]["prices"]["dine_in"] == 2400
    assert lunch["version"] != menu["version"]


def test_a_menu_that_is_known_is_not_sent_again(
    boss: Caller, cashier: Caller, house: House, noodles: dict[str, Any]
) -> None:
    path = f"/api/v1/stores/{house.stores['own']}/menu"
    bearer = {"Authorization": f"Bearer {cashier.token}"}
    client = cashier._client
    first = client.get(path, headers=bearer)
    again = client.get(path, headers={**bearer, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    made(boss, "/menu/categories", name=name("汤"))
    newer = client.get(path, headers={**bearer, "If-None-Match": first.headers["ETag"]})
    assert newer.status_code == 200
    assert newer.headers["ETag"] != first.headers["ETag"]


def test_what_is_not_sold_now_is_not_offered(app: Flask, boss: Caller, house: House) -> None:
    rule = {"effect": "not", "channel": "delivery"}
    soup = made(boss, "/menu/products", code="SOUP", name=name("汤"), availability_rules=[rule])
    made(boss, "/menu/prices", product_id=soup["id"], amount=1000)
    hidden = made(
        boss,
        "/menu/products",
        code="X",
        name=name("X"),
        availability_rules=[{"effect": "only", "store_id": str(house.stores["franchised"])}],
    )
    made(boss, "/menu/prices", product_id=hidden["id"], amount=1000)
    made(boss, "/menu/products", code="NOPRICE", name=name("没有价格"))
    opened = made(boss, "/menu/products", code="OPEN", name=name("时价"), kind="open_price")
    menu = till_menu(app, house)
    prices = {p["code"]: p["prices"] for p in menu["products"]}
    assert "delivery" not in prices["SOUP"]
    assert (prices["X"], prices["NOPRICE"], prices["OPEN"]) == (None, None, None)
    assert set(menu["screen_order"]) == {soup["id"], opened["id"]}


def test_a_set_meal_shows_its_choices_and_its_parts_are_there(app: Flask, boss: Caller, house: House) -> None:
    tea = made(boss, "/menu/products", code="TEA", name=name("茶"), is_option=True)
    rice = made(boss, "/menu/products", code="RICE", name=name("饭"))
    lunch = made(
        boss,
        "/menu/products",
        code="SET",
        name=name("套餐"),
        kind="set_meal",
        set_groups=[{"name": name("饮料"), "options": [{"product_id": tea["id"], "upcharge": 300}]}],
        set_fixed=[{"product_id": rice["id"], "quantity": 2}],
    )
    made(boss, "/menu/prices", product_id=lunch["id"], amount=5000)
    made(boss, "/menu/suggestions", offer_product_id=lunch["id"], text=name("升级套餐"))
    menu = till_menu(app, house)
    shown = {p["code"]: p for p in menu["products"]}
    assert set(shown) == {"TEA", "RICE", "SET"}
    assert shown["SET"]["set_groups"][0]["options"][0]["upcharge"] == 300
    assert shown["SET"]["set_fixed"][0]["quantity"] == 2
    assert menu["screen_order"] == [lunch["id"]]
    assert menu["suggestions"][0]["offer_product_id"] == lunch["id"]


def test_a_product_is_edited_by_version(boss: Caller, noodles: dict[str, Any]) -> None:
    path = f"/menu/products/{noodles['id']}"
    assert boss.patch(path, {"sort": 1}).status_code == 422
    changed = boss.patch(path, {"sort": 1, "version": 1})
    assert (changed.status_code, changed.json["version"], changed.json["sort"]) == (200, 2, 1)
    assert changed.json["variants"] == noodles["variants"]
    stale = boss.patch(path, {"sort": 2, "version": 1})
    assert (stale.status_code, stale.json["code"]) == (409, "changed_meanwhile")
    assert stale.json["current"] == changed.json
    headers = {"Authorization": f"Bearer {boss.token}", "If-Match": '"2"'}
    by_tag = boss._client.patch(f"/api/v1{path}", json={"sort": 3}, headers=headers)
    assert (by_tag.status_code, by_tag.json["version"]) == (200, 3)


def test_every_part_of_the_menu_is_listed_shown_changed_and_taken_away(boss: Caller, house: House) -> None:
    tea = made(boss, "/menu/products", code="TEA", name=name("茶"))
    parts: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("/menu/categories", {"name": name("A")}, {"sort": 4, "version": 1}),
        ("/menu/modifier-groups", {"name": name("A")}, {"max": 4, "version": 1}),
        ("/menu/tax-classes", {"name": name("A"), "rate": "8.875"}, {"rate": "0"}),
        ("/menu/suggestions", {"offer_product_id": tea["id"], "text": name("A")}, {"text": name("B")}),
        ("/menu/prices", {"product_id": tea["id"], "amount": 100}, {"valid_from": "2026-01-31"}),
        ("/menu/products", {"code": "A", "name": name("A")}, {"seasonal_to": "2026-01-31", "version": 1}),
        (f"/stores/{house.stores['own']}/areas", {"name": name("A")}, {"sort": 4}),
    ]
    for path, body, change in parts:
        row = made(boss, path, **body)
        one = f"{path}/{row['id']}"
        assert boss.get(one).json == row
        changed = boss.patch(one, change)
        assert changed.status_code == 200, changed.text
        changed_row = changed.json
        assert {**row, **change} | {"version": 0} == changed_row | {"version": 0}
        assert changed_row in boss.get(path).json["items"], path
        assert boss.delete(one).status_code == 204
        assert row["id"] not in {r["id"] for r in boss.get(path).json["items"]}
        assert boss.get(f"{path}/{new_id()}").status_code == 404


def test_lists_come_in_pages(boss: Caller) -> None:
    for number in range(5):
        made(boss, "/menu/categories", name=name(str(number)), sort=number)
    seen: list[str] = []
    cursor: dict[str, Any] = {}
    while True:
        answer = boss.get("/menu/categories", limit=2, **cursor).json
        seen += [c["name"]["zh"] for c in answer["items"]]
        if answer["next_cursor"] is None:
            break
        cursor = {"cursor": answer["next_cursor"]}
    assert seen == list("01234")


def test_bad_values_are_named_where_they_stand(boss: Caller) -> None:
    for body, path in [
        ({}, "code"),
        ({"code": "A", "name": {"zh": "A"}}, "name.en"),
        ({"code": "A", "name": name("A"), "color": "red"}, "color"),
        ({"code": "A", "name": name("A"), "picture_url": "javascript:alert(1)"}, "picture_url"),
        ({"code": "A", "name": name("A"), "kind": "soup"}, "kind"),
        ({"code": "A", "name": name("A"), "sort": "1"}, "sort"),
        ({"code": "A", "name": name("A"), "seasonal_from": "2026-02-30"}, "seasonal_from"),
        ({"code": "A", "name": name("A"), "variants": [{"name": name("A")}]}, "variants.0.code"),
        ({"code": "A", "name": name("A"), "nonsense": 1}, "nonsense"),
        ({"code": "A", "name": name("A"), "tax_class_id": str(new_id())}, "tax_class_id"),
        ({"code": "A\x00", "name": name("A")}, "code"),
    ]:
        answer = boss.post("/menu/products", body)
        assert answer.status_code == 422, (body, answer.text)
        assert path in {e["path"] for e in answer.json["errors"]}, answer.json
    assert boss.get("/menu/products").json["items"] == []


def test_only_head_office_edits_the_menu(
    boss: Caller,
    manager: Caller,
    franchisee: Caller,
    cashier: Caller,
    nobody: Caller,
    noodles: dict[str, Any],
) -> None:
    before = boss.get("/menu/products").json
    for caller, status in [(manager, 403), (franchisee, 403), (cashier, 403), (nobody, 401)]:
        assert caller.post("/menu/products", {"code": "B", "name": name("B")}).status_code == status
        assert (
            caller.patch(f"/menu/products/{noodles['id']}", {"sort": 1, "version": 1}).status_code == status
        )
        assert caller.delete(f"/menu/products/{noodles['id']}").status_code == status
        body = {"product_id": noodles["id"], "amount": 1, "channel": "delivery"}
        assert caller.post("/menu/prices", body).status_code == status
    assert boss.get("/menu/products").json == before
    assert manager.get("/menu/products").json == before


def test_a_till_sees_its_own_store_only(cashier: Caller, house: House) -> None:
    other = house.stores["franchised"]
    for path in ("menu", "availability", "floor"):
        assert cashier.get(f"/stores/{other}/{path}").status_code == 404
        assert cashier.get(f"/stores/{new_id()}/{path}").status_code == 404


def test_the_price_is_explained(boss: Caller, house: House, noodles: dict[str, Any]) -> None:
    at = datetime(2026, 11, 20, 4, 0, tzinfo=UTC).isoformat()
    query = {"store_id": house.stores["own"], "product_id": noodles["id"], "at": at}
    told = boss.get("/menu/price-explain", **query).json
    assert (told["amount"], told["until"], told["is_sold"]) == (2400, "2026-11-20T06:00:00Z", True)
    assert [c["reason"] for c in told["candidates"]] == ["won", "less_specific_daypart"]
    assert boss.get("/menu/price-explain", **query | {"product_id": new_id()}).status_code == 404
    assert boss.get("/menu/price-explain", **query | {"channel": "pigeon"}).status_code == 422


def test_a_manager_counts_down_and_the_till_sees_it(
    manager: Caller, cashier: Caller, house: House, noodles: dict[str, Any]
) -> None:
    path = f"/stores/{house.stores['own']}/availability"
    body = {"product_id": noodles["id"], "variant_id": noodles["variants"][0]["id"], "state": "countdown"}
    for left in (5, "5", "5.000"):
        answer = manager.post(path, {**body, "left": left})
        assert answer.status_code == 200, answer.text
        assert answer.json == {"items": [{**body, "left": "5"}]}
    for left in (-1, "-1", 1.5, "", "1.2345", "٣", True, 10**12, "1e3"):
        assert manager.post(path, {**body, "left": left}).status_code == 422, left
    assert cashier.get(path).json == {"items": [{**body, "left": "5"}]}
    assert cashier.post(path, {**body, "left": 1}).status_code == 403
    assert manager.post(path, {"product_id": noodles["id"], "state": "out"}).status_code == 200
    gone = {"product_id": noodles["id"], "variant_id": body["variant_id"], "state": "in"}
    assert manager.post(path, gone).json["items"] == [
        {"product_id": noodles["id"], "variant_id": None, "state": "out", "left": None}
    ]


@pytest.mark.parametrize("part", ["categories", "modifier-groups"])
def test_a_part_of_the_menu_is_edited_by_version(boss: Caller, part: str) -> None:
    noodles = made(boss, f"/menu/{part}", name=name("面"))
    path = f"/menu/{part}/{noodles['id']}"
    assert boss.patch(path, {"sort": 1}).status_code == 422
    changed = boss.patch(path, {"sort": 1, "version": noodles["version"]})
    assert (changed.status_code, changed.json["version"], changed.json["sort"]) == (200, 2, 1)
    stale = boss.patch(path, {"name": name("粉"), "version": 1})
    assert (stale.status_code, stale.json["code"]) == (409, "changed_meanwhile")
    assert stale.json["current"] == changed.json == boss.get(path).json
    assert boss.patch(path, {"name": name("粉"), "version": 2}).json["name"] == name("粉")
