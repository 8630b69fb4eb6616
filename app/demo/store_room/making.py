"""Makes the store rooms: items, standard prices, recipes, places and par levels, all through the services of head office."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.demo.menu.dishes import DISHES as MENU
from app.demo.store_room.items import CATEGORIES, COUNTED, EVERYTHING, ITEMS, PLACES, SEMIS, Item, Semi
from app.demo.store_room.planning import TOLERANCES, plan
from app.demo.store_room.recipes import DISHES, LARGE, OPTIONS, amounts
from core import clock
from core.uow import Unit
from inventory.services import categories, items, places
from inventory.services.recipe_batches import Formula, Ingredient, publish_formulas
from inventory.values.recipes import item_node, product_node
from pos.services.products import list_products

# Recipes and prices hold from before the first sale.
LONG_AGO = timedelta(days=420)
SMALL_UNIT = {"kg": "g", "l": "ml", "pc": "pc"}
PAGE = 200
Codes = dict[str, UUID]


def make_store_rooms(unit: Unit, store_ids: list[UUID]) -> bool:
    """All of it, when the brand has no items yet; whether it was made."""
    if items.list_items(unit, limit=1).items:
        return False
    made = _make_items(unit)
    begin = clock.now() - LONG_AGO
    for code, item_id in made.items():
        price = next((item.price for item in ITEMS if item.code == code), None)
        if price is not None:
            given = {"price": Decimal(price), "valid_from": begin.date()}
            items.set_standard_price(unit, item_id, given)
    products = _products(unit)
    _publish(unit, made, products, begin)
    plan(unit, begin.date(), products)
    for store_id in store_ids:
        for zh, en, kinds in PLACES:
            lying = [made[one.code] for one in COUNTED if _kind(one) in kinds]
            places.create_location(unit, store_id, {"name": {"zh": zh, "en": en}, "item_ids": lying})
    return True


def _make_items(unit: Unit) -> Codes:
    kinds = {
        key: categories.create_category(unit, {"name": {"zh": zh, "en": en}, "sort": place}).id
        for place, (key, (zh, en)) in enumerate(CATEGORIES.items())
    }
    made: Codes = {}
    for one in EVERYTHING:
        given = {
            "code": one.code,
            "name": {"zh": one.zh, "en": one.en},
            "category_id": kinds[_kind(one)],
            "stock_unit": one.unit,
            "tolerance_percent": TOLERANCES.get(_kind(one)),
        }
        more = _bought(one) if isinstance(one, Item) else {"kind": "semi", "is_stocked": one.stocked}
        made[one.code] = items.add_item(unit, given | more).id
    return made


def _bought(item: Item) -> dict[str, Any]:
    box = {"unit": item.pack_unit, "quantity": Decimal(item.pack), "of_unit": item.unit, "is_purchase": True}
    return {
        "units": [box],
        "yield_rate": Decimal(item.rate) if item.rate else None,
        "density": Decimal(item.density) if item.density else None,
        "allergens": list(item.allergens),
    }


def _kind(one: Item | Semi) -> str:
    return one.category if isinstance(one, Item) else "semi"


def _publish(unit: Unit, made: Codes, products: list[dict[str, Any]], begin: datetime) -> None:
    formulas = [
        Formula(
            item_node(made[semi.code]),
            semi.code,
            {"zh": semi.zh, "en": semi.en},
            _lines(made, semi.takes),
            Decimal(semi.batch),
            semi.unit,
        )
        for semi in SEMIS
    ]
    sizes = {dish.code: [size[0] for size in dish.sizes] for dish in MENU}
    for view in products:
        code, name = view["code"], view["name"]
        variants = {v["code"].removeprefix(code): v["id"] for v in view["variants"]}
        if code in OPTIONS:
            formulas.append(Formula(product_node(view["id"]), code, name, _lines(made, OPTIONS[code])))
        for size in sizes.get(code, []):
            takes = DISHES.get(f"{code}/{size}") or DISHES[code]
            times = LARGE if size == "L" and f"{code}/{size}" not in DISHES else "1"
            lines = _lines(made, takes, times)
            formulas.append(Formula(product_node(view["id"], variants[size]), f"{code}/{size}", name, lines))
        if code in DISHES and not variants:
            formulas.append(Formula(product_node(view["id"]), code, name, _lines(made, DISHES[code])))
    publish_formulas(unit, formulas, begin)


def _lines(made: Codes, takes: str, times: str = "1") -> tuple[Ingredient, ...]:
    units = {one.code: SMALL_UNIT[one.unit] for one in EVERYTHING}
    return tuple(
        Ingredient(made[code], Decimal(amount) * Decimal(times), units[code])
        for code, amount in amounts(takes).items()
    )


def _products(unit: Unit) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        page = list_products(unit, cursor=cursor, limit=PAGE)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found
