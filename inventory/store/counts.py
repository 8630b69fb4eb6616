"""Queries of counts: what is to be counted, what was, and what came of it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from core.paging import Page, page
from core.sql import prepared
from core.uow import Unit
from inventory.errors import RowNotFound
from inventory.models.counts import CountEntryRow, CountItemRow, CountResultRow, CountRow
from inventory.models.items import LocationItemRow, LocationRow
from inventory.store.rows import of_tenant

_count: Any = CountRow.__table__.c
_RESULT = insert(CountResultRow).values(
    tenant_id=bindparam("tenant_id"),
    count_id=bindparam("count_id"),
    item_id=bindparam("item_id"),
    store_id=bindparam("store_id"),
    at=bindparam("at"),
    closing=bindparam("closing"),
    counted=bindparam("counted"),
    moved=bindparam("moved"),
    book=bindparam("book"),
    computed_at=bindparam("computed_at"),
)
_KEEP = prepared(
    _RESULT.on_conflict_do_update(
        index_elements=["tenant_id", "count_id", "item_id"],
        set_={
            name: _RESULT.excluded[name] for name in ("closing", "counted", "moved", "book", "computed_at")
        },
    )
)
_TOUCHED = prepared(
    select(_count.id)
    .where(
        _count.tenant_id == bindparam("tenant_id"),
        _count.store_id == bindparam("store_id"),
        _count.state == "approved",
        _count.counted_until >= bindparam("since"),
    )
    .order_by(_count.at, _count.id)
)


def get_count(unit: Unit, store_id: UUID, count_id: UUID, *, lock: bool = False) -> CountRow:
    """A count of the store; raises NotFound ``count_not_found``."""
    query = of_tenant(unit, CountRow).where(CountRow.id == count_id, CountRow.store_id == store_id)
    row = unit.session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise RowNotFound("There is no such count.", code="count_not_found")
    found: CountRow = row
    return found


def list_counts(
    unit: Unit, store_id: UUID, *, state: str | None = None, cursor: str | None = None, limit: int = 50
) -> Page[CountRow]:
    """A page of the store's counts, newest first."""
    wanted: list[ColumnElement[bool]] = [CountRow.store_id == store_id]
    if state is not None:
        wanted.append(CountRow.state == state)
    query = of_tenant(unit, CountRow).where(*wanted)
    return page(unit.session, query, [CountRow.at, CountRow.id], cursor, limit, newest_first=True)


def counts_touched(unit: Unit, store_id: UUID, since: datetime) -> list[UUID]:
    """The approved counts that look at anything at or after ``since``, in order of their instants."""
    rows = unit.fetch_all(_TOUCHED, tenant_id=unit.tenant_id, store_id=store_id, since=since)
    return [row.id for row in rows]


def items_of(unit: Unit, count_id: UUID) -> dict[UUID, CountItemRow]:
    """What is to be counted."""
    query = of_tenant(unit, CountItemRow).where(CountItemRow.count_id == count_id)
    return {row.item_id: row for row in unit.session.scalars(query)}


def entries_of(unit: Unit, count_id: UUID) -> list[CountEntryRow]:
    """All entries, in the order in which they were counted."""
    query = of_tenant(unit, CountEntryRow).where(CountEntryRow.count_id == count_id)
    return list(unit.session.scalars(query.order_by(CountEntryRow.counted_at, CountEntryRow.id)))


def find_entries(unit: Unit, ids: Collection[UUID]) -> dict[UUID, CountEntryRow]:
    """Entries by id."""
    query = of_tenant(unit, CountEntryRow).where(CountEntryRow.id.in_(list(ids)))
    return {row.id: row for row in unit.session.scalars(query)}


def results_of(unit: Unit, count_id: UUID) -> dict[UUID, CountResultRow]:
    """What came of a count, by item."""
    query = of_tenant(unit, CountResultRow).where(CountResultRow.count_id == count_id)
    rows = unit.session.scalars(query.execution_options(populate_existing=True))
    return {row.item_id: row for row in rows}


def keep_result(unit: Unit, **values: Any) -> None:
    """Write an item's result, or what it is recomputed to. Sent with the next read."""
    unit.write(_KEEP, tenant_id=unit.tenant_id, **values)


def ways_of(unit: Unit, store_id: UUID) -> dict[UUID, list[UUID]]:
    """By item, the places where it lies, in walking order."""
    query = (
        select(LocationItemRow.item_id, LocationItemRow.location_id)
        .join(
            LocationRow,
            (LocationRow.tenant_id == LocationItemRow.tenant_id)
            & (LocationRow.id == LocationItemRow.location_id),
        )
        .where(
            LocationItemRow.tenant_id == unit.tenant_id,
            LocationRow.store_id == store_id,
            LocationRow.archived_at.is_(None),
        )
        .order_by(LocationRow.sort, LocationRow.id)
    )
    found: dict[UUID, list[UUID]] = {}
    for item_id, location_id in unit.session.execute(query):
        found.setdefault(item_id, []).append(location_id)
    return found


def progress_of(unit: Unit, count_ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """By count: how many items are to be counted, and how many have an entry in their round."""
    ids = list(count_ids)
    asked = (
        select(CountItemRow.count_id, func.count())
        .where(CountItemRow.tenant_id == unit.tenant_id, CountItemRow.count_id.in_(ids))
        .group_by(CountItemRow.count_id)
    )
    done = (
        select(CountItemRow.count_id, func.count(CountEntryRow.item_id.distinct()))
        .join(
            CountEntryRow,
            (CountEntryRow.tenant_id == CountItemRow.tenant_id)
            & (CountEntryRow.count_id == CountItemRow.count_id)
            & (CountEntryRow.item_id == CountItemRow.item_id)
            & (CountEntryRow.round == CountItemRow.round),
        )
        .where(CountItemRow.tenant_id == unit.tenant_id, CountItemRow.count_id.in_(ids))
        .group_by(CountItemRow.count_id)
    )
    wanted = {row[0]: row[1] for row in unit.session.execute(asked)}
    counted = {row[0]: row[1] for row in unit.session.execute(done)}
    return {count_id: (wanted.get(count_id, 0), counted.get(count_id, 0)) for count_id in ids}
