"""Queries of documents: heads with their lines and items, each in one round trip."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, delete, func, or_, select

from core.paging import Page, page
from core.sql import Prepared, prepared
from core.uow import Read, Unit
from inventory.errors import RowNotFound
from inventory.models.items import ItemRow
from inventory.models.stock import DocumentLineRow, DocumentRow, LotRow
from inventory.store.ledger import closed_read
from inventory.store.rows import of_tenant

Row = dict[str, Any]
_document: Any = DocumentRow.__table__.c
_line: Any = DocumentLineRow.__table__.c
_item: Any = ItemRow.__table__.c
_lot: Any = LotRow.__table__.c
_ONE = select(DocumentRow.__table__).where(
    _document.tenant_id == bindparam("tenant_id"), _document.id == bindparam("document_id")
)
_FIND, _LOCK = prepared(_ONE), prepared(_ONE.with_for_update())
_OF_THESE = (_line.tenant_id == bindparam("tenant_id"), _line.document_id == func.any(bindparam("ids")))
_LINES = prepared(
    select(DocumentLineRow.__table__).where(*_OF_THESE).order_by(_line.document_id, _line.line_no)
)
_ITEMS = prepared(
    select(ItemRow.__table__).where(
        _item.tenant_id == bindparam("tenant_id"), _item.id.in_(select(_line.item_id).where(*_OF_THESE))
    )
)
_FORGET_LINES = prepared(
    delete(DocumentLineRow).where(
        _line.tenant_id == bindparam("tenant_id"), _line.document_id == bindparam("document_id")
    )
)
_SET_LINES = {
    column: Prepared(
        f"""UPDATE inventory_document_line AS l SET {column} = new.value
        FROM unnest(%(line_nos)s::bigint[], %(numbers)s::numeric[]) AS new(line_no, value)
        WHERE l.tenant_id = %(tenant_id)s AND l.document_id = %(document_id)s AND l.line_no = new.line_no""",  # noqa: S608 - made of constants
        {},
    )
    for column in ("unit_cost", "received_quantity")
}
_SET_STANDARDS = Prepared(
    """UPDATE inventory_document_line AS l SET standard_quantity = new.shown,
        standard_numerator = new.numerator, standard_denominator = new.denominator
    FROM unnest(%(line_nos)s::bigint[], %(shown)s::numeric[], %(numerators)s::numeric[], %(denominators)s::numeric[])
        AS new(line_no, shown, numerator, denominator)
    WHERE l.tenant_id = %(tenant_id)s AND l.document_id = %(document_id)s AND l.line_no = new.line_no""",
    {},
)
_LOTS = prepared(
    select(_lot.id, _lot.item_id, _lot.code).where(
        _lot.tenant_id == bindparam("tenant_id"),
        _lot.store_id == bindparam("store_id"),
        _lot.code == func.any(bindparam("codes")),
    )
)
_LOCK_NUMBERS = Prepared("SELECT pg_advisory_xact_lock(hashtextextended(%(text)s::text, 0))", {})
_NEXT_NUMBER = Prepared(
    """SELECT coalesce(max(number), 0) + 1 AS number FROM inventory_document
    WHERE tenant_id = %(tenant_id)s AND store_id = %(store_id)s""",
    {},
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it stands: its head, its lines in their order, and the items on them.

    ``closed``: the last days of the closed books of the store that locked it, in order.
    """

    head: Row
    lines: Sequence[Row]
    items: Mapping[UUID, Any]
    closed: Sequence[date] = ()

    @property
    def id(self) -> UUID:
        """The document's id."""
        found: UUID = self.head["id"]
        return found

    def with_head(self, **changes: Any) -> Self:
        """The same with another head."""
        return replace(self, head=self.head | changes)


def get_document(unit: Unit, store_id: UUID, document_id: UUID) -> Document:
    """A document that the store made or is to receive; raises NotFound ``document_not_found``. One round trip."""
    return _one(unit, store_id, document_id, _FIND)


def lock_document(unit: Unit, store_id: UUID, document_id: UUID) -> Document:
    """The same, to be changed, and which of the store's books are closed."""
    return _one(unit, store_id, document_id, _LOCK)


