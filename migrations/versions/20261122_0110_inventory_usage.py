"""The store room: what was sold, and what it should have used."""

import sqlalchemy as sa
from alembic import op

from core.rls import protect

revision = "inventory_usage"
down_revision = "inventory_items"
branch_labels = None
depends_on = None

TABLES = ("inventory_sold", "inventory_sold_day", "inventory_usage_day", "inventory_net_sales_day")
PLACE = {"store_id": sa.Uuid(), "business_date": sa.Date()}
PRODUCT = {"product_id": sa.Uuid(), "variant_id": sa.Uuid()}
RECIPE = {"closure_id": sa.Uuid(), "cause": sa.Text()}
CAUSES = "cause IN ('sold','comped','refired','voided','remade')"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create(
        "inventory_sold",
        {"event_id": sa.Uuid(), "part": sa.BigInteger()},
        {
            "store_id": sa.Uuid(),
            "at": sa.DateTime(timezone=True),
            "business_date": sa.Date(),
            **PRODUCT,
            **RECIPE,
            "quantity": sa.Numeric(20, 6),
            "order_id": sa.Uuid(),
            "line_id": sa.Uuid(),
        },
        sa.CheckConstraint(CAUSES, name=op.f("ck_inventory_sold_cause")),
    )
    for when in ("business_date", "at"):
        op.create_index(
            f"ix_inventory_sold_tenant_id_store_id_{when}", "inventory_sold", ["tenant_id", "store_id", when]
        )
    _create("inventory_sold_day", {**PLACE, **PRODUCT, **RECIPE}, {"quantity": sa.Numeric(20, 6)})
    _create(
        "inventory_usage_day",
        {**PLACE, "item_id": sa.Uuid(), "cause": sa.Text()},
        {"quantity": sa.Numeric(), "staged": sa.Numeric()},
    )
    _create(
        "inventory_net_sales_day",
        {**PLACE, **PRODUCT},
        {"units": sa.Numeric(20, 6), "list": sa.BigInteger(), "net": sa.BigInteger()},
    )
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _create(
    name: str,
    key: dict[str, sa.types.TypeEngine],
    rest: dict[str, sa.types.TypeEngine],
    *more: sa.CheckConstraint,
) -> None:
    keys = {"tenant_id": sa.Uuid(), **key}
    op.create_table(
        name,
        *(sa.Column(column, kind, nullable=False) for column, kind in {**keys, **rest}.items()),
        *more,
        sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"),
    )
