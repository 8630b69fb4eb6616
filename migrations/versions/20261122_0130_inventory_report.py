"""The store room: published food-cost reports, yield tests, budgets, and how stock is costed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.rls import append_only, protect

revision = "inventory_report"
down_revision = "inventory_stock"
branch_labels = None
depends_on = None

TABLES = (
    "inventory_report",
    "inventory_report_line",
    "inventory_yield_test",
    "inventory_budget",
    "inventory_setting",
)
METHODS = "costing IN ('fifo','moving_average','periodic','standard')"
QUANTITIES = (
    "opening", "receipts", "returns", "transfers_in", "transfers_out", "produced", "closing", "actual", "theoretical",
    "variance", "given", "wasted", "yield_variance", "unexplained", "standard_price", "average",
)  # fmt: skip
VALUES = (
    "opening_value", "receipts_value", "returns_value", "transfers_in_value", "transfers_out_value", "produced_value",
    "closing_value", "actual_value", "theoretical_value", "standard_value",
    "price_variance", "usage_variance", "given_value", "wasted_value", "yield_value", "unexplained_value",
)  # fmt: skip
TOTALS = (
    "theoretical",
    "at_standard",
    "actual",
    "price",
    "usage",
    "given",
    "wasted",
    "yield_variance",
    "unexplained",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "inventory_report",
        *_keys("id"),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("costing", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.Column("coverage", sa.Numeric(), nullable=True),
        sa.Column("list_sales", sa.Numeric(), nullable=False),
        sa.Column("net_sales", sa.Numeric(), nullable=False),
        sa.Column("purchases", sa.Numeric(), nullable=False),
        sa.Column("stock_value", sa.Numeric(), nullable=False),
        *(sa.Column(name, sa.Numeric(), nullable=False) for name in TOTALS),
        sa.CheckConstraint(METHODS, name=op.f("ck_inventory_report_costing")),
        sa.CheckConstraint("first <= last", name=op.f("ck_inventory_report_days")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_inventory_report"),
    )
    op.create_index(
        "uq_inventory_report_number",
        "inventory_report",
        ["tenant_id", "store_id", "first", "last", "number"],
        unique=True,
    )
    op.create_table(
        "inventory_report_line",
        *_keys("report_id", "item_id"),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Numeric(), nullable=False) for name in (*QUANTITIES, *VALUES)),
        sa.ForeignKeyConstraint(
            ["tenant_id", "report_id"],
            ["inventory_report.tenant_id", "inventory_report.id"],
            name="fk_inventory_report_line_tenant_id_report_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "report_id", "item_id", name="pk_inventory_report_line"),
    )
    op.create_table(
        "inventory_yield_test",
        *_keys("id"),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("gross", sa.Numeric(20, 6), nullable=False),
        sa.Column("net", sa.Numeric(20, 6), nullable=False),
        sa.Column("tested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tested_by", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("gross > 0 AND net > 0", name=op.f("ck_inventory_yield_test_weights")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["inventory_item.tenant_id", "inventory_item.id"],
            name="fk_inventory_yield_test_tenant_id_item_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_inventory_yield_test"),
    )
    op.create_index(
        "ix_inventory_yield_test_tenant_id_item_id", "inventory_yield_test", ["tenant_id", "item_id"]
    )
    op.create_table(
        "inventory_budget",
        *_keys("valid_from", kinds={"valid_from": sa.Date()}),
        sa.Column("portions", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "valid_from", name="pk_inventory_budget"),
    )
    op.create_table(
        "inventory_setting",
        *_keys(),
        sa.Column("costing", sa.Text(), nullable=False),
        sa.Column("tolerance_percent", sa.Numeric(6, 2), nullable=False),
        sa.CheckConstraint(METHODS, name=op.f("ck_inventory_setting_costing")),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_inventory_setting"),
    )
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)
    for table in TABLES[:3]:
        for statement in append_only(table):
            op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _keys(*names: str, kinds: dict[str, sa.types.TypeEngine] | None = None) -> list[sa.Column[object]]:
    return [
        sa.Column(name, (kinds or {}).get(name, sa.Uuid()), nullable=False) for name in ("tenant_id", *names)
    ]
