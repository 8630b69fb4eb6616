"""What the kitchen tells the others."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class CourseReady(Event):
    """Every station has finished an order's course."""

    order_id: UUID
    course: int
    business_date: date


@dataclass(frozen=True, kw_only=True)
class ItemRemade(Event):
    """A cook makes units again on the kitchen's own account, with the modifiers of the first: waste, no new price."""

    order_id: UUID
    line_id: UUID
    making: UUID
    product_id: UUID
    variant_id: UUID | None
    quantity: str
    modifiers: list[dict[str, Any]]
    reason: str
    business_date: date
