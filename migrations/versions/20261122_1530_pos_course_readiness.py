"""The till: which courses are out is the kitchen's to say; a copy of it outlived recalls, and merges lost it."""

import sqlalchemy as sa
from alembic import op

revision = "pos_course_readiness"
down_revision = "inventory_covered"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("pos_course_plan", "ready_at")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("pos_course_plan", sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True))
