"""The bound of what is written: a bare script that writes the same rows.

psycopg with nothing around it: as the application's role and bound by row-level security (the tenant is set once for the
session), one transaction a time, one statement a table, all values as text that was made beforehand and only the ids new.
psycopg prepares each statement on the server after five uses, as it always does. It sends one statement after the other;
with a pipeline it would be bare no longer.
"""

import time
from dataclasses import dataclass, field
from typing import Any

import psycopg
from uuid_utils import uuid7

from bench.written import Row, TableRows, Written
from core.database import APP_ROLE

# What a changed row's new values are; any other table gets its row as it was read back.
_CHANGES = {
    "pos_day_counter": "last_number=last_number+1",
    "kitchen_station": "stream_seq=stream_seq+1",
    "pos_order": "version=version+1,changed_xid=(pg_current_xact_id()::text)::bigint",
}
Plan = list[Any]


@dataclass(slots=True)
class BareWriter:
    """Writes what was written once again and again.

    ``moved``: what to put in place of ids, for another store than the one it was written for. ``place`` keeps order
    numbers of several processes apart.
    """

    dsn: str
    written: Written
    moved: dict[str, str]
    place: int
    _connection: Any = field(init=False, repr=False)
    _statements: list[tuple[str, Plan]] = field(init=False, repr=False)
    _number: int = field(init=False, repr=False)

    def begin(self) -> None:
        """Connect, and make the statements."""
        self._connection = psycopg.connect(self.dsn, autocommit=True)
        self._connection.execute(f"SET ROLE {APP_ROLE}")
        self._connection.execute(
            "SELECT set_config('zaotai.tenant_id', %s, false)", (self.written.tenant_id,)
        )
        self._connection.autocommit = False
        # Unique for a store and day, also over several runs: microseconds, and the process.
        self._number = time.time_ns() // 1000 * 100 + self.place
        self._statements = [x for part in self.written.parts for x in self._statements_for(part)]

    def once(self) -> None:
        """One transaction."""
        self._number += 100
        ids = [str(uuid7()) for _ in self.written.new_ids]
        ids.append(str(self._number))
        execute = self._connection.execute
        for text, plan in self._statements:
            execute(text, [ids[x] if type(x) is int else x for x in plan])
        self._connection.commit()

    def _statements_for(self, part: TableRows) -> list[tuple[str, Plan]]:
        name, columns = part.table.name, part.table.columns
        if part.are_new:
            one = "(" + ",".join("%s" for _ in columns) + ")"
            text = f"INSERT INTO {name} ({','.join(columns)}) VALUES {','.join(one for _ in part.rows)}"
            return [(text, [self._value(name, row, c) for row in part.rows for c in columns])]
        where = " AND ".join(f"{key}=%s" for key in part.table.key)
        if name in _CHANGES:
            sets, named = _CHANGES[name], part.table.key
        else:
            plain = [c for c in columns if c not in part.table.key]
            sets, named = ",".join(f"{c}=%s" for c in plain), [*plain, *part.table.key]
        text = f"UPDATE {name} SET {sets} WHERE {where}"
        return [(text, [self._value(name, row, c) for c in named]) for row in part.rows]

    def _value(self, table: str, row: Row, column: str) -> Any:
        """A text, or the place of what is new each time."""
        value = row[column]
        if (table, column) in self.written.counted:
            return len(self.written.new_ids)
        if value in self.written.new_ids:
            return self.written.new_ids.index(value)
        return self.moved.get(value, value) if value is not None else None
