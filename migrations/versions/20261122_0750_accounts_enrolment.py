"""Accounts: a terminal knows the code and key it was enrolled with, so that a lost answer can be given again."""

import sqlalchemy as sa
from alembic import op

revision = "accounts_enrolment"
down_revision = "pos_member_price"
branch_labels = None
depends_on = None

TABLE, UNIQUE = "accounts_terminal", "uq_accounts_terminal_tenant_id_enrolment_hash"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(TABLE, sa.Column("enrolment_hash", sa.LargeBinary(), nullable=True))
    op.create_unique_constraint(UNIQUE, TABLE, ["tenant_id", "enrolment_hash"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column(TABLE, "enrolment_hash")
