"""Every order writes kitchen rows: without an index that nobody asks, and without checks of what one function writes at once.

Each check would lock the row above once more for every row below: a third of what the kitchen costs an order.
"""

from alembic import op

revision = "kitchen_lean"
down_revision = "membership"
branch_labels = None
depends_on = None

# The table, its column, and the table above.
CHECKS = (
    ("kitchen_stream", "station_id", "kitchen_station"),
    ("kitchen_ticket", "station_id", "kitchen_station"),
    ("kitchen_item", "ticket_id", "kitchen_ticket"),
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_kitchen_item_order", "kitchen_item")
    for table, column, _ in CHECKS:
        op.drop_constraint(f"fk_{table}_tenant_id_{column}", table)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table, column, above in CHECKS:
        name = f"fk_{table}_tenant_id_{column}"
        op.create_foreign_key(name, table, above, ["tenant_id", column], ["tenant_id", "id"])
    op.create_index("ix_kitchen_item_order", "kitchen_item", ["tenant_id", "order_id"])
