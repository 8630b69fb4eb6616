"""The sheets of an inventory workbook and their columns: one description for export, import and the guide."""

from core.sheets import cells as cell
from core.sheets.columns import Column, Sheet, must

CODE, NAME = cell.text(60), cell.text(200)
UNIT = cell.pattern("[^|;,]+", 20, "A word without commas.")
KINDS = ("raw", "semi", "packaging")
ITEMS = Sheet(
    "items",
    (
        must("code", CODE),
        must("name_zh", NAME),
        must("name_en", NAME),
        Column("category", NAME),
        Column("kind", cell.choice(*KINDS, blank="raw")),
        must("stock_unit", UNIT),
        Column("is_stocked", cell.flag(blank=True)),
        Column("is_catch_weight", cell.flag()),
        Column("yield_rate", cell.money()),
        Column("density", cell.money()),
        Column("allergens", cell.words(40, 30)),
        Column("shelf_life_days", cell.whole(0, 36500)),
        Column("tolerance_percent", cell.money()),
        Column("standard_price", cell.money()),
    ),
    key=("code",),
)
UNITS = Sheet(
    "item units",
    (
        must("item", CODE),
        must("unit", UNIT),
        must("quantity", cell.money()),
        Column("per", cell.whole(1, 10**9, blank=1)),
        must("of_unit", UNIT),
        Column("is_purchase", cell.flag()),
        Column("is_count", cell.flag()),
        Column("barcode", cell.text(40)),
    ),
    key=("item", "unit"),
    owner="item",
)
RECIPES = Sheet(
    "recipes",
    (
        must("output", CODE),
        Column("variant", CODE),
        Column("output_kind", cell.choice("item", "product", blank="product")),
        Column("store", CODE),
        Column("region", NAME),
        Column("batch", cell.money()),
        Column("batch_unit", UNIT),
        must("item", CODE),
        must("quantity", cell.money()),
        must("unit", UNIT),
        Column("yield_rate", cell.money()),
    ),
    key=("output", "variant", "output_kind", "store", "region"),
    owner="output",
    group=("output", "variant", "output_kind", "store", "region"),
    shared=("batch", "batch_unit"),
)
SHEETS = (ITEMS, UNITS, RECIPES)