def document_read(unit: Unit, document_id: UUID | None) -> Read:
    """The statement that tells a document's head."""
    return _FIND, {"tenant_id": unit.tenant_id, "document_id": document_id}


def belongs(store_id: UUID, head: Any) -> bool:
    """Whether the store made the document or is to receive it."""
    return store_id in (head.store_id, head.other_store_id)


def not_there() -> RowNotFound:
    """The refusal for a document that is not there, or not for this store."""
    return RowNotFound("There is no such document.", code="document_not_found")


def list_documents(
    unit: Unit,
    store_id: UUID,
    *,
    kind: str | None = None,
    state: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Document]:
    """A page of the documents that a store made or is to receive, newest first."""
    here = or_(DocumentRow.store_id == store_id, DocumentRow.other_store_id == store_id)
    wanted: list[ColumnElement[bool]] = [here]
    if kind is not None:
        wanted.append(DocumentRow.kind == kind)
    if state is not None:
        wanted.append(DocumentRow.state == state)
    query = of_tenant(unit, DocumentRow).where(*wanted)
    found = page(unit.session, query, [DocumentRow.at, DocumentRow.id], cursor, limit, newest_first=True)
    names = [column.name for column in DocumentRow.__table__.columns]
    heads = [{name: getattr(row, name) for name in names} for row in found.items]
    lines, items = unit.fetch(*_below(unit, [head["id"] for head in heads]))
    by_document: dict[UUID, list[Row]] = {head["id"]: [] for head in heads}
    for line in lines:
        by_document[line.document_id].append(line._asdict())
    known = {row.id: row for row in items}
    return Page([Document(head, by_document[head["id"]], known) for head in heads], found.next_cursor)


def set_lines(unit: Unit, document_id: UUID, column: str, numbers: Mapping[int, Decimal]) -> None:
    """Set ``unit_cost`` or ``received_quantity`` by line number. Sent with the next read."""
    if numbers:
        unit.write(
            _SET_LINES[column],
            tenant_id=unit.tenant_id,
            document_id=document_id,
            line_nos=list(numbers),
            numbers=list(numbers.values()),
        )


def set_standards(
    unit: Unit, document_id: UUID, exact: Mapping[int, Fraction], shown: Mapping[int, Decimal]
) -> None:
    """Set what a production's inputs should have been, by line number. Sent with the next read."""
    if exact:
        unit.write(
            _SET_STANDARDS,
            tenant_id=unit.tenant_id,
            document_id=document_id,
            line_nos=list(exact),
            shown=[shown[number] for number in exact],
            numerators=[Decimal(one.numerator) for one in exact.values()],
            denominators=[Decimal(one.denominator) for one in exact.values()],
        )


def forget_lines(unit: Unit, document_id: UUID) -> None:
    """Take a draft's lines away. Sent with the next read."""
    unit.write(_FORGET_LINES, tenant_id=unit.tenant_id, document_id=document_id)


def lots_read(unit: Unit, store_id: UUID, codes: Collection[str]) -> Read:
    """The statement that tells the store's lots with these codes."""
    return _LOTS, {"tenant_id": unit.tenant_id, "store_id": store_id, "codes": list(codes)}


def number_read(unit: Unit, store_id: UUID) -> Read:
    """The statement that tells the number of the store's next document; others of the store wait until the commit."""
    unit.write(_LOCK_NUMBERS, text=f"{unit.tenant_id}/{store_id}/documents")
    return _NEXT_NUMBER, {"tenant_id": unit.tenant_id, "store_id": store_id}


def _one(unit: Unit, store_id: UUID, document_id: UUID, statement: Prepared) -> Document:
    head = (statement, {"tenant_id": unit.tenant_id, "document_id": document_id})
    heads, lines, items, closed = unit.fetch(head, *_below(unit, [document_id]), closed_read(unit, store_id))
    if not heads or not belongs(store_id, heads[0]):
        raise not_there()
    return Document(
        heads[0]._asdict(),
        [line._asdict() for line in lines],
        {row.id: row for row in items},
        [row.ends_on for row in closed],
    )


def _below(unit: Unit, document_ids: Sequence[UUID]) -> tuple[Read, Read]:
    given = {"tenant_id": unit.tenant_id, "ids": list(document_ids)}
    return (_LINES, given), (_ITEMS, given)
