"""Recipes over HTTP: drafts, previews, cost cards level by level, and what is refused."""

from typing import Any

import pytest

from core.ids import new_id
from tests.support.accounts import Caller, name
from tests.support.brand import made

Json = dict[str, Any]


@pytest.fixture
def shop(boss: Caller) -> "Shop":
    return Shop(boss)


class Shop:
    """Potatoes that are peeled into shreds, and a dish of them, as in the worked week."""

    def __init__(self, boss: Caller) -> None:
        self.boss = boss
        self.potato = self.item("potato", "4", yield_rate="0.85")
        self.shreds = self.item("shreds", None, kind="semi", allergens=["celery"])
        self.dish = made(boss.post("/menu/products", {"code": "TDS", "name": name("土豆丝")}))["id"]
        self.publish(self.recipe(item_id=self.shreds), {"batch": "1", "lines": [self.line(self.potato, "1")]})
        self.of_dish = self.recipe(product_id=self.dish, code="TDS", name=name("土豆丝"))
        self.publish(self.of_dish, {"lines": [self.line(self.shreds, "0.255")]})

    def item(self, code: str, price: str | None, **more: Any) -> str:
        body = {"code": code, "name": name(code), "stock_unit": "kg", **more}
        found: str = made(self.boss.post("/inventory/items", body))["id"]
        if price:
            body = {"price": price, "valid_from": "2020-01-01"}
            made(self.boss.post(f"/inventory/items/{found}/standard-prices", body))
        return found

    def line(self, item_id: str, quantity: str, unit: str = "kg", **more: Any) -> Json:
        return {"item_id": item_id, "quantity": quantity, "unit": unit, **more}

    def recipe(self, **body: Any) -> str:
        found: str = made(self.boss.post("/inventory/recipes", body))["id"]
        return found

    def draft(self, recipe_id: str, body: Json) -> Json:
        found: Json = made(self.boss.post(f"/inventory/recipes/{recipe_id}/versions", body))
        return found

    def publish(self, recipe_id: str, body: Json) -> Json:
        version = self.draft(recipe_id, body)
        found: Json = made(self.boss.post(f"/inventory/recipe-versions/{version['id']}/publish", {}), 200)
        return found

    def card(self, **query: str) -> Json:
        found: Json = made(self.boss.get(f"/inventory/products/{self.dish}/cost-card", **query), 200)
        return found


def test_a_cost_card_shows_every_level(shop: Shop) -> None:
    card = shop.card()
    assert (card["cost"], card["allergens"], card["missing_prices"]) == ("1.2", ["celery"], [])
    top, below = card["levels"]
    assert (top["code"], top["unit_cost"], top["lines"][0]["gross"]) == ("TDS", "1.2", "0.255")
    assert (below["code"], below["lines"][0]["gross"], below["unit_cost"]) == (
        "shreds",
        "1.176471",
        "4.70588235",
    )
    assert shop.card(portions="400")["levels"][0]["lines"][0]["gross"] == "102"


def test_a_missing_price_is_named_and_no_cost_made_up(shop: Shop) -> None:
    salt = shop.item("salt", None)
    shop.publish(shop.of_dish, {"lines": [shop.line(shop.shreds, "0.255"), shop.line(salt, "2", "g")]})
    card = shop.card()
    assert (card["cost"], [item["code"] for item in card["missing_prices"]]) == (None, ["salt"])


def test_a_preview_says_what_each_dish_would_cost(shop: Shop) -> None:
    recipes = made(shop.boss.get("/inventory/recipes", item_id=shop.shreds), 200)["items"]
    draft = shop.draft(
        recipes[0]["id"], {"batch": "1", "lines": [shop.line(shop.potato, "1", yield_rate="0.75")]}
    )
    found = made(shop.boss.get(f"/inventory/recipe-versions/{draft['id']}/preview"), 200)["changes"]
    assert [(row["code"], row["before"], row["after"]) for row in found] == [
        ("shreds", "4.70588235", "5.33333333"),
        ("TDS", "1.2", "1.36"),
    ]
    assert shop.card()["cost"] == "1.2"


def test_a_store_may_make_it_otherwise(shop: Shop, house: Any) -> None:
    store_id = str(house.stores["own"])
    own = shop.recipe(product_id=shop.dish, code="TDS", name=name("土豆丝"), store_id=store_id)
    shop.publish(own, {"lines": [shop.line(shop.shreds, "0.51")]})
    assert (shop.card(store_id=store_id)["cost"], shop.card()["cost"]) == ("2.4", "1.2")
    made(shop.boss.delete(f"/inventory/recipes/{own}"), 204)
    assert shop.card(store_id=store_id)["cost"] == "1.2"


def test_a_recipe_is_called_what_its_product_is_called(shop: Shop, house: Any) -> None:
    product = made(shop.boss.post("/menu/products", {"code": "HSR", "name": name("红烧肉")}))
    recipe = made(shop.boss.post("/inventory/recipes", {"product_id": product["id"]}))
    assert (recipe["code"], recipe["name"]) == ("HSR", product["name"])
    other = {"product_id": product["id"], "store_id": str(house.stores["own"]), "code": "HSR-1"}
    recipe = made(shop.boss.post("/inventory/recipes", other))
    assert (recipe["code"], recipe["name"]) == ("HSR-1", product["name"])


