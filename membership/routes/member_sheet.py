"""Members as a spreadsheet: out and in."""

from flask import Response

from core.blueprint import Blueprint
from core.edge import current_unit
from core.sheets.doors import file_to_keep, takes_sheet
from core.sheets.files import XLSX
from core.sheets.parse import Report
from membership.services import member_sheet as service

blp = Blueprint("member_sheet", __name__, description="Members as a spreadsheet.")


@blp.route("/members/export.xlsx", methods=["GET"])
@blp.response(200, content_type=XLSX)
def export_members() -> Response:
    """Every member as a workbook; imported again it changes nothing"""
    return file_to_keep(service.export_members(current_unit()), "members.xlsx")


@takes_sheet(blp, "/members/import")
def import_members(filename: str, content: bytes, *, dry_run: bool) -> Report:
    """Add the members of a workbook or CSV file who are not known yet

    All or nothing: with a single error in the report nobody was added. Who is known by the phone number stays as they are.
    """
    return service.import_members(current_unit(), filename, content, dry_run=dry_run)
