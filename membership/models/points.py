"""Points: lots that expire, and every move of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from core.models import Base, TenantRow, tenant_fk


class PointsLotRow(TenantRow, Base):
    """Points of one accrual that are left; negative: a debt, paid by the next accruals."""

    __tablename__ = "membership_points_lot"
    __table_args__ = (
        tenant_fk("member_id", "membership_member"),
        Index(None, "tenant_id", "member_id"),
    )

    member_id: Mapped[UUID]
    points_left: Mapped[int]
    expires_on: Mapped[date | None]
    made_at: Mapped[datetime]


class PointsEntryRow(TenantRow, Base):
    """A move of points on one lot; a member's balance is the sum of the entries. Never changed.

    Where an order earned points: ``base``, the rate in basis points, and ``points_per``, the money for a point.
    """

    __tablename__ = "membership_points_entry"
    __table_args__ = (
        tenant_fk("member_id", "membership_member"),
        CheckConstraint("kind IN ('accrue','burn','expire','take_back','return')", name="kind"),
        Index(None, "tenant_id", "member_id", "at"),
        Index(None, "tenant_id", "order_id"),
    )

    member_id: Mapped[UUID]
    lot_id: Mapped[UUID]
    kind: Mapped[str]
    points: Mapped[int]
    base: Mapped[int]
    order_id: Mapped[UUID | None]
    store_id: Mapped[UUID | None]
    points_per: Mapped[int | None]
    at: Mapped[datetime]
