"""Documents that take effect: posted into the ledger, or shipped and then received, and never changed after."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from core import clock
from core.actor import StoreSettings
from core.uow import Unit
from inventory.errors import BadStock, NotNow
from inventory.rules.documents import (
    LOST,
    QUANTITY_PLACES,
    Line,
    Move,
    arrived,
    lost,
    money,
    moves_of,
    shipped,
)
from inventory.rules.exact import rounded
from inventory.services.books import period_of, refuse_to_come
from inventory.services.documents import View, change_head, lock_draft, view
from inventory.services.frozen_prices import prices_at
from inventory.services.productions import standard_inputs
from inventory.services.results import recompute
from inventory.services.stores import at_store, settings_of
from inventory.store import documents as store
from inventory.store import ledger
from inventory.store.count_results import lock_results
from inventory.store.documents import Document


def post_document(unit: Unit, store_id: UUID, document_id: UUID) -> View:
    """Let a draft take effect: its moves are in the ledger, at its moment or, when those books are closed, now."""
    settings = at_store(unit, "inventory.stock", store_id)
    lock_results(unit, store_id)
    document = lock_draft(unit, store_id, document_id)
    head = document.head
    if head["kind"] == "transfer":
        raise NotNow("A transfer is shipped, and then received.", state=head["state"])
    if not document.lines:
        raise BadStock("There is nothing on it.", code="empty")
    refuse_to_come(head["at"])
    if head["kind"] == "production":
        document = _fix_standards(unit, settings, document)
    if head["kind"] == "return":
        document = _freeze(unit, settings, document, head["at"])
    if head["kind"] == "price_correction":
        _check_correction(unit, store_id, document)
    document = _sign(unit, document, state="posted")
    _append(unit, settings, document, head["at"], moves_of(head["kind"], _lines(document)), document.closed)
    return view(document)


def ship_document(unit: Unit, store_id: UUID, document_id: UUID, at: datetime | None = None) -> View:
    """Send a transfer off: it leaves this store's stock, at a price that stays what it is from now on."""
    settings = at_store(unit, "inventory.stock", store_id)
    lock_results(unit, store_id)
    document = lock_draft(unit, store_id, document_id)
    if document.head["kind"] != "transfer":
        raise NotNow("Only a transfer is shipped, by the store that sends it.", state=document.head["state"])
    moment = at or document.head["at"]
    refuse_to_come(moment)
    document = _freeze(unit, settings, document, moment)
    document = _sign(unit, document, state="shipped", at=moment, shipped_at=moment)
    _append(unit, settings, document, moment, shipped(_lines(document)), document.closed)
    return view(document)


def receive_document(
    unit: Unit, store_id: UUID, document_id: UUID, received: dict[int, Decimal], at: datetime | None = None
) -> View:
    """Confirm what of a transfer arrived, by line number in stock units; all of it where nothing is said, never more.

    What was shipped and did not arrive is a loss of its own, and no store's stock.
    """
    settings = at_store(unit, "inventory.stock", store_id)
    lock_results(unit, store_id)
    document = store.lock_document(unit, store_id, document_id)
    moment = at or clock.now()
    _check_arrival(store_id, document, received, moment)
    numbers = {line["line_no"]: line["stock_quantity"] for line in document.lines} | received
    store.set_lines(unit, document.id, "received_quantity", numbers)
    document = _with_lines(document, "received_quantity", numbers)
    document = change_head(unit, document, received_at=moment, state="received")
    missing = lost(_lines(document), numbers)
    unit.audit("transfer.receive", "inventory_document", document.id, {"lost": len(missing)}, store_id)
    _append(unit, settings, document, moment, arrived(_lines(document), numbers), document.closed)
    if missing:
        sender = settings_of(unit, document.head["store_id"])
        _append(unit, sender, document, moment, missing, ledger.closed_until(unit, sender.id))
    return view(document)


def _check_arrival(
    store_id: UUID, document: Document, received: Mapping[int, Decimal], moment: datetime
) -> None:
    head = document.head
    if head["state"] != "shipped" or head["other_store_id"] != store_id:
        raise NotNow("Only what is on its way here is received.", state=head["state"])
    sent = {line["line_no"]: line["stock_quantity"] for line in document.lines}
    unknown = set(received) - set(sent)
    if unknown:
        raise BadStock(f"There is no line {min(unknown)}.", code="line_unknown")
    above = sorted(number for number, quantity in received.items() if quantity > sent[number])
    if above:
        message = f"Of line {above[0]} {format(sent[above[0]].normalize(), 'f')} were shipped."
        raise BadStock(message, code="received_above_shipped", line_no=above[0])
    refuse_to_come(moment)
    if moment < head["shipped_at"]:
        raise BadStock("It was not shipped yet then.", code="received_before_shipped")


