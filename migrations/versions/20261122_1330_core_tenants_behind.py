"""Who is behind on events: one look-up in the index for each tenant, however many events there were."""

from alembic import op

revision = "core_tenants_behind"
down_revision = "kitchen_watch"
branch_labels = None
depends_on = None

# With EXISTS the planner may join all events there ever were; a look-up with LIMIT it has to make for each tenant.
LOOKED_UP = """CROSS JOIN LATERAL (
                SELECT FROM core_event e WHERE e.tenant_id = t.tenant_id
                AND (e.xid, e.id) > (coalesce(c.xid, 0), coalesce(c.event_id, '00000000-0000-0000-0000-000000000000'))
                AND e.xid < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint
                ORDER BY e.xid, e.id LIMIT 1) news
            WHERE t.tenant_id IS NOT NULL"""
JOINED = """WHERE t.tenant_id IS NOT NULL AND EXISTS (
                SELECT FROM core_event e WHERE e.tenant_id = t.tenant_id
                AND (e.xid, e.id) > (coalesce(c.xid, 0), coalesce(c.event_id, '00000000-0000-0000-0000-000000000000'))
                AND e.xid < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint)"""


def tenants_behind(where: str) -> str:
    """The function that names the tenants of which a consumer has not heard all."""
    return f"""CREATE OR REPLACE FUNCTION core_tenants_behind(the_consumer text) RETURNS SETOF uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            WITH RECURSIVE tenants(tenant_id) AS (
                (SELECT tenant_id FROM core_event ORDER BY tenant_id LIMIT 1)
                UNION ALL
                SELECT (SELECT e.tenant_id FROM core_event e WHERE e.tenant_id > t.tenant_id ORDER BY 1 LIMIT 1)
                FROM tenants t WHERE t.tenant_id IS NOT NULL
            )
            SELECT t.tenant_id FROM tenants t
            LEFT JOIN core_consumer_cursor c ON c.tenant_id = t.tenant_id AND c.consumer = the_consumer
            {where}
        $$"""


def upgrade() -> None:
    op.execute(tenants_behind(LOOKED_UP))


def downgrade() -> None:
    op.execute(tenants_behind(JOINED))
