"""Membership: what orders reserved and nobody paid in time is found by an index of its own, and coupons that such orders kept
are free again."""

import sqlalchemy as sa
from alembic import op

revision = "membership_late_uses"
down_revision = "inventory_unit_price"
branch_labels = None
depends_on = None

TABLES = ("membership_coupon", "membership_reservation")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index(
        "ix_membership_reservation_reserved",
        "membership_reservation",
        ["tenant_id", "expires_at"],
        postgresql_where=sa.text("state = 'reserved'"),
    )
    op.drop_index("ix_membership_reservation_tenant_id_expires_at", "membership_reservation")
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        """UPDATE membership_coupon c SET state = 'issued', order_id = NULL FROM membership_reservation r
        WHERE r.tenant_id = c.tenant_id AND r.order_id = c.order_id AND r.promotion_id = c.promotion_id
            AND r.state = 'released' AND c.state = 'reserved'"""
    )
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index(
        "ix_membership_reservation_tenant_id_expires_at",
        "membership_reservation",
        ["tenant_id", "expires_at"],
    )
    op.drop_index("ix_membership_reservation_reserved", "membership_reservation")
