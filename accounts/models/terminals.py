"""Terminals, and the codes with which they are enrolled."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from core.models import Base, TenantRow, tenant_fk


class Terminal(TenantRow, Base):
    """A device at one store. It holds a secret of which we keep the hash; once revoked it is out for good.

    ``enrolment_hash`` knows the code and the key with which it was enrolled.
    """

    __tablename__ = "accounts_terminal"
    __table_args__ = (
        tenant_fk("store_id", "accounts_store"),
        UniqueConstraint("tenant_id", "enrolment_hash"),
        Index(None, "tenant_id", "store_id"),
    )

    store_id: Mapped[UUID]
    name: Mapped[str]
    token_hash: Mapped[bytes]
    enrolment_hash: Mapped[bytes | None]
    enrolled_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class EnrolmentCode(TenantRow, Base):
    """A code, made at head office, that turns up to ``uses_left`` devices into terminals of a store."""

    __tablename__ = "accounts_enrolment_code"
    __table_args__ = (
        tenant_fk("store_id", "accounts_store"),
        UniqueConstraint("tenant_id", "code_hash"),
        CheckConstraint("uses_left >= 0", name="uses_left"),
        Index(None, "tenant_id", "store_id"),
    )

    store_id: Mapped[UUID]
    code_hash: Mapped[bytes]
    uses_left: Mapped[int]
    expires_at: Mapped[datetime]
