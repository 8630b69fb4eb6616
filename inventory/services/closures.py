"""Keeping the closure true: after each publication only what stands on the change is computed anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core import clock
from core.uow import Unit
from inventory import ports
from inventory.rules.book import is_seen_in, spans_of
from inventory.store import book as store
from inventory.store.closures import standing_spans, write_spans
from inventory.values.book import BRAND, Place, Scope, Span, Version
from inventory.values.recipes import Node, item_node

Regions = Mapping[UUID, UUID | None]


@dataclass(frozen=True, slots=True)
class Around:
    """What a change of some nodes in a scope touches: the nodes above them, with all versions that matter."""

    nodes: tuple[Node, ...]
    versions: tuple[Version, ...]
    stocked: frozenset[UUID]
    regions: Regions


def refresh(unit: Unit, changed: Iterable[Node], scope: Scope, since: datetime) -> int:
    """Compute anew what stands on the changed nodes, from ``since`` on; answers how many closure rows are new.

    The caller holds the book. Refuses a cycle by name, and then nothing was written.
    """
    around = load_around(unit, changed, since)
    return _write(unit, around, [scope], since)


def rebuild(unit: Unit, since: datetime) -> int:
    """Compute the whole closure anew from ``since`` on; answers how many rows are new: none, when all was true."""
    store.take_book(unit)
    versions, stocked = store.load_book(unit, since)
    nodes = tuple(sorted({node for version in versions for node in _outputs(version)}, key=str))
    return _write(unit, Around(nodes, tuple(versions), stocked, region_of_stores(unit)), [BRAND], since)


def load_around(unit: Unit, changed: Iterable[Node], since: datetime) -> Around:
    """What is to be looked at when these nodes change."""
    nodes = list(changed)
    versions, stocked, above = store.load_around(unit, nodes, since)
    return around_of(nodes, versions, stocked, above, region_of_stores(unit))


def around_of(
    changed: Iterable[Node],
    versions: Sequence[Version],
    stocked: frozenset[UUID],
    above: frozenset[UUID],
    regions: Regions,
) -> Around:
    """The nodes that stand on the changed ones: ``above`` names the items on the way up."""
    found = dict.fromkeys(changed)
    for version in versions:
        takes = any(component.item_id in above for component in version.components)
        if takes or any(node.id in above for node in _outputs(version)):
            found |= dict.fromkeys(_outputs(version))
    return Around(tuple(found), tuple(versions), stocked, regions)


def region_of_stores(unit: Unit) -> dict[UUID, UUID | None]:
    """Each store's region."""
    return {one.id: one.region_id for one in ports.stores.stores(unit)}


def spans_around(
    around: Around, changed: Sequence[Scope], standing: Iterable[Place], since: datetime
) -> dict[Place, list[Span]]:
    """The spans that should stand: in every scope that has a say, or had one, and in which a change is seen."""
    known = {BRAND, *changed, *(v.scope for v in around.versions), *(place.scope for place in standing)}
    wanted: dict[Place, list[Span]] = {}
    for scope in sorted(known, key=str):
        if any(is_seen_in(one, scope, around.regions) for one in changed):
            wanted |= spans_of(around.versions, around.nodes, scope, since, around.regions, around.stocked)
    return wanted


def _write(unit: Unit, around: Around, changed: Sequence[Scope], since: datetime) -> int:
    standing = standing_spans(unit, {node.id for node in around.nodes}, since)
    nodes = set(around.nodes)
    standing = {place: rows for place, rows in standing.items() if place.node in nodes}
    wanted = spans_around(around, changed, standing, since)
    return write_spans(unit, standing, wanted, since, clock.now())


def _outputs(version: Version) -> list[Node]:
    return [version.node, *(item_node(made.item_id) for made in version.by_products)]
