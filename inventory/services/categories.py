"""Kinds of items."""

from typing import Any
from uuid import UUID

from core import clock
from core.ids import new_id
from core.paging import Page, page
from core.rows import apply_changes
from core.uow import Unit
from inventory.errors import InUse
from inventory.models.items import CategoryRow, ItemRow
from inventory.store.rows import get_row, of_tenant


def list_categories(unit: Unit, cursor: str | None = None, limit: int = 50) -> Page[CategoryRow]:
    """A page of the categories in use."""
    unit.actor.demand_somewhere("inventory.view")
    query = of_tenant(unit, CategoryRow, archived=False)
    return page(unit.session, query, [CategoryRow.sort, CategoryRow.id], cursor, limit)


def create_category(unit: Unit, given: dict[str, Any]) -> CategoryRow:
    """A new category: ``name`` at least."""
    unit.actor.demand("inventory.edit")
    row = CategoryRow(tenant_id=unit.tenant_id, id=new_id(), archived_at=None, **{"sort": 0} | given)
    unit.session.add(row)
    unit.session.flush()
    unit.audit("item_category.create", "item_category", row.id, {"name": row.name})
    return row


def change_category(unit: Unit, category_id: UUID, given: dict[str, Any]) -> CategoryRow:
    """Change the given fields; refuses (409 ``in_use``) to archive one that items are in."""
    unit.actor.demand("inventory.edit")
    row = get_row(unit, CategoryRow, category_id)
    changes = dict(given)
    archived = changes.pop("archived", None)
    if archived is not None:
        if archived and unit.session.scalar(
            of_tenant(unit, ItemRow, archived=False).where(ItemRow.category_id == row.id).limit(1)
        ):
            raise InUse("Items are in this category. Move them first.")
        changes["archived_at"] = (row.archived_at or clock.now()) if archived else None
    unit.audit("item_category.change", "item_category", row.id, apply_changes(row, changes))
    return row
