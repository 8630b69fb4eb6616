"""What documents do to the stock: the moves that each kind makes, line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from inventory.rules.exact import UNIT_COST_PLACES, rounded

QUANTITY_PLACES = 6
MOST_MONEY = 10**12
# Which way the goods of each kind go; a production's lines say it themselves.
SIGN = {"receipt": 1, "return": -1, "waste": -1, "staff_meal": -1}
LOST = "transfer_loss"
CAUSES = ("expired", "spoiled", "prep_error", "dropped", "overproduction", "quality", "other")


@dataclass(frozen=True, slots=True)
class Line:
    """A document's line in stock units; of a price correction, ``unit_cost`` is the difference to one.

    ``amount``: what it comes to, where its price was told to another unit; ``unit_cost`` is then rounded.
    """

    line_no: int
    item_id: UUID
    quantity: Decimal
    unit_cost: Decimal | None = None
    lot_id: UUID | None = None
    location_id: UUID | None = None
    is_output: bool = False
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A change of stock that a line makes. ``value``: money without goods, or what the goods come to exactly where a cost to
    one does not say it; in the major unit, signed."""

    reason: str
    line: Line
    quantity: Decimal
    unit_cost: Decimal | None = None
    value: Decimal | None = None


def moves_of(kind: str, lines: Sequence[Line]) -> list[Move]:
    """What posting a document of this kind does to the stock of its store. What was invoiced and not accepted moves nothing, and
    nothing was paid for it."""
    if kind == "production":
        return [_made(line) for line in lines]
    if kind == "price_correction":
        return [Move(kind, line, Decimal(0), value=correction(line)) for line in lines]
    sign = SIGN[kind]
    lines = [line for line in lines if line.quantity]
    if kind not in ("receipt", "return"):
        return [Move(kind, x, sign * x.quantity) for x in lines]
    return [
        Move(kind, x, sign * x.quantity, x.unit_cost, None if x.amount is None else sign * x.amount)
        for x in lines
    ]


def shipped(lines: Sequence[Line]) -> list[Move]:
    """What leaves the store that sends a transfer."""
    return [Move("transfer_out", line, -line.quantity, line.unit_cost) for line in lines]


def arrived(lines: Sequence[Line], received: Mapping[int, Decimal]) -> list[Move]:
    """What of a transfer came in, by line number."""
    coming = ((line, received[line.line_no]) for line in lines)
    return [Move("transfer_in", line, quantity, line.unit_cost) for line, quantity in coming if quantity]


def lost(lines: Sequence[Line], received: Mapping[int, Decimal]) -> list[Move]:
    """What was shipped and did not arrive; it is no store's stock."""
    gone = ((line, line.quantity - received[line.line_no]) for line in lines)
    return [Move(LOST, line, quantity, line.unit_cost) for line, quantity in gone if quantity]


def correction(line: Line) -> Decimal:
    """What a price correction is worth: quantity × difference."""
    return money(line.quantity, line.unit_cost or Decimal(0)) if line.amount is None else line.amount


def money(quantity: Decimal, price: Decimal) -> Decimal:
    """quantity × price, half-even to eight decimals."""
    return rounded(Fraction(quantity) * Fraction(price), UNIT_COST_PLACES)


def in_stock(quantity: Decimal, factor: Fraction) -> Decimal:
    """A quantity in the item's stock unit, half-even to six decimals: the one rounding of documents and counts."""
    return rounded(Fraction(quantity) * factor, QUANTITY_PLACES)


def cost_to_stock_unit(price: Decimal, factor: Fraction) -> Decimal:
    """A price to one purchase unit, as a price to one stock unit, half-even to eight decimals."""
    return rounded(Fraction(price) / factor, UNIT_COST_PLACES)


def _made(line: Line) -> Move:
    if line.is_output:
        return Move("production_in", line, line.quantity)
    return Move("production_out", line, -line.quantity)
