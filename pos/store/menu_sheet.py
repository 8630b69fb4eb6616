"""The whole menu as rows, with what a sheet shows and a till does not need: raw counts, every price."""

from typing import Any

from sqlalchemy import bindparam, select

from core.sql import Prepared, prepared
from core.uow import Unit
from pos.models.modifiers import GroupLinkRow
from pos.models.prices import PriceListRow, TaxClassRow
from pos.store.catalog import BRAND_TABLES

_link = GroupLinkRow.__table__
_price = PriceListRow.__table__
_tax = TaxClassRow.__table__
TABLES: dict[str, Prepared] = {
    **{name: read for name, read in BRAND_TABLES.items() if name not in ("suggestions", "sale_rules")},
    "links": prepared(
        select(_link)
        .where(_link.c.tenant_id == bindparam("tenant_id"))
        .order_by(_link.c.sort, _link.c.group_id)
    ),
    "prices": prepared(
        select(_price).where(_price.c.tenant_id == bindparam("tenant_id")).order_by(_price.c.id)
    ),
    "tax_classes": prepared(
        select(_tax.c.id, _tax.c.name)
        .where(_tax.c.tenant_id == bindparam("tenant_id"), _tax.c.archived_at.is_(None))
        .order_by(_tax.c.id)
    ),
}


def load_menu(unit: Unit) -> dict[str, list[Any]]:
    """Everything that a workbook shows, in one round trip."""
    params = {"tenant_id": unit.tenant_id}
    return dict(zip(TABLES, unit.fetch(*((read, params) for read in TABLES.values())), strict=True))
