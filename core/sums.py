"""Tables of sums: rows that are only ever added to, many in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.dialects import postgresql

from core.models import Base
from core.sql import Prepared
from core.uow import Unit

_DIALECT: Any = postgresql.dialect()  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
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
    columns: dict[str, list[Any]] = {
        name: list(values) for name, values in zip(to.keys, zip(*rows, strict=True), strict=True)
    }
    for name, zero in to.zeros.items():
        columns[name] = [sums.get(name, zero) for sums in rows.values()]
    unit.write(to.statement, tenant_id=unit.tenant_id, **columns)


def unnested(table: Any, names: tuple[str, ...]) -> str:
    """Parameters that are arrays, one a column, as the rows of ``new``."""
    arrays = ", ".join(f"%({name})s::{table.c[name].type.compile(dialect=_DIALECT)}[]" for name in names)
    return f"unnest({arrays}) AS new({', '.join(names)})"
