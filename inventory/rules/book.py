"""The book of recipes: which version holds where and when, and the spans of the closure that follow from it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from inventory.rules.closure import needs_of, with_by_products
from inventory.values.book import BRAND, Place, Scope, Span, Version
from inventory.values.recipes import Node, Recipe, item_node

Regions = Mapping[UUID, UUID | None]


def wider_scopes(scope: Scope, regions: Regions) -> tuple[Scope, ...]:
    """The scope and those behind it, nearest first. ``regions``: each store's region."""
    if scope.store_id is not None:
        region_id = regions.get(scope.store_id)
        behind = (Scope(None, region_id),) if region_id is not None else ()
        return (scope, *behind, BRAND)
    return (scope, BRAND) if scope != BRAND else (BRAND,)


def is_seen_in(changed: Scope, scope: Scope, regions: Regions) -> bool:
    """Whether a recipe of the ``changed`` scope can matter in ``scope``."""
    return changed in wider_scopes(scope, regions)


def versions_at(
    versions: Iterable[Version], scope: Scope, moment: datetime, regions: Regions
) -> dict[Node, Version]:
    """For each node the version that holds at the moment: the nearest scope's; of an archived recipe and its successor,
    the successor's."""
    order = {wider: -place for place, wider in enumerate(wider_scopes(scope, regions))}
    found: dict[Node, Version] = {}
    for version in versions:
        if version.scope in order and version.holds_at(moment):
            other = found.get(version.node)
            if other is None or (order[version.scope], version.id) > (order[other.scope], other.id):
                found[version.node] = version
    return found


def recipes_of(versions: Mapping[Node, Version]) -> dict[Node, Recipe]:
    """The versions as recipes, and one for each by-product that has none of its own."""
    recipes: dict[Node, Recipe] = {}
    by_products: dict[Node, Recipe] = {}
    for node, version in sorted(versions.items(), key=lambda entry: entry[1].id):
        main, *others = with_by_products(Recipe(node, version.batch, version.components), version.by_products)
        recipes[node] = main
        for other in others:
            by_products.setdefault(other.node, other)
    return {**by_products, **recipes}


def spans_of(
    versions: Sequence[Version],
    nodes: Iterable[Node],
    scope: Scope,
    since: datetime,
    regions: Regions,
    stocked: Collection[UUID],
) -> dict[Place, list[Span]]:
    """The closure of the nodes in a scope from ``since`` on; only where the scope itself has a say in it.

    Refuses a cycle by name, at whatever moment it would begin.
    """
    wanted = list(nodes)
    spans: dict[Place, list[Span]] = {Place(node, scope): [] for node in wanted}
    starts = _starts(versions, scope, since, regions)
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        held = versions_at(versions, scope, start, regions)
        recipes = recipes_of(held)
        own = {node: _version_of(node, held) for node in wanted}
        here = [node for node, version in own.items() if version and _has_a_say(node, scope, held, recipes)]
        needs = needs_of(recipes, here)
        staged = needs_of(recipes, here, frozenset(stocked))
        for node in here:
            version = own[node]
            if version is not None:
                span = Span(start, end, version.id, needs[node].kept(), staged[node].kept())
                _append(spans[Place(node, scope)], span)
    return spans


def _starts(versions: Iterable[Version], scope: Scope, since: datetime, regions: Regions) -> list[datetime]:
    scopes = wider_scopes(scope, regions)
    ends = (
        moment
        for version in versions
        if version.scope in scopes
        for moment in (version.valid_from, version.valid_to)
    )
    return [since, *sorted({moment for moment in ends if moment is not None and moment > since})]


def _version_of(node: Node, held: Mapping[Node, Version]) -> Version | None:
    """The node's own version, or that of the batch which leaves it."""
    if node in held:
        return held[node]
    makers = [v for v in held.values() if any(item_node(x.item_id) == node for x in v.by_products)]
    return min(makers, key=lambda version: version.id) if makers else None


def _has_a_say(
    node: Node, scope: Scope, held: Mapping[Node, Version], recipes: Mapping[Node, Recipe]
) -> bool:
    """Whether a version of this very scope stands anywhere in what the node is made of."""
    if scope == BRAND:
        return True
    seen: set[Node] = set()
    waiting = [node]
    while waiting:
        at = waiting.pop()
        if at in seen or at not in recipes:
            continue
        seen.add(at)
        version = _version_of(at, held)
        if version is not None and version.scope == scope:
            return True
        waiting += [item_node(component.item_id) for component in recipes[at].components]
    return False


def _append(spans: list[Span], span: Span) -> None:
    """Grow the last span when nothing changes."""
    last = spans[-1] if spans else None
    if last is not None and replace(span, valid_from=last.valid_from, valid_to=last.valid_to) == last:
        spans[-1] = replace(last, valid_to=span.valid_to)
        return
    spans.append(span)
