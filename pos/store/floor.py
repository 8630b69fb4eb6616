"""Areas and tables."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import bindparam, select

from core.paging import Page, page
from core.sql import Prepared, prepared
from core.uow import Unit
from pos.menu_errors import MenuRowNotFound
from pos.models.floor import AreaRow, TableRow
from pos.store.rows import find_row, of_tenant

_area = AreaRow.__table__.c
_table = TableRow.__table__.c
AREAS = prepared(
    select(_area.id, _area.name, _area.sort)
    .where(
        _area.tenant_id == bindparam("tenant_id"),
        _area.store_id == bindparam("store_id"),
        _area.archived_at.is_(None),
    )
    .order_by(_area.sort, _area.id)
)
TABLES = prepared(
    select(*(_table[name] for name in ("id", "area_id", "name", "seats", "x", "y", "w", "h", "shape")))
    .where(
        _table.tenant_id == bindparam("tenant_id"),
        _table.store_id == bindparam("store_id"),
        _table.archived_at.is_(None),
    )
    .order_by(_table.name, _table.id)
)
# An order that was merged sits where the one sits that took it over, and so on.
_SEATED = Prepared(
    """WITH RECURSIVE chain AS (
        SELECT id AS asked, table_name, merged_into FROM pos_order
        WHERE tenant_id = %(tenant_id)s AND id = ANY(%(order_ids)s)
        UNION
        SELECT chain.asked, o.table_name, o.merged_into
        FROM chain JOIN pos_order o ON o.tenant_id = %(tenant_id)s AND o.id = chain.merged_into
    )
    SELECT asked, table_name FROM chain WHERE merged_into IS NULL""",
    {},
)


def list_areas(unit: Unit, store_id: UUID, cursor: str | None, limit: int) -> Page[AreaRow]:
    """A page of the store's areas."""
    query = of_tenant(unit, AreaRow, archived=False).where(AreaRow.store_id == store_id)
    return page(unit.session, query, [AreaRow.sort, AreaRow.id], cursor, limit)


def list_tables(
    unit: Unit, store_id: UUID, cursor: str | None, limit: int, area_id: UUID | None = None
) -> Page[TableRow]:
    """A page of the store's tables by name."""
    query = of_tenant(unit, TableRow, archived=False).where(TableRow.store_id == store_id)
    if area_id is not None:
        query = query.where(TableRow.area_id == area_id)
    return page(unit.session, query, [TableRow.name, TableRow.id], cursor, limit)


def get_area(unit: Unit, store_id: UUID, area_id: UUID) -> AreaRow:
    """An area of the store, archived or not."""
    row = find_row(unit, AreaRow, area_id)
    if row is None or row.store_id != store_id:
        raise MenuRowNotFound("There is no such area at this store.", code="area_not_found")
    return row


def get_table(unit: Unit, store_id: UUID, table_id: UUID) -> TableRow:
    """A table of the store, archived or not."""
    row = find_row(unit, TableRow, table_id)
    if row is None or row.store_id != store_id:
        raise MenuRowNotFound("There is no such table at this store.", code="table_not_found")
    return row


def find_table_named(unit: Unit, store_id: UUID, name: str) -> TableRow | None:
    """The table in use with that name."""
    query = of_tenant(unit, TableRow, archived=False).where(
        TableRow.store_id == store_id, TableRow.name == name
    )
    return unit.session.scalars(query).first()


def tables_of_orders(unit: Unit, order_ids: Collection[UUID]) -> dict[UUID, str | None]:
    """The name of the table at which each order's guests sit; None for those without one."""
    rows = unit.fetch_all(_SEATED, tenant_id=unit.tenant_id, order_ids=sorted(order_ids))
    return {row.asked: row.table_name for row in rows}
