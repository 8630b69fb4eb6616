"""A document's lines: units made exact, costs and lots as they were told, and what is wrong with them said at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core.ids import new_id
from core.uow import Read, Unit
from inventory.errors import BadStock
from inventory.models.stock import LotRow
from inventory.rules.documents import MOST_MONEY, cost_to_stock_unit, in_stock, money
from inventory.services.drafts import Known, known_from, known_reads, refuse_bought
from inventory.store.documents import lots_read
from inventory.store.places import locations_read

Row = dict[str, Any]
Lots = dict[tuple[UUID, str], UUID]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lines may refer to: items and units, the store's places, and its lots by item and code."""

    known: Known
    places: frozenset[UUID]
    lots: Mapping[tuple[UUID, str], UUID]


def load_surroundings(
    unit: Unit, store_id: UUID, lines: Sequence[Row], *more: Read
) -> tuple[Surroundings, list[list[Any]]]:
    """What these lines refer to, and the rows of other statements; one round trip."""
    codes = {line["lot"]["code"] for line in lines if line.get("lot")}
    items, units, places, lots, *rest = unit.fetch(
        *known_reads(unit, {line["item_id"] for line in lines}),
        locations_read(unit, store_id),
        lots_read(unit, store_id, codes),
        *more,
    )
    around = Surroundings(
        known_from(items, units),
        frozenset(row.id for row in places),
        {(row.item_id, row.code): row.id for row in lots},
    )
    return around, rest


def new_lines(unit: Unit, head: Row, lines: Sequence[Row], around: Surroundings) -> list[Row]:
    """The rows of a document's lines; writes the lots that are new."""
    lots = dict(around.lots)
    new_lots = _new_lots(head, lines, lots)
    rows = [_new_line(head, number, line, around.known, lots) for number, line in enumerate(lines, 1)]
    if any(row["location_id"] not in around.places for row in rows if row["location_id"] is not None):
        raise BadStock("There is no such location at this store.", code="location_unknown")
    if head["kind"] == "production":
        _check_outputs(rows, around.known)
    unit.add(LotRow, new_lots)
    return rows


def _check_outputs(rows: Sequence[Row], known: Known) -> None:
    """A production makes something, and what is made in the kitchen is semi-finished: stock of it is turned back into raw."""
    made = [(place, known.items[row["item_id"]]) for place, row in enumerate(rows) if row["is_output"]]
    if not made:
        raise BadStock("Say what the production made.", code="output_needed")
    for place, item in made:
        refuse_bought(item, f"lines.{place}.item_id")


def _new_line(head: Row, number: int, given: Row, known: Known, lots: Lots) -> Row:
    item_id = given["item_id"]
    factor = known.factor(item_id, given["unit"], f"lines.{number - 1}.unit")
    lot = given.get("lot")
    stock_quantity = _stock_quantity(given, factor, known.items[item_id])
    unit_cost = _cost(head["kind"], given, factor)
    _refuse_too_much(given, stock_quantity, unit_cost)
    return {
        "tenant_id": head["tenant_id"],
        "document_id": head["id"],
        "line_no": number,
        "item_id": item_id,
        "quantity": given["quantity"],
        "unit": given["unit"],
        "stock_quantity": stock_quantity,
        "unit_cost": unit_cost,
        "unit_price": given.get("unit_price"),
        "invoiced_quantity": _scaled(given.get("invoiced_quantity"), factor),
        "invoiced_unit_cost": given.get("invoiced_unit_cost"),
        "received_quantity": None,
        "lot_id": lots[item_id, lot["code"]] if lot else None,
        "location_id": given.get("location_id"),
        "is_output": given.get("is_output", False),
        "standard_quantity": _scaled(given.get("standard_quantity"), factor),
    }


def _cost(kind: str, given: Row, factor: Fraction) -> Decimal | None:
    """To one stock unit, whether it was told of that or of the line's unit: as it was weighed, else by the unit."""
    cost: Decimal | None = given.get("unit_cost")
    if given.get("unit_price") is not None:
        weighed = given.get("stock_quantity")
        one = Fraction(weighed) / Fraction(given["quantity"]) if weighed and given["quantity"] else factor
        cost = cost_to_stock_unit(given["unit_price"], one)
    if kind in ("receipt", "price_correction") and cost is None:
        raise BadStock("Say what it costs.", code="cost_needed")
    if cost is not None and cost < 0 and kind != "price_correction":
        raise BadStock("A cost is not below zero.", code="negative_cost")
    return cost


def _refuse_too_much(given: Row, stock_quantity: Decimal, unit_cost: Decimal | None) -> None:
    """Money is kept below 10¹²."""
    price: Decimal | None = given.get("unit_price")
    amount = (
        money(stock_quantity, unit_cost or Decimal(0)) if price is None else money(given["quantity"], price)
    )
    if max(abs(amount), abs(unit_cost or Decimal(0))) >= MOST_MONEY:
        raise BadStock("A line comes to too much money.", code="number_too_large")


def _stock_quantity(given: Row, factor: Fraction, item: Any) -> Decimal:
    """As weighed, of an item whose pieces weigh what they weigh; else by the unit."""
    weighed: Decimal | None = given.get("stock_quantity")
    if weighed is None:
        quantity = in_stock(given["quantity"], factor)
        if given["quantity"] and not quantity:
            message = f"{given['unit']}: so little of it is nothing in {item.stock_unit}."
            raise BadStock(message, code="quantity_too_small")
        return quantity
    if given["quantity"] and not weighed:
        raise BadStock("What weighs nothing is nothing.", code="quantity_too_small")
    if not item.is_catch_weight:
        raise BadStock("Only of catch-weight items the weight is said as well.", code="not_catch_weight")
    return weighed


def _scaled(quantity: Decimal | None, factor: Fraction) -> Decimal | None:
    return None if quantity is None else in_stock(quantity, factor)


def _new_lots(head: Row, lines: Sequence[Row], lots: Lots) -> list[Row]:
    """The lots that nobody has told of before; they are known from now on."""
    rows = []
    for line in lines:
        lot = line.get("lot")
        if lot and (line["item_id"], lot["code"]) not in lots:
            row = {
                "id": new_id(),
                "store_id": head["store_id"],
                "item_id": line["item_id"],
                "code": lot["code"],
                "expires_on": lot.get("expires_on"),
            }
            lots[line["item_id"], lot["code"]] = row["id"]
            rows.append(row)
    return rows
