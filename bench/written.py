"""What one request really wrote, read back from the database: every row of its transaction, whatever the table."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

# Columns that the server fills in by itself are left out, so that a copy of the row gets its own.
_TABLES = """
    SELECT c.relname,
        array(SELECT a.attname::text FROM unnest(i.indkey) WITH ORDINALITY k(n, place)
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.n ORDER BY k.place),
        array(SELECT a.attname::text FROM pg_attribute a
              LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              AND coalesce(pg_get_expr(d.adbin, d.adrelid), '') NOT LIKE '%pg_current_xact_id%'
              ORDER BY a.attnum),
        array(SELECT r.relname::text FROM pg_constraint f JOIN pg_class r ON r.oid = f.confrelid
              WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid)
    FROM pg_class c
    JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
    AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id')
    ORDER BY c.relname
"""

Row = dict[str, str | None]
Keys = dict[str, set[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Table:
    """A tenant's table: its key, the columns that are written, and whom it refers to."""

    name: str
    key: list[str]
    columns: list[str]
    refers_to: list[str]


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of one table that a transaction left behind, as text; inserted, or else changed."""

    table: Table
    rows: list[Row]
    are_new: bool


@dataclass(frozen=True, slots=True)
class Written:
    """All that one transaction wrote, in an order that foreign keys allow, and what is new with each.

    ``new_ids``: ids that came with it. ``counted``: table and column of numbers that must differ from one to the next.
    """

    parts: list[TableRows]
    new_ids: list[str]
    counted: frozenset[tuple[str, str]]
    tenant_id: str
    store_id: str

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each table."""
        return {part.table.name: len(part.rows) for part in self.parts}


class Reader:
    """Looks at a database to which nobody else writes just now, as its owner."""

    def __init__(self, dsn: str) -> None:
        self._connection = psycopg.connect(dsn, autocommit=True)
        rows: list[Any] = self._connection.execute(_TABLES.encode()).fetchall()
        self._tables = _in_order([Table(*row) for row in rows])

    def keys(self) -> Keys:
        """The keys of all rows as they stand."""
        return {table.name: set(self._select(table, table.key, "")) for table in self._tables}

    def written(self, order_id: str, before: Keys) -> Written:
        """All rows of the transaction that touched the order last."""
        (xid, tenant_id, store_id) = self._last_touch(order_id)
        known = {value for keys in before.values() for key in keys for value in key}
        fresh, changed, ids = [], [], []
        counted = {("pos_order", "number")}
        for table in self._tables:
            named = [*table.columns, *(k for k in table.key if k not in table.columns)]
            rows: list[Row] = [
                dict(zip(named, row, strict=True))
                for row in self._select(table, named, f"WHERE xmin = '{xid}'")
            ]
            keys = [tuple(str(row[k]) for k in table.key) for row in rows]
            added = [row for row, key in zip(rows, keys, strict=True) if key not in before[table.name]]
            for row in added:
                new = [k for k in table.columns if k in table.key and row[k] not in known]
                ids += [str(row[k]) for k in new if not str(row[k]).isdecimal()]
                counted |= {(table.name, k) for k in new if str(row[k]).isdecimal()}
            moved = [row for row in rows if row not in added]
            fresh += [TableRows(table, added, are_new=True)] if added else []
            changed += [TableRows(table, moved, are_new=False)] if moved else []
        return Written(fresh + changed, list(dict.fromkeys(ids)), frozenset(counted), tenant_id, store_id)

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()

    def _last_touch(self, order_id: str) -> tuple[str, str, str]:
        query = "SELECT xmin::text, tenant_id::text, store_id::text FROM pos_order WHERE id = %s"
        row = self._connection.execute(query, (order_id,)).fetchone()
        assert row is not None
        return row[0], row[1], row[2]

    def _select(self, table: Table, columns: list[str], where: str) -> list[Any]:
        named = sql.SQL(",").join(sql.SQL("{}::text").format(sql.Identifier(c)) for c in columns)
        text = sql.SQL("SELECT {} FROM {} ").format(named, sql.Identifier(table.name)) + sql.SQL(where)
        return self._connection.execute(text).fetchall()


def _in_order(tables: list[Table]) -> list[Table]:
    """Those referred to come before those that refer."""
    known = {table.name for table in tables}
    done: list[Table] = []
    while len(done) < len(tables):
        names = {table.name for table in done}
        waiting = [table for table in tables if table.name not in names]
        ready = [t for t in waiting if all(r in names or r not in known for r in t.refers_to)]
        if not ready:
            raise RuntimeError("foreign keys in a ring")
        done += ready
    return done
