"""Spreadsheets over HTTP: out as a file to keep, in as a file that may only be tried."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response

from core.blueprint import Blueprint
from core.sheets.files import XLSX
from core.sheets.parse import Report
from core.sheets.shapes import ImportFormShape, ImportReportShape, SheetFileShape

View = TypeVar("View", bound=Callable[..., Report])


def file_to_keep(content: bytes | str, name: str, content_type: str = XLSX) -> Response:
    """A file that the browser keeps under this name; a workbook unless it is said to be something else."""
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def takes_sheet(blp: Blueprint, rule: str) -> Callable[[View], View]:
    """Register a view under a path to which a workbook or CSV file is sent.

    The view gets the file's name, what is in it, and ``dry_run``: only to say what would come of it.
    """

    def register(view: View) -> View:
        @blp.route(rule, methods=["POST"])
        @blp.arguments(SheetFileShape, location="files")
        @blp.arguments(ImportFormShape, location="form")
        @blp.response(200, ImportReportShape)
        @wraps(view)
        def given(files: dict[str, Any], form: dict[str, Any]) -> Report:
            file = files["file"]
            return view(file.filename or "", file.read(), dry_run=form["dry_run"])

        return view

    return register
