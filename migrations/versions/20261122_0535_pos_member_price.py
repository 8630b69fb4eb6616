"""The till: a price for members beside each list price, kept on the line it was ordered at."""

import sqlalchemy as sa
from alembic import op

revision = "pos_member_price"
down_revision = "membership_clearing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("pos_price", sa.Column("member_amount", sa.BigInteger(), nullable=True))
    op.create_check_constraint(op.f("ck_pos_price_member_amount"), "pos_price", "member_amount >= 0")
    op.add_column("pos_order_line", sa.Column("member_price", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("pos_order_line", "member_price")
    op.drop_constraint(op.f("ck_pos_price_member_amount"), "pos_price")
    op.drop_column("pos_price", "member_amount")
