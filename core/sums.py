"""Tables of sums: rows that are only ever added to, many in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.dialects import postgresql

from core.models import Base
from core.sql import Prepared
from core.uow import Unit

_DIALECT: Any = postgresql.dialect()  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
_PLAIN = frozenset({UUID, int, Decimal, date})  # no column mixes these with others, or holds a NULL
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Adding:
    """The statement that adds to a table of sums, and its columns: the key (tenant apart), and what is added to."""

    keys: tuple[str, ...]
    zeros: dict[str, int | Decimal]
    statement: Prepared

    @property
    def sums(self) -> tuple[str, ...]:
        """The columns that are added to."""
        return tuple(self.zeros)


def adding(model: type[Base]) -> Adding:
    """How to add to the table. Rows go in order of their keys, so that two writers never wait for each other in a ring."""
    table: Any = model.__table__
    keys = tuple(column.name for column in table.primary_key if column.name != "tenant_id")
    sums = {column.name: column.type.python_type() for column in table.columns if not column.primary_key}
    names, key = ", ".join((*keys, *sums)), ", ".join(keys)
    added = ", ".join(f"{name} = t.{name} + excluded.{name}" for name in sums)
    text = (
        f"INSERT INTO {table.name} AS t (tenant_id, {names}) "  # noqa: S608 - names come from metadata
        f"SELECT %(tenant_id)s, {names} FROM {unnested(table, (*keys, *sums))} ORDER BY {key} "
        f"ON CONFLICT (tenant_id, {key}) DO UPDATE SET {added}"
    )
    return Adding(keys, sums, Prepared(text, {}))


def add_sums(unit: Unit, to: Adding, rows: Mapping[Key, Mapping[str, int | Decimal]]) -> None:
    """Add to what stands; sent with the next read or the commit."""
    if not rows:
        return
    columns = {name: array_of(values) for name, values in zip(to.keys, zip(*rows, strict=True), strict=True)}
    for name, zero in to.zeros.items():
        columns[name] = array_of([sums.get(name, zero) for sums in rows.values()])
    unit.write(to.statement, tenant_id=unit.tenant_id, **columns)


def array_of(values: Sequence[Any]) -> list[Any] | str:
    """The values as a parameter: what never needs quotes is spelled here, many times faster than the driver does it."""
    plain = next(iter(values)).__class__
    if plain in _PLAIN:
        return f"{{{','.join(map(str, values))}}}"
    if plain is datetime:
        return f"{{{','.join('NULL' if x is None else x.isoformat() for x in values)}}}"
    return list(values)


def unnested(table: Any, names: tuple[str, ...]) -> str:
    """Parameters that are arrays, one a column, as the rows of ``new``."""
    arrays = ", ".join(f"%({name})s::{table.c[name].type.compile(dialect=_DIALECT)}[]" for name in names)
    return f"unnest({arrays}) AS new({', '.join(names)})"
