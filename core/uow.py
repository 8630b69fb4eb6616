"""One transaction: opened at the edge, committed here and nowhere else.

The hot path stays in few round trips: ``fetch`` sends many reads at once, ``add`` and ``write`` are kept back and leave
together with the COMMIT in one pipeline.
"""

import secrets
from collections.abc import Callable, KeysView, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, cast
from uuid import UUID

import psycopg
import structlog
from psycopg.pq import TransactionStatus
from psycopg.pq.abc import PGresult
from sqlalchemy import Engine, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core import clock
from core.actor import Actor
from core.errors import Unauthenticated
from core.events import IN_TRANSACTION, Event
from core.ids import new_id
from core.late import Late
from core.models import AuditEntry, Base, EventRow
from core.pipeline import BEGIN, BEGIN_READING, COMMIT, Pipeline, Statement
from core.sql import Prepared, delete_row, insert_rows, update_row

log = structlog.get_logger()
SET_TENANT = "SELECT set_config('zaotai.tenant_id', $1, true)"
Read = tuple[Prepared, dict[str, Any]]
# The protocol counts a statement's values in sixteen bits.
MOST_VALUES = 60_000


@dataclass(slots=True)
class _Rows:
    """Rows to insert into one table; what is added next, with the same columns, goes along in the same statement."""

    table: Table
    columns: KeysView[str]
    rows: list[dict[str, Any]]


