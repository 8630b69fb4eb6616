"""Statements for the hot path: compiled once by SQLAlchemy, or made from a table's columns; ``core.pipeline`` sends them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ClauseElement, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.sql.compiler import SQLCompiler

from core import json
from core.late import MARK_BEGIN, Late
from core.pipeline import Statement

_DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped

# Values that go as they are; a truth may be one for a JSON column, which spells it in another way.
_PLAIN = frozenset({type(None), UUID, int, Decimal, datetime, date, bytes})
_HOLE = "\0"  # where a parameter's number comes
_PARAMETER = re.compile(r"%(?:\((\w+)\)s|%)")


@dataclass(frozen=True, slots=True)
class Prepared:
    """SQL text with named ``%(x)s`` parameters (a plain ``%`` is written ``%%``)."""

    text: str
    defaults: dict[str, Any]

    def with_values(self, params: dict[str, Any]) -> Statement:
        """Ready to be sent, with the statement's own constants filled in."""
        text, names = _numbered(self.text)
        given = {**self.defaults, **params} if self.defaults else params
        return Statement(text, [given[name] for name in names])


@lru_cache(maxsize=2048)
def _numbered(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with ``$1`` …, and which parameter each of them is."""
    names: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        name = found.group(1)
        return f"${names.setdefault(name, len(names) + 1)}" if name else "%"

    return _PARAMETER.sub(number, text), tuple(names)


def prepared(statement: ClauseElement) -> Prepared:
    """Compile a SQLAlchemy statement once, at import; parameters come by the names of its bindparams."""
    compiled = cast(
        SQLCompiler, statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    )
    constants = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
    return Prepared(str(compiled), constants)


@dataclass(frozen=True, slots=True)
class Raw:
    """A value that the server computes; ``text`` comes from code, never from a request."""

    text: str


@lru_cache(maxsize=1024)
def _are_json(table: Table, columns: tuple[str, ...]) -> tuple[bool, ...]:
    names = {column.name for column in table.columns if isinstance(column.type, JSONB)}
    return tuple(name in names for name in columns)


def insert_rows(table: Table, rows: Sequence[dict[str, Any]], lates: Sequence[Late] = ()) -> Statement:
    """One INSERT for all rows (same columns each); JSON columns are dumped, late values are filled in by the server."""
    columns = tuple(rows[0])
    values, makers = _values(table, columns, [row[column] for row in rows for column in columns], lates)
    return Statement(_insert_text(table.name, columns, len(rows), makers), values, typed=False)


@lru_cache(maxsize=4096)
def _insert_text(table: str, columns: tuple[str, ...], rows: int, makers: tuple[tuple[int, str], ...]) -> str:
    cells = _cells(len(columns) * rows, makers)
    width = len(columns)
    told = ",".join("(" + ",".join(cells[n : n + width]) + ")" for n in range(0, len(cells), width))
    return f"INSERT INTO {table} ({','.join(columns)}) VALUES {told}"  # noqa: S608 - names come from metadata


def update_row(
    table: Table, key: dict[str, Any], changes: dict[str, Any], lates: Sequence[Late] = ()
) -> Statement:
    """An UPDATE of one row's changed columns."""
    columns = tuple(changes)
    values, makers = _values(table, columns, list(changes.values()), lates)
    text = _update_text(table.name, tuple(key), columns, makers)
    return Statement(text, [*values, *key.values()], typed=False)


@lru_cache(maxsize=4096)
def _update_text(
    table: str, key: tuple[str, ...], columns: tuple[str, ...], makers: tuple[tuple[int, str], ...]
) -> str:
    cells = _cells(len(columns) + len(key), makers)
    pairs = [f"{name}={cell}" for name, cell in zip((*columns, *key), cells, strict=True)]
    sets, where = pairs[: len(columns)], pairs[len(columns) :]
    return f"UPDATE {table} SET {','.join(sets)} WHERE {' AND '.join(where)}"  # noqa: S608 - names come from metadata


def delete_row(table: Table, key: dict[str, Any]) -> Statement:
    """A DELETE of one row."""
    where = " AND ".join(f"{column}=${place}" for place, column in enumerate(key, 1))
    text = f"DELETE FROM {table.name} WHERE {where}"  # noqa: S608 - names come from metadata
    return Statement(text, list(key.values()), typed=False)


def _cells(count: int, makers: tuple[tuple[int, str], ...]) -> list[str]:
    """What stands at each place: the next parameter, or what the server makes there, perhaps from parameters."""
    made = dict(makers)
    cells: list[str] = []
    number = 0
    for place in range(count):
        maker = made.get(place, _HOLE)
        while _HOLE in maker:
            number += 1
            maker = maker.replace(_HOLE, f"${number}", 1)
        cells.append(maker)
    return cells


def _values(
    table: Table, columns: tuple[str, ...], cells: Sequence[Any], lates: Sequence[Late]
) -> tuple[list[Any], tuple[tuple[int, str], ...]]:
    """The parameters, and for some places the SQL that stands there, with holes for the parameters that it takes.

    ``cells``: row after row, each with these columns.
    """
    are_json, width = _are_json(table, columns), len(columns)
    values: list[Any] = []
    makers: list[tuple[int, str]] = []
    for place, value in enumerate(cells):
        kind = value.__class__
        if kind in _PLAIN:
            values.append(value)
        elif kind is Raw:
            makers.append((place, value.text))
        elif kind is Late:
            # As a parameter, so that statements with other late values are the same text, prepared once.
            makers.append((place, f"current_setting({_HOLE})::bigint"))
            values.append(value.setting)
        else:
            is_json = are_json[place % width]
            text = json.dumps(value) if is_json else value
            values.append(text)
            if lates and isinstance(text, str) and MARK_BEGIN in text:
                held = [late for late in lates if late.token in text]
                if held:
                    makers.append((place, _with_lates(len(held)) + ("::jsonb" if is_json else "")))
                    values += [text for late in held for text in (late.token, late.setting)]
    return values, tuple(makers)


def _with_lates(count: int) -> str:
    """The parameter with so many tokens replaced by their values."""
    maker = _HOLE
    for _ in range(count):
        maker = f"replace({maker},{_HOLE},current_setting({_HOLE}))"
    return maker
