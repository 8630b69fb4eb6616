"""What is printed because no screen has shown it, and what the till is warned of."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, TenantRow, tenant_fk


class SlipRow(Base):
    """News of a ticket (``seq``: its ``born_seq``) on its way to paper; one row for each, so that it is printed once.

    ``waiting`` slips are claimed by moving ``next_try_at`` ahead. ``may_be_out``: a try may have reached the paper, so that
    the next one is marked as a copy.
    """

    __tablename__ = "kitchen_slip"
    __table_args__ = (
        tenant_fk("ticket_id", "kitchen_ticket"),
        CheckConstraint("cause IN ('unheard','always')", name="cause"),
        CheckConstraint("state IN ('waiting','printed','failed','no_printer','dropped')", name="state"),
        Index(
            "ix_kitchen_slip_waiting", "tenant_id", "next_try_at", postgresql_where=text("state = 'waiting'")
        ),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    ticket_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    station_id: Mapped[UUID]
    cause: Mapped[str]
    state: Mapped[str]
    tries: Mapped[int]
    may_be_out: Mapped[bool]
    next_try_at: Mapped[datetime]
    printed_at: Mapped[datetime | None]
    error: Mapped[str | None]


class WatchRow(Base):
    """How far the watch has looked at a station's stream: what came until then was acknowledged in time, or is noted as a slip."""

    __tablename__ = "kitchen_watch"
    __table_args__ = (tenant_fk("station_id", "kitchen_station"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    station_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]


class AlarmRow(TenantRow, Base):
    """A warning to the store's people: a ticket that no screen acknowledged, or a station whose work goes elsewhere."""

    __tablename__ = "kitchen_alarm"
    __table_args__ = (
        tenant_fk("station_id", "kitchen_station"),
        CheckConstraint("kind IN ('unheard','print_failed','diverted')", name="kind"),
        CheckConstraint("cleared_by IN ('screen','person','done')", name="cleared_by"),
        Index("uq_kitchen_alarm_news", "tenant_id", "ticket_id", "seq", unique=True),
        Index("ix_kitchen_alarm_open", "tenant_id", "store_id", postgresql_where=text("cleared_at IS NULL")),
    )

    store_id: Mapped[UUID]
    station_id: Mapped[UUID]
    ticket_id: Mapped[UUID | None]
    seq: Mapped[int | None]
    kind: Mapped[str]
    raised_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
    cleared_by: Mapped[str | None]
    person_id: Mapped[UUID | None]
    person_name: Mapped[str | None]
