"""Finding one row of the menu, or saying which kind was not found."""

from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import Select, func, select

from core.models import Base
from core.uow import Unit
from pos.menu_errors import MenuRowNotFound
from pos.models.floor import AreaRow, TableRow
from pos.models.menu import CategoryRow, ProductRow, SuggestionRow
from pos.models.modifiers import ModifierGroupRow
from pos.models.prices import PriceListRow, TaxClassRow

R = TypeVar("R", bound=Base)
_NAMES: dict[type[Base], str] = {
    AreaRow: "area",
    CategoryRow: "category",
    ModifierGroupRow: "modifier_group",
    PriceListRow: "price",
    ProductRow: "product",
    SuggestionRow: "suggestion",
    TableRow: "table",
    TaxClassRow: "tax_class",
}


def find_row(unit: Unit, model: type[R], row_id: UUID) -> R | None:
    """The row, archived or not, or None."""
    return unit.session.get(model, (unit.tenant_id, row_id))


def get_row(unit: Unit, model: type[R], row_id: UUID) -> R:
    """The row, archived or not; raises NotFound ``<kind>_not_found``."""
    row = find_row(unit, model, row_id)
    if row is None:
        name = _NAMES[model]
        raise MenuRowNotFound(f"There is no such {name.replace('_', ' ')}.", code=f"{name}_not_found")
    return row


def of_tenant(unit: Unit, model: type[R], *, archived: bool | None = None) -> Select[R]:
    """The brand's rows; ``archived`` False: those in use, True: the others, None: all."""
    table = model.__table__
    query = select(model).where(table.c.tenant_id == unit.tenant_id)
    if archived is None:
        return cast("Select[Any]", query)
    return query.where(table.c.archived_at.isnot(None) if archived else table.c.archived_at.is_(None))


def count_rows(unit: Unit, query: Select[Any]) -> int:
    """How many rows the query would answer."""
    return unit.session.scalar(select(func.count()).select_from(query.subquery())) or 0
