"""Queries of what counts came to, and of all that has to be known to tell it anew."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from core.sql import Prepared, prepared
from core.sums import array_of, unnested
from core.uow import Unit
from inventory.models.counts import CountResultRow
from inventory.store.counts import STANDING, Entry, by_item
from inventory.store.ledger import closed_read
from inventory.store.places import way_read

_found: Any = CountResultRow.__table__.c
_OF_COUNT = prepared(
    select(CountResultRow.__table__).where(
        _found.tenant_id == bindparam("tenant_id"), _found.count_id == bindparam("count_id")
    )
)
# Those that look at such a time, and whatever may stand on one of them.
_TOUCHED = """c.store_id = %(store_id)s AND c.state = 'approved' AND c.at >= (
        SELECT min(x.at) FROM inventory_count x WHERE x.tenant_id = %(tenant_id)s AND x.store_id = %(store_id)s
            AND x.state = 'approved' AND x.counted_until >= %(since)s)"""
_ONLY = "(%(item_ids)s::uuid[] IS NULL OR {item} = ANY(%(item_ids)s::uuid[]))"
_TOUCHED_HEADS = Prepared(
    f"SELECT c.id, c.at, c.approved_at FROM inventory_count c WHERE c.tenant_id = %(tenant_id)s AND {_TOUCHED} "  # noqa: S608 - made of constants
    "ORDER BY c.at, c.approved_at, c.id",
    {},
)
_TOUCHED_ENTRIES = Prepared(STANDING.format(which=f"{_TOUCHED} AND {_ONLY.format(item='i.item_id')}"), {})
_TOUCHED_RESULTS = Prepared(
    f"""SELECT r.count_id, r.item_id, r.closing, r.book FROM inventory_count c
    JOIN inventory_count_result r ON r.tenant_id = c.tenant_id AND r.count_id = c.id
    WHERE c.tenant_id = %(tenant_id)s AND {_TOUCHED} AND {_ONLY.format(item="r.item_id")}""",  # noqa: S608 - made of constants
    {},
)
_LOCK_RESULTS = Prepared("SELECT pg_advisory_xact_lock(hashtextextended(%(text)s::text, 0))", {})
_RESULT = tuple(column.name for column in CountResultRow.__table__.columns if column.name != "tenant_id")
_CHANGES = ", ".join(f"{x} = excluded.{x}" for x in ("closing", "counted", "moved", "book", "computed_at"))
_KEEP = Prepared(
    f"INSERT INTO inventory_count_result (tenant_id, {', '.join(_RESULT)}) "  # noqa: S608 - names come from metadata
    f"SELECT %(tenant_id)s, {', '.join(_RESULT)} FROM {unnested(CountResultRow.__table__, _RESULT)} "
    f"ON CONFLICT (tenant_id, count_id, item_id) DO UPDATE SET {_CHANGES}",
    {},
)


@dataclass(frozen=True, slots=True)
class Tally:
    """A count (``id``) for an instant, the entries that count by item, and what it was found to come to before.

    ``approved_at``: None as long as it is not; of counts of one instant, each stands on those approved before it.
    """

    id: UUID
    at: datetime
    approved_at: datetime | None
    entries: Mapping[UUID, Sequence[Entry]]
    before: Mapping[UUID, Any]


def lock_results(unit: Unit, store_id: UUID) -> None:
    """Let nobody else correct the store's counts until the commit. Sent with the next read."""
    unit.write(_LOCK_RESULTS, text=f"{unit.tenant_id}/{store_id}/counts")


def tallies_touched(
    unit: Unit, store_id: UUID, item_ids: Collection[UUID] | None, since: datetime
) -> tuple[list[Tally], list[Any], list[Any]]:
    """The approved counts that look at anything at or after ``since``, or may stand on one that does, of some items or all, in the
    order in which they stand on each other; the way through the store, and its closed periods. One round trip; others who would
    correct its counts wait until the commit.
    """
    lock_results(unit, store_id)
    which = {"tenant_id": unit.tenant_id, "store_id": store_id, "since": since}
    only = which | {"item_ids": None if item_ids is None else list(item_ids)}
    heads, entries, before, way, closed = unit.fetch(
        (_TOUCHED_HEADS, which),
        (_TOUCHED_ENTRIES, only),
        (_TOUCHED_RESULTS, only),
        way_read(unit, store_id),
        closed_read(unit, store_id),
    )
    counted: dict[UUID, list[Any]] = {head.id: [] for head in heads}
    for row in entries:
        counted[row.count_id].append(row)
    known: dict[UUID, dict[UUID, Any]] = {head.id: {} for head in heads}
    for row in before:
        known[row.count_id][row.item_id] = row
    tallies = [
        Tally(head.id, head.at, head.approved_at, by_item(counted[head.id]), known[head.id]) for head in heads
    ]
    return tallies, way, closed


def results_of(unit: Unit, count_id: UUID) -> dict[UUID, Any]:
    """What came of a count, by item."""
    rows = unit.fetch_all(_OF_COUNT, tenant_id=unit.tenant_id, count_id=count_id)
    return {row.item_id: row for row in rows}


def keep_results(unit: Unit, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write results, or what they are recomputed to, all in one statement. Sent with the next read."""
    if rows:
        columns = {name: array_of([row[name] for row in rows]) for name in _RESULT}
        unit.write(_KEEP, tenant_id=unit.tenant_id, **columns)
