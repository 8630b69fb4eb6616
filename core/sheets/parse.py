"""Turning cells into rows of typed values, and saying for each bad cell where it stands and what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from core.sheets.cells import BadCell, is_blank
from core.sheets.columns import Column, Sheet

Cells = Sequence[Any]
MOST_ROWS = 10_000
MOST_ERRORS = 500


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as it was found in a file: rows of cells, numbered as the file numbers them (1 is the first)."""

    title: str
    sheet: Sheet
    rows: list[tuple[int, Cells]]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row's values by column; only the columns that are in the file."""

    sheet: str
    number: int
    values: dict[str, Any]


@dataclass(slots=True)
class Report:
    """What came of an import, or would."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    removed: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)

    def error(self, sheet: str, row: int, column: str, code: str, message: str) -> None:
        """One thing that is wrong. Row 1 holds the headings; row 0 is the file."""
        self.errors.append({"sheet": sheet, "row": row, "column": column, "code": code, "message": message})

    def refuse(self) -> None:
        """Nothing was changed; whoever sees five hundred errors needs no more."""
        self.created = self.updated = self.removed = 0
        more = len(self.errors) - MOST_ERRORS
        if more > 0:
            del self.errors[MOST_ERRORS:]
            self.error("", 0, "", "more_errors", f"And {more} more.")


def parse_table(table: Table, report: Report) -> list[SheetRow]:
    """The table's rows; those with a bad cell are reported and left out. Columns may stand in any order."""
    if not table.rows:
        return []
    columns = _columns(table, report)
    if columns is None:
        return []
    body = [(number, cells) for number, cells in table.rows[1:] if not all(is_blank(cell) for cell in cells)]
    if len(body) > MOST_ROWS:
        report.error(table.title, body[MOST_ROWS][0], "", "too_many_rows", f"At most {MOST_ROWS} rows.")
        return []
    report.rows += len(body)
    found = []
    for number, cells in body:
        values = _values(table, number, cells, columns, report)
        if values is not None:
            found.append(SheetRow(table.sheet.name, number, values))
    return found


def _columns(table: Table, report: Report) -> list[tuple[int, Column]] | None:
    number, headings = table.rows[0]
    found: list[tuple[int, Column]] = []
    before = len(report.errors)
    for place, heading in enumerate(headings):
        if is_blank(heading):
            continue
        name = str(heading).strip().lower().replace(" ", "_")[:60]
        column = table.sheet.column(name)
        if column is None:
            known = ", ".join(c.name for c in table.sheet.columns)
            report.error(
                table.title, number, name, "unknown_column", f"There is no such column. Known: {known}."
            )
        elif any(column is other for _, other in found):
            report.error(table.title, number, name, "column_twice", "This column stands here twice.")
        else:
            found.append((place, column))
    missing = [c for c in table.sheet.columns if c.required and all(c is not other for _, other in found)]
    for column in missing:
        report.error(table.title, number, column.name, "missing_column", "This column is needed.")
    return found if len(report.errors) == before else None


def _values(
    table: Table, number: int, cells: Cells, columns: list[tuple[int, Column]], report: Report
) -> dict[str, Any] | None:
    values = {}
    is_good = True
    for place, column in columns:
        value = cells[place] if place < len(cells) else None
        try:
            values[column.name] = _value(column, value)
        except BadCell as bad:
            report.error(table.title, number, column.name, bad.code, str(bad))
            is_good = False
    return values if is_good else None


def _value(column: Column, value: Any) -> Any:
    if isinstance(value, BadCell):
        raise value
    if is_blank(value):
        if column.required and not column.may_be_empty:
            raise BadCell("required", "This cell must not be empty.")
        return column.kind.blank
    return column.kind.read(value)
