"""Stations, how lines find them, and the screens that show them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk


class StationRow(TenantRow, Base):
    """A place where dishes are made, packed or handed out (``kind``: prep, expo).

    ``stream_seq`` is the number of the last entry in the station's stream. Stations with the same ``pool`` are equal and
    share the load. ``ack_seconds``: how long a ticket may go unacknowledged before it is printed; ``printer``: where.
    ``version`` counts its edits; a diversion is none. Work goes to ``diverted_to`` by hand (``diverted_by`` hand), or to ``stand_in_id`` once all screens have been silent for
    ``divert_after_seconds`` (``diverted_by`` silence), until one of them is heard again.
    """

    __tablename__ = "kitchen_station"
    __table_args__ = (
        CheckConstraint("kind IN ('prep','expo')", name="kind"),
        CheckConstraint("ack_seconds BETWEEN 2 AND 3600", name="ack_seconds"),
        CheckConstraint("warn_percent BETWEEN 1 AND 1000", name="warn_percent"),
        CheckConstraint("divert_after_seconds BETWEEN 5 AND 3600", name="divert_after_seconds"),
        CheckConstraint("diverted_by IN ('hand','silence')", name="diverted_by"),
        Index(
            "uq_kitchen_station_default",
            "tenant_id",
            "store_id",
            unique=True,
            postgresql_where=text("is_default AND archived_at IS NULL"),
        ),
        Index(None, "tenant_id", "store_id"),
    )

    store_id: Mapped[UUID]
    name: Mapped[dict[str, str]]
    kind: Mapped[str]
    pool: Mapped[str | None]
    is_default: Mapped[bool]
    sort: Mapped[int]
    ack_seconds: Mapped[int]
    warn_percent: Mapped[int]
    printer: Mapped[str | None]
    print_always: Mapped[bool]
    diverted_to: Mapped[UUID | None]
    diverted_by: Mapped[str | None]
    stand_in_id: Mapped[UUID | None]
    divert_after_seconds: Mapped[int | None]
    stream_seq: Mapped[int]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    archived_at: Mapped[datetime | None]


class RouteRow(TenantRow, Base):
    """A rule that sends lines to a station. Every condition that is given must hold; the rules that hold all apply.

    ``version`` counts its edits.
    """

    __tablename__ = "kitchen_route"
    __table_args__ = (tenant_fk("station_id", "kitchen_station"), Index(None, "tenant_id", "store_id"))

    store_id: Mapped[UUID]
    station_id: Mapped[UUID]
    product_id: Mapped[UUID | None]
    category_id: Mapped[UUID | None]
    option_id: Mapped[UUID | None]
    channel: Mapped[str | None]
    weekdays: Mapped[int | None]
    start_minute: Mapped[int | None]
    end_minute: Mapped[int | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))


class ConfigVersion(Base):
    """The version of a store's kitchen settings; moved by each edit, checked at each commit that used a kept copy."""

    __tablename__ = "kitchen_config_version"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]


class ScreenRow(TenantRow, Base):
    """A screen on a station: the last entry of the stream that it says to have shown, and when it was last heard."""

    __tablename__ = "kitchen_screen"
    __table_args__ = (tenant_fk("station_id", "kitchen_station"), Index(None, "tenant_id", "station_id"))

    store_id: Mapped[UUID]
    station_id: Mapped[UUID]
    name: Mapped[str]
    acked_seq: Mapped[int]
    seen_at: Mapped[datetime]


class StreamEntry(Base):
    """One numbered entry of a station's stream: the tickets it changed, as they then stood.

    Without a foreign key: its number comes from the station's own row, locked in the same transaction.
    """

    __tablename__ = "kitchen_stream"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    station_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    payload: Mapped[dict[str, Any]]
