"""Every order writes kitchen rows: without an index that nobody asks, and a check that the entry's number makes already."""

from alembic import op

revision = "kitchen_lean"
down_revision = "membership"
branch_labels = None
depends_on = None

STATION_OF_ENTRY = "fk_kitchen_stream_tenant_id_station_id"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_kitchen_item_order", "kitchen_item")
    op.drop_constraint(STATION_OF_ENTRY, "kitchen_stream")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    station = ["tenant_id", "station_id"], ["tenant_id", "id"]
    op.create_foreign_key(STATION_OF_ENTRY, "kitchen_stream", "kitchen_station", *station)
    op.create_index("ix_kitchen_item_order", "kitchen_item", ["tenant_id", "order_id"])
