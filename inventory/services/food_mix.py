"""The planned mix of dishes beside the one that was sold: which dishes moved the food-cost share, and how far."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from babel.numbers import get_currency_precision

from core.actor import StoreSettings
from core.errors import Forbidden
from core.uow import Unit
from inventory import ports
from inventory.errors import BadReport
from inventory.rules.days import span_of
from inventory.rules.exact import text_of
from inventory.rules.mix import Part, mix_effects
from inventory.services.facts import store_settings
from inventory.services.food_plan import Place, planned_portions, variant_of
from inventory.services.variance import check_days, share
from inventory.store import facts as fact_store
from inventory.store import reports as store
from inventory.store.closures import load_closures
from inventory.store.items import price_histories_from, price_history_read
from inventory.values.costs import ZERO
from inventory.values.usage import NIL, SOLD

Json = dict[str, Any]
Dish = tuple[UUID, UUID | None]


@dataclass(slots=True)
class Sold:
    """A dish as it was sold: portions, standard cost and list sales in the major unit."""

    portions: Fraction = ZERO
    cost: Fraction = ZERO
    units: Fraction = ZERO
    list_sales: Fraction = ZERO


@dataclass(slots=True)
class StoreMix:
    """A store's dishes as they were sold, and the shares of planned sales that the plan's dishes cost there."""

    sold: defaultdict[Dish, Sold] = field(default_factory=lambda: defaultdict(Sold))
    planned: dict[Dish, Fraction] = field(default_factory=dict)

    @property
    def list_sales(self) -> Fraction:
        """All that was sold, at list price."""
        return sum((one.list_sales for one in self.sold.values()), ZERO)


def mix_against_plan(unit: Unit, first: date, last: date, store_id: UUID | None = None) -> Json:
    """The plan that holds on the first day beside what a store, or all stores together, sold on business days, both included.

    At list prices without tax and standard costs, over everything sold, whether its items were counted or not. Stores count
    by their sales. Raises BadReport ``several_currencies`` for stores that cannot be added up.
    """
    check_days(first, last)
    stores = _stores_of(unit, store_id)
    currencies = {one.currency for one in stores}
    if len(currencies) > 1:
        raise BadReport("Choose one store: the stores have several currencies.", code="several_currencies")
    currency = currencies.pop()
    minor = 10 ** get_currency_precision(currency)
    plan = store.find_plan(unit, first)
    portions = list(plan.portions) if plan else []
    mixes = _mixes(unit, stores, first, last, portions, minor)
    return {
        "from": first,
        "to": last,
        "store_id": store_id,
        "currency": currency,
        "planned_from": plan.valid_from if plan else None,
        **_told(unit, mixes, portions, minor),
    }


def _stores_of(unit: Unit, store_id: UUID | None) -> list[StoreSettings]:
    if store_id is not None:
        return [store_settings(unit, store_id)]
    unit.actor.demand_somewhere("inventory.report")
    within = unit.actor.stores_with("inventory.report")
    found = [one for one in ports.stores.stores(unit) if within is None or one.id in within]
    if not found:
        raise Forbidden("There is no store whose food cost you may see.", code="permission_needed")
    return found


def _mixes(
    unit: Unit, stores: Sequence[StoreSettings], first: date, last: date, planned: list[Json], minor: int
) -> list[StoreMix]:
    """In the order of the stores, in as many round trips for all as for one."""
    ids = [one.id for one in stores]
    made, sales, priced = unit.fetch(
        fact_store.dishes_read(unit, ids, first, last),
        fact_store.sales_read(unit, ids, first, last),
        price_history_read(unit, ids, first, last),
    )
    prices = {key: history.on(first, last) for key, history in price_histories_from(ids, priced).items()}
    mixes = {store_id: StoreMix() for store_id in ids}
    rows = [row for row in made if row.cause == SOLD]
    closures = load_closures(unit, {row.closure_id for row in rows} - {NIL})
    for row in rows:
        one, at = mixes[row.store_id].sold[_dish(row)], prices[row.store_id]
        needs = closures[row.closure_id].needs if row.closure_id in closures else {}
        one.portions += Fraction(row.quantity)
        one.cost += Fraction(row.quantity) * sum(
            (Fraction(n) * at.get(i, ZERO) for i, n in needs.items()), ZERO
        )
    for row in sales:
        if row.product_id == NIL:  # money given back: no dish, and nothing off the list
            continue
        one = mixes[row.store_id].sold[_dish(row)]
        one.units += Fraction(row.units)
        one.list_sales += Fraction(row.list) / minor
    if planned:
        _plan(unit, stores, prices, mixes, last, planned, minor)
    return [mixes[store_id] for store_id in ids]


def _plan(
    unit: Unit,
    stores: Sequence[StoreSettings],
    prices: Mapping[UUID, Mapping[UUID, Fraction]],
    mixes: Mapping[UUID, StoreMix],
    last: date,
    planned: list[Json],
    minor: int,
) -> None:
    """What the plan's dishes cost at each store, as shares of planned sales."""
    places = [Place(s, prices[s.id], span_of(last, last, s.timezone, s.cutoff_minutes).until) for s in stores]
    whole = _sales_of(planned, minor)
    for store_id, portions in planned_portions(unit, places, planned, minor).items():
        for plan, portion in zip(planned, portions, strict=True):
            cost = Fraction(plan["portions"]) * portion.cost / whole if whole else ZERO
            mixes[store_id].planned[_planned_dish(plan)] = cost


