"""Membership: a coupon on an order knows that its campaign was stopped with what is unused, so that it does not come back."""

import sqlalchemy as sa
from alembic import op

revision = "membership_withdrawn"
down_revision = "membership_late_uses"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "membership_coupon",
        sa.Column("is_withdrawn", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("membership_coupon", "is_withdrawn")
