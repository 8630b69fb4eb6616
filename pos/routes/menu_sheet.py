"""The menu as a spreadsheet: out and in."""

from flask import Response

from core.blueprint import Blueprint
from core.edge import current_unit
from core.sheets.doors import file_to_keep, takes_sheet
from core.sheets.files import XLSX
from core.sheets.parse import Report
from pos.services import menu_sheet as service

blp = Blueprint("menu_sheet", __name__, description="The menu as a spreadsheet.")


@blp.route("/menu/export.xlsx", methods=["GET"])
@blp.response(200, content_type=XLSX)
def export_menu() -> Response:
    """The menu as a workbook; imported again it changes nothing"""
    return file_to_keep(service.export_menu(current_unit()), "menu.xlsx")


@takes_sheet(blp, "/menu/import")
def import_menu(filename: str, content: bytes, *, dry_run: bool) -> Report:
    """Bring the menu to what a workbook or CSV file says

    All or nothing: with a single error in the report nothing was changed.
    """
    return service.import_menu(current_unit(), filename, content, dry_run=dry_run)
