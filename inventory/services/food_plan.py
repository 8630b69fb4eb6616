"""What the dishes of the planned mix cost at stores, by their recipes and standard prices."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple
from uuid import UUID

from core.actor import StoreSettings
from core.uow import Unit
from inventory.rules.waterfall import Portion
from inventory.store.closures import Closure, Wanted, closure_ids_at, load_closures
from inventory.values.costs import ZERO
from inventory.values.recipes import product_node
from inventory.values.usage import NIL


def variant_of(planned: Mapping[str, Any]) -> UUID | None:
    """The size of a dish of the plan."""
    return UUID(planned["variant_id"]) if planned["variant_id"] else None


class Place(NamedTuple):
    """A store, with its standard prices, at a moment."""

    settings: StoreSettings
    prices: Mapping[UUID, Fraction]
    at: datetime


def planned_portions(
    unit: Unit, places: Iterable[Place], planned: Sequence[Mapping[str, Any]], minor: int
) -> dict[UUID, list[Portion]]:
    """By store, the plan's dishes in their order: what a portion costs there, and its list price, in the major unit. Two round
    trips, however many stores."""
    asked = {place.settings.id: (place, [_wanted(place, one) for one in planned]) for place in places}
    ids = closure_ids_at(unit, [one for _, wanted in asked.values() for one in wanted])
    closures = load_closures(unit, {*ids.values()})
    return {
        store_id: [
            Portion(_cost(closures.get(ids.get(one, NIL)), place.prices), Fraction(dish["price"], minor))
            for one, dish in zip(wanted, planned, strict=True)
        ]
        for store_id, (place, wanted) in asked.items()
    }


def _wanted(place: Place, planned: Mapping[str, Any]) -> Wanted:
    node = product_node(UUID(planned["product_id"]), variant_of(planned))
    return Wanted(node, place.settings.id, place.settings.region_id, place.at)


def _cost(closure: Closure | None, prices: Mapping[UUID, Fraction]) -> Fraction:
    needs = closure.needs if closure else {}
    return sum((Fraction(need) * prices.get(item, ZERO) for item, need in needs.items()), ZERO)
