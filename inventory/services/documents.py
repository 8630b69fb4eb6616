"""Documents: written as drafts, posted into the ledger, and never changed after. A transfer is shipped, then received."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.paging import Page
from core.uow import Unit
from inventory import ports
from inventory.errors import BadStock, NotNow
from inventory.models.stock import DocumentLineRow, DocumentRow, LotRow
from inventory.rules.documents import CAUSES, Line, Move, cost_to_stock_unit, in_stock, moves_of, period_of
from inventory.services.drafts import Known, known_items
from inventory.services.recipes import item_tag
from inventory.services.results import recompute
from inventory.services.stores import at_store
from inventory.store import ledger as store
from inventory.store.items import items_by_id, standard_prices
from inventory.store.places import list_locations

View = dict[str, Any]
HEAD = (
    "id", "store_id", "kind", "number", "state", "other_store_id", "at", "shipped_at", "received_at", "reference",
    "supplier", "cause", "photo_url", "note", "refers_to", "posted_at", "version",
)  # fmt: skip
LINE = (
    "line_no", "item_id", "quantity", "unit", "stock_quantity", "unit_cost", "invoiced_quantity",
    "invoiced_unit_cost", "received_quantity", "lot_id", "location_id", "is_output", "standard_quantity",
)  # fmt: skip
TEXTS = ("reference", "supplier", "cause", "photo_url", "note", "refers_to")


def list_documents(unit: Unit, store_id: UUID, **wanted: Any) -> Page[View]:
    """A page of the store's documents, newest first."""
    at_store(unit, "inventory.view", store_id)
    found = store.list_documents(unit, store_id, **wanted)
    return Page(_views(unit, found.items), found.next_cursor)


def get_document(unit: Unit, store_id: UUID, document_id: UUID) -> View:
    """One document with its lines."""
    at_store(unit, "inventory.view", store_id)
    return _views(unit, [store.get_document(unit, store_id, document_id)])[0]


def create_document(unit: Unit, store_id: UUID, given: dict[str, Any]) -> View:
    """A draft; nothing moves before it is posted or shipped."""
    at_store(unit, "inventory.stock", store_id)
    row = add_document(unit, store_id, given)
    return _views(unit, [row])[0]


def add_document(unit: Unit, store_id: UUID, given: dict[str, Any]) -> DocumentRow:
    """Write a draft."""
    ports.stores.settings(unit, store_id)
    other = given.get("other_store_id")
    _check_head(unit, store_id, given["kind"], other, given)
    row = DocumentRow(
        tenant_id=unit.tenant_id,
        id=given.get("id") or new_id(),
        store_id=store_id,
        kind=given["kind"],
        number=store.next_number(unit, store_id),
        state="draft",
        other_store_id=other,
        at=given.get("at") or clock.now(),
        made_by=unit.actor.staff_id,
        version=1,
        **{name: given.get(name) for name in TEXTS},
    )
    unit.session.add(row)
    unit.session.flush()
    _write_lines(unit, row, given["lines"])
    return row


def change_document(unit: Unit, store_id: UUID, document_id: UUID, given: dict[str, Any]) -> View:
    """Change a draft; ``lines`` is given whole. What is posted never changes (409)."""
    at_store(unit, "inventory.stock", store_id)
    row = _draft(unit, store_id, document_id)
    _check_head(unit, store_id, row.kind, row.other_store_id, given)
    for name in ("at", *TEXTS):
        if name in given:
            setattr(row, name, given[name])
    if "lines" in given:
        for line in store.lines_of(unit, [row.id])[row.id]:
            unit.session.delete(line)
        unit.session.flush()
        _write_lines(unit, row, given["lines"])
    row.version += 1
    unit.session.flush()
    return _views(unit, [row])[0]


def cancel_document(unit: Unit, store_id: UUID, document_id: UUID) -> None:
    """Give a draft up; it keeps its number."""
    at_store(unit, "inventory.stock", store_id)
    _draft(unit, store_id, document_id).state = "cancelled"
    unit.session.flush()


def post_document(unit: Unit, store_id: UUID, document_id: UUID) -> View:
    """Let a draft take effect: its moves are in the ledger, at its moment or, when those books are closed, now."""
    at_store(unit, "inventory.stock", store_id)
    row = _draft(unit, store_id, document_id)
    if row.kind == "transfer":
        raise NotNow("A transfer is shipped, and then received.", state=row.state)
    lines = store.lines_of(unit, [row.id])[row.id]
    if not lines:
        raise BadStock("There is nothing on it.", code="empty")
    _append(unit, row.store_id, row, row.at, moves_of(row.kind, [_line(line) for line in lines]))
    row.state = "posted"
    _sign(unit, row)
    return _views(unit, [row])[0]


