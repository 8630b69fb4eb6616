"""How often a category of the menu was edited.

Revision ID: pos_category_version
Revises: pos_merged_refunds
"""

import sqlalchemy as sa
from alembic import op

revision = "pos_category_version"
down_revision = "pos_merged_refunds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "pos_category", sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False)
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("pos_category", "version")
