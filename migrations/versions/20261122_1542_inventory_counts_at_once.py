"""Counts' results: when each was approved, which says what of two counts of one instant holds."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_counts_at_once"
down_revision = "inventory_sold_fired_at"
branch_labels = None
depends_on = None

RESULT = "inventory_count_result"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(RESULT, sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True))
    for table in (RESULT, "inventory_count"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        """UPDATE inventory_count_result r SET approved_at = coalesce(c.approved_at, r.computed_at)
        FROM inventory_count c WHERE c.tenant_id = r.tenant_id AND c.id = r.count_id"""
    )
    for table in (RESULT, "inventory_count"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.alter_column(RESULT, "approved_at", nullable=False)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column(RESULT, "approved_at")
