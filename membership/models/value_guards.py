"""What guards a member's stored value: PIN and one-time code, what tills hold back for offline use, the phone page's tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk


class ValueProofRow(Base):
    """How a member proves at the till that it is them: a PIN's hash, the key of their one-time codes, and wrong tries."""

    __tablename__ = "membership_value_proof"
    __table_args__ = (tenant_fk("member_id", "membership_member"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    pin_hash: Mapped[str | None]
    code_key: Mapped[bytes | None]
    used_step: Mapped[int]
    failed: Mapped[int]
    locked_until: Mapped[datetime | None]


class ValueQuotaRow(TenantRow, Base):
    """Part of a balance that a store keeps back for what it takes while offline; ``unused`` of it is still kept."""

    __tablename__ = "membership_value_quota"
    __table_args__ = (
        tenant_fk("member_id", "membership_member"),
        CheckConstraint("unused BETWEEN 0 AND amount", name="unused"),
        Index(None, "tenant_id", "member_id", postgresql_where=text("unused > 0")),
    )

    member_id: Mapped[UUID]
    store_id: Mapped[UUID]
    terminal_id: Mapped[UUID | None]
    amount: Mapped[int]
    unused: Mapped[int]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class PageTokenRow(TenantRow, Base):
    """A member's way to their phone page: a ``link`` is shown once as a QR code and opens it, a ``page`` keeps it open."""

    __tablename__ = "membership_page_token"
    __table_args__ = (
        tenant_fk("member_id", "membership_member"),
        CheckConstraint("kind IN ('link','page')", name="kind"),
        Index(None, "tenant_id", "member_id"),
    )

    member_id: Mapped[UUID]
    kind: Mapped[str]
    secret_hash: Mapped[bytes]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
