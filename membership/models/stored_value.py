"""Stored value: lots, the journals that use them, and the entries of every legal entity's book."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped

from core.models import Base, TenantRow, tenant_fk


class ValueLotRow(TenantRow, Base):
    """What is left of one recharge; its id is the recharge's. ``funded``: [[who, amount]] of the bonus that is left."""

    __tablename__ = "membership_value_lot"
    __table_args__ = (
        tenant_fk("member_id", "membership_member"),
        CheckConstraint("principal >= 0 AND bonus >= 0", name="left"),
        Index(None, "tenant_id", "member_id"),
        Index(None, "tenant_id", "expires_on", postgresql_where=text("bonus > 0")),
    )

    member_id: Mapped[UUID]
    store_id: Mapped[UUID]
    principal: Mapped[int]
    bonus: Mapped[int]
    funded: Mapped[list[Any]]
    expires_on: Mapped[date | None]
    made_at: Mapped[datetime]


class ValueJournalRow(TenantRow, Base):
    """One use of stored value, by the id that whoever asked gave it; ``takes``: what of which lot. Never changed.

    ``tender``: what a recharge was paid with; None on those of before it was kept.
    """

    __tablename__ = "membership_value_journal"
    __table_args__ = (
        tenant_fk("member_id", "membership_member"),
        tenant_fk("original_id", "membership_value_journal"),
        CheckConstraint(
            "kind IN ('recharge','spend','refund','withdrawal','expiry','funding','funding_back')",
            name="kind",
        ),
        CheckConstraint("member_id IS NOT NULL OR kind IN ('funding','funding_back')", name="member"),
        Index(None, "tenant_id", "member_id", "at"),
        Index(None, "tenant_id", "original_id"),
        Index(None, "tenant_id", "order_id", postgresql_where=text("kind = 'funding'")),
    )

    kind: Mapped[str]
    member_id: Mapped[UUID | None]
    store_id: Mapped[UUID | None]
    business_date: Mapped[date]
    principal: Mapped[int]
    bonus: Mapped[int]
    takes: Mapped[list[Any]]
    original_id: Mapped[UUID | None]
    order_id: Mapped[UUID | None]
    at: Mapped[datetime]
    by: Mapped[UUID | None]
    tender: Mapped[str | None]


class ValueEntryRow(TenantRow, Base):
    """A posting: debit positive, credit negative; ``other``: with whom a ``due`` is; ``store_id``: whose business it was.
    A journal balances in every book.
    """

    __tablename__ = "membership_value_entry"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "journal_id"],
            ["membership_value_journal.tenant_id", "membership_value_journal.id"],
        ),
        CheckConstraint("amount <> 0", name="amount"),
        Index(None, "tenant_id", "journal_id"),
        Index(None, "tenant_id", "business_date"),
    )

    journal_id: Mapped[UUID]
    business_date: Mapped[date]
    entity: Mapped[str]
    account: Mapped[str]
    other: Mapped[str | None]
    amount: Mapped[int]
    store_id: Mapped[UUID | None]
