"""What dishes cost by their recipes, and what a draft would change of that before it is published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from core import clock
from core.uow import Unit
from inventory.models.items import ItemRow
from inventory.models.recipes import RecipeRow, RecipeVersionRow
from inventory.rules.book import recipes_of, versions_at, wider_scopes
from inventory.rules.cards import Card, cards_of, cost_of, shown
from inventory.rules.closure import needs_of
from inventory.services.closures import Around, load_around
from inventory.services.publishing import as_version, refuse_cycle
from inventory.services.recipes import item_tag
from inventory.services.stores import at_store, brand_day
from inventory.store import recipes as store
from inventory.store.items import items_by_id, standard_prices
from inventory.store.rows import get_row, not_found
from inventory.values.book import BRAND, Scope, Version
from inventory.values.recipes import Node, Recipe, item_node, product_node

View = dict[str, Any]
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Where:
    """A place and moment at which something is costed; without a store, the brand's recipes and prices."""

    scope: Scope
    at: datetime
    prices: Mapping[UUID, Decimal]


def product_card(
    unit: Unit,
    product_id: UUID,
    *,
    variant_id: UUID | None = None,
    store_id: UUID | None = None,
    at: datetime | None = None,
    portions: Decimal | None = None,
) -> View:
    """A dish's card at a store and moment; lines of each level for its batch, or scaled to so many portions."""
    where = _where(unit, store_id, at)
    sized = product_node(product_id, variant_id)
    around = load_around(unit, {sized, product_node(product_id)}, where.at)
    held = versions_at(around.versions, where.scope, where.at, around.regions)
    node = sized if sized in held else product_node(product_id)
    return _card_view(unit, node, held, where, portions)


def item_card(
    unit: Unit,
    item_id: UUID,
    *,
    store_id: UUID | None = None,
    at: datetime | None = None,
    portions: Decimal | None = None,
) -> View:
    """A semi-finished item's card, scaled to ``portions`` stock units; what is bought costs its price, on no level."""
    where = _where(unit, store_id, at)
    item = get_row(unit, ItemRow, item_id)
    node = item_node(item.id)
    around = load_around(unit, [node], where.at)
    held = versions_at(around.versions, where.scope, where.at, around.regions)
    if node not in recipes_of(held):
        price = where.prices.get(item.id)
        missing = [] if price is not None else [item_tag(item)]
        card = {"cost": price, "levels": [], "allergens": item.allergens, "missing_prices": missing}
        return {**card, "at": where.at}
    return _card_view(unit, node, held, where, portions)


def preview(unit: Unit, version_id: UUID, *, store_id: UUID | None = None) -> View:
    """What publishing a draft now would change: the cost of each dish and semi-finished item that stands on it.

    Refuses a cycle by name, as publishing would.
    """
    where = _where(unit, store_id, None)
    version = get_row(unit, RecipeVersionRow, version_id)
    recipe = get_row(unit, RecipeRow, version.recipe_id)
    written = store.load_written(unit, [version])[version.id]
    node = store.node_of(recipe)
    draft = as_version(recipe, written, where.at, None)
    scope = where.scope if draft.scope in wider_scopes(where.scope, {}) else draft.scope
    around = load_around(unit, [node, *(item_node(x.item_id) for x in draft.by_products)], where.at)
    parts = load_around(unit, [item_node(c.item_id) for c in draft.components], where.at)
    versions = list({one.id: one for one in (*around.versions, *parts.versions)}.values())
    old = versions_at(versions, scope, where.at, around.regions)
    others = [v for v in versions if (v.node, v.scope) != (draft.node, draft.scope)]
    new = versions_at([*others, draft], scope, where.at, around.regions)
    with refuse_cycle(unit):
        before = _costs(recipes_of(old), around, where.prices)
        after = _costs(recipes_of(new), around, where.prices)
    return _difference(unit, before, after, {**old, **new}, recipe)


def _where(unit: Unit, store_id: UUID | None, at: datetime | None) -> Where:
    moment = at or clock.now()
    if store_id is None:
        unit.actor.demand_somewhere("inventory.view")
        return Where(BRAND, moment, standard_prices(unit, None, brand_day(unit, moment)))
    settings = at_store(unit, "inventory.view", store_id)
    day = clock.business_date(moment, settings.timezone, settings.cutoff_minutes)
    return Where(Scope(store_id, None), moment, standard_prices(unit, store_id, day))


