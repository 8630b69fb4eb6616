"""The kept closure: what one of a node needs, by place and moment; rows are replaced, never lost."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select, update

from core.ids import new_id
from core.sql import Prepared, prepared
from core.uow import Unit
from inventory.models.recipes import ClosureRow
from inventory.values.book import Amounts, Place, Scope, Span
from inventory.values.recipes import Node

_row: Any = ClosureRow.__table__.c
_STANDING = prepared(
    select(_row).where(
        _row.tenant_id == bindparam("tenant_id"),
        _row.node_id == func.any(bindparam("node_ids")),
        _row.replaced_at.is_(None),
        or_(_row.valid_to.is_(None), _row.valid_to > bindparam("since")),
    )
)
_REPLACE = prepared(
    update(ClosureRow)
    .where(_row.tenant_id == bindparam("the_tenant"), _row.id == func.any(bindparam("the_ids")))
    .values(replaced_at=bindparam("at"))
)
_END = prepared(
    update(ClosureRow)
    .where(_row.tenant_id == bindparam("the_tenant"), _row.id == bindparam("the_id"))
    .values(valid_to=bindparam("end"))
)
_NODES = prepared(
    select(_row.node_kind, _row.node_id, _row.variant_id)
    .where(
        _row.tenant_id == bindparam("tenant_id"),
        _row.replaced_at.is_(None),
        or_(_row.valid_to.is_(None), _row.valid_to > bindparam("at")),
    )
    .distinct()
)
_SOME = prepared(
    select(_row.id, _row.version_id, _row.needs, _row.staged).where(
        _row.tenant_id == bindparam("tenant_id"), _row.id == func.any(bindparam("ids"))
    )
)
# The nearest of: this very size before any size, then the store before its region before the brand.
_AT = """SELECT DISTINCT ON (w.place) w.place, c.id{columns}
    FROM unnest(%(node_ids)s::uuid[], %(variant_ids)s::uuid[], %(store_ids)s::uuid[], %(region_ids)s::uuid[],
        %(moments)s::timestamptz[]) WITH ORDINALITY AS w(node_id, variant_id, store_id, region_id, at, place)
    JOIN inventory_closure c ON c.tenant_id = %(tenant_id)s AND c.node_id = w.node_id AND c.replaced_at IS NULL
        AND (c.variant_id IS NULL OR c.variant_id = w.variant_id)
        AND (c.store_id IS NULL OR c.store_id = w.store_id)
        AND (c.region_id IS NULL OR c.region_id = w.region_id)
        AND c.valid_from <= w.at AND (c.valid_to IS NULL OR c.valid_to > w.at)
    ORDER BY w.place, c.variant_id NULLS LAST, c.store_id NULLS LAST, c.region_id NULLS LAST"""
_IDS_AT = Prepared(_AT.format(columns=""), {})
_WHOLE_AT = Prepared(_AT.format(columns=", c.version_id, c.needs, c.staged"), {})


class Wanted(NamedTuple):
    """A node as it is made at a store, in the store's region, at a moment; without either, wherever nothing else holds."""

    node: Node
    store_id: UUID | None
    region_id: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Closure:
    """What one of a node needs: raw-equivalent (``needs``), and stopping at stocked semis (``staged``).

    Quantities in the items' stock units; ``id`` is what sold dishes refer to, ``version_id`` the recipe's version.
    """

    id: UUID
    version_id: UUID
    needs: Amounts
    staged: Amounts


def closure_ids_at(unit: Unit, wanted: Sequence[Wanted]) -> dict[Wanted, UUID]:
    """Which closure row holds for each; nothing for what has no recipe there and then. One round trip."""
    if not wanted:
        return {}
    return {wanted[row.place - 1]: row.id for row in unit.fetch_all(_IDS_AT, **_asked(unit, wanted))}


def closures_at(unit: Unit, wanted: Sequence[Wanted]) -> dict[Wanted, Closure]:
    """What each needs; nothing for what has no recipe there and then. One round trip."""
    if not wanted:
        return {}
    return {wanted[row.place - 1]: _closure(row) for row in unit.fetch_all(_WHOLE_AT, **_asked(unit, wanted))}


