"""Items and recipes as a spreadsheet: out and in."""

from flask import Response

from core.blueprint import Blueprint
from core.edge import current_unit
from core.sheets.doors import file_to_keep, takes_sheet
from core.sheets.files import XLSX
from core.sheets.parse import Report
from inventory.services import sheet as service

blp = Blueprint("inventory_sheet", __name__, description="Items and recipes as a spreadsheet.")


@blp.route("/inventory/export.xlsx", methods=["GET"])
@blp.response(200, content_type=XLSX)
def export_inventory() -> Response:
    """Items, units and recipes as a workbook; imported again it changes nothing"""
    return file_to_keep(service.export_inventory(current_unit()), "inventory.xlsx")


@takes_sheet(blp, "/inventory/import")
def import_inventory(filename: str, content: bytes, *, dry_run: bool) -> Report:
    """Bring items and recipes to what a workbook or CSV file says

    All or nothing: with a single error in the report nothing was changed.
    """
    return service.import_inventory(current_unit(), filename, content, dry_run=dry_run)
