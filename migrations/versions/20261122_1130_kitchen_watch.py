"""The kitchen: the watch keeps in mind how far it has looked at each station's stream, instead of at all open tickets."""

import sqlalchemy as sa
from alembic import op

from core.rls import owner_reads, protect

revision = "kitchen_watch"
down_revision = "inventory_gross_list"
branch_labels = None
depends_on = None

# News that was not due yet when the database was moved here is looked at again; what was noted stays noted once.
AGAIN = 500
NEWS_OF_OPEN_TICKETS = """
        SELECT t.tenant_id FROM kitchen_ticket t
        JOIN kitchen_station s ON s.tenant_id = t.tenant_id AND s.id = t.station_id
        JOIN kitchen_stream e ON e.tenant_id = t.tenant_id AND e.station_id = t.station_id AND e.seq = t.born_seq
        WHERE t.state = 'open' AND e.at > moment - interval '2 hours'
            AND NOT EXISTS (SELECT FROM kitchen_slip p
                WHERE p.tenant_id = t.tenant_id AND p.ticket_id = t.id AND p.seq = t.born_seq)
            AND (s.print_always OR (e.at <= moment - make_interval(secs => s.ack_seconds)
                AND NOT EXISTS (SELECT FROM kitchen_screen c WHERE c.tenant_id = t.tenant_id
                    AND c.station_id = t.station_id AND c.acked_seq >= t.born_seq)))"""
# Only the first entry counts that was neither looked at nor acknowledged: a station has to be looked at once that is due.
NEWS_NOT_LOOKED_AT = """
        SELECT s.tenant_id FROM kitchen_station s
        JOIN LATERAL (SELECT greatest(
                (SELECT w.seq FROM kitchen_watch w WHERE w.tenant_id = s.tenant_id AND w.station_id = s.id),
                (SELECT max(c.acked_seq) FROM kitchen_screen c
                    WHERE c.tenant_id = s.tenant_id AND c.station_id = s.id AND NOT s.print_always),
                0) AS seq) known ON s.stream_seq > known.seq
        JOIN LATERAL (SELECT e.at FROM kitchen_stream e
            WHERE e.tenant_id = s.tenant_id AND e.station_id = s.id AND e.seq > known.seq ORDER BY e.seq LIMIT 1) e ON true
        WHERE s.print_always
            OR e.at NOT BETWEEN moment - make_interval(secs => s.ack_seconds) AND moment + interval '1 minute'"""


FORGOTTEN = " OR a.raised_at < moment - interval '12 hours'"


def tenants_to_watch(news: str, forgotten: str = "") -> str:
    """The function with its first part: the tenants for which something is to be done at a moment."""
    return f"""
    CREATE OR REPLACE FUNCTION kitchen_tenants_to_watch(moment timestamptz) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        {news}
        UNION
        SELECT tenant_id FROM kitchen_slip WHERE state = 'waiting' AND next_try_at <= moment
        UNION
        SELECT a.tenant_id FROM kitchen_alarm a
        JOIN kitchen_ticket t ON t.tenant_id = a.tenant_id AND t.id = a.ticket_id
        WHERE a.cleared_at IS NULL AND (t.state <> 'open' OR EXISTS (SELECT FROM kitchen_screen c
            WHERE c.tenant_id = a.tenant_id AND c.station_id = a.station_id AND c.acked_seq >= a.seq){forgotten})
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
    op.create_table(
        "kitchen_watch",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_id"],
            ["kitchen_station.tenant_id", "kitchen_station.id"],
            name="fk_kitchen_watch_tenant_id_station_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "station_id", name="pk_kitchen_watch"),
    )
    op.execute(
        "INSERT INTO kitchen_watch (tenant_id, station_id, seq)"
        f" SELECT s.tenant_id, s.id, greatest(s.stream_seq - {AGAIN}, 0, (SELECT least(max(c.acked_seq), s.stream_seq)"
        " FROM kitchen_screen c WHERE c.tenant_id = s.tenant_id AND c.station_id = s.id AND NOT s.print_always))"
        " FROM kitchen_station s"
    )
    for statement in (*protect("kitchen_watch"), *owner_reads("kitchen_watch")):
        op.execute(statement)
    op.create_index(
        "ix_kitchen_ticket_news",
        "kitchen_ticket",
        ["tenant_id", "station_id", "born_seq"],
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index("ix_kitchen_ticket_open", "kitchen_ticket")
    op.execute(tenants_to_watch(NEWS_NOT_LOOKED_AT, FORGOTTEN))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(tenants_to_watch(NEWS_OF_OPEN_TICKETS))
    op.create_index(
        "ix_kitchen_ticket_open",
        "kitchen_ticket",
        ["tenant_id", "station_id"],
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index("ix_kitchen_ticket_news", "kitchen_ticket")
    op.drop_table("kitchen_watch")
