"""Tickets and items as values; the names are those of the tables."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

FIRST_MAKING = UUID(int=0)
# Seconds that a dish counts for where nobody said how long it takes: equal stations share such dishes, too, and reports call
# them late after as long as the screens do.
UNKNOWN_PREP = 600
# What was fired so long ago is eaten by now, whatever still lies open: it is no load, nobody is warned of it, and what becomes
# known so late is not cooked. It leaves the rails by itself. The database's kitchen_tenants_to_watch says the same.
EATEN_AFTER = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be made."""

    id: UUID
    ticket_id: UUID
    station_id: UUID
    order_id: UUID
    line_id: UUID
    top_line_id: UUID
    product_id: UUID
    name: dict[str, str]
    quantity: Decimal
    prep_seconds: int
    start_at: datetime
    fired_at: datetime
    making: UUID = FIRST_MAKING
    revision: int = 1
    variant_id: UUID | None = None
    variant_name: dict[str, str] | None = None
    set_name: dict[str, str] | None = None
    modifiers: list[dict[str, Any]] = field(default_factory=list)
    allergens: list[str] = field(default_factory=list)
    note: str | None = None
    seat: int | None = None
    state: str = "new"
    before: str | None = None
    change: str | None = None
    is_remake: bool = False
    reason: str | None = None
    started_at: datetime | None = None
    ready_at: datetime | None = None
    served_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether the station still has to do something for it."""
        return self.state in ("new", "started")

    @property
    def is_awaited(self) -> bool:
        """Whether its course is not out without it: it is to be made, or to be looked at. What was cancelled is neither."""
        return self.is_open or (self.change is not None and self.state != "cancelled")


@dataclass(frozen=True, slots=True)
class Ticket:
    """What one station makes of one order's course."""

    id: UUID
    store_id: UUID
    station_id: UUID
    order_id: UUID
    course: int
    order_number: Any
    business_date: date
    channel: str
    fired_at: datetime
    due_at: datetime
    born_seq: Any
    part: int = 1
    table_name: str | None = None
    note: str | None = None
    state: str = "open"
    is_rush: bool = False
    done_at: datetime | None = None
    printed_at: datetime | None = None
    printed_seq: int | None = None
    version: int = 1


@dataclass(slots=True)
class Rail:
    """The tickets of an order (or of a station) with their items: the working copy that facts and cooks change."""

    tickets: dict[UUID, Ticket] = field(default_factory=dict)
    items: dict[UUID, Item] = field(default_factory=dict)

    def copy(self) -> "Rail":
        """A second rail over the same frozen values."""
        return Rail(dict(self.tickets), dict(self.items))

    def items_of(self, ticket_id: UUID) -> list[Item]:
        """A ticket's items in the order in which they were made."""
        found = (item for item in self.items.values() if item.ticket_id == ticket_id)
        return sorted(found, key=lambda item: (item.fired_at, item.top_line_id, item.line_id, item.id))
