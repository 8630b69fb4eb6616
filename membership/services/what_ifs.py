"""What a draft would have done: past orders priced again under today's promotions, and under those with the draft.

Caps, points, coupons in hand and what was taken off by hand are left out; a draft that takes a coupon is priced as if every
guest had one. People stand as on the last day; whether an order was their first is as it was.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from time import sleep
from typing import Any
from uuid import UUID

from core import json
from core.errors import BadRequest, Unprocessable
from core.uow import Unit
from membership import ports
from membership.rules.promotions.index import PromotionSet
from membership.rules.promotions.naming import named_in
from membership.rules.promotions.pricing import priced
from membership.rules.promotions.terms import promotion_of
from membership.rules.schedule import wall_moment
from membership.rules.untaxed import untaxed
from membership.services.buyers import buyers_of
from membership.services.food_costs import cost_of_orders
from membership.services.own_ids import demand_own
from membership.services.promotion_sets import book_of
from membership.services.promotions import checked
from membership.store.points import first_orders
from membership.store.promotions import version_read
from membership.store.settings import get_settings
from membership.values.carts import Buyer, Cart
from membership.values.past import PastCart, Place
from membership.values.promotions import Promotion

DRAFT = UUID(int=1)
FIGURES = ("orders", "touched", "discount", "net_before", "net_after", "food_cost", "with_cost", "margin_before", "margin_after")  # fmt: skip
Figures = dict[str, int]


@dataclass(frozen=True, slots=True)
class _Trial:
    """What past carts are priced under."""

    draft: Promotion
    before: PromotionSet
    after: PromotionSet
    holidays: tuple[date, ...]

    @property
    def asks_for_firsts(self) -> bool:
        """Whether any rule wants to know if an order was a member's first."""
        standing = self.before.by_id.values()
        return any(one.conditions.first_order_only for one in (self.draft, *standing))


def what_if(unit: Unit, given: dict[str, Any]) -> dict[str, Any]:
    """What the draft would have done with the next ``limit`` orders of the period; ``next_cursor`` goes on from there."""
    unit.actor.demand_somewhere("promotion.view")
    demand_own(unit, named_in(given, {"store_ids": "store", "instead_of": "promotion"}))
    places = _stores(unit, given.get("store_ids") or ())
    first, last = given["first"], given["last"]
    if last < first:
        raise Unprocessable("The last day is before the first.", code="dates_reversed")
    store_ids = sorted(places)
    after, done, of = _read(given.get("cursor"))
    if after is None:
        of = ports.orders.count(unit, store_ids, first, last)
    past = ports.orders.past_carts(unit, store_ids, first, last, after, given["limit"])
    trial = _trial(unit, given["terms"], given.get("instead_of"))
    buyers = buyers_of(unit, {cart.member_id for cart in past if cart.member_id}, last)
    firsts = (
        first_orders(unit, {one.id for one in buyers.values()}) if buyers and trial.asks_for_firsts else set()
    )
    by_day: dict[date, Figures] = {}
    by_store: dict[UUID, Figures] = {}
    for cart, cost in zip(past, cost_of_orders(unit, [cart.sold for cart in past]), strict=True):
        sleep(0)  # whoever waits in this process has a turn between two orders
        figures = _figures(_cart(cart, places, trial, _buyer(cart, buyers, firsts)), trial, cost)
        for sums in (by_day.setdefault(cart.place[1], {}), by_store.setdefault(cart.place[0], {})):
            _add(sums, figures)
    whole: Figures = {}
    for figures in by_day.values():
        _add(whole, figures)
    done += len(past)
    more = len(past) == given["limit"]
    return {
        **dict.fromkeys(FIGURES, 0),
        **whole,
        "by_day": [{"date": day, **by_day[day]} for day in sorted(by_day)],
        "by_store": [{"store_id": store_id, **by_store[store_id]} for store_id in sorted(by_store)],
        "done": done,
        "of": max(of, done),
        "next_cursor": _write(past[-1].place, done, of) if more else None,
    }


def _trial(unit: Unit, terms: dict[str, Any], instead_of: UUID | None) -> _Trial:
    book = book_of(unit, unit.fetch(version_read(unit))[0])
    draft = promotion_of(instead_of or DRAFT, 0, checked(terms))
    others = [one for one in book.promotions.by_id.values() if one.id != draft.id]
    return _Trial(draft, book.promotions, PromotionSet([*others, draft]), get_settings(unit).holidays)


def _stores(unit: Unit, wanted: tuple[UUID, ...]) -> dict[UUID, Any]:
    reach = unit.actor.stores_with("promotion.view")
    return {
        store.id: store
        for store in ports.stores.stores(unit)
        if (reach is None or store.id in reach) and (not wanted or store.id in wanted)
    }


def _buyer(past: PastCart, buyers: Mapping[UUID, Buyer], firsts: Collection[UUID]) -> Buyer | None:
    """Who bought, as they are now; but whether they had ordered before is as it was then."""
    buyer = buyers.get(past.member_id) if past.member_id else None
    return replace(buyer, has_ordered=past.sold.order_id not in firsts) if buyer else None


def _cart(past: PastCart, places: Mapping[UUID, Any], trial: _Trial, buyer: Buyer | None) -> Cart:
    place = places[past.place[0]]
    moment = wall_moment(past.at, place.timezone)
    return Cart(
        lines=tuple(line if line.gift_of is None else replace(line, gift_of=None) for line in past.lines),
        store_id=place.id,
        channel=past.channel,
        moment=moment,
        region_id=place.region_id,
        holidays=trial.holidays,
        buyer=buyer,
        coupons={trial.draft.id: (trial.draft.id,)} if trial.draft.needs_coupon else {},
    )


def _figures(cart: Cart, trial: _Trial, cost: int | None) -> Figures:
    before, _ = priced(replace(cart, coupons={}), trial.before)
    touching = {trial.draft.id} & {
        one.id for promotions in (trial.before, trial.after) for one in promotions.touching(cart)
    }
    after, given = priced(cart, trial.after) if touching else (before, {})
    discount = given.get(trial.draft.id, 0)
    return {
        "orders": 1,
        "touched": int(discount > 0),
        "discount": discount,
        "net_before": sum(before.values()),
        "net_after": sum(after.values()),
        "food_cost": cost or 0,
        "with_cost": int(cost is not None),
        "margin_before": 0 if cost is None else untaxed(cart, before) - cost,
        "margin_after": 0 if cost is None else untaxed(cart, after) - cost,
    }


def _add(sums: Figures, more: Figures) -> None:
    for name in FIGURES:
        sums[name] = sums.get(name, 0) + more[name]


def _write(place: Place, done: int, of: int) -> str:
    return json.dumps([*place, done, of])


def _read(cursor: str | None) -> tuple[Place | None, int, int]:
    if cursor is None:
        return None, 0, 0
    try:
        store_id, day, number, done, of = json.loads(cursor)
        place = UUID(store_id), date.fromisoformat(day), _count(number)
        return place, _count(done), _count(of)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadRequest("This cursor is not of this list.", code="bad_cursor") from error


def _count(value: object) -> int:
    """A whole number that the database can hold: a cursor that was tampered with may bring any."""
    if type(value) is not int or not 0 <= value < 2**63:
        raise ValueError(value)
    return value
