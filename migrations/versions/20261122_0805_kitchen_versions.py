"""The kitchen: stations and rules count their edits, so that two people never lose each other's."""

import sqlalchemy as sa
from alembic import op

revision = "kitchen_versions"
down_revision = "accounts_enrolment"
branch_labels = None
depends_on = None

TABLES = ("kitchen_station", "kitchen_route")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in TABLES:
        # A constant default is kept beside the table: no row is written anew.
        op.add_column(
            table, sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False)
        )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in TABLES:
        op.drop_column(table, "version")
