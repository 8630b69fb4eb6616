"""What a recharge was paid with is kept: the same id with another tender is another recharge."""

import sqlalchemy as sa
from alembic import op

revision = "membership_recharge_tender"
down_revision = "membership_funding_orders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("membership_value_journal", sa.Column("tender", sa.Text(), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("membership_value_journal", "tender")
