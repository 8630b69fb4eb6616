"""Who is signed in, and where."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from core.models import Base, TenantRow, tenant_fk


class SignInSession(TenantRow, Base):
    """A sign-in that can be refreshed until ``expires_at``; at a terminal it belongs to the terminal's store.

    The refresh token is rotated at each use; ``refresh_hash`` knows the newest alone.
    """

    __tablename__ = "accounts_session"
    __table_args__ = (
        tenant_fk("staff_id", "accounts_staff"),
        tenant_fk("terminal_id", "accounts_terminal"),
        tenant_fk("store_id", "accounts_store"),
        Index(None, "tenant_id", "staff_id"),
        Index(None, "tenant_id", "terminal_id"),
    )

    staff_id: Mapped[UUID]
    terminal_id: Mapped[UUID | None]
    store_id: Mapped[UUID | None]
    refresh_hash: Mapped[bytes]
    started_at: Mapped[datetime]
    refreshed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
