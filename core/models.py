"""The shape of every table, and the ground floor's own tables."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKeyConstraint, Index, MetaData, Numeric, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from core.ids import new_id

QUANTITY = Numeric(12, 3)


class Base(DeclarativeBase):
    """All tables: one metadata, named constraints, BIGINT for integers (money is in minor units)."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uuid(),
        str: Text(),
        int: BigInteger(),
        datetime: DateTime(timezone=True),
        Decimal: QUANTITY,
        dict[str, Any]: JSONB(),
        dict[str, str]: JSONB(),
        list[Any]: JSONB(),
        list[str]: JSONB(),
    }


class TenantRow:
    """A row of one tenant: ``tenant_id`` leads the key, so that row-level security and sharding both hold."""

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-100)
    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-99, default=new_id)


def tenant_fk(column: str, target: str, *, ondelete: str | None = None) -> ForeignKeyConstraint:
    """A foreign key inside one tenant: (tenant_id, column) → target (tenant_id, id)."""
    return ForeignKeyConstraint(
        ["tenant_id", column], [f"{target}.tenant_id", f"{target}.id"], ondelete=ondelete
    )


class EventRow(Base):
    """A past fact, appended in the transaction that made it true; ``xid`` orders it behind the oldest open one."""

    __tablename__ = "core_event"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    xid: Mapped[int] = mapped_column(
        primary_key=True, server_default=text("(pg_current_xact_id()::text)::bigint")
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    type: Mapped[str]
    store_id: Mapped[UUID | None]
    at: Mapped[datetime]
    payload: Mapped[dict[str, Any]]


class ConsumerCursor(Base):
    """How far a consumer has read one tenant's events; moved in the transaction that applied them."""

    __tablename__ = "core_consumer_cursor"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    consumer: Mapped[str] = mapped_column(primary_key=True)
    xid: Mapped[int]
    event_id: Mapped[UUID]
    moved_at: Mapped[datetime]


class ParkedEvent(Base):
    """An event whose handler keeps failing: kept where people see it, so that it does not stop the others."""

    __tablename__ = "core_parked_event"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    consumer: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    event_xid: Mapped[int]
    type: Mapped[str]
    error: Mapped[str]
    parked_at: Mapped[datetime]


class IdempotentAnswer(Base):
    """The first answer to a keyed request, with a hash of what was asked.

    ``subject_id``: whom it tells of, if it tells of a person; it is forgotten with them.
    """

    __tablename__ = "core_idempotent_answer"
    __table_args__ = (
        Index(None, "answered_at"),
        Index(None, "tenant_id", "subject_id", postgresql_where=text("subject_id IS NOT NULL")),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    payload_hash: Mapped[bytes]
    status: Mapped[int]
    body: Mapped[str]
    answered_at: Mapped[datetime]
    subject_id: Mapped[UUID | None]


class AuditEntry(TenantRow, Base):
    """A privileged act: who, where, when, on what, and the values that matter. Never changed, never deleted."""

    __tablename__ = "core_audit"
    __table_args__ = (Index(None, "tenant_id", "subject_type", "subject_id"),)

    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str | None]
    terminal_id: Mapped[UUID | None]
    store_id: Mapped[UUID | None]
    action: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[str]
    detail: Mapped[dict[str, Any]]
    request_id: Mapped[str | None]
