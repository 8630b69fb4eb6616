"""An order as values: what the rules read and yield. The names are those of the tables."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Order:
    """The head of an order; ``number`` is an int once the order is stored. ``wishes`` and ``deal``: see ``pos.rules.deals``."""

    id: UUID
    store_id: UUID
    business_date: date
    number: Any
    channel: str
    opened_at: datetime
    recorded_at: datetime
    opened_by: UUID
    opened_by_name: str
    currency: str
    terms: dict[str, Any]
    table_id: UUID | None = None
    table_name: str | None = None
    shares_table: bool = False
    covers: int | None = None
    guest_name: str | None = None
    note: str | None = None
    due_at: datetime | None = None
    state: str = "open"
    is_late: bool = False
    terminal_id: UUID | None = None
    closed_at: datetime | None = None
    merged_into: UUID | None = None
    member_id: UUID | None = None
    wishes: dict[str, Any] | None = None
    deal: dict[str, Any] | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an order; components point at their set meal's line by ``parent_id``. ``gift_of``: a promotion's gift."""

    id: UUID
    order_id: UUID
    product_id: UUID
    kind: str
    code: str
    name: dict[str, str]
    quantity: Decimal
    unit_price: int
    list_price: int
    line_total: int
    added_at: datetime
    added_by: UUID
    added_by_name: str
    parent_id: UUID | None = None
    component_id: UUID | None = None
    position: int = 0
    variant_id: UUID | None = None
    variant_name: dict[str, str] | None = None
    modifiers: list[dict[str, Any]] = field(default_factory=list)
    share: int = 0
    tax_class_id: UUID | None = None
    tax_name: dict[str, str] | None = None
    tax_rate: Decimal = ZERO
    tax_inclusive: bool = True
    price_id: UUID | None = None
    seat: int | None = None
    course: int | None = None
    on_hold: bool = False
    state: str = "held"
    voided: Decimal = ZERO
    comped: Decimal = ZERO
    revision: int = 1
    note: str | None = None
    suggestion_id: UUID | None = None
    gift_of: UUID | None = None
    member_price: int | None = None
    fired_at: datetime | None = None

    @property
    def standing(self) -> Decimal:
        """Units not voided."""
        return self.quantity - self.voided

    @property
    def payable(self) -> Decimal:
        """Units that the guest pays for."""
        return self.quantity - self.voided - self.comped


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A void, comp or refire of some units of a line."""

    id: UUID
    order_id: UUID
    line_id: UUID
    kind: str
    was_fired: bool
    quantity: Decimal
    amount: int
    reason: str
    at: datetime
    done_by: UUID
    done_by_name: str
    approved_by: UUID | None = None
    approved_by_name: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A bill of an order; ``frozen`` holds its figures once it is paid."""

    id: UUID
    order_id: UUID
    number: int
    state: str = "open"
    frozen: dict[str, Any] | None = None
    paid_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A check's part of a line, by weight."""

    check_id: UUID
    line_id: UUID
    order_id: UUID
    weight: int


@dataclass(frozen=True, slots=True)
class Payment:
    """Money taken, or given back when ``amount`` is negative."""

    id: UUID
    order_id: UUID
    check_id: UUID
    store_id: UUID
    business_date: date
    tender: str
    amount: int
    at: datetime
    taken_by: UUID
    taken_by_name: str
    tip: int = 0
    tendered: int | None = None
    change: int = 0
    reference: str | None = None
    refund_id: UUID | None = None
    original_id: UUID | None = None
    terminal_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back on a check; ``lines``: [{line_id, quantity, amount}] for each line that bears a price.

    Without lines: of what was taken on a check that was not paid yet; nothing was sold. ``is_write_off``: it was never paid, and no
    money moved.
    """

    id: UUID
    order_id: UUID
    check_id: UUID
    store_id: UUID
    business_date: date
    amount: int
    lines: list[dict[str, Any]]
    reason: str
    at: datetime
    done_by: UUID
    done_by_name: str
    approved_by: UUID | None = None
    approved_by_name: str | None = None
    is_write_off: bool = False

    @property
    def is_of_sale(self) -> bool:
        """Whether it takes back something of what was sold."""
        return bool(self.lines)

    @property
    def given_back(self) -> int:
        """What of the sale guests got back: of a write-off nothing."""
        return self.amount if self.is_of_sale and not self.is_write_off else 0


@dataclass(slots=True)
class Book:
    """An order with all that belongs to it: the working copy that commands change. Everything is keyed by id."""

    order: Order
    lines: dict[UUID, Line] = field(default_factory=dict)
    checks: dict[UUID, Check] = field(default_factory=dict)
    parts: dict[tuple[UUID, UUID], Part] = field(default_factory=dict)
    payments: dict[UUID, Payment] = field(default_factory=dict)
    refunds: dict[UUID, Refund] = field(default_factory=dict)
    adjustments: dict[UUID, Adjustment] = field(default_factory=dict)

    def copy(self) -> "Book":
        """A second book over the same frozen values."""
        return Book(
            self.order,
            dict(self.lines),
            dict(self.checks),
            dict(self.parts),
            dict(self.payments),
            dict(self.refunds),
            dict(self.adjustments),
        )

    @property
    def written_off(self) -> int:
        """What of the order will never be paid."""
        return sum(refund.amount for refund in self.refunds.values() if refund.is_write_off)

    @property
    def is_unsold(self) -> bool:
        """Whether the order is over and nobody paid anything of it."""
        total = sum((check.frozen or {}).get("total", 0) for check in self.checks.values())
        return bool(self.written_off) and self.written_off == total and not self.open_checks()

    def top_lines(self) -> list[Line]:
        """Lines as the guest sees them, in the order in which they were made."""
        return sorted((x for x in self.lines.values() if x.parent_id is None), key=lambda x: x.id)

    def fired_ids(self) -> list[UUID]:
        """Lines and components that were fired and not voided."""
        return [line.id for line in self.lines.values() if line.state == "fired"]

    def components(self, parent_id: UUID) -> list[Line]:
        """A set meal's components, in menu order."""
        return sorted((x for x in self.lines.values() if x.parent_id == parent_id), key=lambda x: x.position)

    def open_checks(self) -> list[Check]:
        """Checks that can still be paid, by number."""
        return sorted((c for c in self.checks.values() if c.state == "open"), key=lambda c: (c.number, c.id))
