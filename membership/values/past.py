"""Past orders as values: what was sold with them, and what their carts were."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from membership.values.carts import CartLine

Dish = tuple[UUID, UUID | None]  # a product, and its variant where it has any
Place = tuple[UUID, date, int]  # a store, a business date, an order's number: how past orders are walked


@dataclass(frozen=True, slots=True)
class SoldDishes:
    """How many portions of which dishes were made for an order; a set meal counts as its components."""

    order_id: UUID
    dishes: tuple[tuple[Dish, Decimal], ...]


@dataclass(frozen=True, slots=True)
class PastCart:
    """A paid order as it would have to be priced again: its lines at list price, without what was voided or given away."""

    place: Place
    sold: SoldDishes
    channel: str
    at: datetime
    lines: tuple[CartLine, ...]
    member_id: UUID | None
