"""Who funded an order's discounts is found by the order: what a refund takes back goes into the books in which it was posted."""

import sqlalchemy as sa
from alembic import op

revision = "membership_funding_orders"
down_revision = "membership_kept_answers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index(
        "ix_membership_value_journal_tenant_id_order_id",
        "membership_value_journal",
        ["tenant_id", "order_id"],
        postgresql_where=sa.text("kind = 'funding'"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_membership_value_journal_tenant_id_order_id", "membership_value_journal")