def ship_document(unit: Unit, store_id: UUID, document_id: UUID, at: datetime | None = None) -> View:
    """Send a transfer off: it leaves this store's stock, at a price that stays what it is from now on."""
    at_store(unit, "inventory.stock", store_id)
    row = _draft(unit, store_id, document_id)
    if row.kind != "transfer" or row.store_id != store_id:
        raise NotNow("Only a transfer is shipped, by the store that sends it.", state=row.state)
    lines = store.lines_of(unit, [row.id])[row.id]
    row.shipped_at = row.at = at or row.at
    _freeze(unit, row, lines)
    moves = [Move("transfer_out", _line(x), -x.stock_quantity, x.unit_cost) for x in lines]
    _append(unit, row.store_id, row, row.shipped_at, moves)
    row.state = "shipped"
    _sign(unit, row)
    return _views(unit, [row])[0]


def receive_document(
    unit: Unit, store_id: UUID, document_id: UUID, received: dict[int, Decimal], at: datetime | None = None
) -> View:
    """Confirm what of a transfer arrived, by line number in stock units; all of it where nothing is said.

    What was shipped and did not arrive is a loss of its own, and no store's stock.
    """
    at_store(unit, "inventory.stock", store_id)
    row = store.get_document(unit, store_id, document_id, lock=True)
    if row.state != "shipped" or row.other_store_id != store_id:
        raise NotNow("Only what is on its way here is received.", state=row.state)
    lines = store.lines_of(unit, [row.id])[row.id]
    unknown = received.keys() - {line.line_no for line in lines}
    if unknown:
        raise BadStock(f"There is no line {min(unknown)}.", code="line_unknown")
    moment = at or clock.now()
    if row.shipped_at is not None and moment < row.shipped_at:
        raise BadStock("It was not shipped yet then.", code="received_before_shipped")
    for line in lines:
        line.received_quantity = received.get(line.line_no, line.stock_quantity)
    arrived = [Move("transfer_in", _line(x), x.received_quantity or Decimal(0), x.unit_cost) for x in lines]
    lost = [
        Move("transfer_loss", _line(x), loss, x.unit_cost)
        for x in lines
        if (loss := x.stock_quantity - (x.received_quantity or Decimal(0)))
    ]
    row.received_at, row.state = moment, "received"
    row.version += 1
    _append(unit, store_id, row, moment, [move for move in arrived if move.quantity])
    _append(unit, row.store_id, row, moment, lost)
    unit.audit("transfer.receive", "inventory_document", row.id, {"lost": len(lost)}, store_id)
    unit.session.flush()
    return _views(unit, [row])[0]


def _append(unit: Unit, store_id: UUID, row: DocumentRow, at: datetime, moves: Sequence[Move]) -> None:
    """Into the ledger; counts that this comes late for are recomputed."""
    settings = ports.stores.settings(unit, store_id)
    day = clock.business_date(at, settings.timezone, settings.cutoff_minutes)
    prior = period_of(day, store.closed_until(unit, store_id))
    now = clock.now()
    moment = now if prior else at
    if prior:
        day = clock.business_date(now, settings.timezone, settings.cutoff_minutes)
    # What lies in this store's places and lots is not in the other's.
    away = store_id != row.store_id
    store.append_moves(
        unit,
        [
            {
                "store_id": store_id,
                "item_id": move.line.item_id,
                "at": moment,
                "business_date": day,
                "posted_at": now,
                "reason": move.reason,
                "quantity": move.quantity,
                "unit_cost": move.unit_cost,
                "value": move.value,
                "lot_id": None if away else move.line.lot_id,
                "location_id": None if away else move.line.location_id,
                "document_id": row.id,
                "line_no": move.line.line_no,
                "cause": row.cause,
                "prior_period": prior,
            }
            for move in moves
        ],
    )
    recompute(unit, store_id, {move.line.item_id for move in moves}, moment)


def _freeze(unit: Unit, row: DocumentRow, lines: Sequence[DocumentLineRow]) -> None:
    """A transfer's price: the given one, else what was last paid here, else the standard price."""
    open_lines = [line for line in lines if line.unit_cost is None]
    if not open_lines:
        return
    paid = store.last_costs(unit, row.store_id, [line.item_id for line in open_lines], row.at)
    standard = standard_prices(unit, row.store_id, row.at.date())
    for line in open_lines:
        line.unit_cost = paid.get(line.item_id, standard.get(line.item_id, Decimal(0)))


def _sign(unit: Unit, row: DocumentRow) -> None:
    row.posted_by, row.posted_at = unit.actor.staff_id, clock.now()
    row.version += 1
    detail = {"kind": row.kind, "number": row.number, "state": row.state}
    unit.audit("inventory_document.post", "inventory_document", row.id, detail, row.store_id)
    unit.session.flush()


def _draft(unit: Unit, store_id: UUID, document_id: UUID) -> DocumentRow:
    row = store.get_document(unit, store_id, document_id, lock=True)
    if row.state != "draft" or row.store_id != store_id:
        raise NotNow("Only a draft of this store can be changed or posted.", state=row.state)
    return row


