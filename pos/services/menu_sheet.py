"""The menu as a spreadsheet: out, and in again, all or nothing."""

from dataclasses import dataclass
from typing import Any

from babel.numbers import get_currency_precision

from core.sheets.bringing import Rows as SheetRows
from core.sheets.bringing import bring_in
from core.sheets.files import write_workbook
from core.sheets.names import names_of
from core.sheets.parse import Report
from core.uow import Unit
from pos import ports
from pos.rules.sheet_columns import SHEETS
from pos.rules.sheet_plan import Standing, make_plan
from pos.rules.sheet_rows import Names, Rows, menu_to_rows
from pos.services.menu_edits import announce_menu
from pos.services.menu_sheet_write import write_plan
from pos.store.menu_sheet import load_menu
from pos.store.menu_version import bump_menu

DIGITS = 2


@dataclass(frozen=True, slots=True)
class _Menu:
    """The menu as it stands, with the names that sheets use."""

    rows: Rows
    names: Names
    standing: Standing


def export_menu(unit: Unit) -> bytes:
    """The menu in use as a workbook; imported again it changes nothing."""
    unit.actor.demand("menu.view")
    menu = _load(unit)
    return write_workbook(SHEETS, menu.standing.rows)


def import_menu(unit: Unit, filename: str, content: bytes, *, dry_run: bool) -> Report:
    """Bring the menu to what the file says, and report what came of it, or with ``dry_run`` what would.

    Products, variants, groups and prices that are not in the file stay. A list in the file is whole: the variants of a
    product, the options of a group, the components of a set meal. With a single error nothing is changed.
    """
    unit.actor.demand("menu.import")

    def write(rows: SheetRows, report: Report) -> None:
        bump_menu(unit)
        menu = _load(unit)
        plan = make_plan(rows, menu.standing, report)
        if not report.errors and any(plan.touched.values()):
            write_plan(unit, plan, menu.rows, menu.names, report)

    report, is_kept = bring_in(unit, "menu", SHEETS, filename, content, write, dry_run=dry_run)
    if is_kept:
        announce_menu(unit)
    return report


def _load(unit: Unit) -> _Menu:
    rows: dict[str, list[Any]] = load_menu(unit)
    stores = ports.accounts.stores(unit)
    digits_at = {store.id: get_currency_precision(store.currency) for store in stores}
    names = Names(
        stores={store.id: store.code for store in stores},
        regions=names_of(sorted(ports.accounts.regions(unit).items())),
        digits=next(iter(digits_at.values()), DIGITS),
        digits_at=digits_at,
        categories=names_of((c.id, c.name) for c in rows["categories"]),
        tax_classes=names_of((t.id, t.name) for t in rows["tax_classes"]),
        groups=names_of((g.id, g.name) for g in rows["groups"]),
    )
    standing = Standing(
        rows=menu_to_rows(rows, names),
        tax_classes=frozenset(names.tax_classes.values()),
        regions=frozenset(names.regions.values()),
        stores={store.code: digits_at[store.id] for store in stores},
        digits=names.digits,
    )
    return _Menu(rows, names, standing)
