"""The menu: categories, products, variants, modifiers, set meals, prices, tax, availability, and the floor plan."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.database import APP_ROLE
from core.rls import protect

revision = "pos_menu"
down_revision = "accounts"
branch_labels = None
depends_on = None

TABLES = (
    "pos_area",
    "pos_category",
    "pos_menu_version",
    "pos_modifier_group",
    "pos_tax_class",
    "pos_product",
    "pos_table",
    "pos_tax_override",
    "pos_availability",
    "pos_availability_rule",
    "pos_group_link",
    "pos_modifier_option",
    "pos_set_group",
    "pos_suggestion",
    "pos_variant",
    "pos_price",
    "pos_set_fixed",
    "pos_set_option",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("CREATE SEQUENCE pos_menu_version_number")
    op.execute(f"GRANT USAGE ON SEQUENCE pos_menu_version_number TO {APP_ROLE}")
    op.create_table(
        "pos_area",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_pos_area"),
    )
    op.create_index("ix_pos_area_tenant_id_store_id", "pos_area", ["tenant_id", "store_id"], unique=False)
    op.create_table(
        "pos_category",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("color", sa.Text(), nullable=True),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_pos_category"),
    )
    op.create_table(
        "pos_menu_version",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_pos_menu_version"),
    )
    op.create_table(
        "pos_modifier_group",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("min", sa.BigInteger(), nullable=False),
        sa.Column("max", sa.BigInteger(), nullable=False),
        sa.Column("free", sa.BigInteger(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "0 <= min AND min <= max AND 0 <= free", name=op.f("ck_pos_modifier_group_counts")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_pos_modifier_group"),
    )
    op.create_table(
        "pos_tax_class",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("rate", sa.Numeric(precision=7, scale=4), nullable=False),
        sa.Column("inclusive", sa.Boolean(), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("rate >= 0 AND rate < 1000", name=op.f("ck_pos_tax_class_rate")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_pos_tax_class"),
    )
    op.create_index(
        "uq_pos_tax_class_default",
        "pos_tax_class",
        ["tenant_id"],
        unique=True,
        postgresql_where=sa.text("is_default AND archived_at IS NULL"),
    )
    op.create_table(
        "pos_product",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("kitchen_name", postgresql.JSONB(), nullable=True),
        sa.Column("print_name", postgresql.JSONB(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("tax_class_id", sa.Uuid(), nullable=True),
        sa.Column("tags", postgresql.JSONB(), nullable=False),
        sa.Column("allergens", postgresql.JSONB(), nullable=False),
        sa.Column("prep_seconds", sa.BigInteger(), nullable=False),
        sa.Column("color", sa.Text(), nullable=True),
        sa.Column("picture_url", sa.Text(), nullable=True),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("is_seasonal", sa.Boolean(), nullable=False),
        sa.Column("seasonal_from", sa.Date(), nullable=True),
        sa.Column("seasonal_to", sa.Date(), nullable=True),
        sa.Column("is_option", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('item','set_meal','open_price','weighed')", name=op.f("ck_pos_product_kind")
        ),
        sa.CheckConstraint("prep_seconds >= 0", name=op.f("ck_pos_product_prep_seconds")),
        sa.CheckConstraint("seasonal_from <= seasonal_to", name=op.f("ck_pos_product_season")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "category_id"],
            ["pos_category.tenant_id", "pos_category.id"],
            name="fk_pos_product_tenant_id_category_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "tax_class_id"],
            ["pos_tax_class.tenant_id", "pos_tax_class.id"],
            name="fk_pos_product_tenant_id_tax_class_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_pos_product"),
        sa.UniqueConstraint("tenant_id", "code", name="uq_pos_product_tenant_id_code"),
    )
    op.create_index(
        "ix_pos_product_tenant_id_category_id", "pos_product", ["tenant_id", "category_id"], unique=False
    )
    op.create_table(
        "pos_table",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("x", sa.BigInteger(), nullable=False),
        sa.Column("y", sa.BigInteger(), nullable=False),
        sa.Column("w", sa.BigInteger(), nullable=False),
        sa.Column("h", sa.BigInteger(), nullable=False),
        sa.Column("shape", sa.Text(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("shape IN ('square','round','long')", name=op.f("ck_pos_table_shape")),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_pos_table_seats")),
        sa.CheckConstraint("w >= 1 AND h >= 1", name=op.f("ck_pos_table_size")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "area_id"],
            ["pos_area.tenant_id", "pos_area.id"],
            name="fk_pos_table_tenant_id_area_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_pos_table"),
    )
    op.create_index("ix_pos_table_tenant_id_area_id", "pos_table", ["tenant_id", "area_id"], unique=False)
    op.create_index(
        "uq_pos_table_name",
        "pos_table",
        ["tenant_id", "store_id", "name"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )
    op.create_table(
        "pos_tax_override",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tax_class_id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("rate", sa.Numeric(precision=7, scale=4), nullable=False),
        sa.Column("inclusive", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "(region_id IS NULL) <> (store_id IS NULL)", name=op.f("ck_pos_tax_override_one_place")
        ),
        sa.CheckConstraint("rate >= 0 AND rate < 1000", name=op.f("ck_pos_tax_override_rate")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "tax_class_id"],
            ["pos_tax_class.tenant_id", "pos_tax_class.id"],
            name="fk_pos_tax_override_tenant_id_tax_class_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_pos_tax_override"),
    )
    op.create_index(
        "uq_pos_tax_override_place",
        "pos_tax_override",
        ["tenant_id", "tax_class_id", "region_id", "store_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "pos_availability",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("left_over", sa.Numeric(precision=12, scale=3), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'countdown') = (left_over IS NOT NULL)", name=op.f("ck_pos_availability_counted")
        ),
        sa.CheckConstraint("state IN ('out','countdown')", name=op.f("ck_pos_availability_state")),
        sa.CheckConstraint("left_over >= 0", name=op.f("ck_pos_availability_left_over")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["pos_product.tenant_id", "pos_product.id"],
            name="fk_pos_availability_tenant_id_product_id",
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "store_id", "product_id", "variant_id", name="pk_pos_availability"
        ),
    )
    op.create_index(
        "ix_pos_availability_tenant_id_product_id",
        "pos_availability",
        ["tenant_id", "product_id"],
        unique=False,
    )
    op.create_table(
        "pos_availability_rule",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("weekdays", sa.BigInteger(), nullable=True),
        sa.Column("start_minute", sa.BigInteger(), nullable=True),
        sa.Column("end_minute", sa.BigInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('dine_in','takeaway','delivery','own_app')",
            name=op.f("ck_pos_availability_rule_channel"),
        ),
        sa.CheckConstraint("effect IN ('only','not')", name=op.f("ck_pos_availability_rule_effect")),
        sa.CheckConstraint(
            "(start_minute IS NULL) = (end_minute IS NULL)",
            name=op.f("ck_pos_availability_rule_daypart_ends"),
        ),
        sa.CheckConstraint(
            "start_minute BETWEEN 0 AND 1439 AND end_minute BETWEEN 0 AND 1440 AND start_minute <> end_minute",
            name=op.f("ck_pos_availability_rule_daypart"),
        ),
        sa.CheckConstraint("valid_from <= valid_to", name=op.f("ck_pos_availability_rule_dates")),
        sa.CheckConstraint("weekdays BETWEEN 1 AND 127", name=op.f("ck_pos_availability_rule_weekdays")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["pos_product.tenant_id", "pos_product.id"],
            name="fk_pos_availability_rule_tenant_id_product_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_pos_availability_rule"),
    )
    op.create_index(
        "ix_pos_availability_rule_tenant_id_product_id",
        "pos_availability_rule",
        ["tenant_id", "product_id"],
        unique=False,
    )
    op.create_table(
        "pos_group_link",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("min", sa.BigInteger(), nullable=True),
        sa.Column("max", sa.BigInteger(), nullable=True),
        sa.Column("free", sa.BigInteger(), nullable=True),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "0 <= min AND 0 <= max AND min <= max AND 0 <= free", name=op.f("ck_pos_group_link_counts")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "group_id"],
            ["pos_modifier_group.tenant_id", "pos_modifier_group.id"],
            name="fk_pos_group_link_tenant_id_group_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["pos_product.tenant_id", "pos_product.id"],
            name="fk_pos_group_link_tenant_id_product_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "product_id", "group_id", name="pk_pos_group_link"),
    )
    op.create_index(
        "ix_pos_group_link_tenant_id_group_id", "pos_group_link", ["tenant_id", "group_id"], unique=False
    )
    op.create_table(
        "pos_modifier_option",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("max", sa.BigInteger(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("max >= 1", name=op.f("ck_pos_modifier_option_max")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "group_id"],
            ["pos_modifier_group.tenant_id", "pos_modifier_group.id"],
            name="fk_pos_modifier_option_tenant_id_group_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["pos_product.tenant_id", "pos_product.id"],
            name="fk_pos_modifier_option_tenant_id_product_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "group_id", "product_id", name="pk_pos_modifier_option"),
    )
    op.create_index(
        "ix_pos_modifier_option_tenant_id_product_id",
        "pos_modifier_option",
        ["tenant_id", "product_id"],
        unique=False,
    )
    op.create_table(
        "pos_set_group",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("pick", sa.BigInteger(), nullable=False),
        sa.Column("repeat", sa.Boolean(), nullable=False),
        sa.Column("free", sa.BigInteger(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("pick >= 1 AND free >= 0", name=op.f("ck_pos_set_group_counts")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["pos_product.tenant_id", "pos_product.id"],
            name="fk_pos_set_group_tenant_id_product_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_pos_set_group"),
    )
    op.create_index(
        "ix_pos_set_group_tenant_id_product_id", "pos_set_group", ["tenant_id", "product_id"], unique=False
    )
    op.create_table(
        "pos_suggestion",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trigger_product_id", sa.Uuid(), nullable=True),
        sa.Column("offer_product_id", sa.Uuid(), nullable=False),
        sa.Column("text", postgresql.JSONB(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "trigger_product_id <> offer_product_id", name=op.f("ck_pos_suggestion_not_itself")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "offer_product_id"],
            ["pos_product.tenant_id", "pos_product.id"],
            name="fk_pos_suggestion_tenant_id_offer_product_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "trigger_product_id"],
            ["pos_product.tenant_id", "pos_product.id"],
            name="fk_pos_suggestion_tenant_id_trigger_product_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_pos_suggestion"),
    )
    op.create_index(
        "ix_pos_suggestion_tenant_id_offer_product_id",
        "pos_suggestion",
        ["tenant_id", "offer_product_id"],
        unique=False,
    )
    op.create_index(
        "ix_pos_suggestion_tenant_id_trigger_product_id",
        "pos_suggestion",
        ["tenant_id", "trigger_product_id"],
        unique=False,
    )
    op.create_table(
        "pos_variant",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["pos_product.tenant_id", "pos_product.id"],
            name="fk_pos_variant_tenant_id_product_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_pos_variant"),
        sa.UniqueConstraint("tenant_id", "product_id", "id", name="uq_pos_variant_tenant_id_product_id_id"),
    )
    op.create_index(
        "uq_pos_variant_code",
        "pos_variant",
        ["tenant_id", "product_id", "code"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )
    op.create_table(
        "pos_price",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("weekdays", sa.BigInteger(), nullable=True),
        sa.Column("start_minute", sa.BigInteger(), nullable=True),
        sa.Column("end_minute", sa.BigInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('dine_in','takeaway','delivery','own_app')", name=op.f("ck_pos_price_channel")
        ),
        sa.CheckConstraint(
            "(start_minute IS NULL) = (end_minute IS NULL)", name=op.f("ck_pos_price_daypart_ends")
        ),
        sa.CheckConstraint(
            "start_minute BETWEEN 0 AND 1439 AND end_minute BETWEEN 0 AND 1440 AND start_minute <> end_minute",
            name=op.f("ck_pos_price_daypart"),
        ),
        sa.CheckConstraint("store_id IS NULL OR region_id IS NULL", name=op.f("ck_pos_price_one_place")),
        sa.CheckConstraint("valid_from <= valid_to", name=op.f("ck_pos_price_dates")),
        sa.CheckConstraint("weekdays BETWEEN 1 AND 127", name=op.f("ck_pos_price_weekdays")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id", "variant_id"],
            ["pos_variant.tenant_id", "pos_variant.product_id", "pos_variant.id"],
            name="fk_pos_price_tenant_id_product_id_variant_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["pos_product.tenant_id", "pos_product.id"],
            name="fk_pos_price_tenant_id_product_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_pos_price"),
    )
    op.create_index(
        "uq_pos_price_place_and_time",
        "pos_price",
        [
            "tenant_id",
            "product_id",
            "variant_id",
            "store_id",
            "region_id",
            "channel",
            "weekdays",
            "start_minute",
            "end_minute",
            "valid_from",
            "valid_to",
        ],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "pos_set_fixed",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("set_product_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_pos_set_fixed_quantity")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id", "variant_id"],
            ["pos_variant.tenant_id", "pos_variant.product_id", "pos_variant.id"],
            name="fk_pos_set_fixed_tenant_id_product_id_variant_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["pos_product.tenant_id", "pos_product.id"],
            name="fk_pos_set_fixed_tenant_id_product_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "set_product_id"],
            ["pos_product.tenant_id", "pos_product.id"],
            name="fk_pos_set_fixed_tenant_id_set_product_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_pos_set_fixed"),
    )
    op.create_index(
        "ix_pos_set_fixed_tenant_id_product_id", "pos_set_fixed", ["tenant_id", "product_id"], unique=False
    )
    op.create_index(
        "ix_pos_set_fixed_tenant_id_set_product_id",
        "pos_set_fixed",
        ["tenant_id", "set_product_id"],
        unique=False,
    )
    op.create_table(
        "pos_set_option",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=True),
        sa.Column("upcharge", sa.BigInteger(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("max", sa.BigInteger(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("max >= 1", name=op.f("ck_pos_set_option_max")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "group_id"],
            ["pos_set_group.tenant_id", "pos_set_group.id"],
            name="fk_pos_set_option_tenant_id_group_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id", "variant_id"],
            ["pos_variant.tenant_id", "pos_variant.product_id", "pos_variant.id"],
            name="fk_pos_set_option_tenant_id_product_id_variant_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["pos_product.tenant_id", "pos_product.id"],
            name="fk_pos_set_option_tenant_id_product_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_pos_set_option"),
    )
    op.create_index(
        "ix_pos_set_option_tenant_id_group_id", "pos_set_option", ["tenant_id", "group_id"], unique=False
    )
    op.create_index(
        "ix_pos_set_option_tenant_id_product_id", "pos_set_option", ["tenant_id", "product_id"], unique=False
    )
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("DROP SEQUENCE pos_menu_version_number")
