"""What was given back on an unpaid check moves with its payments when checks are merged.

Revision ID: pos_merged_refunds
Revises: pos_write_off
"""

from alembic import op

from core.database import APP_ROLE

revision = "pos_merged_refunds"
down_revision = "pos_write_off"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(f"GRANT UPDATE (check_id) ON pos_refund TO {APP_ROLE}")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(f"REVOKE UPDATE (check_id) ON pos_refund FROM {APP_ROLE}")
