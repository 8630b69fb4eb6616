"""Where in a workbook a fault of the whole menu stands: sheet, row and column."""

from core.sheets.columns import Sheet
from core.sheets.parse import SheetRow
from pos.rules.menu_faults import Fault
from pos.rules.sheet_columns import MODIFIERS, PRODUCT_MODIFIERS, PRODUCTS, SET_MEALS
from pos.rules.sheet_plan import Plan

COLUMNS = {"product_id": "component", "variant_id": "variant", "options": "component", "group_id": "group"}
Place = tuple[str, int, str]


def place_of(fault: Fault, code: str | None, group: str | None, plan: Plan) -> Place:
    """The nearest row of the file; row 0 of its sheet where the file does not name the owner."""
    if group is not None:
        return _in_list(MODIFIERS, plan.of(MODIFIERS, group), fault.path, "option")
    steps = fault.path.split(".")
    if steps[0] == "group_links":
        return _in_list(PRODUCT_MODIFIERS, plan.of(PRODUCT_MODIFIERS, code), fault.path, "group")
    if steps[0] in ("set_groups", "set_fixed"):
        return _in_set(plan.of(SET_MEALS, code), steps)
    head = next((row for row in plan.rows[PRODUCTS.name] if row.values["code"] == code), None)
    return (PRODUCTS.name, head.number if head else 0, steps[0])


def _in_list(sheet: Sheet, rows: list[SheetRow], path: str, entry: str) -> Place:
    steps = path.split(".")
    place = int(steps[1]) if len(steps) > 1 and steps[1].isdigit() else 0
    column = (
        entry if steps[-1].endswith("_id") or (len(steps) < 2 and not sheet.column(steps[-1])) else steps[-1]
    )
    return (sheet.name, rows[place].number if place < len(rows) else 0, column)


def _in_set(rows: list[SheetRow], steps: list[str]) -> Place:
    if steps[0] == "set_fixed":
        members = [row for row in rows if row.values["group_no"] is None]
        place = int(steps[1])
    else:
        numbers = sorted({row.values["group_no"] for row in rows if row.values["group_no"] is not None})
        number = numbers[int(steps[1])] if len(steps) > 1 and int(steps[1]) < len(numbers) else None
        members = [row for row in rows if row.values["group_no"] == number]
        place = int(steps[3]) if len(steps) > 3 else 0
    column = COLUMNS.get(steps[-1], steps[-1] if SET_MEALS.column(steps[-1]) else "component")
    return (SET_MEALS.name, members[place].number if place < len(members) else 0, column)
