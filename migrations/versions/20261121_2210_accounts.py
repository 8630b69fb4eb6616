"""Accounts: brands, regions, stores, terminals, staff, roles, sessions.

Also the one look-up across tenants: which brand a slug belongs to.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.database import APP_ROLE
from core.rls import owner_reads, protect

revision = "accounts"
down_revision = "core"
branch_labels = None
depends_on = None

TABLES = (
    "accounts_tenant",
    "accounts_region",
    "accounts_role",
    "accounts_staff",
    "accounts_store",
    "accounts_enrolment_code",
    "accounts_staff_role",
    "accounts_terminal",
    "accounts_session",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "accounts_tenant",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("default_locale", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_accounts_tenant"),
        sa.UniqueConstraint("slug", name="uq_accounts_tenant_slug"),
    )
    op.create_table(
        "accounts_region",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["accounts_tenant.tenant_id"], name="fk_accounts_region_tenant_id"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_accounts_region"),
    )
    op.create_table(
        "accounts_role",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("permissions", postgresql.JSONB(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["accounts_tenant.tenant_id"], name="fk_accounts_role_tenant_id"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_accounts_role"),
    )
    op.create_table(
        "accounts_staff",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("employee_no", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("failed_passwords", sa.BigInteger(), nullable=False),
        sa.Column("password_locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pin_hash", sa.Text(), nullable=True),
        sa.Column("failed_pins", sa.BigInteger(), nullable=False),
        sa.Column("pin_locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("color", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["accounts_tenant.tenant_id"], name="fk_accounts_staff_tenant_id"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_accounts_staff"),
    )
    op.create_index(
        "uq_accounts_staff_email",
        "accounts_staff",
        ["tenant_id", "email"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )
    op.create_index(
        "uq_accounts_staff_employee_no",
        "accounts_staff",
        ["tenant_id", "employee_no"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )
    op.create_table(
        "accounts_store",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("cutoff_minutes", sa.BigInteger(), nullable=False),
        sa.Column("prices_include_tax", sa.Boolean(), nullable=False),
        sa.Column("rounding", postgresql.JSONB(), nullable=False),
        sa.Column("service_charge_bp", sa.BigInteger(), nullable=False),
        sa.Column("service_charge_channels", postgresql.JSONB(), nullable=False),
        sa.Column("pickup_wrap", sa.BigInteger(), nullable=False),
        sa.Column("approval_limit", sa.BigInteger(), nullable=True),
        sa.Column("is_franchised", sa.Boolean(), nullable=False),
        sa.Column("legal_entity", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("approval_limit >= 0", name=op.f("ck_accounts_store_approval_limit")),
        sa.CheckConstraint("cutoff_minutes BETWEEN 0 AND 1439", name=op.f("ck_accounts_store_cutoff")),
        sa.CheckConstraint("pickup_wrap BETWEEN 1 AND 999999", name=op.f("ck_accounts_store_pickup_wrap")),
        sa.CheckConstraint(
            "service_charge_bp BETWEEN 0 AND 10000", name=op.f("ck_accounts_store_service_charge")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "region_id"],
            ["accounts_region.tenant_id", "accounts_region.id"],
            name="fk_accounts_store_tenant_id_region_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["accounts_tenant.tenant_id"], name="fk_accounts_store_tenant_id"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_accounts_store"),
        sa.UniqueConstraint("tenant_id", "code", name="uq_accounts_store_tenant_id_code"),
    )
    op.create_index(
        "ix_accounts_store_tenant_id_region_id", "accounts_store", ["tenant_id", "region_id"], unique=False
    )
    op.create_table(
        "accounts_enrolment_code",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("uses_left", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("uses_left >= 0", name=op.f("ck_accounts_enrolment_code_uses_left")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["accounts_store.tenant_id", "accounts_store.id"],
            name="fk_accounts_enrolment_code_tenant_id_store_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_accounts_enrolment_code"),
        sa.UniqueConstraint("tenant_id", "code_hash", name="uq_accounts_enrolment_code_tenant_id_code_hash"),
    )
    op.create_index(
        "ix_accounts_enrolment_code_tenant_id_store_id",
        "accounts_enrolment_code",
        ["tenant_id", "store_id"],
        unique=False,
    )
    op.create_table(
        "accounts_staff_role",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("role_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "role_id"],
            ["accounts_role.tenant_id", "accounts_role.id"],
            name="fk_accounts_staff_role_tenant_id_role_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "staff_id"],
            ["accounts_staff.tenant_id", "accounts_staff.id"],
            name="fk_accounts_staff_role_tenant_id_staff_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["accounts_store.tenant_id", "accounts_store.id"],
            name="fk_accounts_staff_role_tenant_id_store_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_accounts_staff_role"),
        sa.UniqueConstraint(
            "tenant_id",
            "staff_id",
            "role_id",
            "store_id",
            name="uq_accounts_staff_role_tenant_id_staff_id_role_id_store_id",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        "ix_accounts_staff_role_tenant_id_role_id",
        "accounts_staff_role",
        ["tenant_id", "role_id"],
        unique=False,
    )
    op.create_index(
        "ix_accounts_staff_role_tenant_id_store_id",
        "accounts_staff_role",
        ["tenant_id", "store_id"],
        unique=False,
    )
    op.create_table(
        "accounts_terminal",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["accounts_store.tenant_id", "accounts_store.id"],
            name="fk_accounts_terminal_tenant_id_store_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_accounts_terminal"),
    )
    op.create_index(
        "ix_accounts_terminal_tenant_id_store_id",
        "accounts_terminal",
        ["tenant_id", "store_id"],
        unique=False,
    )
    op.create_table(
        "accounts_session",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("terminal_id", sa.Uuid(), nullable=True),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("refresh_hash", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "staff_id"],
            ["accounts_staff.tenant_id", "accounts_staff.id"],
            name="fk_accounts_session_tenant_id_staff_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["accounts_store.tenant_id", "accounts_store.id"],
            name="fk_accounts_session_tenant_id_store_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "terminal_id"],
            ["accounts_terminal.tenant_id", "accounts_terminal.id"],
            name="fk_accounts_session_tenant_id_terminal_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_accounts_session"),
    )
    op.create_index(
        "ix_accounts_session_tenant_id_staff_id", "accounts_session", ["tenant_id", "staff_id"], unique=False
    )
    op.create_index(
        "ix_accounts_session_tenant_id_terminal_id",
        "accounts_session",
        ["tenant_id", "terminal_id"],
        unique=False,
    )

    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)
    for statement in owner_reads("accounts_tenant"):
        op.execute(statement)
    op.execute(
        """CREATE FUNCTION accounts_tenant_of(the_slug text) RETURNS uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT tenant_id FROM accounts_tenant WHERE slug = the_slug
        $$"""
    )
    op.execute("REVOKE ALL ON FUNCTION accounts_tenant_of(text) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION accounts_tenant_of(text) TO {APP_ROLE}")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP FUNCTION accounts_tenant_of(text)")
    for table in reversed(TABLES):
        op.drop_table(table)