def _costs(
    recipes: Mapping[Node, Recipe], around: Around, prices: Mapping[UUID, Decimal]
) -> dict[Node, Fraction | None]:
    nodes = [node for node in around.nodes if node in recipes]
    return {node: cost_of(needs.exact(), prices) for node, needs in needs_of(recipes, nodes).items()}


def _difference(
    unit: Unit,
    before: Mapping[Node, Fraction | None],
    after: Mapping[Node, Fraction | None],
    held: Mapping[Node, Version],
    recipe: RecipeRow,
) -> View:
    names = _names(unit, {**before, **after}, held, recipe)
    changes = []
    for node in {**before, **after}:
        old, new = before.get(node), after.get(node)
        if old != new or node == store.node_of(recipe):
            differs = new - old if old is not None and new is not None else None
            costs = {"before": shown(old), "after": shown(new), "difference": shown(differs)}
            changes.append({**names[node], **costs})
    changes.sort(key=lambda row: (-abs(row["difference"] or 0), row["code"]))
    return {"changes": changes}


def _card_view(
    unit: Unit, node: Node, held: Mapping[Node, Version], where: Where, portions: Decimal | None
) -> View:
    with refuse_cycle(unit):
        cards = cards_of(recipes_of(held), node, where.prices)
    if not cards:
        raise not_found("recipe")
    items = items_by_id(unit, {line.item_id for card in cards for line in card.lines} | _made(cards))
    names = _names(unit, [card.node for card in cards], held, None)
    times = Fraction(portions) / cards[0].batch if portions is not None else ONE
    allergens = sorted({word for item in items.values() for word in item.allergens})
    levels = [
        _level(card, names[card.node], held.get(card.node), items, times if card is cards[0] else ONE)
        for card in cards
    ]
    return {
        "cost": shown(cards[0].unit_cost),
        "levels": levels,
        "allergens": allergens,
        "missing_prices": [item_tag(items[i]) for i in sorted(cards[0].missing) if i in items],
        "at": where.at,
    }


def _made(cards: Iterable[Card]) -> set[UUID]:
    return {card.node.id for card in cards if card.node.kind == "item"}


def _level(
    card: Card, name: View, version: Version | None, items: Mapping[UUID, ItemRow], times: Fraction
) -> View:
    whole = (card.unit_cost or 0) * card.batch
    return {
        **name,
        "version_id": version.id if version else None,
        "batch": shown(card.batch * times, 6),
        "unit_cost": shown(card.unit_cost),
        "lines": [
            {
                "item": item_tag(items[line.item_id]),
                "net": shown(line.net * times, 6),
                "yield_rate": shown(line.usable),
                "gross": shown(line.gross * times, 6),
                "unit_cost": shown(line.unit_cost),
                "cost": shown(None if line.cost is None else line.cost * times),
                "percent": shown(line.cost / whole * 100, 2) if whole and line.cost is not None else None,
            }
            for line in card.lines
        ],
    }


def _names(
    unit: Unit, nodes: Iterable[Node], held: Mapping[Node, Version], recipe: RecipeRow | None
) -> dict[Node, View]:
    """What each node is called: an item by itself, a product by its recipe."""
    wanted: Sequence[Node] = list(nodes)
    items = items_by_id(unit, {node.id for node in wanted if node.kind == "item"})
    known = {held[node].id for node in wanted if node.kind == "product" and node in held}
    rows = {store.node_of(row): row for row in store.recipes_of_versions(unit, known).values()} | (
        {store.node_of(recipe): recipe} if recipe else {}
    )
    found: dict[Node, View] = {}
    for node in wanted:
        row: Any = items.get(node.id) if node.kind == "item" else rows.get(node)
        found[node] = {
            "node_kind": node.kind,
            "id": node.id,
            "variant_id": node.variant_id,
            "code": row.code if row else "",
            "name": row.name if row else {"zh": "", "en": ""},
        }
    return found
