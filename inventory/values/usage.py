"""What order events say of things made: each part a product, a quantity, a cause."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

NIL = UUID(int=0)
SOLD, COMPED, REFIRED, VOIDED, REMADE = "sold", "comped", "refired", "voided", "remade"
GIVEN = frozenset({COMPED})
WASTED = frozenset({REFIRED, VOIDED, REMADE})


@dataclass(frozen=True, slots=True)
class SoldPart:
    """A row of what was sold; the names are those of the columns.

    ``fired_at``: when it was fired, if it counts at another moment: what became of it later, or those books were closed. Its
    recipe is that moment's.
    """

    event_id: UUID
    part: int
    store_id: UUID
    at: datetime
    business_date: date
    product_id: UUID
    variant_id: UUID
    cause: str
    quantity: Decimal
    order_id: UUID
    line_id: UUID
    closure_id: UUID = NIL
    fired_at: datetime | None = None


@dataclass(slots=True)
class Takings:
    """What a product's paid units brought, in minor units."""

    units: Decimal = Decimal(0)
    list: int = 0
    net: int = 0


SalesKey = tuple[UUID, date, UUID, UUID]


@dataclass(slots=True)
class News:
    """What a batch of events adds: parts sold, and takings by (store, day, product, variant)."""

    parts: list[SoldPart] = field(default_factory=list)
    takings: dict[SalesKey, Takings] = field(default_factory=dict)
