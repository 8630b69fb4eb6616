"""What stands behind an item's line: its counts, the documents, and the dishes that should have used it."""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from core.uow import Unit
from inventory.rules.exact import text_of
from inventory.rules.views import raw_view, staged_view
from inventory.services.variance import live_report, told_line
from inventory.store import facts as store
from inventory.store.closures import load_closures
from inventory.store.items import items_by_id
from inventory.store.rows import not_found
from inventory.values.usage import NIL

Json = dict[str, Any]


def behind_item(
    unit: Unit, store_id: UUID, item_id: UUID, first: date, last: date, view: str = "raw"
) -> Json:
    """An item's line with everything that made it; what is turned back into the item, in that view, is there too."""
    living = live_report(unit, store_id, first, last, view)
    line = next((line for line in living.report.lines if line.item_id == item_id), None)
    span = line.window.span if line else living.facts.span
    seen = raw_view(living.facts) if view == "raw" else staged_view(living.facts)
    holders = [source.item_id for source in seen.sources(item_id)[1:]]
    moves = store.list_behind(unit, store_id, [item_id, *holders], span)
    items = items_by_id(unit, [item_id, *holders])
    if item_id not in items:
        raise not_found("item")
    return {
        "item_id": item_id,
        "code": items[item_id].code,
        "name": items[item_id].name,
        "stock_unit": items[item_id].stock_unit,
        "from": first,
        "to": last,
        "line": None if line is None else told_line(line),
        "counts": [
            {
                "item_id": one,
                "code": items[one].code,
                "at": at,
                "quantity": text_of(living.facts.stock[one, at]),
            }
            for one in (item_id, *holders)
            for at in span
            if (one, at) in living.facts.stock
        ],
        "moves": [
            {
                **{name: getattr(move, name) for name in MOVE},
                "code": items[move.item_id].code,
                "quantity": text_of(Fraction(move.quantity)),
            }
            for move in moves
        ],
        "dishes": _dishes(unit, store_id, item_id, span, is_raw=not seen.is_stage(item_id)),
    }


MOVE = (
    "item_id",
    "at",
    "posted_at",
    "reason",
    "unit_cost",
    "value",
    "cause",
    "prior_period",
    "document_id",
    "kind",
    "number",
    "reference",
    "supplier",
    "photo_id",
)


def _dishes(unit: Unit, store_id: UUID, item_id: UUID, span: Any, *, is_raw: bool) -> list[Json]:
    rows = store.list_eaten(unit, store_id, span)
    closures = load_closures(unit, {row.closure_id for row in rows})
    used: defaultdict[tuple[UUID, UUID, str], list[Fraction]] = defaultdict(
        lambda: [Fraction(0), Fraction(0)]
    )
    for row in rows:
        closure = closures[row.closure_id]
        need = (closure.needs if is_raw else closure.staged).get(item_id)
        if need:
            sums = used[row.product_id, row.variant_id, row.cause]
            sums[0] += Fraction(row.quantity)
            sums[1] += Fraction(row.quantity) * Fraction(need)
    return [
        {
            "product_id": product_id,
            "variant_id": None if variant_id == NIL else variant_id,
            "cause": cause,
            "made": text_of(made),
            "used": text_of(quantity),
        }
        for (product_id, variant_id, cause), (made, quantity) in sorted(
            used.items(), key=lambda one: -one[1][1]
        )
    ]
