"""The store room: documents, the ledger of moves, lots, periods, counts."""

import sqlalchemy as sa
from alembic import op

from core.rls import append_only, protect

revision = "inventory_stock"
down_revision = "inventory_usage"
branch_labels = None
depends_on = None

TABLES = (
    "inventory_count",
    "inventory_document",
    "inventory_period",
    "inventory_count_entry",
    "inventory_count_item",
    "inventory_count_result",
    "inventory_document_line",
    "inventory_lot",
    "inventory_move",
)
APPEND_ONLY = (
    "inventory_move",
    "inventory_count_entry",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "inventory_count",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_blind", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('full','spot','cycle')", name=op.f("ck_inventory_count_kind")),
        sa.CheckConstraint(
            "state IN ('open','submitted','recount','approved','cancelled')",
            name=op.f("ck_inventory_count_state"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_inventory_count")),
    )
    op.create_index(
        op.f("ix_inventory_count_tenant_id_store_id_at"),
        "inventory_count",
        ["tenant_id", "store_id", "at"],
        unique=False,
    )
    op.create_table(
        "inventory_document",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("other_store_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("supplier", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("photo_url", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("refers_to", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("posted_by", sa.Uuid(), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'transfer') = (other_store_id IS NOT NULL)",
            name=op.f("ck_inventory_document_other_store"),
        ),
        sa.CheckConstraint(
            "kind IN ('receipt','return','transfer','production','waste','staff_meal','price_correction')",
            name=op.f("ck_inventory_document_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('draft','posted','shipped','received','cancelled')",
            name=op.f("ck_inventory_document_state"),
        ),
        sa.CheckConstraint("other_store_id <> store_id", name=op.f("ck_inventory_document_elsewhere")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_inventory_document")),
    )
    op.create_index(
        op.f("ix_inventory_document_tenant_id_other_store_id_at"),
        "inventory_document",
        ["tenant_id", "other_store_id", "at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_inventory_document_tenant_id_store_id_at"),
        "inventory_document",
        ["tenant_id", "store_id", "at"],
        unique=False,
    )
    op.create_index(
        "uq_inventory_document_number", "inventory_document", ["tenant_id", "store_id", "number"], unique=True
    )
    op.create_table(
        "inventory_period",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", "ends_on", name=op.f("pk_inventory_period")),
    )
    op.create_table(
        "inventory_count_entry",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("count_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("stock_quantity", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_by", sa.Uuid(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.CheckConstraint("stock_quantity >= 0", name=op.f("ck_inventory_count_entry_quantity")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "count_id"],
            ["inventory_count.tenant_id", "inventory_count.id"],
            name=op.f("fk_inventory_count_entry_tenant_id_count_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["inventory_item.tenant_id", "inventory_item.id"],
            name=op.f("fk_inventory_count_entry_tenant_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_inventory_count_entry")),
    )
    op.create_index(
        op.f("ix_inventory_count_entry_tenant_id_count_id"),
        "inventory_count_entry",
        ["tenant_id", "count_id"],
        unique=False,
    )
    op.create_index(
        "uq_inventory_count_entry_replaces", "inventory_count_entry", ["tenant_id", "replaces"], unique=True
    )
    op.create_table(
        "inventory_count_item",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("count_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "count_id"],
            ["inventory_count.tenant_id", "inventory_count.id"],
            name=op.f("fk_inventory_count_item_tenant_id_count_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["inventory_item.tenant_id", "inventory_item.id"],
            name=op.f("fk_inventory_count_item_tenant_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "count_id", "item_id", name=op.f("pk_inventory_count_item")),
    )
    op.create_table(
        "inventory_count_result",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("count_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closing", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("counted", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("moved", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("book", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "count_id"],
            ["inventory_count.tenant_id", "inventory_count.id"],
            name=op.f("fk_inventory_count_result_tenant_id_count_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["inventory_item.tenant_id", "inventory_item.id"],
            name=op.f("fk_inventory_count_result_tenant_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "count_id", "item_id", name=op.f("pk_inventory_count_result")),
    )
    op.create_index(
        "ix_inventory_count_result_item_at",
        "inventory_count_result",
        ["tenant_id", "store_id", "item_id", "at"],
        unique=False,
    )
    op.create_table(
        "inventory_document_line",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("line_no", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("stock_quantity", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("unit_cost", sa.Numeric(precision=20, scale=8), nullable=True),
        sa.Column("invoiced_quantity", sa.Numeric(precision=20, scale=6), nullable=True),
        sa.Column("invoiced_unit_cost", sa.Numeric(precision=20, scale=8), nullable=True),
        sa.Column("received_quantity", sa.Numeric(precision=20, scale=6), nullable=True),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("is_output", sa.Boolean(), nullable=False),
        sa.Column("standard_quantity", sa.Numeric(precision=20, scale=6), nullable=True),
        sa.CheckConstraint("stock_quantity >= 0", name=op.f("ck_inventory_document_line_quantity")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "document_id"],
            ["inventory_document.tenant_id", "inventory_document.id"],
            name=op.f("fk_inventory_document_line_tenant_id_document_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["inventory_item.tenant_id", "inventory_item.id"],
            name=op.f("fk_inventory_document_line_tenant_id_item_id"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "document_id", "line_no", name=op.f("pk_inventory_document_line")
        ),
    )
    op.create_index(
        op.f("ix_inventory_document_line_tenant_id_item_id"),
        "inventory_document_line",
        ["tenant_id", "item_id"],
        unique=False,
    )
    op.create_table(
        "inventory_lot",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["inventory_item.tenant_id", "inventory_item.id"],
            name=op.f("fk_inventory_lot_tenant_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_inventory_lot")),
    )
    op.create_index(
        "uq_inventory_lot_code", "inventory_lot", ["tenant_id", "store_id", "item_id", "code"], unique=True
    )
    op.create_table(
        "inventory_move",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("unit_cost", sa.Numeric(precision=20, scale=8), nullable=True),
        sa.Column("value", sa.Numeric(precision=20, scale=8), nullable=True),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("line_no", sa.BigInteger(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("prior_period", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('receipt','return','transfer_out','transfer_in','transfer_loss','production_in','production_out','waste','staff_meal','count_adjustment','price_correction')",
            name=op.f("ck_inventory_move_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["inventory_item.tenant_id", "inventory_item.id"],
            name=op.f("fk_inventory_move_tenant_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_inventory_move")),
    )
    op.create_index(
        "ix_inventory_move_document", "inventory_move", ["tenant_id", "document_id"], unique=False
    )
    op.create_index(
        "ix_inventory_move_ledger", "inventory_move", ["tenant_id", "store_id", "item_id", "at"], unique=False
    )
    op.create_index(
        "ix_inventory_move_store_at", "inventory_move", ["tenant_id", "store_id", "at"], unique=False
    )
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)
    for table in APPEND_ONLY:
        for statement in append_only(table):
            op.execute(statement)


def downgrade() -> None:
    for table in (
        "inventory_move",
        "inventory_lot",
        "inventory_document_line",
        "inventory_count_result",
        "inventory_count_item",
        "inventory_count_entry",
        "inventory_period",
        "inventory_document",
        "inventory_count",
    ):
        op.drop_table(table)
