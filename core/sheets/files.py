"""Reading and writing the files that spreadsheets come in: xlsx, and CSV in the encodings that people have."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import structlog
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core.sheets.cells import BadCell, is_blank
from core.sheets.columns import Sheet, sheet_named, sheet_with
from core.sheets.parse import MOST_ROWS, Cells, Report, SheetRow, Table, parse_table

log = structlog.get_logger()
MOST_BYTES = 8 * 1024 * 1024
MOST_UNPACKED = 128 * 1024 * 1024
MOST_COLUMNS = 60
MOST_BLANK = 1_000
MOST_DIGITS = 15  # what a spreadsheet keeps of a number
NARROW, WIDE = 12, 44  # a column, in letters
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DELIMITERS = ",;\t"
FORMULA = object()
NumberedRow = tuple[int, Cells]
Page = tuple[str, list[NumberedRow]]
Sheets = Sequence[Sheet]


def read_tables(filename: str, content: bytes, report: Report, sheets: Sheets) -> list[Table]:
    """The tables of a file that are one of these sheets; what cannot be read is reported. Never raises, whatever the bytes are."""
    if len(content) > MOST_BYTES:
        report.error("", 0, "", "too_large", f"At most {MOST_BYTES // 1024 // 1024} MB.")
        return []
    if content[:4] == b"PK\x03\x04":
        return _read_workbook(content, report, sheets)
    if content[:4] == b"\xd0\xcf\x11\xe0":
        report.error("", 0, "", "old_format", "This is an old .xls file. Save it as .xlsx.")
        return []
    return _read_csv(filename, content, report, sheets)


def read_rows(filename: str, content: bytes, report: Report, sheets: Sheets) -> dict[str, list[SheetRow]]:
    """The typed rows of a file by the sheet that they belong to; each sheet once."""
    parsed: dict[str, list[SheetRow]] = {}
    for table in read_tables(filename, content, report, sheets):
        if table.sheet.name in parsed:
            report.error(table.title, 0, "", "sheet_twice", "This sheet stands in the file twice.")
        parsed[table.sheet.name] = parse_table(table, report)
    return parsed


def write_workbook(sheets: Sheets, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """A workbook with every sheet; texts stay texts, also those that look like a formula."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.freeze_panes = "A2"
        written = [
            [column.kind.write(row[column.name]) for column in sheet.columns] for row in rows[sheet.name]
        ]
        for place, column in enumerate(sheet.columns):
            longest = max((_width(row[place]) for row in written), default=0)
            page.column_dimensions[get_column_letter(place + 1)].width = _room(max(longest, len(column.name)))
        headings = [WriteOnlyCell(page, column.name) for column in sheet.columns]
        for column, heading in zip(sheet.columns, headings, strict=True):
            heading.font = Font(bold=column.required)
        page.append(headings)
        for row in written:
            page.append(
                [
                    _cell(page, value, column.kind.shown)
                    for value, column in zip(row, sheet.columns, strict=True)
                ]
            )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _width(value: Any) -> int:
    """How wide a cell stands; a Chinese character is as wide as two letters."""
    return (
        sum(2 if ord(sign) > 0x2E80 else 1 for sign in str(value)) if isinstance(value, str) else NARROW - 2
    )


def _room(width: int) -> int:
    return min(max(NARROW, width + 2), WIDE)


def _cell(page: Any, value: Any, shown: str) -> Any:
    if isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) > MOST_DIGITS:
        value = format(value, "f")  # as a number it would be rounded
    cell = WriteOnlyCell(page, value)
    if isinstance(value, str):
        cell.data_type = "s"  # a name may begin with "="
    elif shown != "General":
        cell.number_format = shown
    return cell


def _read_workbook(content: bytes, report: Report, sheets: Sheets) -> list[Table]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                report.error("", 0, "", "too_large", "Unpacked, this file is too large.")
                return []
        found = _pages(content, report)
        if any(cell is FORMULA for _, rows in found for _, cells in rows for cell in cells):
            found = _with_values(found, _pages(content, Report(), computed=True))
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever a broken file leads it to
        log.info("workbook_unreadable", error=repr(error)[:500])
        report.error("", 0, "", "unreadable", "This file cannot be read. Save it as .xlsx again, or as CSV.")
        return []
    return [table for title, rows in found if rows and (table := _table(title, rows, report, sheets))]


