"""Answers to keyed requests: whom one tells of, so that it is forgotten with them; and which brands have some that are too old."""

import sqlalchemy as sa
from alembic import op

from core.database import APP_ROLE
from core.rls import owner_reads

revision = "membership_kept_answers"
down_revision = "membership_points_per"
branch_labels = None
depends_on = None

# Of the oldest, so many at once: asked again until there are none.
TENANTS = """
    CREATE FUNCTION core_tenants_with_old_answers(before timestamptz) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT DISTINCT old.tenant_id FROM (SELECT a.tenant_id FROM core_idempotent_answer a
            WHERE a.answered_at < before ORDER BY a.answered_at LIMIT 10000) old
    $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("core_idempotent_answer", sa.Column("subject_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_core_idempotent_answer_tenant_id_subject_id",
        "core_idempotent_answer",
        ["tenant_id", "subject_id"],
        postgresql_where=sa.text("subject_id IS NOT NULL"),
    )
    for statement in owner_reads("core_idempotent_answer"):
        op.execute(statement)
    op.execute(TENANTS)
    op.execute("REVOKE ALL ON FUNCTION core_tenants_with_old_answers(timestamptz) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION core_tenants_with_old_answers(timestamptz) TO {APP_ROLE}")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP FUNCTION core_tenants_with_old_answers(timestamptz)")
    op.execute("DROP POLICY owner_reads ON core_idempotent_answer")
    op.drop_index("ix_core_idempotent_answer_tenant_id_subject_id", "core_idempotent_answer")
    op.drop_column("core_idempotent_answer", "subject_id")
