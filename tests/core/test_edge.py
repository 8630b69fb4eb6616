"""What a client sees of a database error."""

import psycopg
import pytest
from psycopg import errors as pg

from core.edge import refusal_of
from core.errors import Problem


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (pg.UniqueViolation(), 409, "already_exists"),
        (pg.ForeignKeyViolation(), 422, "bad_reference"),
        (pg.NumericValueOutOfRange(), 422, "number_too_large"),
        (pg.LockNotAvailable(), 503, "busy"),
        (pg.DeadlockDetected(), 503, "busy"),
        (pg.IdleInTransactionSessionTimeout(), 503, "busy"),
        (psycopg.OperationalError(), 503, "database_away"),
    ],
)
def test_what_may_pass_by_itself_is_no_fault_of_ours(error: Exception, status: int, code: str) -> None:
    found = refusal_of(error)
    assert isinstance(found, Problem)
    assert (found.status, found.code) == (status, code)


def test_what_nobody_expected_stays_what_it_is() -> None:
    error = pg.UndefinedColumn()
    assert refusal_of(error) is error
