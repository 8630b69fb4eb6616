"""The kitchen: a ticket keeps which entry of its stream was printed last, so that the next slip has all that came since."""

import sqlalchemy as sa
from alembic import op

revision = "kitchen_on_paper"
down_revision = "kitchen_leftovers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("kitchen_ticket", sa.Column("printed_seq", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("kitchen_ticket", "printed_seq")
