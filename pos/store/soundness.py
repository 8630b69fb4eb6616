"""The few columns that checking a menu needs, read in one round trip."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from core.sql import Prepared, prepared
from core.uow import Unit
from pos.models.menu import CategoryRow, ProductRow, VariantRow
from pos.models.modifiers import ModifierGroupRow, ModifierOptionRow
from pos.models.prices import TaxClassRow
from pos.models.set_meals import SetFixedRow, SetGroupRow, SetOptionRow
from pos.rules.menu_faults import Rows
from pos.store.catalog import LINKS, rows_in_use


def _columns(model: Any, *names: str) -> Any:
    return rows_in_use(model, *(model.__table__.c[name] for name in names))


_READS: dict[str, Prepared] = {
    "products": prepared(_columns(ProductRow, "id", "kind")),
    "variants": prepared(_columns(VariantRow, "id", "product_id")),
    "groups": prepared(_columns(ModifierGroupRow, "id", "min", "max", "free")),
    "options": prepared(
        _columns(ModifierOptionRow, "group_id", "product_id", "max", "is_default").order_by(
            ModifierOptionRow.sort, ModifierOptionRow.product_id
        )
    ),
    "links": LINKS,
    "set_groups": prepared(
        _columns(SetGroupRow, "id", "product_id", "pick", "repeat", "free").order_by(
            SetGroupRow.sort, SetGroupRow.id
        )
    ),
    "set_options": prepared(
        _columns(SetOptionRow, "group_id", "product_id", "variant_id", "max", "is_default").order_by(
            SetOptionRow.sort, SetOptionRow.id
        )
    ),
    "set_fixed": prepared(
        _columns(SetFixedRow, "set_product_id", "product_id", "variant_id").order_by(
            SetFixedRow.sort, SetFixedRow.id
        )
    ),
}
_IDS: dict[str, Prepared] = {
    "categories": prepared(_columns(CategoryRow, "id")),
    "tax_classes": prepared(_columns(TaxClassRow, "id")),
    "groups": prepared(_columns(ModifierGroupRow, "id")),
    "products": prepared(_columns(ProductRow, "id")),
    "variants": prepared(_columns(VariantRow, "id", "product_id")),
}
_NAMES = [
    prepared(
        select(table.c.id, table.c.name).where(
            table.c.tenant_id == bindparam("tenant_id"), table.c.id == bindparam("id")
        )
    )
    for table in (ProductRow.__table__, ModifierGroupRow.__table__)
]


def menu_rows(unit: Unit) -> Rows:
    """The rows that ``rules.menu_faults`` reads, in the order in which an editor shows them."""
    return _fetch(unit, _READS)


def ids_in_use(unit: Unit) -> Rows:
    """What an entry of the menu may refer to."""
    return _fetch(unit, _IDS)


def find_name(unit: Unit, row_id: UUID) -> dict[str, str]:
    """What a product or a modifier group is called."""
    params = {"tenant_id": unit.tenant_id, "id": row_id}
    found = unit.fetch(*((read, params) for read in _NAMES))
    return next((rows[0].name for rows in found if rows), {})


def _fetch(unit: Unit, reads: dict[str, Prepared]) -> Rows:
    params = {"tenant_id": unit.tenant_id}
    return dict(zip(reads, unit.fetch(*((read, params) for read in reads.values())), strict=True))
