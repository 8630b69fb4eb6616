"""What was sold: the moment whose recipe holds, where that is not the moment at which it counts."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_sold_fired_at"
down_revision = "pos_course_readiness"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("inventory_sold", sa.Column("fired_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("inventory_sold", "fired_at")
