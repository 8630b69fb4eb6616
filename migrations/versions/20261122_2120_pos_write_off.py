"""What of an order is written off: a refund for which no money moved, and its sum by day.

Revision ID: pos_write_off
Revises: inventory_layers
"""

import sqlalchemy as sa
from alembic import op

revision = "pos_write_off"
down_revision = "inventory_layers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "pos_refund",
        sa.Column("is_write_off", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column(
        "pos_sales_day",
        sa.Column("written_off", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("pos_sales_day", "written_off")
    op.drop_column("pos_refund", "is_write_off")
