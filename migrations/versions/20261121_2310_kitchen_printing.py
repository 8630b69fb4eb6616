"""The kitchen: slips, alarms, stations that stand in for others."""

import sqlalchemy as sa
from alembic import op

from core.database import APP_ROLE
from core.rls import owner_reads, protect

revision = "kitchen_printing"
down_revision = "kitchen"
branch_labels = None
depends_on = None

TABLES = ("kitchen_slip", "kitchen_alarm")
WATCHED = (
    "kitchen_station",
    "kitchen_screen",
    "kitchen_stream",
    "kitchen_ticket",
    "kitchen_slip",
    "kitchen_alarm",
)

# The tenants for which something is to be done at a moment: so that the look every second touches nobody else's rows.
# Each part walks a partial index on what is open, and asks primary keys from there.
TENANTS_TO_WATCH = """
    CREATE FUNCTION kitchen_tenants_to_watch(moment timestamptz) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT t.tenant_id FROM kitchen_ticket t
        JOIN kitchen_station s ON s.tenant_id = t.tenant_id AND s.id = t.station_id
        JOIN kitchen_stream e ON e.tenant_id = t.tenant_id AND e.station_id = t.station_id AND e.seq = t.born_seq
        WHERE t.state = 'open' AND e.at > moment - interval '2 hours'
            AND NOT EXISTS (SELECT FROM kitchen_slip p
                WHERE p.tenant_id = t.tenant_id AND p.ticket_id = t.id AND p.seq = t.born_seq)
            AND (s.print_always OR (e.at <= moment - make_interval(secs => s.ack_seconds)
                AND NOT EXISTS (SELECT FROM kitchen_screen c WHERE c.tenant_id = t.tenant_id
                    AND c.station_id = t.station_id AND c.acked_seq >= t.born_seq)))
        UNION
        SELECT tenant_id FROM kitchen_slip WHERE state = 'waiting' AND next_try_at <= moment
        UNION
        SELECT a.tenant_id FROM kitchen_alarm a
        JOIN kitchen_ticket t ON t.tenant_id = a.tenant_id AND t.id = a.ticket_id
        WHERE a.cleared_at IS NULL AND (t.state <> 'open' OR EXISTS (SELECT FROM kitchen_screen c
            WHERE c.tenant_id = a.tenant_id AND c.station_id = a.station_id AND c.acked_seq >= a.seq))
        UNION
        SELECT s.tenant_id FROM kitchen_station s
        JOIN LATERAL (SELECT max(c.seen_at) AS heard_at FROM kitchen_screen c
            WHERE c.tenant_id = s.tenant_id AND c.station_id = s.id) h ON true
        WHERE s.divert_after_seconds IS NOT NULL AND s.archived_at IS NULL AND CASE
            WHEN h.heard_at < moment - make_interval(secs => s.divert_after_seconds)
            THEN s.diverted_to IS NULL AND s.stand_in_id IS NOT NULL
            ELSE s.diverted_by = 'silence' AND h.heard_at IS NOT NULL END
    $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("kitchen_station", sa.Column("diverted_by", sa.Text(), nullable=True))
    op.add_column("kitchen_station", sa.Column("stand_in_id", sa.Uuid(), nullable=True))
    op.add_column("kitchen_station", sa.Column("divert_after_seconds", sa.BigInteger(), nullable=True))
    op.create_check_constraint(
        op.f("ck_kitchen_station_divert_after_seconds"),
        "kitchen_station",
        "divert_after_seconds BETWEEN 5 AND 3600",
    )
    op.create_check_constraint(
        op.f("ck_kitchen_station_diverted_by"), "kitchen_station", "diverted_by IN ('hand','silence')"
    )
    op.create_table(
        "kitchen_slip",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("may_be_out", sa.Boolean(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("cause IN ('unheard','always')", name=op.f("ck_kitchen_slip_cause")),
        sa.CheckConstraint(
            "state IN ('waiting','printed','failed','no_printer','dropped')",
            name=op.f("ck_kitchen_slip_state"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "ticket_id"],
            ["kitchen_ticket.tenant_id", "kitchen_ticket.id"],
            name="fk_kitchen_slip_tenant_id_ticket_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "ticket_id", "seq", name="pk_kitchen_slip"),
    )
    op.create_index(
        "ix_kitchen_slip_waiting",
        "kitchen_slip",
        ["tenant_id", "next_try_at"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "kitchen_alarm",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleared_by", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('unheard','print_failed','diverted')", name=op.f("ck_kitchen_alarm_kind")
        ),
        sa.CheckConstraint(
            "cleared_by IN ('screen','person','done')", name=op.f("ck_kitchen_alarm_cleared_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_id"],
            ["kitchen_station.tenant_id", "kitchen_station.id"],
            name="fk_kitchen_alarm_tenant_id_station_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_kitchen_alarm"),
    )
    op.create_index("uq_kitchen_alarm_news", "kitchen_alarm", ["tenant_id", "ticket_id", "seq"], unique=True)
    op.create_index(
        "ix_kitchen_alarm_open",
        "kitchen_alarm",
        ["tenant_id", "store_id"],
        postgresql_where=sa.text("cleared_at IS NULL"),
    )
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)
    for table in WATCHED:
        for statement in owner_reads(table):
            op.execute(statement)
    op.execute(TENANTS_TO_WATCH)
    op.execute("REVOKE ALL ON FUNCTION kitchen_tenants_to_watch(timestamptz) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION kitchen_tenants_to_watch(timestamptz) TO {APP_ROLE}")


def downgrade() -> None:
    op.execute("DROP FUNCTION kitchen_tenants_to_watch(timestamptz)")
    for table in set(WATCHED) - set(TABLES):
        op.execute(f"DROP POLICY owner_reads ON {table}")
    for table in reversed(TABLES):
        op.drop_table(table)
    for name in ("diverted_by", "divert_after_seconds"):
        op.drop_constraint(op.f(f"ck_kitchen_station_{name}"), "kitchen_station")
    for name in ("divert_after_seconds", "stand_in_id", "diverted_by"):
        op.drop_column("kitchen_station", name)
