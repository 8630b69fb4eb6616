"""Statements for the hot path: compiled once by SQLAlchemy, sent by psycopg, many in one round trip."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from psycopg.sql import SQL
from sqlalchemy import ClauseElement, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.sql.compiler import SQLCompiler

from core import json
from core.late import MARK_BEGIN, Late

_DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped


@dataclass(frozen=True, slots=True)
class Prepared:
    """SQL text with named ``%(x)s`` parameters; psycopg prepares it on the server after a few uses."""

    text: str
    defaults: dict[str, Any]

    def bind(self, params: dict[str, Any]) -> dict[str, Any]:
        """The parameters, with the statement's own constants filled in."""
        return {**self.defaults, **params} if self.defaults else params

    @property
    def sql(self) -> SQL:
        """The text as psycopg wants it; it comes from code, never from a request."""
        return SQL(self.text)


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


@lru_cache(maxsize=256)
def _json_columns(table: Table) -> frozenset[str]:
    return frozenset(c.name for c in table.columns if isinstance(c.type, JSONB))


@lru_cache(maxsize=2048)
def _insert_text(table: Table, columns: tuple[str, ...], shapes: tuple[tuple[str, ...], ...]) -> str:
    rows = ",".join("(" + ",".join(shape) + ")" for shape in shapes)
    return f"INSERT INTO {table.name} ({','.join(columns)}) VALUES {rows}"  # noqa: S608 - names come from metadata


def insert_rows(
    table: Table, rows: Sequence[dict[str, Any]], lates: Sequence[Late] = ()
) -> tuple[SQL, list[Any]]:
    """One INSERT for all rows (same columns each); JSON columns are dumped, late values are filled in by the server."""
    columns = tuple(rows[0])
    json_columns = _json_columns(table)
    shapes: list[tuple[str, ...]] = []
    values: list[Any] = []
    for row in rows:
        shape = []
        for column in columns:
            fragment, value = _placeholder(row[column], column in json_columns, lates)
            shape.append(fragment)
            values.extend(value)
        shapes.append(tuple(shape))
    return SQL(_insert_text(table, columns, tuple(shapes))), values


def update_row(
    table: Table, key: dict[str, Any], changes: dict[str, Any], lates: Sequence[Late] = ()
) -> tuple[SQL, list[Any]]:
    """An UPDATE of one row's changed columns."""
    json_columns = _json_columns(table)
    sets: list[str] = []
    values: list[Any] = []
    for column, new in changes.items():
        fragment, value = _placeholder(new, column in json_columns, lates)
        sets.append(f"{column}={fragment}")
        values.extend(value)
    where = " AND ".join(f"{column}=%s" for column in key)
    values.extend(key.values())
    text = f"UPDATE {table.name} SET {','.join(sets)} WHERE {where}"  # noqa: S608 - names come from metadata
    return SQL(text), values


def delete_row(table: Table, key: dict[str, Any]) -> tuple[SQL, list[Any]]:
    """A DELETE of one row."""
    where = " AND ".join(f"{column}=%s" for column in key)
    text = f"DELETE FROM {table.name} WHERE {where}"  # noqa: S608 - names come from metadata
    return SQL(text), list(key.values())


def _placeholder(value: Any, is_json: bool, lates: Sequence[Late]) -> tuple[str, tuple[Any, ...]]:
    if isinstance(value, Raw):
        return value.text, ()
    if isinstance(value, Late):
        # A parameter, so that statements with other late values are still the same text, parsed and prepared once.
        return "current_setting(%s)::bigint", (value.setting,)
    if is_json and value is not None:
        value = json.dumps(value)
    fragment, values = "%s", [value]
    if lates and isinstance(value, str) and MARK_BEGIN in value:
        for late in lates:
            if late.token in value:
                fragment = f"replace({fragment},%s,current_setting(%s))"
                values += [late.token, late.setting]
    return fragment + ("::jsonb" if is_json else ""), tuple(values)
