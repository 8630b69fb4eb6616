"""Legal entities, and clearing between stores and head office. What is closed is never changed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk


class EntityRow(TenantRow, Base):
    """A legal entity beside head office: a franchisee's company, or one that runs several of the brand's own stores."""

    __tablename__ = "membership_entity"

    name: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class EntityStoreRow(Base):
    """Whose a store is: an entity's, or (None) head office's. A store without a row is an entity of its own."""

    __tablename__ = "membership_entity_store"
    __table_args__ = (tenant_fk("entity_id", "membership_entity"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    entity_id: Mapped[UUID | None]


class ClearingRow(TenantRow, Base):
    """A closed period. Its number makes it one: who closes second, or leaves a gap, is refused."""

    __tablename__ = "membership_clearing"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        CheckConstraint("first <= last", name="days"),
    )

    number: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]
    head_office_bears: Mapped[int]
    closed_at: Mapped[datetime]
    closed_by: Mapped[UUID | None]


class ClearingStatementRow(Base):
    """What a store owes head office (positive), or gets, for a period; ``kinds``: {kind: [amount, entries]}."""

    __tablename__ = "membership_clearing_statement"
    __table_args__ = (tenant_fk("clearing_id", "membership_clearing"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    clearing_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(primary_key=True)
    store_name: Mapped[dict[str, Any]]
    entity_name: Mapped[dict[str, Any] | None]
    pays: Mapped[int]
    entries: Mapped[int]
    kinds: Mapped[dict[str, Any]]


class ClearedEntryRow(Base):
    """An entry in the one statement that it belongs to. Made from the entries by one statement, hence without foreign keys."""

    __tablename__ = "membership_cleared_entry"
    __table_args__ = (
        Index("ix_membership_cleared_entry_listed", "tenant_id", "clearing_id", "store_id", "entry_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    clearing_id: Mapped[UUID]
    store_id: Mapped[UUID]
    entity: Mapped[str]
