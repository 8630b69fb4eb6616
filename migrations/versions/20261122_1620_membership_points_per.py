"""Points: an entry keeps for how much money there was a point, so that a refund counts as the payment did."""

import sqlalchemy as sa
from alembic import op

revision = "membership_points_per"
down_revision = "membership_withdrawn"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("membership_points_entry", sa.Column("points_per", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("membership_points_entry", "points_per")
