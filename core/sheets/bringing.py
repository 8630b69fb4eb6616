"""Bringing a spreadsheet in: all of it or nothing, and on trial nothing at all."""

from collections.abc import Callable

from core.sheets.files import Sheets, read_rows
from core.sheets.parse import Report, SheetRow
from core.uow import Unit

Rows = dict[str, list[SheetRow]]
Write = Callable[[Rows, Report], None]


class _Undone(Exception):
    """Leaves the savepoint, so that nothing of the import stays."""


def bring_in(
    unit: Unit, subject: str, sheets: Sheets, filename: str, content: bytes, write: Write, *, dry_run: bool
) -> tuple[Report, bool]:
    """Have the file's rows written, and report what came of it, or with ``dry_run`` what would; and whether it stays.

    With a single error in the report nothing was changed. What stays is written down as ``<subject>.import``.
    """
    report = Report()
    rows = read_rows(filename, content, report, sheets)
    try:
        with unit.savepoint():
            write(rows, report)
            if report.errors or dry_run:
                raise _Undone
    except _Undone:
        if report.errors:
            report.refuse()
        return report, False
    counts = {name: getattr(report, name) for name in ("rows", "created", "updated", "removed")}
    unit.audit(f"{subject}.import", subject, unit.tenant_id, {"file": filename[:200], **counts})
    return report, True
