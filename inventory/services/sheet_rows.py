"""Items, units and recipes as rows of their sheets."""

from decimal import Decimal
from math import gcd
from typing import Any
from uuid import UUID

from core import clock
from core.sheets.names import names_of
from core.uow import Unit
from inventory import ports
from inventory.models.items import CategoryRow, ItemRow, ItemUnitRow
from inventory.models.recipes import RecipeLineRow, RecipeRow, RecipeVersionRow
from inventory.services.stores import brand_day
from inventory.store import recipes as store
from inventory.store.items import standard_prices, units_of
from inventory.store.rows import of_tenant

Row = dict[str, Any]


def item_rows(unit: Unit) -> list[Row]:
    """Every item in use, by code."""
    names = category_names(unit)
    prices = standard_prices(unit, None, brand_day(unit, clock.now()))
    return [
        {
            "code": row.code,
            "name_zh": row.name["zh"],
            "name_en": row.name["en"],
            "category": names.get(row.category_id) if row.category_id else None,
            "kind": row.kind,
            "stock_unit": row.stock_unit,
            "is_stocked": row.is_stocked,
            "is_catch_weight": row.is_catch_weight,
            "yield_rate": plain(row.yield_rate),
            "density": density_of(row),
            "allergens": tuple(row.allergens),
            "shelf_life_days": row.shelf_life_days,
            "tolerance_percent": plain(row.tolerance_percent),
            "standard_price": plain(prices.get(row.id)),
        }
        for row in items_in_use(unit)
    ]


def unit_rows(unit: Unit) -> list[Row]:
    """Every item's own units, in their order."""
    items = {row.id: row.code for row in items_in_use(unit)}
    found = units_of(unit, items)
    return [unit_row(items[item_id], row) for item_id in items for row in found[item_id]]


def unit_row(code: str, row: ItemUnitRow) -> Row:
    """One unit: a decimal where it is one, else a decimal over a whole number."""
    tenths = gcd(row.denominator, 10**6)
    return {
        "item": code,
        "unit": row.unit,
        "quantity": plain(Decimal(row.numerator) / tenths),
        "per": row.denominator // tenths,
        "of_unit": row.of_unit,
        "is_purchase": row.is_purchase,
        "is_count": row.is_count,
        "barcode": row.barcode,
    }


def recipe_rows(unit: Unit) -> list[Row]:
    """Every recipe's lines as they hold now; not those of what is sold or made no more, or of a store that is closed."""
    items = list(unit.session.scalars(of_tenant(unit, ItemRow)))
    codes = {row.id: row.code for row in items}
    menu = ports.menu.by_code(unit)
    # What stands in a sheet for an id; nothing does for what is there no more.
    outputs = {row.id: row.code for row in items if row.archived_at is None}
    outputs |= {product.id: code for code, product in menu.items()}
    variants = {key: code for product in menu.values() for code, key in product.variants.items()}
    stores = {one.id: one.code for one in ports.stores.stores(unit)}
    regions = region_names(unit)
    rows: list[Row] = []
    for recipe, version, lines in held_recipes(unit):
        made, variant = recipe.item_id or recipe.product_id, recipe.variant_id
        if made not in outputs or not all(
            key is None or key in known
            for key, known in ((variant, variants), (recipe.store_id, stores), (recipe.region_id, regions))
        ):
            continue
        head = {
            "output": outputs[made],
            "variant": variants[variant] if variant else None,
            "output_kind": recipe.node_kind,
            "store": stores[recipe.store_id] if recipe.store_id else None,
            "region": regions[recipe.region_id] if recipe.region_id else None,
            "batch": plain(version.batch),
            "batch_unit": version.unit,
        }
        rows += [
            {
                **head,
                "item": codes[line.item_id],
                "quantity": plain(line.quantity),
                "unit": line.unit,
                "yield_rate": plain(line.yield_rate),
            }
            for line in lines
        ]
    return rows


def held_recipes(unit: Unit) -> list[tuple[RecipeRow, RecipeVersionRow, list[RecipeLineRow]]]:
    """Every recipe in use with the version that holds now, by code."""
    recipes = {row.id: row for row in store.recipes_in_use(unit)}
    now = clock.now()
    held = {
        recipe_id: version
        for recipe_id, rows in store.published_from(unit, recipes).items()
        if (version := store.version_at(rows, now)) is not None
    }
    written = store.load_written(unit, held.values())
    found = [(recipes[key], version, written[version.id].lines) for key, version in held.items()]
    return sorted(found, key=lambda one: (one[0].node_kind, one[0].code, str(one[0].id)))


def category_names(unit: Unit) -> dict[UUID, str]:
    """What each category in use is called in a sheet."""
    rows = unit.session.scalars(of_tenant(unit, CategoryRow, archived=False))
    return names_of((row.id, row.name) for row in sorted(rows, key=lambda row: (row.sort, row.id)))


def region_names(unit: Unit) -> dict[UUID, str]:
    """What each region is called in a sheet."""
    return names_of(sorted(ports.stores.regions(unit).items()))


def items_in_use(unit: Unit) -> list[ItemRow]:
    """Every item in use, by code."""
    return list(unit.session.scalars(of_tenant(unit, ItemRow, archived=False).order_by(ItemRow.code)))


def density_of(row: ItemRow) -> Decimal | None:
    """Grams to a millilitre."""
    if row.density_numerator is None or row.density_denominator is None:
        return None
    return plain(Decimal(row.density_numerator) / Decimal(row.density_denominator))


def plain(number: Decimal | None) -> Decimal | None:
    """Without trailing zeros, as people write it."""
    if number is None:
        return None
    short = number.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short
