"""The kitchen: a ticket keeps which news of it was printed last, so that the next slip has all that came since. And what was sent
elsewhere because screens were silent comes back when one is heard, also where nobody is to stand in any more."""

import sqlalchemy as sa
from alembic import op

revision = "kitchen_on_paper"
down_revision = "kitchen_leftovers"
branch_labels = None
depends_on = None

BACK_WHENEVER = """
        WHERE s.archived_at IS NULL AND CASE
            WHEN h.heard_at < moment - make_interval(secs => coalesce(s.divert_after_seconds, 30))
            THEN s.diverted_to IS NULL AND s.stand_in_id IS NOT NULL AND s.divert_after_seconds IS NOT NULL
            ELSE s.diverted_by = 'silence' AND h.heard_at IS NOT NULL END"""
BACK_WHILE_STOOD_IN_FOR = """
        WHERE s.divert_after_seconds IS NOT NULL AND s.archived_at IS NULL AND CASE
            WHEN h.heard_at < moment - make_interval(secs => s.divert_after_seconds)
            THEN s.diverted_to IS NULL AND s.stand_in_id IS NOT NULL
            ELSE s.diverted_by = 'silence' AND h.heard_at IS NOT NULL END"""


def tenants_to_watch(silent: str) -> str:
    """The function with its last part: whose stations are silent, or heard again."""
    return f"""
    CREATE OR REPLACE FUNCTION kitchen_tenants_to_watch(moment timestamptz) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT s.tenant_id FROM kitchen_station s
        JOIN LATERAL (SELECT greatest(
                (SELECT w.seq FROM kitchen_watch w WHERE w.tenant_id = s.tenant_id AND w.station_id = s.id),
                (SELECT max(c.acked_seq) FROM kitchen_screen c
                    WHERE c.tenant_id = s.tenant_id AND c.station_id = s.id AND NOT s.print_always),
                0) AS seq) known ON s.stream_seq > known.seq
        JOIN LATERAL (SELECT e.at FROM kitchen_stream e
            WHERE e.tenant_id = s.tenant_id AND e.station_id = s.id AND e.seq > known.seq ORDER BY e.seq LIMIT 1) e ON true
        WHERE s.print_always
            OR e.at NOT BETWEEN moment - make_interval(secs => s.ack_seconds) AND moment + interval '1 minute'
        UNION
        SELECT tenant_id FROM kitchen_slip WHERE state = 'waiting' AND next_try_at <= moment
        UNION
        SELECT a.tenant_id FROM kitchen_alarm a
        JOIN kitchen_ticket t ON t.tenant_id = a.tenant_id AND t.id = a.ticket_id
        WHERE a.cleared_at IS NULL AND (t.state <> 'open' OR EXISTS (SELECT FROM kitchen_screen c
            WHERE c.tenant_id = a.tenant_id AND c.station_id = a.station_id AND c.acked_seq >= a.seq)
            OR a.raised_at < moment - interval '12 hours')
        UNION
        SELECT s.tenant_id FROM kitchen_station s
        JOIN LATERAL (SELECT max(c.seen_at) AS heard_at FROM kitchen_screen c
            WHERE c.tenant_id = s.tenant_id AND c.station_id = s.id) h ON true{silent}
    $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("kitchen_ticket", sa.Column("printed_seq", sa.BigInteger(), nullable=True))
    op.execute(tenants_to_watch(BACK_WHENEVER))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(tenants_to_watch(BACK_WHILE_STOOD_IN_FOR))
    op.drop_column("kitchen_ticket", "printed_seq")