def load_closures(unit: Unit, closure_ids: Iterable[UUID]) -> dict[UUID, Closure]:
    """Closure rows by id, replaced ones too."""
    ids = list(closure_ids)
    if not ids:
        return {}
    return {row.id: _closure(row) for row in unit.fetch_all(_SOME, tenant_id=unit.tenant_id, ids=ids)}


def standing_nodes(unit: Unit, at: datetime) -> list[Node]:
    """Everything with a recipe that holds then or later, by-products too."""
    rows = unit.fetch_all(_NODES, tenant_id=unit.tenant_id, at=at)
    return [Node(row.node_kind, row.node_id, row.variant_id) for row in rows]


def standing_spans(
    unit: Unit, node_ids: Collection[UUID], since: datetime
) -> dict[Place, list[tuple[UUID, Span]]]:
    """The rows in force at any moment since, by place, in order of time."""
    found: dict[Place, list[tuple[UUID, Span]]] = {}
    rows = unit.fetch_all(_STANDING, tenant_id=unit.tenant_id, node_ids=list(node_ids), since=since)
    for row in sorted(rows, key=lambda row: row.valid_from):
        place = Place(Node(row.node_kind, row.node_id, row.variant_id), Scope(row.store_id, row.region_id))
        span = Span(row.valid_from, row.valid_to, row.version_id, amounts(row.needs), amounts(row.staged))
        found.setdefault(place, []).append((row.id, span))
    return found


def write_spans(
    unit: Unit,
    standing: Mapping[Place, list[tuple[UUID, Span]]],
    wanted: Mapping[Place, list[Span]],
    since: datetime,
    at: datetime,
) -> int:
    """Bring the places' rows to the wanted spans from ``since`` on; answers how many rows are new.

    A row that says the same stays, so that what was sold keeps pointing at what holds.
    """
    replaced: list[UUID] = []
    rows: list[dict[str, Any]] = []
    for place, spans in wanted.items():
        new = list(spans)
        for row_id, old in standing.get(place, ()):
            kept = next((span for span in new if _continues(old, span, since)), None)
            if kept is not None:
                new.remove(kept)
                _end(unit, row_id, old, kept.valid_to)
            elif old.valid_from < since:
                _end(unit, row_id, old, since)
            else:
                replaced.append(row_id)
        rows += [_row_of(place, span) for span in new]
    if replaced:
        unit.write(_REPLACE, the_tenant=unit.tenant_id, the_ids=replaced, at=at)
    unit.add(ClosureRow, rows)
    return len(rows)


def _continues(old: Span, new: Span, since: datetime) -> bool:
    begins = old.valid_from == new.valid_from or (old.valid_from < since and new.valid_from == since)
    same = (old.version_id, old.needs, old.staged) == (new.version_id, new.needs, new.staged)
    return begins and same


def _end(unit: Unit, row_id: UUID, old: Span, end: datetime | None) -> None:
    if old.valid_to != end:
        unit.write(_END, the_tenant=unit.tenant_id, the_id=row_id, end=end)


def _row_of(place: Place, span: Span) -> dict[str, Any]:
    return {
        "id": new_id(),
        "node_kind": place.node.kind,
        "node_id": place.node.id,
        "variant_id": place.node.variant_id,
        "store_id": place.scope.store_id,
        "region_id": place.scope.region_id,
        "valid_from": span.valid_from,
        "valid_to": span.valid_to,
        "version_id": span.version_id,
        "needs": _texts(span.needs),
        "staged": _texts(span.staged),
        "replaced_at": None,
    }


def _texts(found: Amounts) -> dict[str, str]:
    return {str(item_id): format(quantity, "f") for item_id, quantity in found.items() if quantity}


def amounts(found: Mapping[str, str]) -> Amounts:
    """What stands in a row's JSON, as exact decimals by item."""
    return {UUID(item_id): Decimal(quantity) for item_id, quantity in found.items()}


def _closure(row: Any) -> Closure:
    return Closure(row.id, row.version_id, amounts(row.needs), amounts(row.staged))


def _asked(unit: Unit, wanted: Sequence[Wanted]) -> dict[str, Any]:
    return {
        "tenant_id": unit.tenant_id,
        "node_ids": [one.node.id for one in wanted],
        "variant_ids": [one.node.variant_id for one in wanted],
        "store_ids": [one.store_id for one in wanted],
        "region_ids": [one.region_id for one in wanted],
        "moments": [one.at for one in wanted],
    }