def _pages(content: bytes, report: Report, *, computed: bool = False) -> list[Page]:
    """The pages' rows, with FORMULA where one stands; ``computed``: with the values that are stored for them."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=computed)
    found = []
    for page in book.worksheets:
        page.reset_dimensions()  # a file may claim a million empty rows
        rows = ([_value(cell) for cell in cells] for cells in page.iter_rows(max_col=MOST_COLUMNS))
        found.append((page.title, _bounded(page.title, enumerate(rows, 1), report)))
    book.close()
    return found


def _value(cell: Any) -> Any:
    if cell.data_type == "f":
        return FORMULA
    if cell.data_type == "e":
        return BadCell("error_value", f"The spreadsheet shows {cell.value} here.")
    return cell.value


def _bounded(title: str, rows: Iterator[NumberedRow], report: Report) -> list[NumberedRow]:
    """Rows that hold something, as long as there are not too many; many empty ones in a row are the end."""
    kept: list[NumberedRow] = []
    for number, cells in rows:
        if not all(is_blank(cell) for cell in cells):
            kept.append((number, cells))
        if len(kept) > MOST_ROWS + 1:
            report.error(title, number, "", "too_many_rows", f"At most {MOST_ROWS} rows.")
            return []
        if number - (kept[-1][0] if kept else 0) > MOST_BLANK:
            break
    return kept


def _with_values(formulas: list[Page], values: list[Page]) -> list[Page]:
    """Each formula's value, as the spreadsheet program last computed it; without one the cell is bad."""
    missing = BadCell("formula_without_value", "A formula whose value is not in the file. Write the value.")
    found: list[Page] = []
    for (title, rows), (_, computed) in zip(formulas, values, strict=True):
        known = dict(computed)
        filled: list[NumberedRow] = []
        for number, cells in rows:
            line = [*known.get(number, ()), *[None] * MOST_COLUMNS]
            filled.append(
                (
                    number,
                    [
                        (missing if b is None else b) if a is FORMULA else a
                        for a, b in zip(cells, line, strict=False)
                    ],
                )
            )
        found.append((title, filled))
    return found


def _read_csv(filename: str, content: bytes, report: Report, sheets: Sheets) -> list[Table]:
    decoded = _decode(content, report)
    if decoded is None:
        return []
    first_line = decoded.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    rows: list[NumberedRow] = []
    reader = csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter, strict=True)
    title = filename.rpartition("/")[2].rpartition(".")[0][:60] or "csv"
    try:
        # A row's number is the line on which it begins, so that an editor shows it there.
        begins = 1
        for cells in reader:
            if not all(is_blank(cell) for cell in cells):
                rows.append((begins, cells[:MOST_COLUMNS]))
            begins = reader.line_num + 1
            if len(rows) > MOST_ROWS + 1:
                report.error(title, begins, "", "too_many_rows", f"At most {MOST_ROWS} rows.")
                return []
    except csv.Error as error:
        report.error(title, reader.line_num, "", "bad_csv", f"This line is not CSV: {error}.")
        return []
    if not rows:
        report.error(title, 0, "", "empty", "The file is empty.")
        return []
    table = _table(title, rows, report, sheets)
    return [table] if table else []


def _decode(content: bytes, report: Report) -> str | None:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        chinese = _as_gb18030(content) if encoding != "utf-16" else None
        if chinese is not None:
            return chinese
        line = content.count(b"\n", 0, error.start) + 1
        report.error(
            "", line, "", "bad_bytes", "This line has bytes that are no text. Save the file as UTF-8."
        )
        return None


def _as_gb18030(content: bytes) -> str | None:
    """The text, when it looks as Excel in China saves CSV: nearly all of it common characters (GB 2312).

    UTF-8 with a few broken bytes, or Western letters, can be read as GB 18030 too, but gives rare characters.
    """
    try:
        decoded = content.decode("gb18030")
    except UnicodeDecodeError:
        return None
    beyond = [character for character in decoded if character > "\x7f"]
    common = "".join(beyond).encode("gb2312", "ignore").decode("gb2312")
    return decoded if len(common) >= 0.9 * len(beyond) else None


def _table(title: str, rows: list[NumberedRow], report: Report, sheets: Sheets) -> Table | None:
    sheet: Sheet | None = sheet_named(sheets, title)
    if sheet is None:
        headings = {str(c).strip().lower().replace(" ", "_") for c in rows[0][1] if not is_blank(c)}
        sheet = sheet_with(sheets, headings)
    if sheet is None:
        known = ", ".join(s.name for s in sheets)
        report.error(
            title[:60],
            rows[0][0],
            "",
            "unknown_sheet",
            f"No sheet that is known here looks like this. Known: {known}.",
        )
        return None
    return Table(title[:60], sheet, rows)
