"""Publishing drafts: from a moment on they hold, and the closure of what stands on them is computed anew."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core import clock
from core.uow import Unit
from inventory import ports
from inventory.errors import RecipeCycle
from inventory.models.recipes import RecipeRow, RecipeVersionRow
from inventory.rules.book import is_seen_in
from inventory.services.books import refuse_before_closing
from inventory.services.closures import refresh
from inventory.services.drafts import open_draft, refusal, refuse_bought
from inventory.store import recipes as store
from inventory.store.book import in_stock_units, take_book
from inventory.store.items import items_by_id
from inventory.store.usage import has_sold
from inventory.values.book import BRAND, Scope, Version
from inventory.values.recipes import ByProduct, Component, Node, item_node


def publish_version(unit: Unit, version_id: UUID, valid_from: datetime | None = None) -> bool:
    """Let a draft hold from a moment on (now, unless it is given), in place of what held from then.

    Answers whether something was sold since then that went by another recipe, until that usage is rebuilt. Refuses (422 ``recipe_cycle``) what would make something out of itself, and names the ring.
    """
    unit.actor.demand("inventory.publish")
    take_book(unit)
    recipe, version = open_draft(unit, version_id)
    begins = valid_from or clock.now()
    publish_all(unit, [(recipe, version)], begins)
    detail = {"number": version.number, "from": version.valid_from}
    unit.audit("recipe.publish", "recipe", recipe.id, detail)
    return begins < clock.now() and has_sold(unit, _stores_of(unit, recipe), begins, recipe.product_id)


def publish_all(
    unit: Unit, drafts: Sequence[tuple[RecipeRow, RecipeVersionRow]], valid_from: datetime
) -> int:
    """Publish drafts together, one of each recipe; the caller holds the book. Answers how many closure rows are new.

    Refuses (409 ``books_closed``) what would hold in closed books.
    """
    if valid_from < clock.now():
        refuse_before_closing(unit, {store.scope_of(recipe) for recipe, _ in drafts}, valid_from)
    written = store.load_written(unit, [version for _, version in drafts])
    standing = store.published_from(unit, [recipe.id for recipe, _ in drafts])
    _fix_items(unit, drafts, written)
    changed: dict[Scope, set[Node]] = {}
    before = store.load_written(unit, [row for rows in standing.values() for row in rows])
    for recipe, version in drafts:
        if not written[version.id].lines:
            raise refusal("lines", "empty", "A recipe without lines makes something of nothing.")
        _take_its_place(version, unit.actor.staff_id, standing.get(recipe.id, []), valid_from)
        nodes = changed.setdefault(store.scope_of(recipe), set())
        nodes.add(store.node_of(recipe))
        for row in (version, *standing.get(recipe.id, [])):
            nodes.update(outputs_of(written.get(row.id) or before[row.id]))
    unit.session.flush()
    with refuse_cycle(unit):
        return sum(refresh(unit, nodes, scope, valid_from) for scope, nodes in _ordered(changed))


def _stores_of(unit: Unit, recipe: RecipeRow) -> list[UUID]:
    """Where the recipe matters."""
    regions = {settings.id: settings.region_id for settings in ports.stores.stores(unit)}
    scope = store.scope_of(recipe)
    return [store_id for store_id in regions if is_seen_in(scope, Scope(store_id), regions)]


def outputs_of(written: store.Written) -> set[Node]:
    """The by-products of a version."""
    return {item_node(made.item_id) for made in written.outputs}


def as_version(
    recipe: RecipeRow, written: store.Written, valid_from: datetime, valid_to: datetime | None
) -> Version:
    """A version as the rules see it, whether it is published or still a draft."""
    row = written.row
    return Version(
        row.id,
        store.node_of(recipe),
        store.scope_of(recipe),
        valid_from,
        valid_to,
        in_stock_units(row.batch, row.numerator, row.denominator),
        tuple(
            Component(
                line.item_id,
                in_stock_units(line.quantity, line.numerator, line.denominator),
                Fraction(line.used_yield),
            )
            for line in written.lines
        ),
        tuple(
            ByProduct(made.item_id, Fraction(made.quantity), Fraction(made.cost_share))
            for made in written.outputs
        ),
    )


@contextmanager
def refuse_cycle(unit: Unit) -> Iterator[None]:
    """Say the names of what would be made of itself."""
    try:
        yield
    except RecipeCycle as ring:
        nodes: list[dict[str, Any]] = ring.extra["cycle"]
        items = items_by_id(unit, (UUID(node["id"]) for node in nodes if node["kind"] == "item"))
        names = [
            " ".join((item.code, item.name.get("zh", ""))) if (item := items.get(UUID(node["id"]))) else "?"
            for node in nodes
        ]
        told = [{**node, "name": name} for node, name in zip(nodes, names, strict=True)]
        raise RecipeCycle(f"It would be made of itself: {' → '.join(names)}.", cycle=told) from ring


def _fix_items(
    unit: Unit,
    drafts: Sequence[tuple[RecipeRow, RecipeVersionRow]],
    written: Mapping[UUID, store.Written],
) -> None:
    """From here on the yields stay what they are, whatever becomes of the items; what is made is semi-finished."""
    rows: list[Any] = [row for one in written.values() for row in (*one.lines, *one.outputs)]
    made = {recipe.item_id for recipe, _ in drafts if recipe.item_id is not None}
    items = items_by_id(unit, {row.item_id for row in rows} | made)
    for recipe, version in drafts:
        for line in written[version.id].lines:
            line.used_yield = line.yield_rate or items[line.item_id].yield_rate or Decimal(1)
        if recipe.item_id is not None:
            refuse_bought(items[recipe.item_id], "item_id")
        for place, output in enumerate(written[version.id].outputs):
            refuse_bought(items[output.item_id], f"by_products.{place}.item_id")


def _take_its_place(
    version: RecipeVersionRow, by: UUID, standing: Sequence[RecipeVersionRow], valid_from: datetime
) -> None:
    later = [row.valid_from for row in standing if row.valid_from and row.valid_from > valid_from]
    for row in standing:
        begins = row.valid_from or valid_from
        if begins <= valid_from and (row.valid_to is None or row.valid_to > valid_from):
            row.valid_to = valid_from
    version.state = "published"
    version.valid_from, version.valid_to = valid_from, min(later, default=None)
    version.published_at = clock.now()
    version.published_by = by


def _ordered(changed: dict[Scope, set[Node]]) -> list[tuple[Scope, set[Node]]]:
    """The brand first, so that what is nearer is computed on top of it."""
    return sorted(changed.items(), key=lambda entry: (entry[0] != BRAND, str(entry[0])))
