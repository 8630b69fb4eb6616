"""The till: the member of an order, what it asks for, and what promotions take off it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "pos_deals"
down_revision = "kitchen_lean"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("pos_order", sa.Column("member_id", sa.Uuid(), nullable=True))
    op.add_column("pos_order", sa.Column("wishes", JSONB(), nullable=True))
    op.add_column("pos_order", sa.Column("deal", JSONB(), nullable=True))
    op.add_column(
        "pos_sales_day", sa.Column("discounts", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("pos_order_line", sa.Column("gift_of", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("pos_order_line", "gift_of")
    op.drop_column("pos_sales_day", "discounts")
    for name in ("deal", "wishes", "member_id"):
        op.drop_column("pos_order", name)
