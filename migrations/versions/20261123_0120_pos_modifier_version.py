"""How often a modifier group was edited.

Revision ID: pos_modifier_version
Revises: pos_category_version
"""

import sqlalchemy as sa
from alembic import op

revision = "pos_modifier_version"
down_revision = "pos_category_version"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "pos_modifier_group",
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("pos_modifier_group", "version")
