"""Legal entities, clearing between stores and head office, proof at the till, quotas for offline tills, the phone page."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.rls import append_only, protect

revision = "membership_clearing"
down_revision = "membership_campaigns"
branch_labels = None
depends_on = None

TABLES = (
    "membership_entity",
    "membership_entity_store",
    "membership_clearing",
    "membership_clearing_statement",
    "membership_cleared_entry",
    "membership_value_proof",
    "membership_value_quota",
    "membership_page_token",
)
APPEND_ONLY = ("membership_clearing", "membership_clearing_statement", "membership_cleared_entry")
KINDS = "'recharge','spend','refund','withdrawal','expiry'"
FUNDED = "'funding','funding_back'"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "membership_cleared_entry",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("clearing_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "entry_id", name=op.f("pk_membership_cleared_entry")),
    )
    op.create_index(
        "ix_membership_cleared_entry_listed",
        "membership_cleared_entry",
        ["tenant_id", "clearing_id", "store_id", "entry_id"],
        unique=False,
    )
    op.create_table(
        "membership_clearing",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("head_office_bears", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("first <= last", name=op.f("ck_membership_clearing_days")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_membership_clearing")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_membership_clearing_tenant_id_number")),
    )
    op.create_table(
        "membership_entity",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_membership_entity")),
    )
    op.create_table(
        "membership_clearing_statement",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("clearing_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("store_name", postgresql.JSONB(), nullable=False),
        sa.Column("entity_name", postgresql.JSONB(), nullable=True),
        sa.Column("pays", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("kinds", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "clearing_id"],
            ["membership_clearing.tenant_id", "membership_clearing.id"],
            name=op.f("fk_membership_clearing_statement_tenant_id_clearing_id"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "clearing_id", "store_id", "entity", name=op.f("pk_membership_clearing_statement")
        ),
    )
    op.create_table(
        "membership_entity_store",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entity_id"],
            ["membership_entity.tenant_id", "membership_entity.id"],
            name=op.f("fk_membership_entity_store_tenant_id_entity_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", name=op.f("pk_membership_entity_store")),
    )
    op.create_table(
        "membership_page_token",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('link','page')", name=op.f("ck_membership_page_token_kind")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["membership_member.tenant_id", "membership_member.id"],
            name=op.f("fk_membership_page_token_tenant_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_membership_page_token")),
    )
    op.create_index(
        op.f("ix_membership_page_token_tenant_id_member_id"),
        "membership_page_token",
        ["tenant_id", "member_id"],
        unique=False,
    )
    op.create_table(
        "membership_value_proof",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=True),
        sa.Column("code_key", sa.LargeBinary(), nullable=True),
        sa.Column("used_step", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["membership_member.tenant_id", "membership_member.id"],
            name=op.f("fk_membership_value_proof_tenant_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "member_id", name=op.f("pk_membership_value_proof")),
    )
    op.create_table(
        "membership_value_quota",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("terminal_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("unused", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("unused BETWEEN 0 AND amount", name=op.f("ck_membership_value_quota_unused")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["membership_member.tenant_id", "membership_member.id"],
            name=op.f("fk_membership_value_quota_tenant_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_membership_value_quota")),
    )
    op.create_index(
        op.f("ix_membership_value_quota_tenant_id_member_id"),
        "membership_value_quota",
        ["tenant_id", "member_id"],
        unique=False,
        postgresql_where=sa.text("unused > 0"),
    )
    op.create_index(
        op.f("ix_membership_value_lot_tenant_id_expires_on"),
        "membership_value_lot",
        ["tenant_id", "expires_on"],
        unique=False,
        postgresql_where=sa.text("bonus > 0"),
    )
    op.alter_column("membership_value_journal", "member_id", nullable=True)
    _allow_kinds(f"{KINDS},{FUNDED}")
    op.create_check_constraint(
        op.f("ck_membership_value_journal_member"),
        "membership_value_journal",
        f"member_id IS NOT NULL OR kind IN ({FUNDED})",
    )
    op.add_column("membership_value_entry", sa.Column("store_id", sa.Uuid(), nullable=True))
    # What was posted so far knew each store by its own book.
    op.execute("ALTER TABLE membership_value_entry NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE membership_value_journal NO FORCE ROW LEVEL SECURITY")
    op.execute(
        """UPDATE membership_value_entry e SET store_id = CASE
            WHEN e.entity <> 'hq' THEN e.entity::uuid WHEN e.other IS NOT NULL THEN e.other::uuid ELSE j.store_id END
        FROM membership_value_journal j WHERE j.tenant_id = e.tenant_id AND j.id = e.journal_id"""
    )
    op.execute("ALTER TABLE membership_value_entry FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE membership_value_journal FORCE ROW LEVEL SECURITY")
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)
    for table in APPEND_ONLY:
        for statement in append_only(table):
            op.execute(statement)


def downgrade() -> None:
    op.drop_column("membership_value_entry", "store_id")
    op.drop_constraint("ck_membership_value_journal_member", "membership_value_journal")
    _allow_kinds(KINDS)
    op.alter_column("membership_value_journal", "member_id", nullable=False)
    op.drop_index("ix_membership_value_lot_tenant_id_expires_on", "membership_value_lot")
    for table in reversed(TABLES):
        op.drop_table(table)


def _allow_kinds(kinds: str) -> None:
    op.drop_constraint("ck_membership_value_journal_kind", "membership_value_journal")
    op.create_check_constraint(
        op.f("ck_membership_value_journal_kind"), "membership_value_journal", f"kind IN ({kinds})"
    )
