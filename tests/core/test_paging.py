"""Pages show every row once, also while rows come and go."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from core import clock
from core.errors import BadRequest
from core.ids import new_id
from core.models import AuditEntry
from core.paging import page
from core.uow import Unit

BY_ACTION: Sequence[InstrumentedAttribute[Any]] = (AuditEntry.action, AuditEntry.at, AuditEntry.id)


def add(unit: Unit, actions: list[str]) -> None:
    now = clock.now()
    rows = [
        {
            "id": new_id(),
            "at": now + timedelta(minutes=number % 3),
            "action": action,
            "subject_type": "x",
            "subject_id": "x",
            "detail": {},
        }
        for number, action in enumerate(actions)
    ]
    unit.add(AuditEntry, rows)


def walk(unit: Unit, limit: int, *, newest_first: bool = False) -> list[AuditEntry]:
    seen: list[AuditEntry] = []
    cursor: str | None = None
    while True:
        query = select(AuditEntry).where(AuditEntry.tenant_id == unit.tenant_id)
        found = page(unit.session, query, BY_ACTION, cursor, limit, newest_first=newest_first)
        assert len(found.items) <= limit
        seen += found.items
        cursor = found.next_cursor
        if cursor is None:
            return seen


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(
    st.lists(st.sampled_from(["a", "b", "菜", "é\u200b", "z'\""]), max_size=12),
    st.integers(1, 5),
    st.booleans(),
)
def test_every_row_is_shown_once_in_order(
    unit: Unit, actions: list[str], limit: int, newest_first: bool
) -> None:
    unit.forget()
    add(unit, actions)

    seen = walk(unit, limit, newest_first=newest_first)

    ways = [column.desc() if newest_first else column for column in BY_ACTION]
    whole = unit.session.scalars(
        select(AuditEntry).where(AuditEntry.tenant_id == unit.tenant_id).order_by(*ways)
    )
    assert [entry.id for entry in seen] == [entry.id for entry in whole]
    assert len(seen) == len(actions)


def test_a_row_that_comes_in_between_is_neither_skipped_nor_doubled(unit: Unit) -> None:
    add(unit, ["b", "d"])
    query = select(AuditEntry).where(AuditEntry.tenant_id == unit.tenant_id)
    first = page(unit.session, query, BY_ACTION, None, 1)
    add(unit, ["a", "c"])

    second = page(unit.session, query, BY_ACTION, first.next_cursor, 5)

    assert [entry.action for entry in first.items + second.items] == ["b", "c", "d"]


@pytest.mark.parametrize(
    "cursor", ["", "x", "W10", "WzEsMiwzXQ", "!!!!", "é", "A" * 999, "WyJcdTAwMDAiLDEsMl0"]
)
def test_a_cursor_of_another_list_is_refused(unit: Unit, cursor: str) -> None:
    with pytest.raises(BadRequest) as refused:
        page(unit.session, select(AuditEntry), BY_ACTION, cursor, 5)

    assert refused.value.code == "bad_cursor"
