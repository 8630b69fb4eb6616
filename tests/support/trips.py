"""What a piece of work asks of the database: counted, so that a test holds it however many rows there are."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from sqlalchemy import event

from core.pipeline import Pipeline, Statement
from core.sql import Prepared
from core.uow import Unit

_NOTHING = Prepared("SELECT 1", {})


@dataclass
class Asked:
    """Round trips and statements, whether in a pipeline or by an ORM session."""

    trips: int = 0
    statements: int = 0


@contextmanager
def counted(unit: Unit) -> Iterator[Asked]:
    """Count what is asked inside; what was kept back before leaves first, what is kept back inside is one trip more."""
    unit.fetch_one(_NOTHING)
    asked = Asked()
    run = Pipeline.run

    def watched(pipeline: Pipeline, batch: Sequence[Statement], *more: Any) -> Any:
        asked.trips += 1
        asked.statements += len(batch)
        return run(pipeline, batch, *more)

    def executed(*_: Any) -> None:
        asked.trips += 1
        asked.statements += 1

    connection = unit.session.connection()
    event.listen(connection, "before_cursor_execute", executed)
    try:
        with patch.object(Pipeline, "run", watched):
            yield asked
            unit.fetch_one(_NOTHING)
            asked.statements -= 1
    finally:
        event.remove(connection, "before_cursor_execute", executed)
