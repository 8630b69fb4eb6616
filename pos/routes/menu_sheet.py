"""The menu as a spreadsheet: out and in."""

from typing import Any

from flask import Response

from core.blueprint import Blueprint
from core.edge import current_unit
from core.sheets.files import XLSX
from core.sheets.parse import Report
from core.sheets.shapes import ImportFormShape, ImportReportShape, SheetFileShape
from pos.services import menu_sheet as service

blp = Blueprint("menu_sheet", __name__, description="The menu as a spreadsheet.")


@blp.route("/menu/export.xlsx", methods=["GET"])
@blp.response(200, content_type=XLSX)
def export_menu() -> Response:
    """The menu as a workbook; imported again it changes nothing"""
    response = Response(service.export_menu(current_unit()), mimetype=XLSX)
    response.headers["Content-Disposition"] = "attachment; filename=menu.xlsx"
    return response


@blp.route("/menu/import", methods=["POST"])
@blp.arguments(SheetFileShape, location="files")
@blp.arguments(ImportFormShape, location="form")
@blp.response(200, ImportReportShape)
def import_menu(files: dict[str, Any], form: dict[str, Any]) -> Report:
    """Bring the menu to what a workbook or CSV file says

    All or nothing: with a single error in the report nothing was changed.
    """
    given = files["file"]
    return service.import_menu(current_unit(), given.filename or "", given.read(), dry_run=form["dry_run"])
