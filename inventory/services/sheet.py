"""Items, units and recipes as a spreadsheet: out, and in again, all or nothing."""

from typing import Any

from core.sheets.files import read_tables, write_workbook
from core.sheets.parse import Report, SheetRow, parse_table
from core.uow import Unit
from inventory.rules.sheet_columns import ITEMS, RECIPES, SHEETS, UNITS
from inventory.services.sheet_items import bring_items
from inventory.services.sheet_recipes import bring_recipes
from inventory.services.sheet_rows import item_rows, recipe_rows, unit_rows
from inventory.store.book import take_book

MOST_ERRORS = 500


class _Undone(Exception):
    """Leaves the savepoint, so that nothing of the import stays."""


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
    report = Report()
    parsed = _parse(filename, content, report)
    try:
        with unit.savepoint():
            take_book(unit)
            bring_items(unit, parsed.get(ITEMS.name, []), parsed.get(UNITS.name, []), report)
            if all(
                error["sheet"] == RECIPES.name for error in report.errors
            ):  # else unknown items would follow
                bring_recipes(unit, parsed.get(RECIPES.name, []), report)
            if report.errors or dry_run:
                raise _Undone
    except _Undone:
        _bound_errors(report)
        return report
    counts = {name: getattr(report, name) for name in ("rows", "created", "updated", "removed")}
    unit.audit("inventory.import", "inventory", unit.tenant_id, {"file": filename[:200], **counts})
    return report


def _parse(filename: str, content: bytes, report: Report) -> dict[str, list[SheetRow]]:
    parsed: dict[str, list[SheetRow]] = {}
    for table in read_tables(filename, content, report, SHEETS):
        if table.sheet.name in parsed:
            report.error(table.title, 0, "", "sheet_twice", "This sheet stands in the file twice.")
        parsed[table.sheet.name] = parse_table(table, report)
    return parsed


def _bound_errors(report: Report) -> None:
    """Whoever sees five hundred errors needs no more; nothing was created."""
    if report.errors:
        report.created = report.updated = report.removed = 0
    if len(report.errors) > MOST_ERRORS:
        more = len(report.errors) - MOST_ERRORS
        del report.errors[MOST_ERRORS:]
        report.error("", 0, "", "more_errors", f"And {more} more.")
