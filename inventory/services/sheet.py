"""Items, units and recipes as a spreadsheet: out, and in again, all or nothing."""

from typing import Any

from core.sheets.bringing import Rows, bring_in
from core.sheets.files import write_workbook
from core.sheets.parse import Report
from core.uow import Unit
from inventory.rules.sheet_columns import ITEMS, RECIPES, SHEETS, UNITS
from inventory.services.sheet_items import bring_items
from inventory.services.sheet_recipes import bring_recipes
from inventory.services.sheet_rows import item_rows, recipe_rows, unit_rows
from inventory.store.book import take_book


def export_inventory(unit: Unit) -> bytes:
    """Everything in use as a workbook, recipes as they hold now; imported again it changes nothing."""
    unit.actor.demand("inventory.view")
    rows: dict[str, list[dict[str, Any]]] = {
        ITEMS.name: item_rows(unit),
        UNITS.name: unit_rows(unit),
        RECIPES.name: recipe_rows(unit),
    }
    return write_workbook(SHEETS, rows)


def import_inventory(unit: Unit, filename: str, content: bytes, *, dry_run: bool) -> Report:
    """Bring items and recipes to what the file says, and report what came of it, or with ``dry_run`` what would.

    What is not in the file stays. A list in the file is whole: the units of an item, the lines of a recipe. A recipe that
    differs is published, from now on. With a single error nothing is changed.
    """
    unit.actor.demand("inventory.edit")
    unit.actor.demand("inventory.publish")

    def write(rows: Rows, report: Report) -> None:
        take_book(unit)
        bring_items(unit, rows.get(ITEMS.name, []), rows.get(UNITS.name, []), report)
        if all(error["sheet"] == RECIPES.name for error in report.errors):  # else unknown items would follow
            bring_recipes(unit, rows.get(RECIPES.name, []), report)

    return bring_in(unit, "inventory", SHEETS, filename, content, write, dry_run=dry_run)[0]
