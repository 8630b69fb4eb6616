"""Shifts of a drawer, cash in and out, and days that are closed for good."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.rls import append_only, protect

revision = "pos_shifts"
down_revision = "pos_orders"
branch_labels = None
depends_on = None

TABLES = ("pos_day_close", "pos_shift", "pos_cash_move")
APPEND_ONLY = ("pos_day_close", "pos_cash_move")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "pos_day_close",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=False),
        sa.Column("closed_by_name", sa.Text(), nullable=False),
        sa.Column("report", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", "business_date", name=("pk_pos_day_close")),
    )
    op.create_table(
        "pos_shift",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("terminal_id", sa.Uuid(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_by_name", sa.Text(), nullable=False),
        sa.Column("opening_float", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_by_name", sa.Text(), nullable=True),
        sa.Column("counted", sa.BigInteger(), nullable=True),
        sa.Column("expected", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("opening_float >= 0", name=op.f("ck_pos_shift_float")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=("pk_pos_shift")),
    )
    op.create_index(
        ("ix_pos_shift_tenant_id_store_id_business_date"),
        "pos_shift",
        ["tenant_id", "store_id", "business_date"],
        unique=False,
    )
    op.create_index(
        "uq_pos_shift_open",
        "pos_shift",
        ["tenant_id", "terminal_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "pos_cash_move",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=False),
        sa.Column("done_by_name", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('paid_in','paid_out')", name=op.f("ck_pos_cash_move_kind")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_pos_cash_move_amount")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "shift_id"],
            ["pos_shift.tenant_id", "pos_shift.id"],
            name=("fk_pos_cash_move_tenant_id_shift_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=("pk_pos_cash_move")),
    )
    op.create_index(
        ("ix_pos_cash_move_tenant_id_shift_id"), "pos_cash_move", ["tenant_id", "shift_id"], unique=False
    )
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)
    for table in APPEND_ONLY:
        for statement in append_only(table):
            op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