def _check_correction(unit: Unit, store_id: UUID, document: Document) -> None:
    """A correction that names what it corrects is of a receipt of this store, later than it, and of what came with it."""
    receipt_id = document.head["refers_to"]
    if receipt_id is None:
        return
    receipt = store.get_document(unit, store_id, receipt_id)
    if (receipt.head["kind"], receipt.head["state"]) != ("receipt", "posted"):
        raise BadStock("Only a receipt that was posted has a price to correct.", code="not_a_receipt")
    if document.head["at"] < receipt.head["at"]:
        raise BadStock("It was not received yet then.", code="corrected_before_received")
    came = {line["item_id"] for line in receipt.lines}
    other = next((line for line in document.lines if line["item_id"] not in came), None)
    if other is not None:
        message = f"{document.items[other['item_id']].code} did not come with that receipt."
        raise BadStock(message, code="not_on_receipt", line_no=other["line_no"])


def _append(
    unit: Unit,
    settings: StoreSettings,
    document: Document,
    at: datetime,
    moves: Sequence[Move],
    closed: Sequence[date],
) -> None:
    """Into the ledger of a store; counts that this comes late for are recomputed."""
    store_id = settings.id
    day = clock.business_date(at, settings.timezone, settings.cutoff_minutes)
    prior = period_of(settings, closed, at)
    now = clock.now()
    moment = now if prior else at
    if prior:
        day = clock.business_date(now, settings.timezone, settings.cutoff_minutes)
    head: dict[str, Any] = {
        "store_id": store_id,
        "at": moment,
        "business_date": day,
        "posted_at": now,
        "document_id": document.id,
        "cause": document.head["cause"],
        "prior_period": prior,
    }
    # What lies in this store's places and lots is not in the other's.
    away = store_id != document.head["store_id"]
    ledger.append_moves(unit, [head | _row(move, away=away) for move in moves])
    in_stock = {move.line.item_id for move in moves if move.reason != LOST}
    if in_stock:
        recompute(unit, store_id, in_stock, moment)


def _row(move: Move, *, away: bool) -> dict[str, Any]:
    return {
        "item_id": move.line.item_id,
        "reason": move.reason,
        "quantity": move.quantity,
        "unit_cost": move.unit_cost,
        "value": move.value,
        "lot_id": None if away else move.line.lot_id,
        "location_id": None if away else move.line.location_id,
        "line_no": move.line.line_no,
    }


def _freeze(unit: Unit, settings: StoreSettings, document: Document, at: datetime) -> Document:
    """The price at which goods leave for another store or their supplier: the given one, else what they are worth here."""
    open_lines = {line["line_no"]: line["item_id"] for line in document.lines if line["unit_cost"] is None}
    if not open_lines:
        return document
    prices = prices_at(unit, settings, {*open_lines.values()}, at)
    costs = {number: prices[item_id] for number, item_id in open_lines.items()}
    store.set_lines(unit, document.id, "unit_cost", costs)
    return _with_lines(document, "unit_cost", costs)


def _fix_standards(unit: Unit, settings: StoreSettings, document: Document) -> Document:
    """What the inputs should have been, where nobody said it: the recipe of that moment does, whatever becomes of it."""
    standards = standard_inputs(unit, settings, document)
    shown = {number: rounded(standard, QUANTITY_PLACES) for number, standard in standards.items()}
    store.set_standards(unit, document.id, standards, shown)
    return _with_lines(document, "standard_quantity", shown)


def _with_lines(document: Document, column: str, numbers: dict[int, Decimal]) -> Document:
    lines = [
        line | {column: numbers[line["line_no"]]} if line["line_no"] in numbers else line
        for line in document.lines
    ]
    return Document(document.head, lines, document.items, document.closed)


def _sign(unit: Unit, document: Document, **changes: Any) -> Document:
    signed = {"posted_by": unit.actor.staff_id, "posted_at": clock.now()}
    document = change_head(unit, document, **changes, **signed)
    detail = {name: document.head[name] for name in ("kind", "number", "state")}
    unit.audit(
        "inventory_document.post", "inventory_document", document.id, detail, document.head["store_id"]
    )
    return document


def _lines(document: Document) -> list[Line]:
    return [
        Line(
            line["line_no"],
            line["item_id"],
            line["stock_quantity"],
            line["unit_cost"],
            line["lot_id"],
            line["location_id"],
            line["is_output"],
            _amount(line),
        )
        for line in document.lines
    ]


def _amount(line: Mapping[str, Any]) -> Decimal | None:
    """What a line comes to, where its price was told to its unit."""
    price: Decimal | None = line["unit_price"]
    return money(line["quantity"], price) if price is not None and line["quantity"] else None
