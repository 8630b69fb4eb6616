"""What a store's stock is worth by the brand's costing method, as the report would say of a count that finds what the book says.

Raw-equivalent, like the report's money: what is prepared is worth what is in it. So stock and report agree at each instant.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from core import clock
from core.actor import StoreSettings
from core.uow import Read, Unit
from inventory.rules.costing import IN_ORDER, METHODS, method_of
from inventory.rules.exact import text_of
from inventory.rules.report import raw_report, steps_in
from inventory.rules.views import price_of, raw_view
from inventory.services.facts import facts_until, reads_until
from inventory.services.recipes import item_tag
from inventory.services.stores import at_store
from inventory.services.variance import purchases
from inventory.store.items import items_by_id
from inventory.store.ledger import last_costs
from inventory.store.reports import costing_from, costing_read
from inventory.store.rows import not_found
from inventory.values.costs import ZERO, Costed
from inventory.values.report import Facts, Line, Step

View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Valued:
    """Items' stock at an instant, and what one stock unit of each is worth there; None where nobody knows a price."""

    costing: str
    facts: Facts
    lines: dict[UUID, Line]
    unit_costs: dict[UUID, Fraction | None]

    def on_hand(self, item_id: UUID) -> Fraction:
        """What the book says."""
        return self.facts.windows[item_id].closing

    def value(self, item_id: UUID) -> Fraction | None:
        """What that is worth, in the major unit."""
        cost = self.unit_costs[item_id]
        return None if cost is None else cost * self.on_hand(item_id)


def value_stock(
    unit: Unit, settings: StoreSettings, item_ids: Collection[UUID], at: datetime, *, in_order: bool = False
) -> Valued:
    """Value items' stock at an instant; in a fixed number of round trips, over the time since it was last published.

    ``in_order``: with each day's dishes, though the costing method does not ask for them.
    """
    chosen, *_ = unit.fetch_ahead([costing_read(unit)], reads_until(unit, settings.id, at))
    costing = costing_from(chosen)
    day = clock.business_date(at, settings.timezone, settings.cutoff_minutes)
    facts = facts_until(unit, settings, item_ids, at, day, in_order=in_order or costing in IN_ORDER)
    lines = {line.item_id: line for line in raw_report(facts, method_of(costing)).lines}
    costs = {item_id: _unit_cost(facts, line) for item_id, line in lines.items()}
    made = {semi: _made_of(needs, costs) for semi, needs in facts.needs.items()}
    return Valued(costing, facts, lines, made | costs)


def value_reads(unit: Unit, store_id: UUID, at: datetime) -> list[Read]:
    """What ``value_stock`` asks first, for whoever can have it read ahead."""
    return [costing_read(unit), *reads_until(unit, store_id, at)]


def item_costs(unit: Unit, store_id: UUID, item_id: UUID, at: datetime | None = None) -> View:
    """How an item's stock came to its value: each flow since it was last published, with what it cost by the method.

    Raw-equivalent: what is prepared of it counts as what is in it.
    """
    settings = at_store(unit, "inventory.view", store_id)
    moment = at or clock.now()
    item = items_by_id(unit, [item_id]).get(item_id)
    if item is None:
        raise not_found("item")
    valued = value_stock(unit, settings, [item_id], moment, in_order=True)
    line = valued.lines.get(item_id)
    paid = last_costs(unit, store_id, [item_id], moment).get(item_id)
    told: View = {
        "item": item_tag(item),
        "currency": settings.currency,
        "costing": valued.costing,
        "at": moment,
        "on_hand": text_of(valued.on_hand(item_id)),
        "unit_cost": _text(valued.unit_costs[item_id]),
        "value": _text(valued.value(item_id)),
        "standard_cost": text_of(price_of(valued.facts, item_id)),
        "last_cost": paid,
        "ledger": None,
    }
    if line is None:
        return told
    view = raw_view(valued.facts)
    steps = steps_in(valued.facts, view, item_id)
    flows = [step.flow for step in steps]
    last_receipt = view.last_paid(valued.facts, item_id, line.window.span.since)
    price = line.variance.standard_price
    costed = METHODS[valued.costing](line.opening, flows, price, last_receipt, line.opening_layers)
    return {**told, "ledger": _ledger(line, steps, costed)}


def _ledger(line: Line, steps: Sequence[Step], costed: Costed) -> View:
    """Opening + purchases + transfers − issues = closing, exactly; ``settled`` lies inside the issues."""
    return {
        "since": line.window.span.since,
        "opening": text_of(line.opening.quantity),
        "opening_value": text_of(line.opening.value),
        "purchases": text_of(purchases([line])),
        "transfers": text_of(line.transfers_in.value - line.transfers_out.value),
        "issues": text_of(line.variance.actual_value),
        "settled": text_of(costed.settled),
        "closing": text_of(line.closing),
        "closing_value": text_of(line.variance.closing_value),
        "steps": [
            {
                "at": step.at,
                "reason": step.reason,
                "quantity": text_of(step.flow.quantity),
                "value": text_of(value),
                "settlement": _text(costed.settlements.get(place)),
            }
            for place, (step, value) in enumerate(zip(steps, costed.values, strict=True))
        ],
        "layers": [
            {"quantity": text_of(layer.quantity), "unit_cost": text_of(layer.value / layer.quantity)}
            for layer in costed.layers
        ],
    }


def _unit_cost(facts: Facts, line: Line) -> Fraction | None:
    """None when there is neither a standard price nor anything that came at a price; what is made for nothing has a cost."""
    if line.closing:
        cost = line.variance.closing_value / line.closing
    else:
        cost = line.variance.average
    is_known = cost or line.receipts.quantity or line.item_id in facts.prices or line.item_id in facts.needs
    return cost if is_known else None


def _made_of(needs: Mapping[UUID, Fraction], costs: Mapping[UUID, Fraction | None]) -> Fraction | None:
    total = ZERO
    for part, need in needs.items():
        cost = costs.get(part) if need else ZERO
        if cost is None:
            return None
        total += need * cost
    return total


def _text(number: Fraction | None) -> str | None:
    return None if number is None else text_of(number)
