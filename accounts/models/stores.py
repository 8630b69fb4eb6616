"""Regions and stores, and how each store counts its days, taxes and rounding."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from accounts.models.tenants import of_tenant
from core.models import Base, TenantRow, tenant_fk


class Region(TenantRow, Base):
    """A group of stores, such as a city."""

    __tablename__ = "accounts_region"
    __table_args__ = (of_tenant(),)

    name: Mapped[dict[str, str]]
    archived_at: Mapped[datetime | None]


class Store(TenantRow, Base):
    """A place that sells. Money is in minor units of ``currency``; ``cutoff_minutes`` after local midnight a new day begins.

    ``rounding`` is {unit, mode, scope} (抹零); ``service_charge_bp`` is in basis points, for ``service_charge_channels``.
    Above ``approval_limit`` a void or comp needs a second person's PIN (NULL: never); pickup numbers wrap at
    ``pickup_wrap``.
    """

    __tablename__ = "accounts_store"
    __table_args__ = (
        of_tenant(),
        tenant_fk("region_id", "accounts_region"),
        UniqueConstraint("tenant_id", "code"),
        CheckConstraint("cutoff_minutes BETWEEN 0 AND 1439", name="cutoff"),
        CheckConstraint("service_charge_bp BETWEEN 0 AND 10000", name="service_charge"),
        CheckConstraint("pickup_wrap BETWEEN 1 AND 999999", name="pickup_wrap"),
        CheckConstraint("approval_limit >= 0", name="approval_limit"),
        Index(None, "tenant_id", "region_id"),
    )

    code: Mapped[str]
    name: Mapped[dict[str, str]]
    region_id: Mapped[UUID | None]
    timezone: Mapped[str]
    currency: Mapped[str]
    cutoff_minutes: Mapped[int]
    prices_include_tax: Mapped[bool]
    rounding: Mapped[dict[str, Any]]
    service_charge_bp: Mapped[int]
    service_charge_channels: Mapped[list[str]]
    pickup_wrap: Mapped[int]
    approval_limit: Mapped[int | None]
    is_franchised: Mapped[bool]
    legal_entity: Mapped[str | None]
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
