"""Members: what paid orders were given, by benefit and by who bears it."""

import sqlalchemy as sa
from alembic import op

from core.rls import protect

revision = "membership_benefit"
down_revision = "pos_deals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "membership_benefit",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("refund_id", sa.Uuid(), nullable=True),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("promotion_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=True),
        sa.Column("funder", sa.Text(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_membership_benefit"),
    )
    for columns in (("promotion_id", "business_date"), ("order_id",), ("business_date",)):
        op.create_index(
            f"ix_membership_benefit_tenant_id_{'_'.join(columns)}",
            "membership_benefit",
            ["tenant_id", *columns],
        )
    for statement in protect("membership_benefit"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("membership_benefit")
