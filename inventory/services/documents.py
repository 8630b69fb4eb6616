"""Documents as drafts: written, changed, given up; and how any of them reads."""

from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.paging import Page
from core.uow import Read, Unit
from inventory.errors import BadStock, NotNow
from inventory.models.stock import DocumentLineRow, DocumentRow
from inventory.rules.documents import CAUSES
from inventory.services.document_lines import Surroundings, load_surroundings, new_lines
from inventory.services.recipes import item_tag
from inventory.services.stores import at_store, settings_of
from inventory.store import documents as store
from inventory.store.documents import Document
from inventory.store.photos import photo_read
from inventory.store.rows import not_found

View = dict[str, Any]
HEAD = (
    "id", "store_id", "kind", "number", "state", "other_store_id", "at", "shipped_at", "received_at", "reference",
    "supplier", "cause", "photo_url", "photo_id", "note", "refers_to", "posted_at", "version",
)  # fmt: skip
LINE = (
    "line_no", "item_id", "quantity", "unit", "stock_quantity", "unit_cost", "unit_price",
    "invoiced_quantity", "invoiced_unit_cost", "received_quantity", "lot_id", "location_id", "is_output", "standard_quantity",
)  # fmt: skip
TEXTS = ("reference", "supplier", "cause", "photo_url", "photo_id", "note", "refers_to")
NOT_YET = dict.fromkeys(("shipped_at", "received_at", "posted_by", "posted_at"))


def list_documents(unit: Unit, store_id: UUID, **wanted: Any) -> Page[View]:
    """A page of the store's documents, newest first."""
    at_store(unit, "inventory.view", store_id)
    found = store.list_documents(unit, store_id, **wanted)
    return Page([view(document) for document in found.items], found.next_cursor)


def get_document(unit: Unit, store_id: UUID, document_id: UUID) -> View:
    """One document with its lines."""
    at_store(unit, "inventory.view", store_id)
    return view(store.get_document(unit, store_id, document_id))


def create_document(unit: Unit, store_id: UUID, given: dict[str, Any]) -> View:
    """A draft; nothing moves before it is posted or shipped."""
    at_store(unit, "inventory.stock", store_id)
    return view(add_document(unit, store_id, given))


def add_document(unit: Unit, store_id: UUID, given: dict[str, Any]) -> Document:
    """Write a draft at a store that is the brand's."""
    settings_of(unit, store_id)
    kind, other = given["kind"], given.get("other_store_id")
    _check_head(unit, store_id, kind, other, given)
    document_id = given.get("id") or new_id()
    numbered = store.number_read(unit, store_id)
    around, numbers = _look_around(unit, store_id, given, numbered)
    head = {
        "tenant_id": unit.tenant_id,
        "id": document_id,
        "store_id": store_id,
        "kind": kind,
        "number": numbers[0].number,
        "state": "draft",
        "other_store_id": other,
        "at": given.get("at") or clock.now(),
        "made_by": unit.actor.staff_id,
        "version": 1,
        **{name: given.get(name) for name in TEXTS},
        **NOT_YET,
    }
    lines = new_lines(unit, head, given["lines"], around)
    unit.add(DocumentRow, [head])
    unit.add(DocumentLineRow, lines)
    return Document(head, lines, around.known.items)


def change_document(unit: Unit, store_id: UUID, document_id: UUID, given: dict[str, Any]) -> View:
    """Change a draft; ``lines`` is given whole. What is posted never changes (409)."""
    at_store(unit, "inventory.stock", store_id)
    document = lock_draft(unit, store_id, document_id)
    _check_head(unit, store_id, document.head["kind"], document.head["other_store_id"], given)
    around, _ = _look_around(unit, store_id, given)
    document = change_head(unit, document, **{name: given[name] for name in ("at", *TEXTS) if name in given})
    if "lines" in given:
        lines = new_lines(unit, document.head, given["lines"], around)
        store.forget_lines(unit, document.id)
        unit.add(DocumentLineRow, lines)
        document = Document(document.head, lines, around.known.items)
    return view(document)


def cancel_document(unit: Unit, store_id: UUID, document_id: UUID) -> None:
    """Give a draft up; it keeps its number."""
    at_store(unit, "inventory.stock", store_id)
    change_head(unit, lock_draft(unit, store_id, document_id), state="cancelled")


def lock_draft(unit: Unit, store_id: UUID, document_id: UUID) -> Document:
    """A draft of the store's, to be changed or posted; refuses what is more than a draft (409)."""
    document = store.lock_document(unit, store_id, document_id)
    if document.head["state"] != "draft" or document.head["store_id"] != store_id:
        raise NotNow("Only a draft of this store can be changed or posted.", state=document.head["state"])
    return document


def change_head(unit: Unit, document: Document, **changes: Any) -> Document:
    """Write changes of the head, and that it is another version."""
    changes["version"] = document.head["version"] + 1
    unit.change(DocumentRow, {"id": document.id}, changes)
    return document.with_head(**changes)


def view(document: Document) -> View:
    """A document as people read it."""
    lines = [
        {**{name: line[name] for name in LINE}, "item": item_tag(document.items[line["item_id"]])}
        for line in document.lines
    ]
    return {**{name: document.head[name] for name in HEAD}, "lines": lines}


def _look_around(
    unit: Unit, store_id: UUID, given: dict[str, Any], *more: Read
) -> tuple[Surroundings, list[Any]]:
    """What a document refers to, and the rows of one more statement: one round trip."""
    refers_to, photo_id = given.get("refers_to"), given.get("photo_id")
    around, (referred, photos, *rest) = load_surroundings(
        unit,
        store_id,
        given.get("lines", ()),
        store.document_read(unit, refers_to),
        photo_read(unit, store_id, photo_id),
        *more,
    )
    if refers_to is not None and not (referred and store.belongs(store_id, referred[0])):
        raise store.not_there()
    if photo_id is not None and not photos:
        raise not_found("photo")
    return around, rest[0] if rest else []


def _check_head(unit: Unit, store_id: UUID, kind: str, other: UUID | None, given: dict[str, Any]) -> None:
    if (kind == "transfer") != (other is not None) or other == store_id:
        raise BadStock("A transfer, and nothing else, goes to another store.", code="other_store")
    if other is not None:
        settings_of(unit, other)
    if "cause" in given and given["cause"] is not None and (kind != "waste" or given["cause"] not in CAUSES):
        raise BadStock(f"Waste has a cause: {', '.join(CAUSES)}.", code="cause_unknown")
    if kind == "waste" and "lines" in given and not given.get("cause"):
        raise BadStock("Say why it was thrown away.", code="cause_needed")