def _told(unit: Unit, mixes: list[StoreMix], planned: list[Json], minor: int) -> Json:
    sold: defaultdict[Dish, Sold] = defaultdict(Sold)
    for mix in mixes:
        for dish, one in mix.sold.items():
            at = sold[dish]
            at.portions += one.portions
            at.cost += one.cost
            at.units += one.units
            at.list_sales += one.list_sales
    list_sales = sum((mix.list_sales for mix in mixes), ZERO)
    weights = [mix.list_sales / list_sales if list_sales else Fraction(1, len(mixes)) for mix in mixes]
    whole = _sales_of(planned, minor)
    plans = {_planned_dish(one): one for one in planned}
    parts = {}
    for dish in {**plans, **sold}:
        one, plan = sold[dish], plans.get(dish)
        planned_sales = _sales_of([plan], minor) / whole if plan and whole else ZERO
        parts[dish] = Part(
            sum((w * mix.planned.get(dish, ZERO) for w, mix in zip(weights, mixes, strict=True)), ZERO),
            planned_sales,
            one.cost / list_sales if list_sales else ZERO,
            one.list_sales / list_sales if list_sales else ZERO,
        )
    is_comparable = bool(planned and whole and list_sales)
    effects = mix_effects(parts) if is_comparable else {}
    budget = sum((part.planned_cost for part in parts.values()), ZERO) if planned and whole else None
    actual = sum((part.cost for part in parts.values()), ZERO) if list_sales else None
    known = store.products_with_recipes(unit, [product_id for product_id, _ in parts])
    rows = [
        {
            "product_id": dish[0],
            "variant_id": dish[1],
            "has_recipe": dish[0] in known,
            "planned": plans[dish]["portions"] if dish in plans else None,
            "price": plans[dish]["price"] if dish in plans else None,
            "planned_share": share(part.planned_sales) if dish in plans else None,
            "planned_cost": share(_ratio(part.planned_cost, part.planned_sales)),
            "cost_each": _cost_each(plans.get(dish), part.planned_cost * whole, sold[dish]),
            "sold": text_of(sold[dish].portions),
            "list_price": _list_price(sold[dish], minor),
            "sold_share": share(part.sales) if list_sales else None,
            "sold_cost": share(_ratio(part.cost, part.sales)),
            "effect": share(effects.get(dish)),
        }
        for dish, part in sorted(
            parts.items(),
            key=lambda entry: (-abs(effects.get(entry[0], ZERO)), -entry[1].sales, str(entry[0])),
        )
    ]
    more = actual - budget if actual is not None and budget is not None else None
    return {
        "list_sales": text_of(list_sales),
        "budget": share(budget),
        "actual": share(actual),
        "mix": share(more),
        "dishes": rows,
    }


def _dish(row: Any) -> Dish:
    return row.product_id, None if row.variant_id == NIL else row.variant_id


def _planned_dish(planned: Json) -> Dish:
    return UUID(planned["product_id"]), variant_of(planned)


def _sales_of(planned: Iterable[Json], minor: int) -> Fraction:
    return sum((Fraction(one["portions"]) * one["price"] / minor for one in planned), ZERO)


def _ratio(part: Fraction, whole: Fraction) -> Fraction | None:
    return part / whole if whole else None


def _cost_each(plan: Json | None, planned: Fraction, sold: Sold) -> str | None:
    """What a portion costs by the plan's recipe, else what one cost that was sold, in the major unit."""
    portions = Fraction(plan["portions"]) if plan else ZERO
    return share(_ratio(planned, portions) if portions else _ratio(sold.cost, sold.portions))


def _list_price(sold: Sold, minor: int) -> int | None:
    """What a portion stood at on the list, on average, in minor units: with its modifiers, which have no price of their own."""
    if not sold.units:
        return 0 if sold.portions else None
    return round(sold.list_sales * minor / sold.units)
