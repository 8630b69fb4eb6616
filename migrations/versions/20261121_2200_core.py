"""The ground floor: events, consumers' cursors, idempotent answers, the audit log.

Also the application role that every connection works as.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.database import APP_ROLE
from core.rls import append_only, owner_reads, protect

revision = "core"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("core_event", "core_consumer_cursor", "core_parked_event", "core_idempotent_answer", "core_audit")


def upgrade() -> None:
    op.execute(
        f"""DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN
                CREATE ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS;
            END IF;
            IF NOT pg_has_role(current_user, '{APP_ROLE}', 'MEMBER') THEN
                EXECUTE format('GRANT {APP_ROLE} TO %I', current_user);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END $$"""
    )
    op.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}")
    op.create_table(
        "core_event",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "xid",
            sa.BigInteger(),
            server_default=sa.text("(pg_current_xact_id()::text)::bigint"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "xid", "id", name="pk_core_event"),
    )
    op.create_table(
        "core_consumer_cursor",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("xid", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "consumer", name="pk_core_consumer_cursor"),
    )
    op.create_table(
        "core_parked_event",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("event_xid", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "consumer", "event_id", name="pk_core_parked_event"),
    )
    op.create_table(
        "core_idempotent_answer",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payload_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "owner_id", "key", name="pk_core_idempotent_answer"),
    )
    op.create_index("ix_core_idempotent_answer_answered_at", "core_idempotent_answer", ["answered_at"])
    op.create_table(
        "core_audit",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=True),
        sa.Column("terminal_id", sa.Uuid(), nullable=True),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("detail", postgresql.JSONB(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_core_audit"),
    )
    op.create_index(
        "ix_core_audit_tenant_id_subject_type_subject_id",
        "core_audit",
        ["tenant_id", "subject_type", "subject_id"],
    )
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)
    for table in ("core_event", "core_audit"):
        for statement in append_only(table):
            op.execute(statement)
    for table in ("core_event", "core_consumer_cursor"):
        for statement in owner_reads(table):
            op.execute(statement)
    op.execute(
        """CREATE FUNCTION core_tenants_behind(the_consumer text) RETURNS SETOF uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            WITH RECURSIVE tenants(tenant_id) AS (
                (SELECT tenant_id FROM core_event ORDER BY tenant_id LIMIT 1)
                UNION ALL
                SELECT (SELECT e.tenant_id FROM core_event e WHERE e.tenant_id > t.tenant_id ORDER BY 1 LIMIT 1)
                FROM tenants t WHERE t.tenant_id IS NOT NULL
            )
            SELECT t.tenant_id FROM tenants t
            LEFT JOIN core_consumer_cursor c ON c.tenant_id = t.tenant_id AND c.consumer = the_consumer
            WHERE t.tenant_id IS NOT NULL AND EXISTS (
                SELECT FROM core_event e WHERE e.tenant_id = t.tenant_id
                AND (e.xid, e.id) > (coalesce(c.xid, 0), coalesce(c.event_id, '00000000-0000-0000-0000-000000000000'))
                AND e.xid < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint)
        $$"""
    )
    op.execute(
        f"REVOKE ALL ON FUNCTION core_tenants_behind(text) FROM PUBLIC; GRANT EXECUTE ON FUNCTION core_tenants_behind(text) TO {APP_ROLE}"
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION core_tenants_behind(text)")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute(f"REVOKE USAGE ON SCHEMA public FROM {APP_ROLE}")
