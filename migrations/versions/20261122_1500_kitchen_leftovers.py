"""The kitchen: which brands have tickets on which nothing has happened for long, though nobody bumped them."""

from alembic import op

from core.database import APP_ROLE

revision = "kitchen_leftovers"
down_revision = "core_tenants_behind"
branch_labels = None
depends_on = None

# Of each station the open ticket with the oldest news: one look-up in ix_kitchen_ticket_news, however many there are.
TENANTS = """
    CREATE FUNCTION kitchen_tenants_with_leftovers(eaten_before timestamptz) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT DISTINCT s.tenant_id FROM kitchen_station s
        JOIN LATERAL (SELECT t.born_seq FROM kitchen_ticket t
            WHERE t.tenant_id = s.tenant_id AND t.station_id = s.id AND t.state = 'open'
            ORDER BY t.born_seq LIMIT 1) t ON true
        JOIN kitchen_stream e ON e.tenant_id = s.tenant_id AND e.station_id = s.id AND e.seq = t.born_seq
        WHERE e.at < eaten_before
    $$
"""


def upgrade() -> None:
    op.execute(TENANTS)
    op.execute("REVOKE ALL ON FUNCTION kitchen_tenants_with_leftovers(timestamptz) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION kitchen_tenants_with_leftovers(timestamptz) TO {APP_ROLE}")


def downgrade() -> None:
    op.execute("DROP FUNCTION kitchen_tenants_with_leftovers(timestamptz)")
