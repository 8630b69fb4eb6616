"""Documents' lines: the price to one of the line's unit, as it was told."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_unit_price"
down_revision = "inventory_counts_at_once"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("inventory_document_line", sa.Column("unit_price", sa.Numeric(20, 8), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("inventory_document_line", "unit_price")
