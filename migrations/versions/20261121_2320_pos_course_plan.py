"""The till: courses that fire at a time, or when the one before is bumped."""

import sqlalchemy as sa
from alembic import op

from core.database import APP_ROLE
from core.rls import owner_reads, protect

revision = "pos_course_plan"
down_revision = "kitchen_printing"
branch_labels = None
depends_on = None

# The tenants that have a course to be fired by then.
TENANTS_DUE = """
    CREATE FUNCTION pos_tenants_with_courses_due(moment timestamptz) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT DISTINCT tenant_id FROM pos_course_plan
        WHERE mode = 'at' AND closed_at IS NULL AND fire_at <= moment
    $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "pos_course_plan",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("course", sa.BigInteger(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("fire_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_by", sa.Uuid(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("mode IN ('hand','at','after_previous')", name=op.f("ck_pos_course_plan_mode")),
        sa.CheckConstraint("(mode = 'at') = (fire_at IS NOT NULL)", name=op.f("ck_pos_course_plan_fire_at")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["pos_order.tenant_id", "pos_order.id"],
            name="fk_pos_course_plan_tenant_id_order_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "order_id", "course", name="pk_pos_course_plan"),
    )
    op.create_index(
        "ix_pos_course_plan_due",
        "pos_course_plan",
        ["fire_at"],
        postgresql_where=sa.text("mode = 'at' AND closed_at IS NULL"),
    )
    for statement in (*protect("pos_course_plan"), *owner_reads("pos_course_plan")):
        op.execute(statement)
    op.execute(TENANTS_DUE)
    op.execute("REVOKE ALL ON FUNCTION pos_tenants_with_courses_due(timestamptz) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION pos_tenants_with_courses_due(timestamptz) TO {APP_ROLE}")


def downgrade() -> None:
    op.execute("DROP FUNCTION pos_tenants_with_courses_due(timestamptz)")
    op.drop_table("pos_course_plan")
