"""Queries of counts: what is to be counted, and what was."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select

from core.paging import Page, page
from core.sql import Prepared, prepared
from core.uow import Read, Unit
from inventory.errors import RowNotFound
from inventory.models.counts import CountItemRow, CountRow
from inventory.models.items import ItemRow, ItemUnitRow
from inventory.store.rows import of_tenant

_count: Any = CountRow.__table__.c
_asked: Any = CountItemRow.__table__.c
_item: Any = ItemRow.__table__.c
_unit: Any = ItemUnitRow.__table__.c
_ONE = select(CountRow.__table__).where(
    _count.tenant_id == bindparam("tenant_id"),
    _count.id == bindparam("count_id"),
    _count.store_id == bindparam("store_id"),
)
_FIND, _LOCK = prepared(_ONE), prepared(_ONE.with_for_update())
_OF_COUNT = (_asked.tenant_id == bindparam("tenant_id"), _asked.count_id == bindparam("count_id"))
_ASKED = prepared(select(_asked.item_id, _asked.round).where(*_OF_COUNT))
_ITEMS = prepared(
    select(ItemRow.__table__).where(
        _item.tenant_id == bindparam("tenant_id"), _item.id.in_(select(_asked.item_id).where(*_OF_COUNT))
    )
)
_UNITS = prepared(
    select(ItemUnitRow.__table__)
    .where(
        _unit.tenant_id == bindparam("tenant_id"), _unit.item_id.in_(select(_asked.item_id).where(*_OF_COUNT))
    )
    .order_by(_unit.item_id, _unit.sort, _unit.unit)
)
_ASK_AGAIN = Prepared(
    """UPDATE inventory_count_item SET round = round + 1
    WHERE tenant_id = %(tenant_id)s AND count_id = %(count_id)s AND item_id = ANY(%(item_ids)s::uuid[])""",
    {},
)


class Entry(NamedTuple):
    """What somebody counted of an item, in ``unit`` and in stock units."""

    id: UUID
    count_id: UUID
    location_id: UUID | None
    item_id: UUID
    quantity: Decimal
    unit: str
    stock_quantity: Decimal
    counted_at: datetime
    counted_by: UUID
    round: int
    replaces: UUID | None


ENTRY = ", ".join(f"e.{name}" for name in Entry._fields)
# The entries that count are of their item's present round, and replaced by none.
STANDING = f"""SELECT {ENTRY} FROM inventory_count c
    JOIN inventory_count_item i ON i.tenant_id = c.tenant_id AND i.count_id = c.id
    JOIN inventory_count_entry e ON e.tenant_id = i.tenant_id AND e.count_id = i.count_id
        AND e.item_id = i.item_id AND e.round = i.round
    WHERE c.tenant_id = %(tenant_id)s AND {{which}} AND NOT EXISTS (
        SELECT FROM inventory_count_entry n WHERE n.tenant_id = e.tenant_id AND n.replaces = e.id)
    ORDER BY e.counted_at, e.id"""  # noqa: S608 - made of constants
_OF_ONE = Prepared(STANDING.format(which="c.id = %(count_id)s"), {})
_ENTRIES = Prepared(
    f"SELECT {ENTRY} FROM inventory_count_entry e "  # noqa: S608 - made of constants
    "WHERE e.tenant_id = %(tenant_id)s AND e.id = ANY(%(ids)s::uuid[])",
    {},
)
_PROGRESS = Prepared(
    """SELECT i.count_id, count(DISTINCT i.item_id) AS asked, count(DISTINCT e.item_id) AS counted
    FROM inventory_count_item i
    LEFT JOIN inventory_count_entry e ON e.tenant_id = i.tenant_id AND e.count_id = i.count_id
        AND e.item_id = i.item_id AND e.round = i.round
    WHERE i.tenant_id = %(tenant_id)s AND i.count_id = ANY(%(ids)s::uuid[])
    GROUP BY i.count_id""",
    {},
)


def get_count(unit: Unit, store_id: UUID, count_id: UUID, *, lock: bool = False) -> Any:
    """A count of the store; raises NotFound ``count_not_found``."""
    return the_one(unit.fetch(count_read(unit, store_id, count_id, lock=lock))[0])


def count_read(unit: Unit, store_id: UUID, count_id: UUID, *, lock: bool) -> Read:
    """The statement that tells a count of the store."""
    given = {"tenant_id": unit.tenant_id, "count_id": count_id, "store_id": store_id}
    return _LOCK if lock else _FIND, given


def the_one(rows: Sequence[Any]) -> Any:
    """The count that was asked for; raises NotFound ``count_not_found``."""
    if not rows:
        raise RowNotFound("There is no such count.", code="count_not_found")
    return rows[0]


def sheet_reads(unit: Unit, count_id: UUID) -> tuple[Read, ...]:
    """The statements that tell what is to be counted and in which round, the entries that count, the items, their units."""
    given = {"tenant_id": unit.tenant_id, "count_id": count_id}
    return (_ASKED, given), (_OF_ONE, given), (_ITEMS, given), (_UNITS, given)


def list_counts(
    unit: Unit, store_id: UUID, *, state: str | None = None, cursor: str | None = None, limit: int = 50
) -> Page[CountRow]:
    """A page of the store's counts, newest first."""
    wanted: list[ColumnElement[bool]] = [CountRow.store_id == store_id]
    if state is not None:
        wanted.append(CountRow.state == state)
    query = of_tenant(unit, CountRow).where(*wanted)
    return page(unit.session, query, [CountRow.at, CountRow.id], cursor, limit, newest_first=True)


def entries_read(unit: Unit, ids: Collection[UUID]) -> Read:
    """The statement that tells entries by id."""
    return _ENTRIES, {"tenant_id": unit.tenant_id, "ids": list(ids)}


def by_item(entries: Iterable[Any]) -> dict[UUID, list[Entry]]:
    """Entries by item, in their order."""
    found: dict[UUID, list[Entry]] = {}
    for row in entries:
        found.setdefault(row.item_id, []).append(Entry._make(row))
    return found


def ask_again(unit: Unit, count_id: UUID, item_ids: Collection[UUID]) -> None:
    """Have items counted once more. Sent with the next read."""
    if item_ids:
        unit.write(_ASK_AGAIN, tenant_id=unit.tenant_id, count_id=count_id, item_ids=list(item_ids))


def progress_of(unit: Unit, count_ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """By count: how many items are to be counted, and how many have an entry in their round."""
    ids = list(count_ids)
    rows = unit.fetch_all(_PROGRESS, tenant_id=unit.tenant_id, ids=ids)
    return dict.fromkeys(ids, (0, 0)) | {row.count_id: (row.asked, row.counted) for row in rows}
