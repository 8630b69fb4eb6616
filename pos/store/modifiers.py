"""Modifier groups with their options, for head office."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from core.paging import Page, page
from core.uow import Unit
from pos.models.menu import ProductRow
from pos.models.modifiers import GroupLinkRow, ModifierGroupRow, ModifierOptionRow
from pos.store.rows import of_tenant


def list_groups(unit: Unit, cursor: str | None, limit: int) -> Page[ModifierGroupRow]:
    """A page of the groups in use."""
    query = of_tenant(unit, ModifierGroupRow, archived=False)
    return page(unit.session, query, [ModifierGroupRow.sort, ModifierGroupRow.id], cursor, limit)


def load_options(unit: Unit, group_ids: Sequence[UUID]) -> dict[UUID, list[ModifierOptionRow]]:
    """The options of each group, in their order."""
    query = (
        select(ModifierOptionRow)
        .where(ModifierOptionRow.tenant_id == unit.tenant_id, ModifierOptionRow.group_id.in_(group_ids))
        .order_by(ModifierOptionRow.sort, ModifierOptionRow.product_id)
    )
    found: dict[UUID, list[ModifierOptionRow]] = defaultdict(list)
    for option in unit.session.scalars(query):
        found[option.group_id].append(option)
    return found


def products_with(unit: Unit, group_id: UUID) -> list[ProductRow]:
    """The products in use that a group hangs on."""
    linked = select(GroupLinkRow.product_id).where(
        GroupLinkRow.tenant_id == unit.tenant_id, GroupLinkRow.group_id == group_id
    )
    return list(
        unit.session.scalars(of_tenant(unit, ProductRow, archived=False).where(ProductRow.id.in_(linked)))
    )