def _check_head(unit: Unit, store_id: UUID, kind: str, other: UUID | None, given: dict[str, Any]) -> None:
    if (kind == "transfer") != (other is not None) or other == store_id:
        raise BadStock("A transfer, and nothing else, goes to another store.", code="other_store")
    if other is not None:
        ports.stores.settings(unit, other)
    if "cause" in given and given["cause"] is not None and (kind != "waste" or given["cause"] not in CAUSES):
        raise BadStock(f"Waste has a cause: {', '.join(CAUSES)}.", code="cause_unknown")
    if kind == "waste" and "lines" in given and not given.get("cause"):
        raise BadStock("Say why it was thrown away.", code="cause_needed")
    if given.get("refers_to") is not None:
        store.get_document(unit, store_id, given["refers_to"])


def _write_lines(unit: Unit, row: DocumentRow, lines: Sequence[dict[str, Any]]) -> None:
    known = known_items(unit, {line["item_id"] for line in lines})
    lots = _lots(unit, row, lines)
    places = {place.id for place in list_locations(unit, row.store_id)} if lines else set()
    rows = [_new_line(row, number, line, known, lots) for number, line in enumerate(lines, 1)]
    if any(line.location_id is not None and line.location_id not in places for line in rows):
        raise BadStock("There is no such location at this store.", code="location_unknown")
    if row.kind == "production" and not any(line.is_output for line in rows):
        raise BadStock("Say what the production made.", code="output_needed")
    unit.session.add_all(rows)
    unit.session.flush()


def _new_line(
    row: DocumentRow, number: int, given: dict[str, Any], known: Known, lots: dict[tuple[UUID, str], UUID]
) -> DocumentLineRow:
    item_id = given["item_id"]
    factor = known.factor(item_id, given["unit"], f"lines.{number - 1}.unit")
    cost = given.get("unit_cost")
    if given.get("unit_price") is not None:
        cost = cost_to_stock_unit(given["unit_price"], factor)
    if row.kind in ("receipt", "price_correction") and cost is None:
        raise BadStock("Say what it costs.", code="cost_needed")
    if cost is not None and cost < 0 and row.kind != "price_correction":
        raise BadStock("A cost is not below zero.", code="negative_cost")
    lot = given.get("lot")
    return DocumentLineRow(
        tenant_id=row.tenant_id,
        document_id=row.id,
        line_no=number,
        item_id=item_id,
        quantity=given["quantity"],
        unit=given["unit"],
        stock_quantity=_stock_quantity(given, factor, known, item_id),
        unit_cost=cost,
        invoiced_quantity=_scaled(given.get("invoiced_quantity"), factor),
        invoiced_unit_cost=given.get("invoiced_unit_cost"),
        lot_id=lots[(item_id, lot["code"])] if lot else None,
        location_id=given.get("location_id"),
        is_output=given.get("is_output", False),
        standard_quantity=_scaled(given.get("standard_quantity"), factor),
    )


def _stock_quantity(given: dict[str, Any], factor: Fraction, known: Known, item_id: UUID) -> Decimal:
    """As weighed, of an item whose pieces weigh what they weigh; else by the unit."""
    weighed: Decimal | None = given.get("stock_quantity")
    if weighed is None:
        return in_stock(given["quantity"], factor)
    if not known.items[item_id].is_catch_weight:
        raise BadStock("Only of catch-weight items the weight is said as well.", code="not_catch_weight")
    return weighed


def _scaled(quantity: Decimal | None, factor: Fraction) -> Decimal | None:
    return None if quantity is None else in_stock(quantity, factor)


def _lots(unit: Unit, row: DocumentRow, lines: Sequence[dict[str, Any]]) -> dict[tuple[UUID, str], UUID]:
    wanted = {(line["item_id"], line["lot"]["code"]): line["lot"] for line in lines if line.get("lot")}
    if not wanted:
        return {}
    known = store.find_lots(unit, row.store_id, {code for _, code in wanted})
    found = {key: lot.id for key, lot in known.items()}
    for (item_id, code), lot in wanted.items():
        if (item_id, code) not in found:
            made = LotRow(
                tenant_id=row.tenant_id,
                id=new_id(),
                store_id=row.store_id,
                item_id=item_id,
                code=code,
                expires_on=lot.get("expires_on"),
            )
            unit.session.add(made)
            found[(item_id, code)] = made.id
    unit.session.flush()
    return found


def _line(line: DocumentLineRow) -> Line:
    return Line(
        line.line_no,
        line.item_id,
        line.stock_quantity,
        line.unit_cost,
        line.lot_id,
        line.location_id,
        line.is_output,
    )


def _views(unit: Unit, rows: Iterable[DocumentRow]) -> list[View]:
    documents = list(rows)
    lines = store.lines_of(unit, [row.id for row in documents])
    items = items_by_id(unit, (line.item_id for found in lines.values() for line in found))
    return [
        {
            **{name: getattr(row, name) for name in HEAD},
            "lines": [
                {**{name: getattr(line, name) for name in LINE}, "item": item_tag(items[line.item_id])}
                for line in lines[row.id]
            ],
        }
        for row in documents
    ]
