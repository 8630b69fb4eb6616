"""A cart priced: the pipeline from list prices to what is payable, with every candidate explained."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from membership.rules.promotions.allocating import allocations_of, nets_of
from membership.rules.promotions.explaining import explain
from membership.rules.promotions.index import PromotionSet
from membership.rules.promotions.search import Best, Search
from membership.rules.promotions.standing import closed
from membership.rules.promotions.state import (
    MEMBER_PRICE,
    Candidate,
    Found,
    Refused,
    State,
    after,
    first_state,
)
from membership.rules.promotions.tail import tail_of
from membership.rules.promotions.units import Units, unit_prices
from membership.values.carts import Cart
from membership.values.deals import Deal
from membership.values.promotions import FREE, LINE_PRICE, Limits, Promotion

Closed = list[tuple[Promotion, Refused]]


@dataclass(frozen=True, slots=True)
class _Searched:
    units: Units
    start: State
    search: Search
    best: Best
    shut: Closed


def price_cart(
    cart: Cart,
    promotions: PromotionSet,
    limits: Mapping[UUID, Limits] | None = None,
    named: Iterable[UUID] = (),
) -> Deal:
    """The best deal for a cart. ``limits`` says what is left of caps; ``named`` promotions are explained in any case."""
    run = _search(cart, promotions, limits or {}, named)
    tail = tail_of(run.best.state.net, cart)
    verdicts, nudges = explain(run.search, run.best, run.units, run.start, run.shut, tail)
    allocations = allocations_of(run.units, run.search.candidates, run.best.state, tail)
    return Deal(
        listed=run.units.total,
        payable=run.best.payable,
        nets=nets_of(run.units, allocations),
        allocations=tuple(allocations),
        trace=tuple(verdicts),
        nudges=tuple(nudges),
        points_used=tail.points_used,
        is_exhaustive=run.best.is_exhaustive,
        looked_at=run.best.looked_at,
    )


def priced(cart: Cart, promotions: PromotionSet) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """What each line comes to at best (components for themselves), and what each promotion gave; nothing is explained."""
    run = _search(cart, promotions, {}, ())
    tail = tail_of(run.best.state.net, cart)
    allocations = allocations_of(run.units, run.search.candidates, run.best.state, tail)
    given: dict[UUID, int] = {}
    for part in allocations:
        if part.promotion_id is not None:
            given[part.promotion_id] = given.get(part.promotion_id, 0) + part.amount
    return nets_of(run.units, allocations), given


def _search(
    cart: Cart, promotions: PromotionSet, limits: Mapping[UUID, Limits], named: Iterable[UUID]
) -> _Searched:
    units = Units(cart)
    candidates, shut = candidates_of(cart, promotions.touching(cart, named), units, limits)
    start = member_prices(units, first_state(units))
    search = Search(candidates, units, cart, start)
    best = search.best() or Best(start, tail_of(start.net, cart).payable, 1, True)
    return _Searched(units, start, search, best, shut)


def candidates_of(
    cart: Cart, promotions: Iterable[Promotion], units: Units, limits: Mapping[UUID, Limits]
) -> tuple[list[Candidate], Closed]:
    """Those that are open to the cart, and the others with the reason."""
    found: list[Candidate] = []
    shut: Closed = []
    for promotion in promotions:
        left = limits.get(promotion.id, FREE)
        refused = closed(promotion, cart, left)
        if refused is not None:
            shut.append((promotion, refused))
            continue
        coupons = cart.coupons.get(promotion.id, ()) if promotion.needs_coupon else ()
        may_match_components = promotion.matches_components and promotion.lane != LINE_PRICE
        chosen = units.matching(promotion.scope, components=may_match_components)
        rewards = _rewards(promotion, units, chosen, may_match_components)
        found.append(Candidate(promotion, chosen, rewards, left, coupons[0] if coupons else None))
    return found, shut


def member_prices(units: Units, state: State) -> State:
    """Each line at its member price where that is lower."""
    cuts = []
    for unit in units.tops:
        line = units.lines[units.line_of[unit]]
        if line.member_price is None or line.gift_of is not None:
            continue
        extra = units.extra[unit]
        asked = (
            unit_prices(line, line.member_price, extra)[0] if line.is_weighed else line.member_price + extra
        )
        if asked < units.listed[unit]:
            cuts.append((unit, units.listed[unit] - max(asked, 0)))
    return after(state, units, MEMBER_PRICE, Found(cuts)) if cuts else state


def _rewards(
    promotion: Promotion, units: Units, chosen: tuple[int, ...], components: bool
) -> tuple[int, ...]:
    benefit = promotion.benefit
    if benefit.kind == "gift":
        return units.gifts(promotion.id, benefit.gift_ids)
    return chosen if benefit.reward is None else units.matching(benefit.reward, components=components)
