"""Categories, as head office edits them."""

from typing import Any
from uuid import UUID

from core import clock
from core.errors import ChangedMeanwhile
from core.ids import new_id
from core.paging import Page, page
from core.uow import Unit
from pos.menu_errors import InUse
from pos.models.menu import CategoryRow, ProductRow
from pos.services.menu_edits import begin_edit
from pos.services.row_changes import apply_changes
from pos.store.rows import count_rows, get_row, of_tenant


def list_categories(unit: Unit, cursor: str | None = None, limit: int = 50) -> Page[CategoryRow]:
    """A page of the categories in use, as they stand on the rail."""
    unit.actor.demand_somewhere("menu.view")
    query = of_tenant(unit, CategoryRow, archived=False)
    return page(unit.session, query, [CategoryRow.sort, CategoryRow.id], cursor, limit)


def get_category(unit: Unit, category_id: UUID) -> CategoryRow:
    """One category, archived or not."""
    unit.actor.demand_somewhere("menu.view")
    return get_row(unit, CategoryRow, category_id)


def create_category(unit: Unit, fields: dict[str, Any]) -> CategoryRow:
    """A new place on the rail: ``name`` at least."""
    begin_edit(unit)
    row = CategoryRow(tenant_id=unit.tenant_id, id=new_id(), version=1, **{"color": None, "sort": 0} | fields)
    unit.session.add(row)
    unit.session.flush()
    unit.audit("category.create", "category", row.id, {"name": row.name})
    return row


def change_category(unit: Unit, category_id: UUID, fields: dict[str, Any], version: int) -> CategoryRow:
    """Change the given fields of the category at ``version``; raises ChangedMeanwhile when somebody has saved since."""
    begin_edit(unit)
    row = get_row(unit, CategoryRow, category_id)
    if row.version != version:
        raise ChangedMeanwhile(
            "Somebody else has saved this category since. Look at theirs.", current=_view(row)
        )
    row.version += 1
    unit.audit("category.change", "category", row.id, apply_changes(row, fields))
    return row


def archive_category(unit: Unit, category_id: UUID) -> None:
    """Take it off the rail; refused (409 ``in_use``) while products are in it."""
    begin_edit(unit)
    row = get_row(unit, CategoryRow, category_id)
    if row.archived_at is not None:
        return
    products = count_rows(
        unit, of_tenant(unit, ProductRow, archived=False).where(ProductRow.category_id == row.id)
    )
    if products:
        raise InUse(f"{products} products are in this category. Move them first.", products=products)
    row.archived_at = clock.now()
    row.version += 1
    unit.audit("category.archive", "category", row.id, {"name": row.name})


def _view(row: CategoryRow) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in ("id", "name", "color", "sort", "version")}
    return {**shown, "archived": row.archived_at is not None}
