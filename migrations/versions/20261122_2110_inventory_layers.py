"""Published lines keep what is left of each receipt, so that first in, first out goes on where a window closed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "inventory_layers"
down_revision = "membership_recharge_tender"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("inventory_report_line", sa.Column("layers", JSONB(), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("inventory_report_line", "layers")