@pytest.mark.parametrize("unknown", ["product_id", "variant_id"])
def test_a_recipe_of_nothing_on_the_menu_is_refused(shop: Shop, unknown: str) -> None:
    before = made(shop.boss.get("/inventory/recipes"), 200)["items"]
    what = {"product_id": shop.dish, "code": "X", "name": name("x"), unknown: str(new_id())}
    refused = shop.boss.post("/inventory/recipes", what)
    assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, unknown)
    assert made(shop.boss.get("/inventory/recipes"), 200)["items"] == before


def test_a_cycle_is_refused_with_the_names_in_it(shop: Shop) -> None:
    mash = shop.item("mash", None, kind="semi")
    shop.publish(shop.recipe(item_id=mash), {"lines": [shop.line(shop.shreds, "1")]})
    (shreds,) = made(shop.boss.get("/inventory/recipes", item_id=shop.shreds), 200)["items"]
    draft = shop.draft(shreds["id"], {"lines": [shop.line(mash, "1")]})
    for path in ("publish", "preview"):
        address = f"/inventory/recipe-versions/{draft['id']}/{path}"
        refused = shop.boss.post(address, {}) if path == "publish" else shop.boss.get(address)
        assert (refused.status_code, refused.json["code"]) == (422, "recipe_cycle")
        assert [node["name"].split()[0] for node in refused.json["cycle"]] in (
            ["shreds", "mash", "shreds"],
            ["mash", "shreds", "mash"],
        )
    assert shop.card()["cost"] == "1.2"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"yield_rate": "0"}, "lines.0.yield_rate"),
        ({"yield_rate": "-1"}, "lines.0.yield_rate"),
        ({"yield_rate": "101"}, "lines.0.yield_rate"),
        ({"unit": "ml"}, "lines.0.unit"),
        ({"item_id": str(new_id())}, "lines.0.unit"),
        ({"quantity": 1}, "lines.0.quantity"),
        ({"quantity": "1e3"}, "lines.0.quantity"),
    ],
)
def test_what_makes_no_recipe_is_refused_where_it_stands(shop: Shop, change: Json, path: str) -> None:
    body = {"lines": [shop.line(shop.shreds, "1") | change]}
    refused = shop.boss.post(f"/inventory/recipes/{shop.of_dish}/versions", body)
    assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, path)


def test_two_who_edit_one_draft_see_each_other(shop: Shop) -> None:
    draft = shop.draft(shop.of_dish, {"lines": [shop.line(shop.shreds, "0.3")]})
    address = f"/inventory/recipe-versions/{draft['id']}"
    first = made(shop.boss.patch(address, {"edit": 1, "note": "larger"}), 200)
    assert (first["edit"], first["lines"][0]["quantity"]) == (2, "0.3")
    second = shop.boss.patch(address, {"edit": 1, "note": "smaller"})
    assert (second.status_code, second.json["current"]["note"]) == (409, "larger")


def test_what_is_needed_is_not_archived(shop: Shop) -> None:
    item = made(shop.boss.get(f"/inventory/items/{shop.potato}"), 200)
    change = {"version": item["version"], "archived": True}
    refused = shop.boss.patch(f"/inventory/items/{shop.potato}", change)
    assert (refused.status_code, refused.json["code"]) == (409, "in_use")


def test_a_copy_says_in_stock_units_what_its_items_have_no_unit_for_any_more(shop: Shop) -> None:
    """Four bags of 500 g of three bags are 2 kg of 1.5 kg, and cost what they did."""
    bag = {"unit": "袋", "quantity": "0.5", "of_unit": "kg"}
    pork = shop.item("pork", "40", units=[bag])
    sauce = shop.item("sauce", None, kind="semi", units=[bag])
    recipe = shop.recipe(item_id=sauce)
    held = shop.publish(recipe, {"batch": "4", "unit": "袋", "lines": [shop.line(pork, "3", "袋")]})
    for item_id in (pork, sauce):
        made(shop.boss.patch(f"/inventory/items/{item_id}", {"version": 1, "units": []}), 200)

    copy = shop.draft(recipe, {"copy_of": held["id"]})

    assert (copy["batch"], copy["unit"]) == ("2", "kg")
    assert [(line["quantity"], line["unit"]) for line in copy["lines"]] == [("1.5", "kg")]
    still = made(shop.boss.get(f"/inventory/recipe-versions/{held['id']}"), 200)
    assert (still["batch"], still["unit"], still["lines"][0]["unit"]) == ("4", "袋", "袋")
    preview = made(shop.boss.get(f"/inventory/recipe-versions/{copy['id']}/preview"), 200)
    assert [one["difference"] for one in preview["changes"]] == ["0"]


def test_a_substitute_replaces_one_for_one_unless_it_is_said(shop: Shop) -> None:
    other = shop.item("yam", None)
    line = shop.line(shop.potato, "1", substitutes=[{"item_id": other}])
    drafted = shop.draft(shop.of_dish, {"lines": [line]})
    assert drafted["lines"][0]["substitutes"] == [{"item_id": other, "ratio": "1"}]
