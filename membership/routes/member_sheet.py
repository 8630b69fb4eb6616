"""Members as a spreadsheet: out and in."""

from typing import Any

from flask import Response

from core.blueprint import Blueprint
from core.edge import current_unit
from core.sheets.files import XLSX
from core.sheets.parse import Report
from core.sheets.shapes import ImportFormShape, ImportReportShape, SheetFileShape
from membership.services import member_sheet as service

blp = Blueprint("member_sheet", __name__, description="Members as a spreadsheet.")


@blp.route("/members/export.xlsx", methods=["GET"])
@blp.response(200, content_type=XLSX)
def export_members() -> Response:
    """Every member as a workbook; imported again it changes nothing"""
    response = Response(service.export_members(current_unit()), mimetype=XLSX)
    response.headers["Content-Disposition"] = "attachment; filename=members.xlsx"
    return response


@blp.route("/members/import", methods=["POST"])
@blp.arguments(SheetFileShape, location="files")
@blp.arguments(ImportFormShape, location="form")
@blp.response(200, ImportReportShape)
def import_members(files: dict[str, Any], form: dict[str, Any]) -> Report:
    """Add the members of a workbook or CSV file who are not known yet

    All or nothing: with a single error in the report nobody was added. Who is known by the phone number stays as they are.
    """
    given = files["file"]
    return service.import_members(current_unit(), given.filename or "", given.read(), dry_run=form["dry_run"])
