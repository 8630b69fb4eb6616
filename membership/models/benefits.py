"""What paid orders were given, by benefit and by who bears it; what refunds took back stands with a minus. Never changed."""

from datetime import date
from uuid import UUID

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow


class BenefitRow(TenantRow, Base):
    """A benefit's amount (minor units) on one order: of a promotion's version, or of points, member prices, or by hand.

    ``refund_id``: the refund that took it back, else None. ``funder`` is ``hq`` or a store's id; None: the store itself.
    """

    __tablename__ = "membership_benefit"
    __table_args__ = (
        Index(None, "tenant_id", "promotion_id", "business_date"),
        Index(None, "tenant_id", "order_id"),
        Index(None, "tenant_id", "business_date"),
    )

    order_id: Mapped[UUID]
    refund_id: Mapped[UUID | None]
    store_id: Mapped[UUID]
    business_date: Mapped[date] = mapped_column(Date)
    member_id: Mapped[UUID | None]
    source: Mapped[str]
    promotion_id: Mapped[UUID | None]
    version: Mapped[int | None]
    funder: Mapped[str | None]
    amount: Mapped[int]
