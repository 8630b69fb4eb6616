"""People who work for the brand."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from accounts.models.tenants import of_tenant
from core.models import Base, TenantRow

_PRESENT = text("archived_at IS NULL")


class Staff(TenantRow, Base):
    """A person. A PIN lets them in at a store's terminal, e-mail and password at head office.

    Wrong tries are counted for each of the two, and lock it for a time that grows. E-mail is kept in lower case.
    """

    __tablename__ = "accounts_staff"
    __table_args__ = (
        of_tenant(),
        Index("uq_accounts_staff_email", "tenant_id", "email", unique=True, postgresql_where=_PRESENT),
        Index(
            "uq_accounts_staff_employee_no",
            "tenant_id",
            "employee_no",
            unique=True,
            postgresql_where=_PRESENT,
        ),
    )

    name: Mapped[str]
    employee_no: Mapped[str | None]
    email: Mapped[str | None]
    password_hash: Mapped[str | None]
    failed_passwords: Mapped[int]
    password_locked_until: Mapped[datetime | None]
    pin_hash: Mapped[str | None]
    failed_pins: Mapped[int]
    pin_locked_until: Mapped[datetime | None]
    locale: Mapped[str]
    color: Mapped[str | None]
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
