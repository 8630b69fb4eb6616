"""Campaigns, what a coupon was given for, who brought whom, and the segments' counts from day to day."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.database import APP_ROLE
from core.rls import owner_reads, protect

revision = "membership_campaigns"
down_revision = "inventory_photos"
branch_labels = None
depends_on = None

TABLES = ("membership_campaign", "membership_segment_count", "membership_daily_work")
# The tenants whose members are to be looked over, or who have a campaign to run by then.
TENANTS_DUE = """
    CREATE FUNCTION membership_tenants_due(moment timestamptz) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT tenant_id FROM membership_daily_work WHERE next_at <= moment
        UNION SELECT tenant_id FROM membership_campaign WHERE next_at <= moment
    $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "membership_campaign",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("promotion_id", sa.Uuid(), nullable=False),
        sa.Column("audience", postgresql.JSONB(), nullable=False),
        sa.Column("repeats", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("coupon_days", sa.BigInteger(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft','scheduled','paused','stopped','done')",
            name=op.f("ck_membership_campaign_state"),
        ),
        sa.CheckConstraint("repeats IN ('once','daily')", name=op.f("ck_membership_campaign_repeats")),
        sa.CheckConstraint(
            "(next_at IS NOT NULL) = (state = 'scheduled')", name=op.f("ck_membership_campaign_next_at")
        ),
        sa.CheckConstraint("coupon_days > 0", name=op.f("ck_membership_campaign_coupon_days")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "promotion_id"],
            ["membership_promotion.tenant_id", "membership_promotion.id"],
            name="fk_membership_campaign_tenant_id_promotion_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_membership_campaign"),
    )
    op.create_index(
        "ix_membership_campaign_due",
        "membership_campaign",
        ["next_at"],
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_table(
        "membership_segment_count",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("members", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("members > 0", name=op.f("ck_membership_segment_count_members")),
        sa.PrimaryKeyConstraint("tenant_id", "day", "segment", name="pk_membership_segment_count"),
    )
    op.create_table(
        "membership_daily_work",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_membership_daily_work"),
    )
    op.create_index("ix_membership_daily_work_due", "membership_daily_work", ["next_at"])
    op.add_column("membership_member", sa.Column("referred_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "fk_membership_member_tenant_id_referred_by",
        "membership_member",
        "membership_member",
        ["tenant_id", "referred_by"],
        ["tenant_id", "id"],
    )
    op.create_index(
        "ix_membership_member_tenant_id_referred_by", "membership_member", ["tenant_id", "referred_by"]
    )
    op.add_column("membership_coupon", sa.Column("occasion", sa.Text(), nullable=True))
    op.add_column("membership_coupon", sa.Column("campaign_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "fk_membership_coupon_tenant_id_campaign_id",
        "membership_coupon",
        "membership_campaign",
        ["tenant_id", "campaign_id"],
        ["tenant_id", "id"],
    )
    # It also finds a member's coupons.
    op.create_unique_constraint(
        "uq_membership_coupon_tenant_id_member_id_occasion",
        "membership_coupon",
        ["tenant_id", "member_id", "occasion"],
    )
    op.drop_index("ix_membership_coupon_tenant_id_member_id", "membership_coupon")
    op.create_index(
        "ix_membership_coupon_tenant_id_campaign_id", "membership_coupon", ["tenant_id", "campaign_id"]
    )
    _look_over_every_brand()
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)
    for table in ("membership_campaign", "membership_daily_work"):
        for statement in owner_reads(table):
            op.execute(statement)
    op.execute(TENANTS_DUE)
    op.execute("REVOKE ALL ON FUNCTION membership_tenants_due(timestamptz) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION membership_tenants_due(timestamptz) TO {APP_ROLE}")


def _look_over_every_brand() -> None:
    """Brands that have members are looked over at once; the tables' owner is bound by row-level security, too."""
    op.execute("ALTER TABLE membership_member NO FORCE ROW LEVEL SECURITY")
    op.execute("INSERT INTO membership_daily_work SELECT DISTINCT tenant_id, now() FROM membership_member")
    op.execute("ALTER TABLE membership_member FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.execute("DROP FUNCTION membership_tenants_due(timestamptz)")
    op.create_index(
        "ix_membership_coupon_tenant_id_member_id", "membership_coupon", ["tenant_id", "member_id"]
    )
    op.drop_constraint("uq_membership_coupon_tenant_id_member_id_occasion", "membership_coupon")
    for name in ("campaign_id", "occasion"):
        op.drop_column("membership_coupon", name)
    op.drop_column("membership_member", "referred_by")
    for table in reversed(TABLES):
        op.drop_table(table)
