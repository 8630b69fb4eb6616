"""What a sheet of a workbook is described by: its columns, and by which of them a row is known again."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.sheets.cells import Kind


@dataclass(frozen=True, slots=True)
class Column:
    """A column; a required one must be there, and no cell in it empty unless it ``may_be_empty``."""

    name: str
    kind: Kind
    required: bool = False
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; ``key`` names the columns by which a row is known again, ``owner`` the one whose list it belongs to.

    Rows that agree in the ``group`` columns say the ``shared`` ones together: once is enough.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    owner: str | None = None
    group: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        """The column with that name."""
        return next((column for column in self.columns if column.name == name), None)


def must(name: str, kind: Kind) -> Column:
    """A required column."""
    return Column(name, kind, required=True)


def sheet_named(sheets: Sequence[Sheet], title: str) -> Sheet | None:
    """The sheet of that title, however its words are joined and spelled in capitals."""
    plain = " ".join(title.lower().replace("_", " ").replace("-", " ").split())
    return next((sheet for sheet in sheets if sheet.name == plain), None)


def sheet_with(sheets: Sequence[Sheet], columns: set[str]) -> Sheet | None:
    """The sheet that such a row of headings belongs to: all of its required ones, and the most in common."""
    fitting = [s for s in sheets if {c.name for c in s.columns if c.required} <= columns]
    return max(fitting, key=lambda s: len(columns & {c.name for c in s.columns}), default=None)
