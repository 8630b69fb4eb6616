"""The ledger of moves: appended, summed up from the last count, and the documents behind it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from core.ids import new_id
from core.paging import Page, page
from core.sql import Prepared
from core.uow import Unit
from inventory.errors import RowNotFound
from inventory.models.stock import DocumentLineRow, DocumentRow, LotRow, MoveRow, PeriodRow
from inventory.store.rows import of_tenant, rows_of

NO_STOCK = ("count_adjustment", "transfer_loss")
_BOUNDS = """unnest(%(item_ids)s::uuid[], %(untils)s::timestamptz[]) WITH ORDINALITY AS w(item_id, until, place)
    LEFT JOIN LATERAL (
        SELECT r.at, r.closing FROM inventory_count_result r
        WHERE r.tenant_id = %(tenant_id)s AND r.store_id = %(store_id)s AND r.item_id = w.item_id
            AND r.at < w.until + %(beyond)s::interval AND r.count_id IS DISTINCT FROM %(but_count)s::uuid
        ORDER BY r.at DESC, r.computed_at DESC LIMIT 1
    ) c ON true"""
# What the last count said, and what moved since: stock moves, not what counts themselves adjusted.
_BOOK = Prepared(
    f"""SELECT w.place, c.at AS counted_at, coalesce(c.closing, 0) AS closing, coalesce(m.quantity, 0) AS moved
    FROM {_BOUNDS}
    LEFT JOIN LATERAL (
        SELECT sum(m.quantity) AS quantity FROM inventory_move m
        WHERE m.tenant_id = %(tenant_id)s AND m.store_id = %(store_id)s AND m.item_id = w.item_id
            AND (c.at IS NULL OR m.at > c.at) AND m.at <= w.until
            AND m.reason NOT IN ('count_adjustment', 'transfer_loss')
    ) m ON true""",  # noqa: S608 - made of constants
    {},
)
_ITEMS_SEEN = Prepared(
    """SELECT DISTINCT item_id FROM inventory_move WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s
    UNION SELECT DISTINCT item_id FROM inventory_count_result
    WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s""",
    {},
)
_LAST_COSTS = Prepared(
    """SELECT DISTINCT ON (item_id) item_id, unit_cost FROM inventory_move
    WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s AND item_id = ANY(%(item_ids)s::uuid[])
        AND reason IN ('receipt', 'transfer_in') AND unit_cost IS NOT NULL AND at <= %(until)s
    ORDER BY item_id, at DESC, id DESC""",
    {},
)
_LOTS = Prepared(
    """SELECT l.id, l.item_id, l.code, l.expires_on, sum(m.quantity) AS left_over FROM inventory_lot l
    JOIN inventory_move m ON m.tenant_id = l.tenant_id AND m.lot_id = l.id AND m.reason <> 'transfer_loss'
    WHERE l.tenant_id = %(tenant_id)s AND l.store_id = %(store_id)s AND l.expires_on <= %(by)s
    GROUP BY l.id, l.item_id, l.code, l.expires_on HAVING sum(m.quantity) > 0
    ORDER BY l.expires_on, l.code""",
    {},
)
_MOVED = Prepared(
    """SELECT item_id, at, location_id, quantity FROM inventory_move
    WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s AND item_id = ANY(%(item_ids)s::uuid[])
        AND at > %(since)s AND at <= %(until)s AND reason NOT IN ('count_adjustment', 'transfer_loss')
    ORDER BY at, id""",
    {},
)
_NEXT_NUMBER = Prepared(
    """SELECT coalesce(max(number), 0) + 1 AS number FROM inventory_document
    WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s""",
    {},
)
_LOCK = Prepared("SELECT pg_advisory_xact_lock(hashtextextended(%(text)s::text, 0))", {})


_FIRST_SOLD = Prepared(
    "SELECT min(at) AS at FROM inventory_sold WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s", {}
)


class Until(NamedTuple):
    """An item's stock as of a moment, that included."""

    item_id: UUID
    at: datetime


class BookSince(NamedTuple):
    """What the last count before said, when it was (None: never), and the net of the moves since."""

    counted_at: datetime | None
    closing: Decimal
    moved: Decimal


def book_since_count(
    unit: Unit,
    store_id: UUID,
    wanted: Iterable[Until],
    *,
    but_count: UUID | None = None,
    including: bool = True,
) -> dict[Until, BookSince]:
    """For each item and moment the last count's result up to it, and what moved between. One round trip.

    ``but_count``: leave this count's own result out. ``including``: a count of just the moment counts.
    """
    asked = list(wanted)
    if not asked:
        return {}
    rows = unit.fetch_all(
        _BOOK,
        tenant_id=unit.tenant_id,
        store_id=store_id,
        item_ids=[one.item_id for one in asked],
        untils=[one.at for one in asked],
        but_count=but_count,
        beyond="1 microsecond" if including else "0",
    )
    return {asked[row.place - 1]: BookSince(row.counted_at, row.closing, row.moved) for row in rows}


def moves_between(
    unit: Unit, store_id: UUID, item_ids: Collection[UUID], since: datetime, until: datetime
) -> list[Any]:
    """(item_id, at, location_id, quantity) of stock moves after ``since``, until ``until`` and then included."""
    return unit.fetch_all(
        _MOVED, tenant_id=unit.tenant_id, store_id=store_id, item_ids=list(item_ids), since=since, until=until
    )


