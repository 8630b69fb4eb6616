"""The store room: items, units, prices, places; recipes in versions, and their closure."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.rls import protect

revision = "inventory_items"
down_revision = "pos_course_plan"
branch_labels = None
depends_on = None

TABLES = (
    "inventory_category",
    "inventory_closure",
    "inventory_location",
    "inventory_recipe_book",
    "inventory_item",
    "inventory_item_unit",
    "inventory_location_item",
    "inventory_par",
    "inventory_recipe",
    "inventory_standard_price",
    "inventory_recipe_version",
    "inventory_recipe_line",
    "inventory_recipe_output",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "inventory_category",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_inventory_category")),
    )
    op.create_table(
        "inventory_closure",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("node_kind", sa.Text(), nullable=False),
        sa.Column("node_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=True),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("needs", postgresql.JSONB(), nullable=False),
        sa.Column("staged", postgresql.JSONB(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("node_kind IN ('item','product')", name=op.f("ck_inventory_closure_node_kind")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from < valid_to", name=op.f("ck_inventory_closure_interval")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_inventory_closure")),
    )
    op.create_index(
        "uq_inventory_closure_start",
        "inventory_closure",
        ["tenant_id", "node_id", "variant_id", "store_id", "region_id", "valid_from"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "inventory_location",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_inventory_location")),
    )
    op.create_index(
        op.f("ix_inventory_location_tenant_id_store_id"),
        "inventory_location",
        ["tenant_id", "store_id"],
        unique=False,
    )
    op.create_table(
        "inventory_recipe_book",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_inventory_recipe_book")),
    )
    op.create_table(
        "inventory_item",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("stock_unit", sa.Text(), nullable=False),
        sa.Column("is_stocked", sa.Boolean(), nullable=False),
        sa.Column("is_catch_weight", sa.Boolean(), nullable=False),
        sa.Column("yield_rate", sa.Numeric(precision=12, scale=8), nullable=True),
        sa.Column("density_numerator", sa.BigInteger(), nullable=True),
        sa.Column("density_denominator", sa.BigInteger(), nullable=True),
        sa.Column("allergens", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("shelf_life_days", sa.BigInteger(), nullable=True),
        sa.Column("tolerance_percent", sa.Numeric(precision=6, scale=2), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('raw','semi','packaging')", name=op.f("ck_inventory_item_kind")),
        sa.CheckConstraint(
            "density_numerator > 0 AND density_denominator > 0", name=op.f("ck_inventory_item_density")
        ),
        sa.CheckConstraint("yield_rate > 0 AND yield_rate <= 100", name=op.f("ck_inventory_item_yield_rate")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "category_id"],
            ["inventory_category.tenant_id", "inventory_category.id"],
            name=op.f("fk_inventory_item_tenant_id_category_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_inventory_item")),
    )
    op.create_index("uq_inventory_item_code", "inventory_item", ["tenant_id", "code"], unique=True)
    op.create_table(
        "inventory_item_unit",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.Column("of_unit", sa.Text(), nullable=False),
        sa.Column("is_purchase", sa.Boolean(), nullable=False),
        sa.Column("is_count", sa.Boolean(), nullable=False),
        sa.Column("barcode", sa.Text(), nullable=True),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("numerator > 0 AND denominator > 0", name=op.f("ck_inventory_item_unit_factor")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["inventory_item.tenant_id", "inventory_item.id"],
            name=op.f("fk_inventory_item_unit_tenant_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "item_id", "unit", name=op.f("pk_inventory_item_unit")),
    )
    op.create_index(
        "ix_inventory_item_unit_barcode", "inventory_item_unit", ["tenant_id", "barcode"], unique=False
    )
    op.create_table(
        "inventory_location_item",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["inventory_item.tenant_id", "inventory_item.id"],
            name=op.f("fk_inventory_location_item_tenant_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "location_id"],
            ["inventory_location.tenant_id", "inventory_location.id"],
            name=op.f("fk_inventory_location_item_tenant_id_location_id"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "location_id", "item_id", name=op.f("pk_inventory_location_item")
        ),
    )
    op.create_table(
        "inventory_par",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("par", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("reorder", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.CheckConstraint("par >= 0 AND reorder >= 0 AND reorder <= par", name=op.f("ck_inventory_par_par")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["inventory_item.tenant_id", "inventory_item.id"],
            name=op.f("fk_inventory_par_tenant_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", "item_id", name=op.f("pk_inventory_par")),
    )
    op.create_table(
        "inventory_recipe",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("node_kind", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("variant_id", sa.Uuid(), nullable=True),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(node_kind = 'item') = (item_id IS NOT NULL) AND (node_kind = 'product') = (product_id IS NOT NULL)",
            name=op.f("ck_inventory_recipe_node"),
        ),
        sa.CheckConstraint("node_kind IN ('item','product')", name=op.f("ck_inventory_recipe_node_kind")),
        sa.CheckConstraint("store_id IS NULL OR region_id IS NULL", name=op.f("ck_inventory_recipe_scope")),
        sa.CheckConstraint(
            "variant_id IS NULL OR product_id IS NOT NULL", name=op.f("ck_inventory_recipe_variant")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["inventory_item.tenant_id", "inventory_item.id"],
            name=op.f("fk_inventory_recipe_tenant_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_inventory_recipe")),
    )
    for column in ("item_id", "product_id"):
        op.create_index(
            op.f(f"ix_inventory_recipe_tenant_id_{column}"), "inventory_recipe", ["tenant_id", column]
        )
    op.create_index(
        "uq_inventory_recipe_node",
        "inventory_recipe",
        ["tenant_id", "item_id", "product_id", "variant_id", "store_id", "region_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )
    op.create_table(
        "inventory_standard_price",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("price", sa.Numeric(precision=20, scale=8), nullable=False),
        sa.CheckConstraint("price >= 0", name=op.f("ck_inventory_standard_price_price")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["inventory_item.tenant_id", "inventory_item.id"],
            name=op.f("fk_inventory_standard_price_tenant_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_inventory_standard_price")),
    )
    op.create_index(
        "uq_inventory_standard_price_day",
        "inventory_standard_price",
        ["tenant_id", "item_id", "store_id", "valid_from"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "inventory_recipe_version",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipe_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("batch", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("edit", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL)",
            name=op.f("ck_inventory_recipe_version_published"),
        ),
        sa.CheckConstraint("state IN ('draft','published')", name=op.f("ck_inventory_recipe_version_state")),
        sa.CheckConstraint(
            "batch > 0 AND numerator > 0 AND denominator > 0", name=op.f("ck_inventory_recipe_version_batch")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "recipe_id"],
            ["inventory_recipe.tenant_id", "inventory_recipe.id"],
            name=op.f("fk_inventory_recipe_version_tenant_id_recipe_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_inventory_recipe_version")),
    )
    op.create_index(
        "uq_inventory_recipe_version_number",
        "inventory_recipe_version",
        ["tenant_id", "recipe_id", "number"],
        unique=True,
    )
    op.create_table(
        "inventory_recipe_line",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("line_no", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.Column("yield_rate", sa.Numeric(precision=12, scale=8), nullable=True),
        sa.Column("used_yield", sa.Numeric(precision=12, scale=8), nullable=False),
        sa.Column("substitutes", postgresql.JSONB(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("numerator > 0 AND denominator > 0", name=op.f("ck_inventory_recipe_line_factor")),
        sa.CheckConstraint(
            "used_yield > 0 AND used_yield <= 100", name=op.f("ck_inventory_recipe_line_used_yield")
        ),
        sa.CheckConstraint(
            "yield_rate > 0 AND yield_rate <= 100", name=op.f("ck_inventory_recipe_line_yield_rate")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["inventory_item.tenant_id", "inventory_item.id"],
            name=op.f("fk_inventory_recipe_line_tenant_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "version_id"],
            ["inventory_recipe_version.tenant_id", "inventory_recipe_version.id"],
            name=op.f("fk_inventory_recipe_line_tenant_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "version_id", "line_no", name=op.f("pk_inventory_recipe_line")),
    )
    op.create_index(
        op.f("ix_inventory_recipe_line_tenant_id_item_id"),
        "inventory_recipe_line",
        ["tenant_id", "item_id"],
        unique=False,
    )
    op.create_table(
        "inventory_recipe_output",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("cost_share", sa.Numeric(precision=9, scale=8), nullable=False),
        sa.CheckConstraint(
            "cost_share >= 0 AND cost_share <= 1", name=op.f("ck_inventory_recipe_output_cost_share")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_inventory_recipe_output_quantity")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["inventory_item.tenant_id", "inventory_item.id"],
            name=op.f("fk_inventory_recipe_output_tenant_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "version_id"],
            ["inventory_recipe_version.tenant_id", "inventory_recipe_version.id"],
            name=op.f("fk_inventory_recipe_output_tenant_id_version_id"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "version_id", "item_id", name=op.f("pk_inventory_recipe_output")
        ),
    )
    op.create_index(
        op.f("ix_inventory_recipe_output_tenant_id_item_id"),
        "inventory_recipe_output",
        ["tenant_id", "item_id"],
        unique=False,
    )
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)


def downgrade() -> None:
    for table in (
        "inventory_recipe_output",
        "inventory_recipe_line",
        "inventory_recipe_version",
        "inventory_standard_price",
        "inventory_recipe",
        "inventory_par",
        "inventory_location_item",
        "inventory_item_unit",
        "inventory_item",
        "inventory_recipe_book",
        "inventory_location",
        "inventory_closure",
        "inventory_category",
    ):
        op.drop_table(table)
