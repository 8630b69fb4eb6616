"""A store room for the tests of its screens, made over the API: items with prices, a semi-finished one, a dish, places."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from tests.support.accounts import Caller, House, sign_in
from tests.support.brand import made
from tests.support.till import NoodleShop, both


@dataclass
class Larder:
    """The ids of what stands in it, by code."""

    boss: Caller
    house: House
    items: dict[str, str] = field(default_factory=dict)
    recipes: dict[str, str] = field(default_factory=dict)

    @property
    def at_store(self) -> str:
        """The address of the own store's store room."""
        return f"/stores/{self.house.stores['own']}/inventory"

    def item(self, code: str, zh: str, en: str, price: str | None = None, **more: Any) -> str:
        """An item kept in kg."""
        body = {"code": code, "name": both(zh, en), "stock_unit": "kg", **more}
        item_id: str = made(self.boss.post("/inventory/items", body))["id"]
        if price:
            body = {"price": price, "valid_from": "2020-01-01"}
            made(self.boss.post(f"/inventory/items/{item_id}/standard-prices", body))
        self.items[code] = item_id
        return item_id

    def recipe(self, key: str, lines: dict[str, str], **what: Any) -> str:
        """A recipe in force: net kilograms by item, for a batch of one."""
        made_of = [{"item_id": self.items[c], "quantity": net, "unit": "kg"} for c, net in lines.items()]
        recipe_id: str = made(self.boss.post("/inventory/recipes", what))["id"]
        draft = made(self.boss.post(f"/inventory/recipes/{recipe_id}/versions", {"lines": made_of}))["id"]
        made(self.boss.post(f"/inventory/recipe-versions/{draft}/publish", {}), 200)
        self.recipes[key] = recipe_id
        return recipe_id

    def place(self, zh: str, en: str, *codes: str) -> None:
        """A place, and what lies there in walking order."""
        body = {"name": both(zh, en), "item_ids": [self.items[code] for code in codes]}
        made(self.boss.post(f"{self.at_store}/locations", body))

    def receive(self, **kilograms: tuple[str, str]) -> None:
        """Kilograms and their price by item."""
        lines = [
            {"item_id": self.items[code], "quantity": kg, "unit": "kg", "unit_cost": cost}
            for code, (kg, cost) in kilograms.items()
        ]
        draft = made(self.boss.post(f"{self.at_store}/documents", {"kind": "receipt", "lines": lines}))
        made(self.boss.post(f"{self.at_store}/documents/{draft['id']}/post"), 200)

    def on_hand(self) -> dict[str, str]:
        """What the book says, by code."""
        lines = self.boss.get(f"{self.at_store}/stock").json["lines"]
        return {line["item"]["code"]: line["on_hand"] for line in lines}


def make_larder(app: Flask, shop: NoodleShop) -> Larder:
    """Pork, flour and cabbage; a minced pork sauce; noodles made of that."""
    larder = Larder(sign_in(app, shop.house, "boss"), shop.house)
    pack = {"unit": "箱", "quantity": "10", "of_unit": "kg", "is_purchase": True, "is_count": True}
    larder.item("PORK", "猪肉", "Pork", "40", units=[pack], tolerance_percent="5")
    larder.item("FLOUR", "面粉", "Flour", "5", allergens=["gluten"])
    larder.item("CABBAGE", "白菜", "Cabbage", "4", yield_rate="0.8")
    larder.item("SAUCE", "肉臊", "Minced pork sauce", kind="semi", is_stocked=True)
    larder.recipe("SAUCE", {"PORK": "1.2"}, item_id=larder.items["SAUCE"])
    dish = {"product_id": str(shop.products["N02"]), "code": "N02", "name": both("担担面", "Dan dan noodles")}
    larder.recipe("N02", {"SAUCE": "0.05", "FLOUR": "0.15"}, **dish)
    larder.place("冷库", "Cold room", "PORK", "CABBAGE", "SAUCE")
    larder.place("干货间", "Dry store", "FLOUR")
    return larder
