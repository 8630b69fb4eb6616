"""Recipe books to measure with: dishes over semi-finished items over raw ones, the same every time."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from core.ids import new_id
from core.uow import Unit
from inventory.models.items import ItemRow, StandardPriceRow
from inventory.models.recipes import RecipeLineRow, RecipeRow, RecipeVersionRow
from inventory.values.recipes import Component, Node, Recipe, item_node, product_node
from tests.support.menu import name

COMPONENTS = 8
ALWAYS = datetime(2020, 1, 1, tzinfo=UTC)
Recipes = dict[Node, Recipe]


def two_levels(dishes: int = 200, semis: int = 60, raws: int = 200) -> Recipes:
    """Dishes of ``COMPONENTS`` semi-finished items, each of so many raw ones."""
    chance = random.Random(4)
    semi_ids, raw_ids = _ids(1_000, semis), _ids(10_000, raws)
    book = [_recipe(chance, item_node(semi), raw_ids) for semi in semi_ids]
    book += [_recipe(chance, product_node(dish), semi_ids) for dish in _ids(100_000, dishes)]
    return {recipe.node: recipe for recipe in book}


def large_book(recipes: int = 4_500, semis: int = 900, raws: int = 600) -> Recipes:
    """Semi-finished items in five layers, each of those below and of raw ones; dishes of both."""
    chance = random.Random(5)
    raw_ids, semi_ids = _ids(10_000, raws), _ids(1_000_000, semis)
    made: list[Recipe] = []
    layer = semis // 5
    for place, semi in enumerate(semi_ids):
        below = semi_ids[: place // layer * layer]
        made.append(_recipe(chance, item_node(semi), raw_ids, below[-layer:], of_below=2))
    dishes = _ids(100_000, recipes - semis)
    made += [_recipe(chance, product_node(dish), raw_ids, semi_ids, of_below=2) for dish in dishes]
    return {recipe.node: recipe for recipe in made}


def above_each(book: Recipes) -> dict[Node, set[Node]]:
    """By node, all that is made of it, near or far; the book has each after what it is made of."""
    above: dict[Node, set[Node]] = {node: set() for node in book}
    for node in reversed(book):
        for component in book[node].components:
            above.get(item_node(component.item_id), set()).update(above[node], (node,))
    return above


def _ids(first: int, count: int) -> list[UUID]:
    return [UUID(int=first + n) for n in range(count)]


def _recipe(
    chance: random.Random, node: Node, of: list[UUID], below: list[UUID] | None = None, of_below: int = 0
) -> Recipe:
    chosen = chance.sample(below, min(of_below, len(below))) if below else []
    chosen += chance.sample(of, COMPONENTS - len(chosen))
    components = tuple(
        Component(item, Fraction(chance.randint(5, 300), 1000), Fraction(chance.randint(60, 100), 100))
        for item in chosen
    )
    return Recipe(node, Fraction(chance.randint(1, 10)), components)


@dataclass(frozen=True, slots=True)
class Written:
    """A book in a database: each recipe's id by its node."""

    recipe_ids: dict[Node, UUID]


def write_book(unit: Unit, book: Recipes) -> Written:
    """The book as rows, all of it published long ago; the closure is not made yet."""
    items = {node.id for node in book if node.kind == "item"}
    items |= {component.item_id for recipe in book.values() for component in recipe.components}
    unit.add(ItemRow, [_item(item_id, is_semi=item_node(item_id) in book) for item_id in sorted(items)])
    prices = [
        {
            "id": new_id(),
            "item_id": item_id,
            "store_id": None,
            "valid_from": date(2020, 1, 1),
            "price": Decimal(item_id.int % 50 + 1),
        }
        for item_id in sorted(items)
        if item_node(item_id) not in book
    ]
    unit.add(StandardPriceRow, prices)
    found: dict[Node, UUID] = {}
    for recipe in book.values():
        found[recipe.node] = _write_recipe(unit, recipe)
    return Written(found)


def _item(item_id: UUID, *, is_semi: bool) -> dict[str, object]:
    code = f"I{item_id.int}"
    empty = dict.fromkeys(
        (
            "category_id",
            "yield_rate",
            "density_numerator",
            "density_denominator",
            "shelf_life_days",
            "tolerance_percent",
            "archived_at",
        )
    )
    kind = {"kind": "semi" if is_semi else "raw", "is_stocked": False, "is_catch_weight": False}
    return {"id": item_id, "code": code, "name": name(code), "search": code.lower(), "stock_unit": "kg", "allergens": [], "version": 1, **kind, **empty}  # fmt: skip


def _write_recipe(unit: Unit, recipe: Recipe) -> UUID:
    recipe_id, version_id = new_id(), new_id()
    is_item = recipe.node.kind == "item"
    node = {
        "node_kind": recipe.node.kind,
        "item_id": recipe.node.id if is_item else None,
        "product_id": None if is_item else recipe.node.id,
    }
    scope = {"variant_id": None, "store_id": None, "region_id": None, "archived_at": None}
    unit.add(
        RecipeRow, [{"id": recipe_id, "code": "", "name": name("Recipe"), "version": 1, **node, **scope}]
    )
    batch = {"batch": Decimal(int(recipe.batch)), "unit": "kg", "numerator": 1, "denominator": 1}
    state = {"state": "published", "valid_from": ALWAYS, "valid_to": None, "published_at": ALWAYS}
    more = {"note": None, "edit": 1, "published_by": new_id(), "number": 1}
    unit.add(RecipeVersionRow, [{"id": version_id, "recipe_id": recipe_id, **batch, **state, **more}])
    unit.add(RecipeLineRow, lines_of(version_id, recipe))
    return recipe_id


def lines_of(version_id: UUID, recipe: Recipe) -> list[dict[str, object]]:
    """The rows of a version's lines."""
    return [
        {
            "version_id": version_id,
            "line_no": number,
            "item_id": component.item_id,
            "quantity": Decimal(component.net.numerator) / component.net.denominator,
            "unit": "kg",
            "numerator": 1,
            "denominator": 1,
            "yield_rate": None,
            "used_yield": Decimal(component.usable.numerator) / component.usable.denominator,
            "substitutes": [],
            "note": None,
        }
        for number, component in enumerate(recipe.components, 1)
    ]
