"""The store room: photos of what was thrown away, kept with the document."""

import sqlalchemy as sa
from alembic import op

from core.rls import append_only, protect

revision = "inventory_photos"
down_revision = "membership_benefit"
branch_labels = None
depends_on = None

DOCUMENT = "inventory_document"
PHOTO = "inventory_photo"
REFERS = "fk_inventory_document_tenant_id_photo_id"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        PHOTO,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_inventory_photo")),
        sa.CheckConstraint(
            "media_type IN ('image/jpeg','image/png','image/webp')",
            name=op.f("ck_inventory_photo_media_type"),
        ),
        sa.CheckConstraint(
            "size = octet_length(content) AND size <= 4194304", name=op.f("ck_inventory_photo_size")
        ),
    )
    for statement in (*protect(PHOTO), *append_only(PHOTO)):
        op.execute(statement)
    op.add_column(DOCUMENT, sa.Column("photo_id", sa.Uuid(), nullable=True))
    op.execute(
        f"ALTER TABLE {DOCUMENT} ADD CONSTRAINT {REFERS} FOREIGN KEY (tenant_id, photo_id) "
        f"REFERENCES {PHOTO} (tenant_id, id) NOT VALID"
    )
    op.execute(f"ALTER TABLE {DOCUMENT} VALIDATE CONSTRAINT {REFERS}")


def downgrade() -> None:
    op.drop_constraint(REFERS, DOCUMENT, type_="foreignkey")
    op.drop_column(DOCUMENT, "photo_id")
    op.drop_table(PHOTO)
