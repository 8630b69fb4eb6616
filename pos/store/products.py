"""Products with everything that hangs on them, for head office."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from core.models import Base
from core.paging import Page, page
from core.uow import Unit
from pos.models.availability import AvailabilityRuleRow
from pos.models.menu import ProductRow, VariantRow
from pos.models.modifiers import GroupLinkRow
from pos.models.set_meals import SetFixedRow, SetGroupRow, SetOptionRow
from pos.store.rows import of_tenant


@dataclass(slots=True)
class Parts:
    """What hangs on one product, each list in its order."""

    variants: list[VariantRow] = field(default_factory=list)
    group_links: list[GroupLinkRow] = field(default_factory=list)
    set_groups: list[SetGroupRow] = field(default_factory=list)
    set_options: dict[UUID, list[SetOptionRow]] = field(default_factory=lambda: defaultdict(list))
    set_fixed: list[SetFixedRow] = field(default_factory=list)
    availability_rules: list[AvailabilityRuleRow] = field(default_factory=list)


def list_products(
    unit: Unit,
    *,
    q: str | None = None,
    category_id: UUID | None = None,
    kind: str | None = None,
    options: bool | None = None,
    archived: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ProductRow]:
    """A page of products by code."""
    wanted: list[ColumnElement[bool]] = []
    if q is not None:
        words = q.lower()
        columns = (ProductRow.search, ProductRow.code)
        wanted.append(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if category_id is not None:
        wanted.append(ProductRow.category_id == category_id)
    if kind is not None:
        wanted.append(ProductRow.kind == kind)
    if options is not None:
        wanted.append(ProductRow.is_option == options)
    query = of_tenant(unit, ProductRow, archived=archived).where(*wanted)
    return page(unit.session, query, [ProductRow.code, ProductRow.id], cursor, limit)


def find_by_codes(unit: Unit, codes: Collection[str]) -> dict[str, ProductRow]:
    """Products, archived ones too, by code."""
    query = of_tenant(unit, ProductRow).where(ProductRow.code.in_(codes))
    return {row.code: row for row in unit.session.scalars(query)}


def load_parts(unit: Unit, product_ids: Sequence[UUID]) -> dict[UUID, Parts]:
    """What hangs on each of the products; an archived variant does not."""
    found: dict[UUID, Parts] = {product_id: Parts() for product_id in product_ids}
    if not found:
        return found
    for variant in _rows(unit, VariantRow, VariantRow.product_id, found, VariantRow.sort, VariantRow.id):
        if variant.archived_at is None:
            found[variant.product_id].variants.append(variant)
    for link in _rows(
        unit, GroupLinkRow, GroupLinkRow.product_id, found, GroupLinkRow.sort, GroupLinkRow.group_id
    ):
        found[link.product_id].group_links.append(link)
    owners: dict[UUID, UUID] = {}
    for group in _rows(unit, SetGroupRow, SetGroupRow.product_id, found, SetGroupRow.sort, SetGroupRow.id):
        found[group.product_id].set_groups.append(group)
        owners[group.id] = group.product_id
    for option in _rows(
        unit, SetOptionRow, SetOptionRow.group_id, owners, SetOptionRow.sort, SetOptionRow.id
    ):
        found[owners[option.group_id]].set_options[option.group_id].append(option)
    for fixed in _rows(
        unit, SetFixedRow, SetFixedRow.set_product_id, found, SetFixedRow.sort, SetFixedRow.id
    ):
        found[fixed.set_product_id].set_fixed.append(fixed)
    for rule in _rows(
        unit, AvailabilityRuleRow, AvailabilityRuleRow.product_id, found, AvailabilityRuleRow.id
    ):
        found[rule.product_id].availability_rules.append(rule)
    return found


def _rows(unit: Unit, model: type[Base], column: Any, ids: Iterable[UUID], *order: Any) -> Iterable[Any]:
    tenant: Any = model.__table__.c["tenant_id"]
    query = select(model).where(tenant == unit.tenant_id, column.in_(list(ids))).order_by(*order)
    return unit.session.scalars(query)
