"""Recipes for what was sold long ago, begun from the ingredient lists: each ingredient an item, with a weight for each size."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from core.uow import Unit
from inventory.services import items
from inventory.services.recipe_batches import Formula, Ingredient, publish_formulas
from inventory.store.items import items_by_code
from inventory.values.recipes import product_node
from pos.services.sales_import import Sold
from pos.values.sales_files import PastProduct

# Before anything that the files may hold.
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
SIZES = {
    "S": Decimal("0.75"),
    "M": Decimal(1),
    "L": Decimal("1.4"),
    "XL": Decimal("1.8"),
    "XXL": Decimal("2.4"),
}
# What a medium one takes of an ingredient, by a word in its name, in grams; and what a kilogram costs. The first that fits.
WEIGHTS: tuple[tuple[tuple[str, ...], int, str], ...] = (
    (("sauce",), 45, "4.20"),
    (("oregano", "thyme", "cilantro"), 3, "18.00"),
    (("garlic", "jalapeno", "anchovies"), 8, "7.50"),
    (("cheese",), 55, "9.80"),
    (
        ("chicken", "beef", "salami", "sausage", "ham", "bacon", "prosciutto", "pepperoni", "pancetta", "capocollo"),
        60,
        "11.40",
    ),
)  # fmt: skip
PLAIN = (40, "3.30")
MOST_CODE = 60
PREFIX = "ING-"


def make_recipes(unit: Unit, products: Sequence[PastProduct], sold: Mapping[str, Sold]) -> int:
    """Items and recipes for the products whose ingredients are known; what is there and the same stays. Answers how many
    recipes are new."""
    known = _make_items(unit, sorted({name for product in products for name in product.ingredients}))
    formulas = [
        Formula(
            product_node(sold[variant.code].product_id, sold[variant.code].variant_id),
            variant.code,
            {"zh": f"{product.name} {variant.size}", "en": f"{product.name} {variant.size}"},
            tuple(Ingredient(known[name], grams_of(name, variant.size), "g") for name in product.ingredients),
        )
        for product in products
        for variant in product.variants
        if product.ingredients and variant.code in sold
    ]
    return publish_formulas(unit, formulas, BEGINNING)


def grams_of(ingredient: str, size: str) -> Decimal:
    """What one of the size takes of the ingredient, net."""
    return SIZES.get(size.upper(), Decimal(1)) * _kind(ingredient)[0]


def code_of(ingredient: str) -> str:
    """The item's code: ING-RED-PEPPERS."""
    return PREFIX + re.sub(r"[^A-Z0-9]+", "-", ingredient.upper()).strip("-")[: MOST_CODE - len(PREFIX)]


def _make_items(unit: Unit, names: Sequence[str]) -> dict[str, UUID]:
    standing = items_by_code(unit, [code_of(name) for name in names])
    found = {name: standing[code_of(name)].id for name in names if code_of(name) in standing}
    for name in names:
        if name not in found:
            given = {"code": code_of(name), "name": {"zh": name, "en": name}, "stock_unit": "kg"}
            found[name] = items.add_item(unit, given).id
            price = {"price": price_of(name), "valid_from": BEGINNING.date()}
            items.set_standard_price(unit, found[name], price)
    return found


def price_of(ingredient: str) -> Decimal:
    """What a kilogram of it costs by standard."""
    return Decimal(_kind(ingredient)[1])


def _kind(ingredient: str) -> tuple[int, str]:
    words = ingredient.lower()
    return next(((grams, price) for keys, grams, price in WEIGHTS if any(k in words for k in keys)), PLAIN)
