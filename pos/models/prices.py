"""List prices with where and when they hold, and tax classes with their regional and store rates."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk
from pos.models.set_meals import variant_of_product

RATE = Numeric(7, 4)
WHERE_AND_WHEN = (
    "product_id", "variant_id", "store_id", "region_id", "channel", "weekdays", "start_minute", "end_minute",
    "valid_from", "valid_to",
)  # fmt: skip


def wall_clock_checks() -> tuple[CheckConstraint, ...]:
    """What holds of every row that may hold at certain hours only."""
    return (
        CheckConstraint("channel IN ('dine_in','takeaway','delivery','own_app')", name="channel"),
        CheckConstraint("weekdays BETWEEN 1 AND 127", name="weekdays"),
        CheckConstraint("(start_minute IS NULL) = (end_minute IS NULL)", name="daypart_ends"),
        CheckConstraint(
            "start_minute BETWEEN 0 AND 1439 AND end_minute BETWEEN 0 AND 1440 AND start_minute <> end_minute",
            name="daypart",
        ),
    )


class PriceListRow(TenantRow, Base):
    """One price; empty means everywhere, every channel, always. The fields are those of ``values.catalog.PriceRow``.

    Two rows for the very same place and time are refused here; two that would tie (same rank, overlapping hours) by
    the service, which the menu version's lock makes safe.
    """

    __tablename__ = "pos_price"
    __table_args__ = (
        tenant_fk("product_id", "pos_product"),
        variant_of_product(),
        CheckConstraint("store_id IS NULL OR region_id IS NULL", name="one_place"),
        CheckConstraint("valid_from <= valid_to", name="dates"),
        CheckConstraint("member_amount >= 0", name="member_amount"),
        *wall_clock_checks(),
        Index(
            "uq_pos_price_place_and_time",
            "tenant_id",
            *WHERE_AND_WHEN,
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    product_id: Mapped[UUID]
    variant_id: Mapped[UUID | None]
    amount: Mapped[int]
    member_amount: Mapped[int | None]
    store_id: Mapped[UUID | None]
    region_id: Mapped[UUID | None]
    channel: Mapped[str | None]
    weekdays: Mapped[int | None]
    start_minute: Mapped[int | None]
    end_minute: Mapped[int | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class TaxClassRow(TenantRow, Base):
    """A rate in percent; ``inclusive`` empty: as the store's prices are. One class may be the brand's default."""

    __tablename__ = "pos_tax_class"
    __table_args__ = (
        CheckConstraint("rate >= 0 AND rate < 1000", name="rate"),
        Index(
            "uq_pos_tax_class_default",
            "tenant_id",
            unique=True,
            postgresql_where=text("is_default AND archived_at IS NULL"),
        ),
    )

    name: Mapped[dict[str, str]] = mapped_column(JSONB)
    rate: Mapped[Decimal] = mapped_column(RATE)
    inclusive: Mapped[bool | None]
    is_default: Mapped[bool]
    archived_at: Mapped[datetime | None]


class TaxOverrideRow(TenantRow, Base):
    """Another rate for a tax class in one region or at one store; the store's goes before the region's."""

    __tablename__ = "pos_tax_override"
    __table_args__ = (
        tenant_fk("tax_class_id", "pos_tax_class"),
        CheckConstraint("(region_id IS NULL) <> (store_id IS NULL)", name="one_place"),
        CheckConstraint("rate >= 0 AND rate < 1000", name="rate"),
        Index(
            "uq_pos_tax_override_place",
            "tenant_id",
            "tax_class_id",
            "region_id",
            "store_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    tax_class_id: Mapped[UUID]
    region_id: Mapped[UUID | None]
    store_id: Mapped[UUID | None]
    rate: Mapped[Decimal] = mapped_column(RATE)
    inclusive: Mapped[bool | None]
