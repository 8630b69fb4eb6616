"""Orders, lines, adjustments, checks, parts, payments, refunds, and the day's order numbers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.rls import append_only, protect

revision = "pos_orders"
down_revision = "pos_menu"
branch_labels = None
depends_on = None

TABLES = (
    "pos_day_counter",
    "pos_order",
    "pos_check",
    "pos_order_line",
    "pos_adjustment",
    "pos_check_part",
    "pos_payment",
    "pos_refund",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "pos_day_counter",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", "business_date", name=("pk_pos_day_counter")),
    )
    op.create_table(
        "pos_order",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("table_id", sa.Uuid(), nullable=True),
        sa.Column("table_name", sa.Text(), nullable=True),
        sa.Column("shares_table", sa.Boolean(), nullable=False),
        sa.Column("covers", sa.BigInteger(), nullable=True),
        sa.Column("guest_name", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_by_name", sa.Text(), nullable=False),
        sa.Column("terminal_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("terms", postgresql.JSONB(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column(
            "changed_xid",
            sa.BigInteger(),
            server_default=sa.text("(pg_current_xact_id()::text)::bigint"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "channel IN ('dine_in','takeaway','delivery','own_app')", name=op.f("ck_pos_order_channel")
        ),
        sa.CheckConstraint("state IN ('open','paid','cancelled','merged')", name=op.f("ck_pos_order_state")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=("pk_pos_order")),
    )
    op.create_index(
        "ix_pos_order_changed", "pos_order", ["tenant_id", "store_id", "changed_xid"], unique=False
    )
    op.create_index(
        "ix_pos_order_open",
        "pos_order",
        ["tenant_id", "store_id", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "uq_pos_order_number", "pos_order", ["tenant_id", "store_id", "business_date", "number"], unique=True
    )
    op.create_index(
        "uq_pos_order_table",
        "pos_order",
        ["tenant_id", "store_id", "table_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open' AND NOT shares_table"),
    )
    op.create_table(
        "pos_check",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("frozen", postgresql.JSONB(), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open','paid','merged')", name=op.f("ck_pos_check_state")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["pos_order.tenant_id", "pos_order.id"],
            name=("fk_pos_check_tenant_id_order_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=("pk_pos_check")),
    )
    op.create_index(("ix_pos_check_tenant_id_order_id"), "pos_check", ["tenant_id", "order_id"], unique=False)
    op.create_table(
        "pos_order_line",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("component_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("variant_name", postgresql.JSONB(), nullable=True),
        sa.Column("quantity", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("list_price", sa.BigInteger(), nullable=False),
        sa.Column("modifiers", postgresql.JSONB(), nullable=False),
        sa.Column("line_total", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("tax_class_id", sa.Uuid(), nullable=True),
        sa.Column("tax_name", postgresql.JSONB(), nullable=True),
        sa.Column("tax_rate", sa.Numeric(precision=7, scale=4), nullable=False),
        sa.Column("tax_inclusive", sa.Boolean(), nullable=False),
        sa.Column("price_id", sa.Uuid(), nullable=True),
        sa.Column("seat", sa.BigInteger(), nullable=True),
        sa.Column("course", sa.BigInteger(), nullable=True),
        sa.Column("on_hold", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("voided", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("comped", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("suggestion_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_by_name", sa.Text(), nullable=False),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('held','fired','voided')", name=op.f("ck_pos_order_line_state")),
        sa.CheckConstraint(
            "quantity > 0 AND voided >= 0 AND comped >= 0 AND voided + comped <= quantity",
            name=op.f("ck_pos_order_line_quantity"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["pos_order.tenant_id", "pos_order.id"],
            name=("fk_pos_order_line_tenant_id_order_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=("pk_pos_order_line")),
    )
    op.create_index(
        ("ix_pos_order_line_tenant_id_order_id"), "pos_order_line", ["tenant_id", "order_id"], unique=False
    )
    op.create_table(
        "pos_adjustment",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("was_fired", sa.Boolean(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=False),
        sa.Column("done_by_name", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_by_name", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('void','comp','refire')", name=op.f("ck_pos_adjustment_kind")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "line_id"],
            ["pos_order_line.tenant_id", "pos_order_line.id"],
            name=("fk_pos_adjustment_tenant_id_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["pos_order.tenant_id", "pos_order.id"],
            name=("fk_pos_adjustment_tenant_id_order_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=("pk_pos_adjustment")),
    )
    op.create_index(
        ("ix_pos_adjustment_tenant_id_order_id"), "pos_adjustment", ["tenant_id", "order_id"], unique=False
    )
    op.create_table(
        "pos_check_part",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("weight > 0", name=op.f("ck_pos_check_part_weight")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "check_id"],
            ["pos_check.tenant_id", "pos_check.id"],
            name=("fk_pos_check_part_tenant_id_check_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "line_id"],
            ["pos_order_line.tenant_id", "pos_order_line.id"],
            name=("fk_pos_check_part_tenant_id_line_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "check_id", "line_id", name=("pk_pos_check_part")),
    )
    op.create_index(
        ("ix_pos_check_part_tenant_id_order_id"), "pos_check_part", ["tenant_id", "order_id"], unique=False
    )
    op.create_table(
        "pos_payment",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("tender", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("tip", sa.BigInteger(), nullable=False),
        sa.Column("tendered", sa.BigInteger(), nullable=True),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("refund_id", sa.Uuid(), nullable=True),
        sa.Column("original_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.Column("taken_by_name", sa.Text(), nullable=False),
        sa.Column("terminal_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "check_id"],
            ["pos_check.tenant_id", "pos_check.id"],
            name=("fk_pos_payment_tenant_id_check_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["pos_order.tenant_id", "pos_order.id"],
            name=("fk_pos_payment_tenant_id_order_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=("pk_pos_payment")),
    )
    op.create_index(
        "ix_pos_payment_day", "pos_payment", ["tenant_id", "store_id", "business_date"], unique=False
    )
    op.create_index(
        ("ix_pos_payment_tenant_id_order_id"), "pos_payment", ["tenant_id", "order_id"], unique=False
    )
    op.create_table(
        "pos_refund",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("lines", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=False),
        sa.Column("done_by_name", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_by_name", sa.Text(), nullable=True),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_pos_refund_amount")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "check_id"],
            ["pos_check.tenant_id", "pos_check.id"],
            name=("fk_pos_refund_tenant_id_check_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["pos_order.tenant_id", "pos_order.id"],
            name=("fk_pos_refund_tenant_id_order_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=("pk_pos_refund")),
    )
    op.create_index(
        ("ix_pos_refund_tenant_id_order_id"), "pos_refund", ["tenant_id", "order_id"], unique=False
    )
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)
    # Money is a move: it may come to another check or order when these are merged, and never be another amount.
    for table, places in (
        ("pos_payment", ("order_id", "check_id")),
        ("pos_adjustment", ("order_id",)),
        ("pos_refund", ()),
    ):
        for statement in append_only(table, *places):
            op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
