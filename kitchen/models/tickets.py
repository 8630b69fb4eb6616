"""Tickets and their items."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow


class TicketRow(TenantRow, Base):
    """What one station makes of one order's course. ``part`` counts on when a course is fired again after its bump.

    ``born_seq`` is the stream entry that last brought the cook news of it (the ticket, more items, a change, a
    cancellation): acknowledged means that a screen has acknowledged that number. ``printed_at``: when it last was on paper,
    ``printed_seq``: with what news.
    """

    __tablename__ = "kitchen_ticket"
    __table_args__ = (
        CheckConstraint("state IN ('open','done','cancelled')", name="state"),
        Index("uq_kitchen_ticket_part", "tenant_id", "order_id", "station_id", "course", "part", unique=True),
        Index(
            "ix_kitchen_ticket_news",
            "tenant_id",
            "station_id",
            "born_seq",
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_kitchen_ticket_day", "tenant_id", "store_id", "business_date"),
    )

    store_id: Mapped[UUID]
    station_id: Mapped[UUID]
    order_id: Mapped[UUID]
    course: Mapped[int]
    part: Mapped[int]
    order_number: Mapped[int]
    business_date: Mapped[date] = mapped_column(Date)
    channel: Mapped[str]
    table_name: Mapped[str | None]
    note: Mapped[str | None]
    state: Mapped[str]
    is_rush: Mapped[bool]
    fired_at: Mapped[datetime]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    born_seq: Mapped[int]
    printed_at: Mapped[datetime | None]
    printed_seq: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int]


class ItemRow(TenantRow, Base):
    """Something to be made: one for each (order line, making, station), ``making`` being 0 or the refire's id.

    ``quantity`` is what is still wanted; ``change`` says what the cook has not yet acknowledged: changed or cancelled.
    """

    __tablename__ = "kitchen_item"
    __table_args__ = (
        CheckConstraint("state IN ('new','started','ready','served','cancelled')", name="state"),
        CheckConstraint("quantity >= 0", name="quantity"),
        Index("uq_kitchen_item_once", "tenant_id", "line_id", "making", "station_id", unique=True),
        Index("ix_kitchen_item_ticket", "tenant_id", "ticket_id"),
    )

    ticket_id: Mapped[UUID]
    station_id: Mapped[UUID]
    order_id: Mapped[UUID]
    line_id: Mapped[UUID]
    top_line_id: Mapped[UUID]
    making: Mapped[UUID]
    revision: Mapped[int]
    product_id: Mapped[UUID]
    variant_id: Mapped[UUID | None]
    name: Mapped[dict[str, str]]
    variant_name: Mapped[dict[str, str] | None] = mapped_column(JSONB)
    set_name: Mapped[dict[str, str] | None] = mapped_column(JSONB)
    quantity: Mapped[Decimal]
    modifiers: Mapped[list[Any]]
    allergens: Mapped[list[Any]]
    note: Mapped[str | None]
    seat: Mapped[int | None]
    prep_seconds: Mapped[int]
    start_at: Mapped[datetime]
    state: Mapped[str]
    before: Mapped[str | None]
    change: Mapped[str | None]
    is_remake: Mapped[bool]
    reason: Mapped[str | None]
    fired_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]
    served_at: Mapped[datetime | None]
