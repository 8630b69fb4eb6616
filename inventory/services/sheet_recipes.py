"""Recipes out of a spreadsheet: checked line by line, and published together."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from core import clock
from core.errors import Problem
from core.sheets.parse import Report, SheetRow
from core.uow import Unit
from inventory import ports
from inventory.errors import RecipeCycle
from inventory.models.items import ItemRow
from inventory.rules.sheet_columns import RECIPES
from inventory.services.drafts import PORTION, Known, known_items
from inventory.services.recipe_batches import Formula, Ingredient, differing, publish_formulas
from inventory.services.sheet_rows import items_in_use, region_names
from inventory.store import recipes as store
from inventory.values.book import Scope
from inventory.values.recipes import Node, item_node, product_node

Key = tuple[Any, ...]
MOST, MOST_BATCH = Decimal(10) ** 9, Decimal(10) ** 12
LEAST_YIELD = Decimal("0.00000001")


def bring_recipes(unit: Unit, rows: Sequence[SheetRow], report: Report) -> None:
    """Publish what differs from what holds; everything wrong is reported with its row."""
    lists: dict[Key, list[SheetRow]] = {}
    for row in rows:
        lists.setdefault(tuple(row.values.get(column) for column in RECIPES.key), []).append(row)
    if not lists:
        return
    reader, now = _Reader(unit, report), clock.now()
    told = [(found, reader.formula(found)) for found in lists.values()]
    formulas = differing(unit, [formula for _, formula in told if formula is not None], now)
    others = {(one.node, one.scope) for one in formulas}
    for found, formula in told:
        if (
            formula is None or (formula.node, formula.scope) in others
        ):  # what holds keeps the units of its moment
            reader.check_units(found)
    if report.errors:
        return
    standing = {(store.node_of(row), store.scope_of(row)) for row in store.recipes_in_use(unit)}
    try:
        published = publish_formulas(unit, formulas, now)
    except RecipeCycle as ring:
        names = {str(node["id"]) for node in ring.extra["cycle"]}
        number = next((lists[key][0].number for key in lists if reader.ids.get(key[0]) in names), 0)
        report.error(RECIPES.name, number, "output", ring.code, ring.detail)
        return
    created = sum((one.node, one.scope) not in standing for one in formulas)
    report.created += created
    report.updated += published - created


class _Reader:
    """Turns the rows of a recipe into a formula, or reports what is wrong with them."""

    def __init__(self, unit: Unit, report: Report) -> None:
        self._report = report
        self._items: dict[str, ItemRow] = {row.code: row for row in items_in_use(unit)}
        self._known: Known = known_items(unit, {row.id for row in self._items.values()})
        self._products = ports.menu.by_code(unit)
        self._stores = {one.code: one.id for one in ports.stores.stores(unit)}
        by_english = {name["en"]: key for key, name in ports.stores.regions(unit).items()}
        self._regions = by_english | {word: key for key, word in region_names(unit).items()}
        self.ids = {code: str(row.id) for code, row in self._items.items()}

    def formula(self, rows: Sequence[SheetRow]) -> Formula | None:
        """The recipe that the rows tell; None when something in them is wrong."""
        before = len(self._report.errors)
        head = rows[0]
        node, name = self._output(head)
        scope = self._scope(head)
        lines = tuple(line for row in rows if (line := self._line(row, node)) is not None)
        told = self._told_once(rows, "batch")
        batch = Decimal(1) if told is None else told
        unit = self._told_once(rows, "batch_unit")
        self._check_batch(head, node, batch, unit)
        if len(self._report.errors) > before or node is None:
            return None
        return Formula(node, str(head.values["output"]), name, lines, batch, unit or self._unit(head), scope)

    def check_units(self, rows: Sequence[SheetRow]) -> None:
        """Report the units in which nothing says how much the items are."""
        for row in rows:
            self._check_unit(row, "item", "unit")
        if rows[0].values.get("output_kind") == "item":
            told = next((row for row in rows if row.values.get("batch_unit") is not None), rows[0])
            self._check_unit(told, "output", "batch_unit")

    def _check_unit(self, row: SheetRow, column: str, unit: str) -> None:
        item = self._items.get(row.values[column])
        if item is None or row.values.get(unit) is None:
            return
        try:
            self._known.factor(item.id, row.values[unit], unit)
        except Problem as bad:
            self._wrong(row, unit, bad.code, bad.detail)

    def _told_once(self, rows: Sequence[SheetRow], column: str) -> Any:
        """What the recipe's rows tell in a column of the whole; two rows that tell two things are one too many."""
        told = [row for row in rows if row.values.get(column) is not None]
        for row in told:
            if row.values[column] != told[0].values[column]:
                self._wrong(row, column, "differs", "A row of the same recipe above says something else.")
        return told[0].values[column] if told else None

    def _unit(self, row: SheetRow) -> str:
        item = self._items.get(row.values["output"])
        is_item = row.values.get("output_kind") == "item"
        return item.stock_unit if is_item and item is not None else PORTION

    def _output(self, row: SheetRow) -> tuple[Node | None, dict[str, str]]:
        code = row.values["output"]
        if row.values.get("output_kind") == "item":
            item = self._items.get(code)
            if item is None:
                return self._wrong(row, "output", "item_unknown", "There is no such item.")
            if item.kind != "semi":
                message = "Only a semi-finished item has a recipe."
                return self._wrong(row, "output", "not_semi_finished", message)
            return item_node(item.id), item.name
        product = self._products.get(code)
        if product is None:
            return self._wrong(row, "output", "product_unknown", "There is no such product on the menu.")
        variant = row.values.get("variant")
        if variant is not None and variant not in product.variants:
            return self._wrong(row, "variant", "variant_unknown", "The product has no such variant.")
        return product_node(product.id, product.variants[variant] if variant else None), product.name

    def _scope(self, row: SheetRow) -> Scope:
        store_code, region = row.values.get("store"), row.values.get("region")
        if store_code is not None and store_code not in self._stores:
            self._wrong(row, "store", "store_unknown", "There is no such store.")
        if region is not None and (region not in self._regions or store_code is not None):
            self._wrong(row, "region", "region_unknown", "There is no such region, or a store is named too.")
        return Scope(self._stores.get(store_code or ""), self._regions.get(region or ""))

    def _line(self, row: SheetRow, node: Node | None) -> Ingredient | None:
        values = row.values
        item = self._items.get(values["item"])
        if item is None:
            self._wrong(row, "item", "item_unknown", "There is no such item.")
            return None
        quantity = values["quantity"]
        if not -MOST <= quantity <= MOST or quantity != round(quantity, 6):
            self._wrong(row, "quantity", "out_of_range", "Up to six decimals, and not that much.")
        if quantity < 0 and node is not None and node.kind == "item":
            self._wrong(row, "quantity", "negative", "Only a modifier takes something away.")
        if node == item_node(item.id):
            self._wrong(row, "item", "recipe_cycle", "An item is not made of itself.")
        rate = values.get("yield_rate")
        if rate is not None and not (LEAST_YIELD <= rate <= 100 and rate == round(rate, 8)):
            message = "A yield is above 0 and at most 100 (10,000 %), with up to eight decimals."
            self._wrong(row, "yield_rate", "bad_yield", message)
        return Ingredient(item.id, quantity, values["unit"], rate)

    def _check_batch(self, row: SheetRow, node: Node | None, batch: Decimal, unit: str | None) -> None:
        if not 0 < batch <= MOST_BATCH or batch != round(batch, 6):
            message = "A batch yields more than nothing, and not that much; up to six decimals."
            self._wrong(row, "batch", "bad_batch", message)
        if node is not None and node.kind == "product" and unit not in (None, PORTION):
            self._wrong(row, "batch_unit", "unit_unknown", "A dish is made in portions.")

    def _wrong(self, row: SheetRow, column: str, code: str, message: str) -> tuple[None, dict[str, str]]:
        self._report.error(RECIPES.name, row.number, column, code, message)
        return None, {}