def first_sold_at(unit: Unit, store_id: UUID) -> datetime | None:
    """When the store sold the first dish that we know of."""
    found: datetime | None = unit.fetch_one(_FIRST_SOLD, tenant_id=unit.tenant_id, store_id=store_id).at
    return found


def items_seen(unit: Unit, store_id: UUID) -> set[UUID]:
    """Every item that ever moved or was counted at the store."""
    return {row.item_id for row in unit.fetch_all(_ITEMS_SEEN, tenant_id=unit.tenant_id, store_id=store_id)}


def last_costs(
    unit: Unit, store_id: UUID, item_ids: Collection[UUID], until: datetime
) -> dict[UUID, Decimal]:
    """What was last paid for each item, to one stock unit; nothing for what was never received."""
    rows = unit.fetch_all(
        _LAST_COSTS, tenant_id=unit.tenant_id, store_id=store_id, item_ids=list(item_ids), until=until
    )
    return {row.item_id: row.unit_cost for row in rows}


def lots_expiring(unit: Unit, store_id: UUID, by: date) -> list[Any]:
    """Lots that are not known to be used up and may be used until ``by`` at the longest, the first to expire first."""
    return unit.fetch_all(_LOTS, tenant_id=unit.tenant_id, store_id=store_id, by=by)


def find_lots(unit: Unit, store_id: UUID, codes: Collection[str]) -> dict[tuple[UUID, str], LotRow]:
    """Lots by item and code."""
    query = of_tenant(unit, LotRow).where(LotRow.store_id == store_id, LotRow.code.in_(list(codes)))
    return {(row.item_id, row.code): row for row in unit.session.scalars(query)}


def append_moves(unit: Unit, rows: Iterable[dict[str, Any]]) -> None:
    """Add moves; what a row does not say is null."""
    plain: dict[str, Any] = dict.fromkeys(
        ("unit_cost", "value", "lot_id", "location_id", "document_id", "line_no", "cause", "prior_period")
    )
    unit.add(MoveRow, [{"id": new_id(), **plain, **row} for row in rows])


def list_moves(
    unit: Unit,
    store_id: UUID,
    *,
    item_id: UUID | None = None,
    reason: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[MoveRow]:
    """A page of the store's moves, newest first."""
    wanted: list[ColumnElement[bool]] = [MoveRow.store_id == store_id]
    for column, value in ((MoveRow.item_id, item_id), (MoveRow.reason, reason)):
        if value is not None:
            wanted.append(column == value)
    if since is not None:
        wanted.append(MoveRow.at > since)
    if until is not None:
        wanted.append(MoveRow.at <= until)
    query = of_tenant(unit, MoveRow).where(*wanted)
    return page(unit.session, query, [MoveRow.at, MoveRow.id], cursor, limit, newest_first=True)


def list_documents(
    unit: Unit,
    store_id: UUID,
    *,
    kind: str | None = None,
    state: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[DocumentRow]:
    """A page of the documents that a store made or is to receive, newest first."""
    here = or_(DocumentRow.store_id == store_id, DocumentRow.other_store_id == store_id)
    wanted: list[ColumnElement[bool]] = [here]
    if kind is not None:
        wanted.append(DocumentRow.kind == kind)
    if state is not None:
        wanted.append(DocumentRow.state == state)
    query = of_tenant(unit, DocumentRow).where(*wanted)
    return page(unit.session, query, [DocumentRow.at, DocumentRow.id], cursor, limit, newest_first=True)


def get_document(unit: Unit, store_id: UUID, document_id: UUID, *, lock: bool = False) -> DocumentRow:
    """A document that the store made or is to receive; raises NotFound ``document_not_found``."""
    query = of_tenant(unit, DocumentRow).where(DocumentRow.id == document_id)
    row = unit.session.scalar(query.with_for_update() if lock else query)
    if row is None or store_id not in (row.store_id, row.other_store_id):
        raise RowNotFound("There is no such document.", code="document_not_found")
    found: DocumentRow = row
    return found


def lines_of(unit: Unit, document_ids: Iterable[UUID]) -> dict[UUID, list[DocumentLineRow]]:
    """Each document's lines."""
    found: dict[UUID, list[DocumentLineRow]] = {document_id: [] for document_id in document_ids}
    order = (DocumentLineRow.document_id, DocumentLineRow.line_no)
    for row in rows_of(unit, DocumentLineRow, DocumentLineRow.document_id, found, *order):
        found[row.document_id].append(row)
    return found


def next_number(unit: Unit, store_id: UUID) -> int:
    """The number of the store's next document; others of the store wait until the commit."""
    unit.write(_LOCK, text=f"{unit.tenant_id}/{store_id}/documents")
    return int(unit.fetch_one(_NEXT_NUMBER, tenant_id=unit.tenant_id, store_id=store_id).number)


def closed_until(unit: Unit, store_id: UUID) -> list[date]:
    """The last days of the store's closed periods, in order."""
    query = (
        select(PeriodRow.ends_on)
        .where(PeriodRow.tenant_id == unit.tenant_id, PeriodRow.store_id == store_id)
        .order_by(PeriodRow.ends_on)
    )
    return list(unit.session.scalars(query))
