"""A published report keeps all of its days' theory, and what of it lies between counts: by these the brand's coverage is weighed."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_covered"
down_revision = "kitchen_on_paper"
branch_labels = None
depends_on = None

TABLE, COLUMNS = "inventory_report", ("expected", "counted")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for column in COLUMNS:
        op.add_column(TABLE, sa.Column(column, sa.Numeric(), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for column in COLUMNS:
        op.drop_column(TABLE, column)