class Unit:
    """A unit of work on one connection, for one tenant. Nothing outside it is visible until ``commit``."""

    def __init__(
        self,
        engine: Engine,
        tenant_id: UUID | None = None,
        request_id: str | None = None,
        *,
        only_reads: bool = False,
    ) -> None:
        self._sa = engine.connect()
        self._raw = cast("psycopg.Connection[Any]", self._sa.connection.driver_connection)
        # Kept beside the connection in the pool: it knows what is prepared there.
        self._pipeline: Pipeline = self._sa.info.get("pipeline") or self._sa.info.setdefault(
            "pipeline", Pipeline(self._raw)
        )
        self._begin = BEGIN_READING if only_reads else BEGIN
        self._session: Session | None = None
        self._pending: list[Statement | _Rows] = []
        self._events: list[dict[str, Any]] = []
        self._lates: dict[Late, tuple[Prepared, dict[str, Any]]] = {}
        self._made: dict[Late, str] = {}
        self._before: list[Callable[[], None]] = []
        # What a room keeps in mind for the length of the transaction, under its own name.
        self.notes: dict[str, Any] = {}
        self._ahead: list[tuple[Read, list[Any]]] = []
        self._promised = 0
        self._after: list[Callable[[], None]] = []
        self._tenant_sent = False
        self.tenant_id_or_none = tenant_id
        self.actor_or_none: Actor | None = None
        self.request_id = request_id
        self.round_trips = 0
        # Which try of the request this is: after a refused commit, what was kept in memory is read anew.
        self.attempt = 0
        # The person of whom the answer tells, if it does: what is kept of it is forgotten with them.
        self.tells_of: UUID | None = None
        self.late_values: dict[Late, str] = {}

    # -- who and where

    @property
    def tenant_id(self) -> UUID:
        """The tenant of this transaction."""
        if self.tenant_id_or_none is None:
            raise Unauthenticated
        return self.tenant_id_or_none

    @property
    def actor(self) -> Actor:
        """The person asking; refuses when nobody is signed in."""
        if self.actor_or_none is None:
            raise Unauthenticated
        return self.actor_or_none

    @actor.setter
    def actor(self, actor: Actor) -> None:
        self.actor_or_none = actor

    def enter_tenant(self, tenant_id: UUID) -> None:
        """Choose the tenant whose rows this transaction sees; once only."""
        if self._tenant_sent and self.tenant_id_or_none != tenant_id:
            raise RuntimeError("a transaction serves one tenant")
        self.tenant_id_or_none = tenant_id

    # -- reading

    @property
    def session(self) -> Session:
        """An ORM session on this transaction, for the work that is not on the hot path."""
        if self._session is None:
            self._session = Session(bind=self._sa, autoflush=True, expire_on_commit=False)
        self._ahead.clear()  # whoever asks for the session may write through it
        self._send_pending()
        return self._session

    def fetch(self, *reads: Read) -> list[list[Any]]:
        """The rows (named tuples) of each statement, all in one round trip; sees what was added before."""
        if self._session is not None:
            self._session.flush()
        found = self._take_ahead(reads)
        missing = [read for read, rows in zip(reads, found, strict=True) if rows is None]
        if missing:
            results = iter(self._send([statement.with_values(params) for statement, params in missing]))
            found = [self._pipeline.rows(next(results)) if rows is None else rows for rows in found]
        return cast("list[list[Any]]", found)

    def fetch_ahead(self, reads: Sequence[Read], ahead: Sequence[Read]) -> list[list[Any]]:
        """``fetch`` the reads, and in the same round trip those that are likely to be asked for next.

        A later ``fetch`` of the same statement with the same values takes these rows, unless something was written before.
        """
        rows = self.fetch(*reads, *ahead)
        self._ahead = list(zip(ahead, rows[len(reads) :], strict=True))
        return rows[: len(reads)]

    def fetch_one(self, statement: Prepared, **params: Any) -> Any:
        """The first row of one statement, or None."""
        rows = self.fetch((statement, params))[0]
        return rows[0] if rows else None

    def fetch_all(self, statement: Prepared, **params: Any) -> list[Any]:
        """All rows of one statement."""
        return self.fetch((statement, params))[0]

    # -- writing, kept back until the next read or the commit

    def add(self, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows (all with the same columns); the tenant is filled in."""
        if rows:
            tenant_id = self.tenant_id
            table = cast(Table, model.__table__)
            stamped = [{"tenant_id": tenant_id, **row} for row in rows]
            most = MOST_VALUES // len(stamped[0])
            last = self._pending[-1] if self._pending else None
            if isinstance(last, _Rows) and last.table is table and last.columns == stamped[0].keys():
                room = most - len(last.rows)
                last.rows += stamped[:room]
                stamped = stamped[room:]
            for start in range(0, len(stamped), most):
                part = stamped[start : start + most]
                self._pending.append(_Rows(table, part[0].keys(), part))

    def change(self, model: type[Base], key: dict[str, Any], changes: dict[str, Any]) -> None:
        """Update one row's changed columns; the tenant is filled into the key."""
        table = cast(Table, model.__table__)
        self._pending.append(
            update_row(table, {"tenant_id": self.tenant_id, **key}, changes, tuple(self._lates))
        )

    def remove(self, model: type[Base], key: dict[str, Any]) -> None:
        """Delete one row; the tenant is filled into the key."""
        self._pending.append(delete_row(cast(Table, model.__table__), {"tenant_id": self.tenant_id, **key}))

    def write(self, statement: Prepared, **params: Any) -> None:
        """An UPDATE or DELETE whose result nobody needs."""
        self._pending.append(statement.with_values(params))

    def promise(self, name: str) -> Late:
        """A value that ``keep`` will have made in the last round trip; until then it may stand in rows and answers.

        Several of a kind are told apart by a number, so that their settings' names stay few.
        """
        self._promised += 1
        return Late(f"{name}_{self._promised}", secrets.token_hex(8))

    def keep(self, value: Late, statement: Prepared, **params: Any) -> None:
        """Have a promised value made by ``statement``, which yields it as its single column."""
        text = f"WITH v(value) AS ({statement.text}) SELECT set_config(%(late_setting)s, value::text, true) FROM v"  # noqa: S608
        self._lates[value] = (Prepared(text, statement.defaults), {**params, "late_setting": value.setting})

    def record(self, event: Event) -> None:
        """Append a past fact; it becomes true, and heard by consumers, with the commit.

        Rooms that must never be half done hear of it at once, in this transaction (``core.events.IN_TRANSACTION``).
        """
        for hear in IN_TRANSACTION.get(type(event), ()):
            hear(self, event)
        self._events.append(
            {
                "id": new_id(),
                "type": event.type,
                "store_id": event.store_id,
                "at": event.at,
                "payload": event.payload(),
            }
        )

    def audit(
        self,
        action: str,
        subject_type: str,
        subject_id: object,
        detail: dict[str, Any] | None = None,
        store_id: UUID | None = None,
    ) -> None:
        """Write down a privileged act."""
        actor = self.actor_or_none
        self.add(
            AuditEntry,
            [
                {
                    "id": new_id(),
                    "at": clock.now(),
                    "actor_id": actor.staff_id if actor else None,
                    "actor_name": actor.staff_name if actor else None,
                    "terminal_id": actor.terminal_id if actor else None,
                    "store_id": store_id,
                    "action": action,
                    "subject_type": subject_type,
                    "subject_id": str(subject_id),
                    "detail": detail or {},
                    "request_id": self.request_id,
                }
            ],
        )

    def before_commit(self, act: Callable[[], None]) -> None:
        """Do something last of all in the transaction, when everything else has been said: write what was collected."""
        self._before.append(act)

    def settle(self) -> None:
        """Do now what waits for the commit's beginning; the commit does it anyway."""
        while self._before:
            self._before.pop(0)()

    def after_commit(self, act: Callable[[], None]) -> None:
        """Do something once the commit is certain: live messages, wake-ups. It may fail without harm."""
        self._after.append(act)

    # -- the end

    def commit(self) -> dict[Late, str]:
        """Send what is left together with COMMIT; answers the late values, then does what waits for the commit."""
        self.settle()
        if self._session is not None:
            self._session.flush()
        if self._has_something_to_commit():
            (done,) = self._send([COMMIT])
            if done.command_status != b"COMMIT":  # an error was passed over, and PostgreSQL undid everything
                raise psycopg.errors.InFailedSqlTransaction("the transaction was rolled back instead")
        self.late_values = self._made
        for act in self._after:
            try:
                act()
            except Exception:
                log.exception("after_commit_failed")
        return self.late_values

    def rollback(self) -> None:
        """Undo everything and forget what was kept back."""
        self._pending.clear()
        self._events.clear()
        self._ahead.clear()
        self._lates.clear()
        self._made.clear()
        self._after.clear()
        self._before.clear()
        self.notes.clear()
        if self._session is not None:
            self._session.close()
            self._session = None
        if not self._raw.closed:
            self._raw.rollback()
        self._tenant_sent = False

    def forget(self) -> None:
        """Undo everything written so far and go on afresh: what is written next stands alone.

        For a refusal that must leave a trace (``keeps_writes``), such as a counted wrong PIN, and nothing else.
        """
        self.rollback()

    def close(self) -> None:
        """Give the connection back, or drop it when it is broken; what was not committed is undone."""
        try:
            if self._session is not None:
                self._session.close()
            if not self._raw.closed and self._is_in_transaction():
                self._raw.rollback()
        except (psycopg.Error, DBAPIError) as error:
            log.warning("connection_dropped", error=str(error))
            self._sa.invalidate()
        finally:
            if self._raw.closed:
                self._sa.invalidate()
            self._sa.close()

    def savepoint(self) -> "Savepoint":
        """A part that may fail alone: ``with unit.savepoint(): …``."""
        return Savepoint(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- inside

    def _take_ahead(self, reads: Sequence[Read]) -> list[list[Any] | None]:
        """What was read ahead, each once; None for what was not."""
        if self._pending or self._events:
            self._ahead.clear()
        if not self._ahead:
            return [None] * len(reads)
        return [self._take_one_ahead(read) for read in reads]

    def _take_one_ahead(self, read: Read) -> list[Any] | None:
        for place, (known, rows) in enumerate(self._ahead):
            if known[0] is read[0] and known[1] == read[1]:
                del self._ahead[place]
                return rows
        return None

    def _send(self, last: Sequence[Statement] = ()) -> list[PGresult]:
        """One round trip: the tenant, what was kept back, and these; answers the results of these."""
        batch: list[Statement] = []
        if not self._tenant_sent and self.tenant_id_or_none is not None:
            batch.append(Statement(SET_TENANT, [str(self.tenant_id_or_none)]))
        lates = [value for value in self._lates if value not in self._made]
        made_at = len(batch)
        for value in lates:
            statement, params = self._lates[value]
            batch.append(statement.with_values(params))
        batch += self._take_pending()
        self.round_trips += 1
        results = self._pipeline.run([*batch, *last], self._begin)
        self._tenant_sent = self.tenant_id_or_none is not None
        for value, result in zip(lates, results[made_at:], strict=False):
            self._made[value] = (result.get_value(0, 0) or b"").decode()
        return results[len(batch) :]

    def _has_something_to_commit(self) -> bool:
        if self._pending or self._lates or self._events:
            return True
        return self._is_in_transaction()

    def _is_in_transaction(self) -> bool:
        return self._raw.pgconn.transaction_status != TransactionStatus.IDLE

    def _take_pending(self) -> list[Statement]:
        if self._events:
            self.add(EventRow, self._events)
            self._events = []
        pending, self._pending = self._pending, []
        lates = tuple(self._lates)
        return [insert_rows(x.table, x.rows, lates) if isinstance(x, _Rows) else x for x in pending]

    def _send_pending(self) -> None:
        if self._pending or self._events or (self.tenant_id_or_none and not self._tenant_sent):
            self._send()


class Savepoint:
    """Rolls back to where it began when its block raises, and lets the error through."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def __enter__(self) -> None:
        # The session's own, because a failed flush rolls back the session's innermost transaction.
        self._nested = self._unit.session.begin_nested()
        self._nested.session.connection()  # without it the session would begin with its own first statement only
        unit = self._unit
        self._kept = (unit._before[:], unit._after[:], dict(unit._lates), dict(unit._made), dict(unit.notes))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._undo()
            return
        try:
            self._unit._send_pending()
            self._nested.commit()
        except BaseException:
            self._undo()
            raise

    def _undo(self) -> None:
        unit = self._unit
        unit._pending.clear()
        unit._events.clear()
        # What rooms were going to write or tell at the end, too, is undone with the part that asked for it.
        unit._before, unit._after, unit._lates, unit._made, unit.notes = self._kept
        with suppress(DBAPIError):  # the connection is lost, and with it all; its own error is told
            self._nested.rollback()


def transact(engine: Engine, tenant_id: UUID, work: Callable[[Unit], Any]) -> Any:
    """Run ``work`` in a transaction of its own and commit it; for doors other than HTTP."""
    with Unit(engine, tenant_id) as unit:
        result = work(unit)
        unit.commit()
        return result
