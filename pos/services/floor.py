"""The floor plan: areas and tables, and what stands at each table."""

from typing import Any
from uuid import UUID

from core import clock
from core.errors import Conflict
from core.ids import new_id
from core.paging import Page
from core.uow import Unit
from pos.menu_errors import BadMenu, InUse
from pos.models.floor import AreaRow, TableRow
from pos.rules.product_checks import error
from pos.services.order_lists import orders_by_table
from pos.services.row_changes import apply_changes
from pos.services.stores import store_of
from pos.store import floor as store
from pos.store.rows import find_row

TABLE = {"seats": 4, "x": 0, "y": 0, "w": 80, "h": 80, "shape": "square"}


def get_floor(unit: Unit, store_id: UUID) -> dict[str, Any]:
    """The plan with the open orders at each table."""
    unit.actor.demand("order.view", store_id)
    store_of(unit, store_id)
    params = {"tenant_id": unit.tenant_id, "store_id": store_id}
    areas, tables = unit.fetch((store.AREAS, params), (store.TABLES, params))
    orders = orders_by_table(unit, store_id)
    return {
        "areas": [row._asdict() for row in areas],
        "tables": [{**row._asdict(), "orders": orders.get(row.id, [])} for row in tables],
    }


def list_areas(unit: Unit, store_id: UUID, cursor: str | None = None, limit: int = 50) -> Page[AreaRow]:
    """A page of the store's areas."""
    _demand_view(unit, store_id)
    return store.list_areas(unit, store_id, cursor, limit)


def get_area(unit: Unit, store_id: UUID, area_id: UUID) -> AreaRow:
    """One area."""
    _demand_view(unit, store_id)
    return store.get_area(unit, store_id, area_id)


def create_area(unit: Unit, store_id: UUID, fields: dict[str, Any]) -> AreaRow:
    """A new area: ``name`` at least."""
    _demand_edit(unit, store_id)
    row = AreaRow(tenant_id=unit.tenant_id, id=new_id(), store_id=store_id, **{"sort": 0} | fields)
    unit.session.add(row)
    unit.session.flush()
    unit.audit("area.create", "area", row.id, {"name": row.name}, store_id)
    return row


def change_area(unit: Unit, store_id: UUID, area_id: UUID, fields: dict[str, Any]) -> AreaRow:
    """Change the given fields."""
    _demand_edit(unit, store_id)
    row = store.get_area(unit, store_id, area_id)
    unit.audit("area.change", "area", row.id, apply_changes(row, fields), store_id)
    return row


def archive_area(unit: Unit, store_id: UUID, area_id: UUID) -> None:
    """Take an area away; refused (409 ``in_use``) while tables stand in it."""
    _demand_edit(unit, store_id)
    row = store.get_area(unit, store_id, area_id)
    if row.archived_at is not None:
        return
    if store.list_tables(unit, store_id, None, 1, row.id).items:
        raise InUse("Tables stand in this area. Move them first.")
    row.archived_at = clock.now()
    unit.audit("area.archive", "area", row.id, {"name": row.name}, store_id)


def list_tables(unit: Unit, store_id: UUID, cursor: str | None = None, limit: int = 50) -> Page[TableRow]:
    """A page of the store's tables by name."""
    _demand_view(unit, store_id)
    return store.list_tables(unit, store_id, cursor, limit)


def get_table(unit: Unit, store_id: UUID, table_id: UUID) -> TableRow:
    """One table."""
    _demand_view(unit, store_id)
    return store.get_table(unit, store_id, table_id)


def create_table(unit: Unit, store_id: UUID, fields: dict[str, Any]) -> TableRow:
    """A new table: ``area_id`` and ``name`` at least, the rest as in TABLE. Names are unique at a store."""
    _demand_edit(unit, store_id)
    _check_table(unit, store_id, fields)
    row = TableRow(tenant_id=unit.tenant_id, id=new_id(), store_id=store_id, **TABLE | fields)
    unit.session.add(row)
    unit.session.flush()
    unit.audit("table.create", "table", row.id, {"name": row.name}, store_id)
    return row


def change_table(unit: Unit, store_id: UUID, table_id: UUID, fields: dict[str, Any]) -> TableRow:
    """Change the given fields. Orders keep the name that the table had when they sat down."""
    _demand_edit(unit, store_id)
    row = store.get_table(unit, store_id, table_id)
    _check_table(unit, store_id, fields, row)
    unit.audit("table.change", "table", row.id, apply_changes(row, fields), store_id)
    unit.session.flush()
    return row


def archive_table(unit: Unit, store_id: UUID, table_id: UUID) -> None:
    """Take a table away; refused (409 ``in_use``) while guests sit at it."""
    _demand_edit(unit, store_id)
    row = store.get_table(unit, store_id, table_id)
    if row.archived_at is not None:
        return
    if orders_by_table(unit, store_id).get(row.id):
        raise InUse("An open order is at this table. Move or close it first.")
    row.archived_at = clock.now()
    unit.audit("table.archive", "table", row.id, {"name": row.name}, store_id)


def _demand_view(unit: Unit, store_id: UUID) -> None:
    unit.actor.demand("store.view", store_id)
    store_of(unit, store_id)


def _demand_edit(unit: Unit, store_id: UUID) -> None:
    unit.actor.demand("store.edit", store_id)
    store_of(unit, store_id)


def _check_table(unit: Unit, store_id: UUID, fields: dict[str, Any], row: TableRow | None = None) -> None:
    if "area_id" in fields:
        area = find_row(unit, AreaRow, fields["area_id"])
        if area is None or area.store_id != store_id or area.archived_at is not None:
            message = "There is no such area in use at this store."
            raise BadMenu(message, errors=[error("area_id", "unknown", message)])
    namesake = store.find_table_named(unit, store_id, fields["name"]) if "name" in fields else None
    if namesake is not None and namesake is not row:
        message = "Another table has this name."
        raise Conflict(message, code="table_name_taken", errors=[error("name", "table_name_taken", message)])
