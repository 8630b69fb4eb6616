"""A part of a transaction may fail alone, however it fails."""

from decimal import Decimal

import pytest
import sqlalchemy.exc
from psycopg import errors as pg
from sqlalchemy import func, select

from core import clock
from core.ids import new_id
from core.models import AuditEntry, ConsumerCursor
from core.uow import Unit


def _audits(unit: Unit) -> int:
    return unit.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def _cursor(unit: Unit) -> ConsumerCursor:
    return ConsumerCursor(
        tenant_id=unit.tenant_id, consumer="c", xid=0, event_id=new_id(), moved_at=clock.now()
    )


def test_a_failed_part_is_undone_and_the_rest_goes_on(unit: Unit) -> None:
    unit.audit("before", "thing", 1)

    def part() -> None:
        with unit.savepoint():
            unit.audit("inside", "thing", 2)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        part()
    unit.audit("after", "thing", 3)
    assert _audits(unit) == 2


def test_a_failed_flush_undoes_its_part_alone(unit: Unit) -> None:
    unit.audit("before", "thing", 1)
    unit.session.add(_cursor(unit))
    unit.session.flush()
    unit.session.expunge_all()

    def part() -> None:
        with unit.savepoint():
            unit.session.add(_cursor(unit))
            unit.session.flush()

    with pytest.raises(sqlalchemy.exc.IntegrityError):
        part()
    assert _audits(unit) == 1
    assert unit.session.scalar(select(func.count()).select_from(ConsumerCursor)) == 1


def test_a_failed_statement_undoes_its_part_alone(unit: Unit) -> None:
    unit.audit("before", "thing", 1)
    row = {
        "id": new_id(),
        "at": clock.now(),
        "action": None,
        "subject_type": "x",
        "subject_id": "x",
        "detail": {},
    }
    with pytest.raises(pg.NotNullViolation), unit.savepoint():
        unit.add(AuditEntry, [row])
    assert _audits(unit) == 1
    with unit.savepoint():
        unit.audit("kept", "thing", Decimal(1))
    assert _audits(unit) == 2
