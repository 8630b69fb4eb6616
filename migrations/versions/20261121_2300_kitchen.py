"""The kitchen: stations, routes, screens, streams, tickets and items."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.rls import append_only, protect

revision = "kitchen"
down_revision = "pos_sales"
branch_labels = None
depends_on = None

TABLES = (
    "kitchen_config_version",
    "kitchen_station",
    "kitchen_route",
    "kitchen_screen",
    "kitchen_stream",
    "kitchen_ticket",
    "kitchen_item",
)
APPEND_ONLY = ("kitchen_stream",)

# A kept copy of the settings is used without asking; the commit asks, and has the request tried again when it is old.
EXPECT_VERSION = """
    CREATE FUNCTION kitchen_expect_version(the_tenant uuid, the_store uuid, expected bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        IF coalesce((SELECT version FROM kitchen_config_version
                     WHERE tenant_id = the_tenant AND store_id = the_store), 0) <> expected THEN
            RAISE EXCEPTION 'the kitchen settings are newer' USING ERRCODE = 'serialization_failure';
        END IF;
    END $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "kitchen_config_version",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", name=("pk_kitchen_config_version")),
    )
    op.create_table(
        "kitchen_station",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("pool", sa.Text(), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("ack_seconds", sa.BigInteger(), nullable=False),
        sa.Column("warn_percent", sa.BigInteger(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=True),
        sa.Column("print_always", sa.Boolean(), nullable=False),
        sa.Column("diverted_to", sa.Uuid(), nullable=True),
        sa.Column("stream_seq", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('prep','expo')", name=op.f("ck_kitchen_station_kind")),
        sa.CheckConstraint("ack_seconds BETWEEN 2 AND 3600", name=op.f("ck_kitchen_station_ack_seconds")),
        sa.CheckConstraint("warn_percent BETWEEN 1 AND 1000", name=op.f("ck_kitchen_station_warn_percent")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=("pk_kitchen_station")),
    )
    op.create_index(
        ("ix_kitchen_station_tenant_id_store_id"), "kitchen_station", ["tenant_id", "store_id"], unique=False
    )
    op.create_index(
        "uq_kitchen_station_default",
        "kitchen_station",
        ["tenant_id", "store_id"],
        unique=True,
        postgresql_where=sa.text("is_default AND archived_at IS NULL"),
    )
    op.create_table(
        "kitchen_route",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("option_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("weekdays", sa.BigInteger(), nullable=True),
        sa.Column("start_minute", sa.BigInteger(), nullable=True),
        sa.Column("end_minute", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_id"],
            ["kitchen_station.tenant_id", "kitchen_station.id"],
            name=("fk_kitchen_route_tenant_id_station_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=("pk_kitchen_route")),
    )
    op.create_index(
        ("ix_kitchen_route_tenant_id_store_id"), "kitchen_route", ["tenant_id", "store_id"], unique=False
    )
    op.create_table(
        "kitchen_screen",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("acked_seq", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_id"],
            ["kitchen_station.tenant_id", "kitchen_station.id"],
            name=("fk_kitchen_screen_tenant_id_station_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=("pk_kitchen_screen")),
    )
    op.create_index(
        ("ix_kitchen_screen_tenant_id_station_id"),
        "kitchen_screen",
        ["tenant_id", "station_id"],
        unique=False,
    )
    op.create_table(
        "kitchen_stream",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_id"],
            ["kitchen_station.tenant_id", "kitchen_station.id"],
            name=("fk_kitchen_stream_tenant_id_station_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "station_id", "seq", name=("pk_kitchen_stream")),
    )
    op.create_table(
        "kitchen_ticket",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("course", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.BigInteger(), nullable=False),
        sa.Column("order_number", sa.BigInteger(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_rush", sa.Boolean(), nullable=False),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("born_seq", sa.BigInteger(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('open','done','cancelled')", name=op.f("ck_kitchen_ticket_state")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "station_id"],
            ["kitchen_station.tenant_id", "kitchen_station.id"],
            name=("fk_kitchen_ticket_tenant_id_station_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=("pk_kitchen_ticket")),
    )
    op.create_index(
        "ix_kitchen_ticket_day", "kitchen_ticket", ["tenant_id", "store_id", "business_date"], unique=False
    )
    op.create_index(
        "ix_kitchen_ticket_open",
        "kitchen_ticket",
        ["tenant_id", "station_id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "uq_kitchen_ticket_part",
        "kitchen_ticket",
        ["tenant_id", "order_id", "station_id", "course", "part"],
        unique=True,
    )
    op.create_table(
        "kitchen_item",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("top_line_id", sa.Uuid(), nullable=False),
        sa.Column("making", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=True),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("variant_name", postgresql.JSONB(), nullable=True),
        sa.Column("set_name", postgresql.JSONB(), nullable=True),
        sa.Column("quantity", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("modifiers", postgresql.JSONB(), nullable=False),
        sa.Column("allergens", postgresql.JSONB(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("seat", sa.BigInteger(), nullable=True),
        sa.Column("prep_seconds", sa.BigInteger(), nullable=False),
        sa.Column("start_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("change", sa.Text(), nullable=True),
        sa.Column("is_remake", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('new','started','ready','served','cancelled')", name=op.f("ck_kitchen_item_state")
        ),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_kitchen_item_quantity")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "ticket_id"],
            ["kitchen_ticket.tenant_id", "kitchen_ticket.id"],
            name=("fk_kitchen_item_tenant_id_ticket_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=("pk_kitchen_item")),
    )
    op.create_index("ix_kitchen_item_order", "kitchen_item", ["tenant_id", "order_id"], unique=False)
    op.create_index("ix_kitchen_item_ticket", "kitchen_item", ["tenant_id", "ticket_id"], unique=False)
    op.create_index(
        "uq_kitchen_item_once", "kitchen_item", ["tenant_id", "line_id", "making", "station_id"], unique=True
    )
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)
    for table in APPEND_ONLY:
        for statement in append_only(table):
            op.execute(statement)

    op.execute(EXPECT_VERSION)


def downgrade() -> None:
    op.execute("DROP FUNCTION kitchen_expect_version(uuid, uuid, bigint)")
    for table in reversed(TABLES):
        op.drop_table(table)
