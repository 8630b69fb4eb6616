"""Members who turned out to be one: the pointer from who is no more to who stays."""

import sqlalchemy as sa
from alembic import op

revision = "membership_merging"
down_revision = "exact_standards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("membership_member", sa.Column("merged_into", sa.Uuid(), nullable=True))
    op.add_column("membership_member", sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f("ck_membership_member_merged"),
        "membership_member",
        "(merged_into IS NULL) = (merged_at IS NULL) AND merged_into <> id",
    )
    op.create_foreign_key(
        "fk_membership_member_tenant_id_merged_into",
        "membership_member",
        "membership_member",
        ["tenant_id", "merged_into"],
        ["tenant_id", "id"],
    )
    op.create_index(
        "ix_membership_member_tenant_id_merged_into",
        "membership_member",
        ["tenant_id", "merged_into"],
        postgresql_where=sa.text("merged_into IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_column("membership_member", "merged_at")
    op.drop_column("membership_member", "merged_into")
