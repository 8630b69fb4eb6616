"""A production's standard inputs as fractions: what 82 kg of shreds should have taken of potatoes has no end as a decimal."""

import sqlalchemy as sa
from alembic import op

revision = "exact_standards"
down_revision = "kitchen_versions"
branch_labels = None
depends_on = None

TABLE, COLUMNS = "inventory_document_line", ("standard_numerator", "standard_denominator")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for column in COLUMNS:
        op.add_column(TABLE, sa.Column(column, sa.Numeric(), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for column in COLUMNS:
        op.drop_column(TABLE, column)
