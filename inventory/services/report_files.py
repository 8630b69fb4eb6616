"""A store's report as a file: a workbook, or CSV."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from core.uow import Unit
from inventory.rules.figures import FIGURES, TOTALS
from inventory.services.variance import store_variance

TEXTS = ("code", "name_zh", "name_en", "stock_unit")


def export_xlsx(unit: Unit, store_id: UUID, first: date, last: date, view: str = "raw") -> bytes:
    """The report as a workbook: the lines, and the totals on a page of their own."""
    report = store_variance(unit, store_id, first, last, view)
    book = Workbook(write_only=True)
    lines = book.create_sheet("lines")
    lines.freeze_panes = "A2"
    lines.append([_bold(lines, name) for name in (*TEXTS, *FIGURES)])
    for row in _rows(report):
        lines.append(
            [*(_text(lines, row[name]) for name in TEXTS), *(Decimal(row[name]) for name in FIGURES)]
        )
    totals = book.create_sheet("totals")
    for name, value in _totals(report):
        totals.append([_bold(totals, name), _text(totals, value)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def export_csv(unit: Unit, store_id: UUID, first: date, last: date, view: str = "raw") -> str:
    """The report's lines as CSV in UTF-8 with a byte-order mark, so that spreadsheets read Chinese."""
    report = store_variance(unit, store_id, first, last, view)
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow((*TEXTS, *FIGURES))
    for row in _rows(report):
        writer.writerow([*(_harmless(row[name]) for name in TEXTS), *(row[name] for name in FIGURES)])
    return "\ufeff" + stream.getvalue()


def _rows(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {**line, "name_zh": line["name"].get("zh", ""), "name_en": line["name"].get("en", "")}
        for line in report["lines"]
    ]


def _totals(report: dict[str, Any]) -> list[tuple[str, str]]:
    totals = report["totals"]
    told = [
        ("from", report["from"].isoformat()),
        ("to", report["to"].isoformat()),
        ("currency", report["currency"]),
    ]
    told += [(name, totals[name]) for name in TOTALS]
    return [*told, ("efficiency", totals["efficiency"] or ""), ("coverage", report["coverage"] or "")]


def _bold(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, text)
    cell.font = Font(bold=True)
    return cell


def _text(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"  # a name may begin with "="
    return cell


def _harmless(text: str) -> str:
    """A name that a spreadsheet would take for a formula begins with a quote."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
