"""Members, points, promotions with their caps, coupons, and stored value in the books of legal entities."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.rls import append_only, protect

revision = "membership"
down_revision = "inventory_report"
branch_labels = None
depends_on = None

TABLES = (
    "membership_promotion",
    "membership_promotion_set",
    "membership_settings",
    "membership_tier",
    "membership_cap",
    "membership_member",
    "membership_promotion_version",
    "membership_reservation",
    "membership_coupon",
    "membership_points_entry",
    "membership_points_lot",
    "membership_value_journal",
    "membership_value_lot",
    "membership_visit",
    "membership_value_entry",
)
APPEND_ONLY = (
    "membership_points_entry",
    "membership_promotion_version",
    "membership_value_entry",
    "membership_value_journal",
)
# A journal's entries are added by one statement: what does not balance in every entity's book is not added at all.
BALANCED = """
    CREATE FUNCTION membership_value_balanced() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        IF EXISTS (SELECT FROM added GROUP BY tenant_id, journal_id, entity HAVING sum(amount) <> 0) THEN
            RAISE EXCEPTION 'a book does not balance' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$
"""
ON_ADDED = """
    CREATE TRIGGER balanced AFTER INSERT ON membership_value_entry REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION membership_value_balanced()
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "membership_promotion",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("terms", postgresql.JSONB(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft','active','paused','archived')", name=op.f("ck_membership_promotion_state")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_membership_promotion")),
    )
    op.create_index(
        op.f("ix_membership_promotion_tenant_id_state"),
        "membership_promotion",
        ["tenant_id", "state"],
        unique=False,
    )
    op.create_table(
        "membership_promotion_set",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_membership_promotion_set")),
    )
    op.create_table(
        "membership_settings",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("chosen", postgresql.JSONB(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_membership_settings")),
    )
    op.create_table(
        "membership_tier",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("from_amount", sa.BigInteger(), nullable=False),
        sa.Column("points_bp", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("from_amount >= 0", name=op.f("ck_membership_tier_from_amount")),
        sa.CheckConstraint("points_bp BETWEEN 0 AND 1000000", name=op.f("ck_membership_tier_points_bp")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_membership_tier")),
    )
    op.create_table(
        "membership_cap",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("promotion_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("committed", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("reserved >= 0 AND committed >= 0", name=op.f("ck_membership_cap_used")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "promotion_id"],
            ["membership_promotion.tenant_id", "membership_promotion.id"],
            name=op.f("fk_membership_cap_tenant_id_promotion_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "promotion_id", "part", name=op.f("pk_membership_cap")),
    )
    op.create_table(
        "membership_member",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("card_no", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("born_month", sa.BigInteger(), nullable=True),
        sa.Column("born_day", sa.BigInteger(), nullable=True),
        sa.Column("tier_id", sa.Uuid(), nullable=True),
        sa.Column("consent", postgresql.JSONB(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("joined_store_id", sa.Uuid(), nullable=True),
        sa.Column("visits", sa.BigInteger(), nullable=False),
        sa.Column("last_visit_on", sa.Date(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("born_day BETWEEN 1 AND 31", name=op.f("ck_membership_member_born_day")),
        sa.CheckConstraint("born_month BETWEEN 1 AND 12", name=op.f("ck_membership_member_born_month")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "tier_id"],
            ["membership_tier.tenant_id", "membership_tier.id"],
            name=op.f("fk_membership_member_tenant_id_tier_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_membership_member")),
        sa.UniqueConstraint("tenant_id", "card_no", name=op.f("uq_membership_member_tenant_id_card_no")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_membership_member_tenant_id_code")),
        sa.UniqueConstraint("tenant_id", "phone", name=op.f("uq_membership_member_tenant_id_phone")),
    )
    op.create_index(
        op.f("ix_membership_member_tenant_id_joined_at"),
        "membership_member",
        ["tenant_id", "joined_at"],
        unique=False,
    )
    op.create_table(
        "membership_promotion_version",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("promotion_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("terms", postgresql.JSONB(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "promotion_id"],
            ["membership_promotion.tenant_id", "membership_promotion.id"],
            name=op.f("fk_membership_promotion_version_tenant_id_promotion_id"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "promotion_id", "version", name=op.f("pk_membership_promotion_version")
        ),
    )
    op.create_table(
        "membership_reservation",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("promotion_id", sa.Uuid(), nullable=False),
        sa.Column("parts", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('reserved','committed','released')", name=op.f("ck_membership_reservation_state")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "promotion_id"],
            ["membership_promotion.tenant_id", "membership_promotion.id"],
            name=op.f("fk_membership_reservation_tenant_id_promotion_id"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "order_id", "promotion_id", name=op.f("pk_membership_reservation")
        ),
    )
    op.create_index(
        op.f("ix_membership_reservation_tenant_id_expires_at"),
        "membership_reservation",
        ["tenant_id", "expires_at"],
        unique=False,
    )
    op.create_table(
        "membership_coupon",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("promotion_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('reserved','redeemed')) = (order_id IS NOT NULL)",
            name=op.f("ck_membership_coupon_order"),
        ),
        sa.CheckConstraint(
            "state IN ('issued','reserved','redeemed','expired','voided')",
            name=op.f("ck_membership_coupon_state"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["membership_member.tenant_id", "membership_member.id"],
            name=op.f("fk_membership_coupon_tenant_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "promotion_id"],
            ["membership_promotion.tenant_id", "membership_promotion.id"],
            name=op.f("fk_membership_coupon_tenant_id_promotion_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_membership_coupon")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_membership_coupon_tenant_id_code")),
    )
    op.create_index(
        op.f("ix_membership_coupon_tenant_id_member_id"),
        "membership_coupon",
        ["tenant_id", "member_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_membership_coupon_tenant_id_order_id"),
        "membership_coupon",
        ["tenant_id", "order_id"],
        unique=False,
    )
    op.create_table(
        "membership_points_entry",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('accrue','burn','expire','take_back','return')",
            name=op.f("ck_membership_points_entry_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["membership_member.tenant_id", "membership_member.id"],
            name=op.f("fk_membership_points_entry_tenant_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_membership_points_entry")),
    )
    op.create_index(
        op.f("ix_membership_points_entry_tenant_id_member_id_at"),
        "membership_points_entry",
        ["tenant_id", "member_id", "at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_membership_points_entry_tenant_id_order_id"),
        "membership_points_entry",
        ["tenant_id", "order_id"],
        unique=False,
    )
    op.create_table(
        "membership_points_lot",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("points_left", sa.BigInteger(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["membership_member.tenant_id", "membership_member.id"],
            name=op.f("fk_membership_points_lot_tenant_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_membership_points_lot")),
    )
    op.create_index(
        op.f("ix_membership_points_lot_tenant_id_member_id"),
        "membership_points_lot",
        ["tenant_id", "member_id"],
        unique=False,
    )
    op.create_table(
        "membership_value_journal",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("bonus", sa.BigInteger(), nullable=False),
        sa.Column("takes", postgresql.JSONB(), nullable=False),
        sa.Column("original_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('recharge','spend','refund','withdrawal','expiry')",
            name=op.f("ck_membership_value_journal_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["membership_member.tenant_id", "membership_member.id"],
            name=op.f("fk_membership_value_journal_tenant_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "original_id"],
            ["membership_value_journal.tenant_id", "membership_value_journal.id"],
            name=op.f("fk_membership_value_journal_tenant_id_original_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_membership_value_journal")),
    )
    op.create_index(
        op.f("ix_membership_value_journal_tenant_id_member_id_at"),
        "membership_value_journal",
        ["tenant_id", "member_id", "at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_membership_value_journal_tenant_id_original_id"),
        "membership_value_journal",
        ["tenant_id", "original_id"],
        unique=False,
    )
    op.create_table(
        "membership_value_lot",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("bonus", sa.BigInteger(), nullable=False),
        sa.Column("funded", postgresql.JSONB(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("principal >= 0 AND bonus >= 0", name=op.f("ck_membership_value_lot_left")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["membership_member.tenant_id", "membership_member.id"],
            name=op.f("fk_membership_value_lot_tenant_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_membership_value_lot")),
    )
    op.create_index(
        op.f("ix_membership_value_lot_tenant_id_member_id"),
        "membership_value_lot",
        ["tenant_id", "member_id"],
        unique=False,
    )
    op.create_table(
        "membership_visit",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["membership_member.tenant_id", "membership_member.id"],
            name=op.f("fk_membership_visit_tenant_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "order_id", name=op.f("pk_membership_visit")),
    )
    op.create_index(
        op.f("ix_membership_visit_tenant_id_member_id_business_date"),
        "membership_visit",
        ["tenant_id", "member_id", "business_date"],
        unique=False,
    )
    op.create_table(
        "membership_value_entry",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("journal_id", sa.Uuid(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_membership_value_entry_amount")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "journal_id"],
            ["membership_value_journal.tenant_id", "membership_value_journal.id"],
            name=op.f("fk_membership_value_entry_tenant_id_journal_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_membership_value_entry")),
    )
    op.create_index(
        op.f("ix_membership_value_entry_tenant_id_business_date"),
        "membership_value_entry",
        ["tenant_id", "business_date"],
        unique=False,
    )
    op.create_index(
        op.f("ix_membership_value_entry_tenant_id_journal_id"),
        "membership_value_entry",
        ["tenant_id", "journal_id"],
        unique=False,
    )
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)
    for table in APPEND_ONLY:
        for statement in append_only(table):
            op.execute(statement)
    op.execute(BALANCED)
    op.execute(ON_ADDED)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("DROP FUNCTION membership_value_balanced()")
