"""Food cost: money given back lowers what sales brought, not what they stood at by list."""

from alembic import op

revision = "inventory_gross_list"
down_revision = "membership_merging"
branch_labels = None
depends_on = None

REFUNDS = "product_id = '00000000-0000-0000-0000-000000000000'"


def upgrade() -> None:
    _set_list("0")


def downgrade() -> None:
    _set_list("net")


def _set_list(to: str) -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("ALTER TABLE inventory_net_sales_day NO FORCE ROW LEVEL SECURITY")
    op.execute(f"UPDATE inventory_net_sales_day SET list = {to} WHERE {REFUNDS}")
    op.execute("ALTER TABLE inventory_net_sales_day FORCE ROW LEVEL SECURITY")
