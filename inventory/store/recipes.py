"""Queries of recipes and their versions, for those who write them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select

from core.paging import Page, page
from core.uow import Unit
from inventory.models.recipes import RecipeLineRow, RecipeOutputRow, RecipeRow, RecipeVersionRow
from inventory.store.rows import of_tenant, rows_of
from inventory.values.book import Scope
from inventory.values.recipes import Node


@dataclass(slots=True)
class Written:
    """A version with what stands in it."""

    row: RecipeVersionRow
    lines: list[RecipeLineRow] = field(default_factory=list)
    outputs: list[RecipeOutputRow] = field(default_factory=list)


def node_of(row: RecipeRow) -> Node:
    """What a recipe makes."""
    if row.item_id is not None:
        return Node("item", row.item_id)
    if row.product_id is None:
        raise ValueError(row.id)
    return Node("product", row.product_id, row.variant_id)


def scope_of(row: RecipeRow) -> Scope:
    """Where a recipe holds."""
    return Scope(row.store_id, row.region_id)


def list_recipes(
    unit: Unit,
    *,
    q: str | None = None,
    node_kind: str | None = None,
    product_id: UUID | None = None,
    item_id: UUID | None = None,
    uses: UUID | None = None,
    archived: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[RecipeRow]:
    """A page of recipes by code; ``uses``: only those that take this item in a draft or in what holds."""
    wanted: list[ColumnElement[bool]] = []
    if q is not None:
        names = (RecipeRow.code, RecipeRow.name["zh"].astext, RecipeRow.name["en"].astext)
        wanted.append(or_(*(name.icontains(q, autoescape=True) for name in names)))
    if node_kind is not None:
        wanted.append(RecipeRow.node_kind == node_kind)
    if product_id is not None:
        wanted.append(RecipeRow.product_id == product_id)
    if item_id is not None:
        wanted.append(RecipeRow.item_id == item_id)
    if uses is not None:
        takes = (
            select(RecipeVersionRow.recipe_id)
            .join(RecipeLineRow, RecipeLineRow.version_id == RecipeVersionRow.id)
            .where(
                RecipeLineRow.tenant_id == unit.tenant_id,
                RecipeVersionRow.tenant_id == unit.tenant_id,
                RecipeLineRow.item_id == uses,
                RecipeVersionRow.valid_to.is_(None),
            )
        )
        wanted.append(RecipeRow.id.in_(takes))
    query = of_tenant(unit, RecipeRow, archived=archived).where(*wanted)
    return page(unit.session, query, [RecipeRow.code, RecipeRow.id], cursor, limit)


def find_recipe(unit: Unit, node: Node, scope: Scope) -> RecipeRow | None:
    """The recipe in use for the node in just this scope."""
    is_item = node.kind == "item"
    query = of_tenant(unit, RecipeRow, archived=False).where(
        RecipeRow.item_id.is_not_distinct_from(node.id if is_item else None),
        RecipeRow.product_id.is_not_distinct_from(None if is_item else node.id),
        RecipeRow.variant_id.is_not_distinct_from(node.variant_id),
        RecipeRow.store_id.is_not_distinct_from(scope.store_id),
        RecipeRow.region_id.is_not_distinct_from(scope.region_id),
    )
    found: RecipeRow | None = unit.session.scalar(query)
    return found


def recipes_in_use(unit: Unit) -> list[RecipeRow]:
    """Every recipe in use."""
    return list(unit.session.scalars(of_tenant(unit, RecipeRow, archived=False)))


def recipes_of_versions(unit: Unit, version_ids: Iterable[UUID]) -> dict[UUID, RecipeRow]:
    """Each version's recipe."""
    versions = rows_of(unit, RecipeVersionRow, RecipeVersionRow.id, version_ids)
    rows = rows_of(unit, RecipeRow, RecipeRow.id, {one.recipe_id for one in versions})
    by_id = {row.id: row for row in rows}
    return {one.id: by_id[one.recipe_id] for one in versions}


def versions_of(unit: Unit, recipe_ids: Iterable[UUID]) -> dict[UUID, list[RecipeVersionRow]]:
    """Each recipe's versions, newest number first."""
    wanted = list(recipe_ids)
    found: dict[UUID, list[RecipeVersionRow]] = {recipe_id: [] for recipe_id in wanted}
    rows = rows_of(unit, RecipeVersionRow, RecipeVersionRow.recipe_id, wanted, RecipeVersionRow.number.desc())
    for row in rows:
        found[row.recipe_id].append(row)
    return found


def last_numbers(unit: Unit, recipe_ids: Collection[UUID]) -> dict[UUID, int]:
    """The number of each recipe's last version; nothing for those that have none."""
    query = (
        select(RecipeVersionRow.recipe_id, func.max(RecipeVersionRow.number))
        .where(RecipeVersionRow.tenant_id == unit.tenant_id, RecipeVersionRow.recipe_id.in_(list(recipe_ids)))
        .group_by(RecipeVersionRow.recipe_id)
    )
    return {row[0]: row[1] for row in unit.session.execute(query)}


def load_written(unit: Unit, versions: Iterable[RecipeVersionRow]) -> dict[UUID, Written]:
    """What stands in each of the versions, lines in their order."""
    found = {row.id: Written(row) for row in versions}
    if found:
        order = (RecipeLineRow.version_id, RecipeLineRow.line_no)
        for line in rows_of(unit, RecipeLineRow, RecipeLineRow.version_id, found, *order):
            found[line.version_id].lines.append(line)
        for output in rows_of(
            unit, RecipeOutputRow, RecipeOutputRow.version_id, found, RecipeOutputRow.item_id
        ):
            found[output.version_id].outputs.append(output)
    return found


def forget_lines(unit: Unit, version_id: UUID, model: type[RecipeLineRow | RecipeOutputRow]) -> None:
    """Empty a draft of its lines, or of its by-products."""
    table = model.__table__.c
    unit.session.execute(
        delete(model).where(table.tenant_id == unit.tenant_id, table.version_id == version_id)
    )


def published_from(unit: Unit, recipe_ids: Iterable[UUID]) -> dict[UUID, list[RecipeVersionRow]]:
    """Each recipe's published versions that hold at some time, by when they begin."""
    query = of_tenant(unit, RecipeVersionRow).where(
        RecipeVersionRow.recipe_id.in_(list(recipe_ids)),
        RecipeVersionRow.state == "published",
        or_(
            RecipeVersionRow.valid_to.is_(None),
            RecipeVersionRow.valid_to > RecipeVersionRow.valid_from,
        ),
    )
    found: dict[UUID, list[RecipeVersionRow]] = {}
    for row in unit.session.scalars(query.order_by(RecipeVersionRow.valid_from)):
        found.setdefault(row.recipe_id, []).append(row)
    return found


def version_at(rows: Iterable[RecipeVersionRow], moment: datetime) -> RecipeVersionRow | None:
    """Of one recipe's published versions, the one that holds at the moment."""
    for row in rows:
        begun = row.valid_from is not None and row.valid_from <= moment
        if begun and (row.valid_to is None or row.valid_to > moment):
            return row
    return None
