"""A CSV file as rows that know their line, whatever its encoding, column order and line ends."""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pos.values.sales_files import FileFault

LONGEST_RECORD = 8  # lines that an open quote may reach over before it is taken for a stray one
DELIMITERS = ",;\t|"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufeff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"[\t\r\n]+")
_CHINESE = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xf7][\xa1-\xfe])*")


@dataclass(frozen=True, slots=True)
class Row:
    """A row's values by column, each one trimmed line."""

    line: int
    values: dict[str, str]


@dataclass(slots=True)
class Table:
    """A file's rows, and what was wrong with it."""

    file: str
    rows: list[Row] = field(default_factory=list)
    faults: list[FileFault] = field(default_factory=list)
    is_usable: bool = True

    def fault(self, line: int | None, code: str, message: str, *, skipped: bool = False) -> None:
        """Note something wrong."""
        self.faults.append(FileFault(self.file, line, code, message, skipped))

    def skip(self, row: Row, code: str, message: str) -> None:
        """Note a row that is left out."""
        self.fault(row.line, code, f"{message}; the row is left out", skipped=True)


def read_table(file: str, content: bytes | None, needed: Sequence[str], wished: Sequence[str] = ()) -> Table:
    """The file's rows; not usable when it is missing, empty, or lacks a needed column. A wished column may be missing."""
    table = Table(file)
    if content is None:
        return _unusable(table, None, "file_missing", "the file is missing")
    lines = list(_decoded(table, content))
    records = _records(table, lines)
    head = next(records, None)
    if head is None:
        return _unusable(table, None, "file_empty", "the file is empty")
    line, names = head
    columns = _columns(table, line, [_spelled(name) for name in names], [*needed, *wished])
    missing = [name for name in needed if name not in columns]
    for name in (*missing, *(name for name in wished if name not in columns)):
        table.fault(line, "column_missing", f"the column {name} is missing")
    if missing:
        table.is_usable = False
        return table
    _read_rows(table, records, columns, len(names))
    return table


def _unusable(table: Table, line: int | None, code: str, message: str) -> Table:
    table.fault(line, code, message)
    table.is_usable = False
    return table


def _spelled(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())


def _columns(table: Table, line: int, names: list[str], wanted: Sequence[str]) -> dict[str, int]:
    """Where each wanted column stands; of two with one name, the first."""
    for name in wanted:
        if names.count(name) > 1:
            table.fault(line, "column_twice", f"the column {name} stands there twice; the first counts")
    return {name: names.index(name) for name in wanted if name in names}


def _read_rows(
    table: Table, records: Iterator[tuple[int, list[str]]], columns: dict[str, int], width: int
) -> None:
    for line, values in records:
        if len(values) > width and any(value.strip() for value in values[width:]):
            message = f"{len(values)} values for {width} columns; the row is left out"
            table.fault(line, "too_many_values", message, skipped=True)
            continue
        row = {
            name: _LINE_ENDS.sub(" ", values[place]).strip() if place < len(values) else ""
            for name, place in columns.items()
        }
        table.rows.append(Row(line, row))


# -- bytes to lines


def _decoded(table: Table, content: bytes) -> Iterator[str]:
    """The file's lines. UTF-8; lines that are not are read as the file's likely other encoding, and told."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", "replace").encode()
    raw = content.removeprefix(codecs.BOM_UTF8).splitlines()
    bad = [line for line in raw if not _is_utf8(line)]
    fallback = "gb18030" if bad and all(_CHINESE.fullmatch(line) for line in bad) else "cp1252"
    for number, line in enumerate(raw, 1):
        yield _cleaned(table, number, _decoded_line(table, number, line, fallback))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded_line(table: Table, number: int, line: bytes, fallback: str) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        byte, place = line[error.start], error.start + 1
        text = line.decode(fallback, "replace")
        message = f"byte 0x{byte:02X} at place {place} is not UTF-8; the line is read as {fallback.upper()}"
        table.fault(number, "bad_bytes", message)
        return text


def _cleaned(table: Table, number: int, line: str) -> str:
    if not _CONTROL.search(line):
        return line
    table.fault(number, "control_characters", "control characters were removed")
    return _CONTROL.sub("", line)


# -- lines to records


def _records(table: Table, lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on; blank ones left out. A stray quote costs its line, not the rest of the file."""
    delimiter = _delimiter(lines)
    place = 0
    while place < len(lines):
        if not lines[place].strip():
            place += 1
            continue
        values, used = _record(lines, place, delimiter)
        if values is None:
            message = "the row cannot be read (a quote that does not close); the row is left out"
            table.fault(place + 1, "bad_row", message, skipped=True)
        elif any(value.strip() for value in values):
            yield place + 1, values
        place += used


def _delimiter(lines: list[str]) -> str:
    head = next((line for line in lines if line.strip()), "")
    return max(DELIMITERS, key=head.count)


def _record(lines: list[str], place: int, delimiter: str) -> tuple[list[str] | None, int]:
    """The record that begins here, and over how many lines it reaches; None when it cannot be read."""
    for count in range(1, LONGEST_RECORD + 1):
        part = lines[place : place + count]
        if len(part) < count:
            break
        try:
            (values,) = csv.reader(["\n".join(part)], delimiter=delimiter, strict=True)
        except csv.Error as error:
            if "unexpected end" not in str(error):
                break
        else:
            return values, count
    return None, 1
