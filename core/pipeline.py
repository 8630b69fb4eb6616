"""Many statements in one round trip: written at once, answered at once, each prepared on the server.

psycopg has a pipeline of its own, which writes every statement to the socket by itself and looks after each whether an
answer has come. Here libpq gets the whole batch first, so that both sides wake up once. Under gevent it waits at the loop itself:
psycopg would make a poll object, with its timer, for every wait.
"""

from collections import namedtuple
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import psycopg
from gevent import monkey
from gevent.socket import wait_read, wait_readwrite
from psycopg import errors
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.waiting import Ready, Wait

# Texts that one connection keeps prepared; a plan is a few kilobytes of the server's memory.
MOST_PREPARED = 400
_NO_TYPES: tuple[int, ...] = ()
_FINE = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with parameters ``$1`` …

    ``typed``: the values bring their types. Otherwise the columns that they meet decide: for inserts and updates, where
    one text then serves whether a value is there or null.
    """

    text: str
    values: Sequence[Any] = ()
    typed: bool = True


BEGIN = Statement("BEGIN")
# Every statement sees the same moment, and none can write.
BEGIN_READING = Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
COMMIT = Statement("COMMIT")


@dataclass(slots=True)
class _Call:
    """A statement on its way, with its values as bytes. ``is_new``: it has to be prepared first."""

    key: tuple[str, tuple[int, ...]]
    name: bytes
    is_new: bool
    values: Any
    formats: Any


class Pipeline:
    """One connection's round trips. Lives as long as the connection, and knows what is prepared on the server."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._connection = connection
        # psycopg would prepare statements of its own, and on a rollback drop all of the connection's, ours too.
        connection.prepare_threshold = None
        self._adapter = Transformer(connection)
        self._names: dict[tuple[str, tuple[int, ...]], bytes] = {}
        self._made = 0

    def run(self, batch: Sequence[Statement], begin: Statement = BEGIN) -> list[PGresult]:
        """Send the statements, in a transaction begun with ``begin`` if there is none; answers one result for each.

        Raises psycopg's error for the first that fails; none after it was carried out.
        """
        pgconn = self._connection.pgconn
        if pgconn.status != ConnStatus.OK:
            raise errors.OperationalError("the connection is lost")
        begins = pgconn.transaction_status == TransactionStatus.IDLE
        calls = self._calls([begin, *batch] if begins else batch)
        results = iter(self._exchange(pgconn, calls))
        answers = []
        for call in calls:
            if call.is_new:
                self._check(next(results))
                self._names[call.key] = call.name
            answers.append(self._check(next(results)))
        return answers[1:] if begins else answers

    def rows(self, result: PGresult) -> list[Any]:
        """A result's rows as named tuples; none when it was no query."""
        if result.status != ExecStatus.TUPLES_OK:
            return []
        self._adapter.set_pgresult(result)
        row = _row(*[result.fname(n) for n in range(result.nfields)])
        return self._adapter.load_rows(0, result.ntuples, row)

    def _calls(self, batch: Sequence[Statement]) -> list[_Call]:
        """All values are turned into bytes before anything is sent: what cannot be turned stops here."""
        calls: list[_Call] = []
        fresh: dict[Any, bytes] = {}
        for statement in batch:
            values, types, formats = self._dumped(statement)
            key = (statement.text, types)
            name = self._names.get(key) or fresh.get(key)
            is_new = name is None
            if name is None:
                self._made += 1
                fresh[key] = name = b"z%d" % self._made
            calls.append(_Call(key, name, is_new, values, formats))
        return calls

    def _dumped(self, statement: Statement) -> tuple[Any, tuple[int, ...], Any]:
        if not statement.values:
            return None, _NO_TYPES, None
        adapter, count = self._adapter, len(statement.values)
        if statement.typed:
            values = adapter.dump_sequence(statement.values, [PyFormat.AUTO] * count)
            return values, adapter.types or _NO_TYPES, adapter.formats
        return adapter.dump_sequence(statement.values, [PyFormat.TEXT] * count), _NO_TYPES, None

    def _exchange(self, pgconn: PGconn, calls: Sequence[_Call]) -> list[PGresult]:
        forgotten = self._forget(calls)
        pgconn.enter_pipeline_mode()
        try:
            for name in forgotten:
                # Not a statement, which would begin a transaction before BEGIN says what kind.
                pgconn.send_close_prepared(name)
            for call in calls:
                if call.is_new:
                    pgconn.send_prepare(call.name, call.key[0].encode(), call.key[1] or None)
                pgconn.send_query_prepared(call.name, call.values, call.formats)
            pgconn.pipeline_sync()
            answers = _answers(pgconn)
            if monkey.is_module_patched("select"):
                results = _wait_at_the_loop(answers, pgconn.socket)
            else:
                results = self._connection.wait(answers)
        except BaseException:
            pgconn.finish()  # cut off in the middle of an exchange: nobody can use it again
            raise
        pgconn.exit_pipeline_mode()
        return results[len(forgotten) :]

    def _forget(self, coming: Sequence[_Call]) -> list[bytes]:
        """What must go so that what is new can be kept: the oldest, but nothing that is needed now."""
        surplus = len(self._names) + sum(call.is_new for call in coming) - MOST_PREPARED
        if surplus <= 0:
            return []
        needed = {call.key for call in coming}
        return [self._names.pop(key) for key in [k for k in self._names if k not in needed][:surplus]]

    def _check(self, result: PGresult) -> PGresult:
        if result.status not in _FINE:
            raise errors.error_from_result(result, self._adapter.encoding)
        return result


def _answers(pgconn: PGconn) -> Generator[Wait, Ready | int, list[PGresult]]:
    """Everything up to the end of the batch: a result for each message, in order."""
    while pgconn.flush():
        if (yield Wait.RW) & Ready.R:
            pgconn.consume_input()
    results: list[PGresult] = []
    ends = 0
    while True:
        while pgconn.is_busy():
            yield Wait.R
            pgconn.consume_input()
        result = pgconn.get_result()
        if result is None:
            ends += 1  # each message's results end with a None; two in a row mean that nothing more will come
            if ends > 1:
                raise errors.OperationalError(pgconn.get_error_message())
            continue
        if result.status == ExecStatus.PIPELINE_SYNC:
            return results
        ends = 0
        results.append(result)


def _wait_at_the_loop(
    answers: Generator[Wait, Ready | int, list[PGresult]], descriptor: int
) -> list[PGresult]:
    """Let others work until the server has answered."""
    try:
        wanted = next(answers)
        while True:
            if wanted == Wait.R:
                wait_read(descriptor)
                wanted = answers.send(Ready.R)
            else:
                wait_readwrite(descriptor)
                wanted = answers.send(Ready.RW)
    except StopIteration as end:
        found: list[PGresult] = end.value
        return found


@lru_cache(maxsize=1024)
def _row(*names: bytes) -> Any:
    make_type: Any = namedtuple  # whose fields no type checker can know here
    return make_type("Row", [name.decode() for name in names], rename=True)._make
