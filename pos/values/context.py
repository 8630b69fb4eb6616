"""What a command may look at, and what it leaves behind beside the changed order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.actor import Actor, StoreSettings
from core.events import Event
from core.proofs import Proof
from pos.values.carts import Cart
from pos.values.catalog import Catalog
from pos.values.courses import CoursePlan
from pos.values.orders import Book

Stock = dict[tuple[UUID, UUID | None], Decimal]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who did or approved something."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the store; ``order_id`` is the open order that has it for itself."""

    id: UUID
    name: str
    order_id: UUID | None = None


@dataclass(slots=True)
class Context:
    """One batch of commands: who asks, where and when, and what came of it.

    ``book`` is the order being changed (None before it is opened), ``others`` the orders it may take over. ``approvals``
    holds the people whose PINs were proved, by the command's place in the batch. ``takes`` and ``gives`` are units taken
    from and given back to countdowns; ``events`` are the facts to record. ``counted_at``: when the terminal's drawer was counted
    last, known when money moved some time ago. ``planned``: how courses of these orders are to be fired, other than by hand;
    ``out``: of fired lines that the kitchen makes, when their course was bumped, None while it is not (both known when a
    command may decide on what a course waits for); ``plans``: the courses planned now. ``proofs``: what members proved stored value with,
    by payment. ``price_rest`` finds the deal of what remains of a paid order, where the brand reclaims broken benefits.
    """

    order_id: UUID
    store: StoreSettings
    actor: Actor
    now: datetime
    at: datetime
    catalog: Catalog
    number: Any = None
    book: Book | None = None
    others: dict[UUID, Book] = field(default_factory=dict)
    tables: dict[UUID, Table] = field(default_factory=dict)
    closed_days: frozenset[date] = frozenset()
    counted_at: datetime | None = None
    approvals: dict[int, Person] = field(default_factory=dict)
    place: int = 0
    takes: Stock = field(default_factory=dict)
    gives: Stock = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    audits: list[tuple[str, UUID, dict[str, Any]]] = field(default_factory=list)
    proofs: dict[UUID, Proof | None] = field(default_factory=dict)
    planned: dict[UUID, dict[int, str]] = field(default_factory=dict)
    out: dict[UUID, datetime | None] = field(default_factory=dict)
    plans: dict[int, CoursePlan] = field(default_factory=dict)
    price_rest: Callable[[Cart], dict[str, Any]] | None = None

    @property
    def approver(self) -> Person | None:
        """Who approved the command at hand, if anybody did."""
        return self.approvals.get(self.place)
