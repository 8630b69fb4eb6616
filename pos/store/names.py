"""What products and categories are called, for rooms that know their ids."""

from collections.abc import Collection
from uuid import UUID

from core.sql import Prepared
from core.uow import Unit

_NAMES = Prepared(
    """SELECT id, name FROM pos_product WHERE tenant_id = %(tenant_id)s AND id = ANY(%(ids)s::uuid[])
    UNION ALL SELECT id, name FROM pos_category WHERE tenant_id = %(tenant_id)s AND id = ANY(%(ids)s::uuid[])""",
    {},
)


def menu_names(unit: Unit, ids: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """Names by id, archived ones too; ids that are nobody's are left out."""
    rows = unit.fetch_all(_NAMES, tenant_id=unit.tenant_id, ids=sorted(ids))
    return {row.id: row.name for row in rows}
