"""Finding one row of the store room, or saying which kind was not found."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, select

from core.models import Base
from core.uow import Unit
from inventory.errors import RowNotFound
from inventory.models.items import CategoryRow, ItemRow, LocationRow, StandardPriceRow
from inventory.models.recipes import RecipeRow, RecipeVersionRow

R = TypeVar("R", bound=Base)
_NAMES: dict[type[Base], str] = {
    CategoryRow: "category",
    ItemRow: "item",
    LocationRow: "location",
    RecipeRow: "recipe",
    RecipeVersionRow: "recipe_version",
    StandardPriceRow: "standard_price",
}


def find_row(unit: Unit, model: type[R], row_id: UUID) -> R | None:
    """The row, archived or not, or None."""
    return unit.session.get(model, (unit.tenant_id, row_id))


def get_row(unit: Unit, model: type[R], row_id: UUID, store_id: UUID | None = None) -> R:
    """The row, archived or not; with a store, only one of that store. Raises NotFound ``<kind>_not_found``."""
    row = find_row(unit, model, row_id)
    if row is None or (store_id is not None and getattr(row, "store_id", None) != store_id):
        raise not_found(_NAMES[model])
    return row


def not_found(name: str) -> RowNotFound:
    """The refusal for a thing that is not there."""
    return RowNotFound(f"There is no such {name.replace('_', ' ')}.", code=f"{name}_not_found")


def of_tenant(unit: Unit, model: type[R], *, archived: bool | None = None) -> "Select[Any]":
    """The brand's rows; ``archived`` False: those in use, True: the others, None: all."""
    table = model.__table__
    query = select(model).where(table.c.tenant_id == unit.tenant_id)
    if archived is None:
        return query
    return query.where(table.c.archived_at.isnot(None) if archived else table.c.archived_at.is_(None))


def rows_of(unit: Unit, model: type[R], column: Any, ids: Any, *order: Any) -> list[R]:
    """The brand's rows whose column is one of ``ids``, in order."""
    query = of_tenant(unit, model).where(column.in_(list(ids))).order_by(*order)
    return list(unit.session.scalars(query))
