"""Sales figures by day, hour, product and person."""

import sqlalchemy as sa
from alembic import op

from core.rls import protect

revision = "pos_sales"
down_revision = "pos_shifts"
branch_labels = None
depends_on = None

TABLES = ("pos_sales_day", "pos_sales_hour", "pos_sales_product", "pos_sales_staff")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create(
        "pos_sales_day",
        {"channel": sa.Text()},
        _sums(
            "orders", "covers", "gross", "comps", "net", "service_charge", "tax", "rounding", "total", "tips",
            "refunds", "refund_count",
        ),
    )  # fmt: skip
    _create("pos_sales_hour", {"hour": sa.BigInteger()}, _sums("orders", "covers", "total"))
    _create(
        "pos_sales_product",
        {"product_id": sa.Uuid(), "variant_id": sa.Uuid()},
        {
            "units": sa.Numeric(12, 3),
            "comped_units": sa.Numeric(12, 3),
            "revenue": sa.BigInteger(),
            "set_units": sa.Numeric(12, 3),
            "set_revenue": sa.BigInteger(),
        },
    )
    _create(
        "pos_sales_staff",
        {"staff_id": sa.Uuid()},
        {
            "suggestions": sa.BigInteger(),
            "upsell_units": sa.Numeric(12, 3),
            "upsell_revenue": sa.BigInteger(),
        },
    )
    op.create_index(
        "ix_pos_sales_day_tenant_id_business_date", "pos_sales_day", ["tenant_id", "business_date"]
    )
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _create(name: str, key: dict[str, sa.types.TypeEngine], sums: dict[str, sa.types.TypeEngine]) -> None:
    keys = {"tenant_id": sa.Uuid(), "store_id": sa.Uuid(), "business_date": sa.Date(), **key}
    op.create_table(
        name,
        *(sa.Column(column, kind, nullable=False) for column, kind in {**keys, **sums}.items()),
        sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"),
    )


def _sums(*names: str) -> dict[str, sa.types.TypeEngine]:
    return {name: sa.BigInteger() for name in names}
