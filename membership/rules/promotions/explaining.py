"""The trace: for every candidate that it applied, or why not; and what is just out of reach."""

from collections.abc import Iterator, Sequence

from membership.rules.promotions.allocating import by_holder
from membership.rules.promotions.benefits import attempt, counted, reached
from membership.rules.promotions.search import Best, Search
from membership.rules.promotions.state import (
    MEMBER_PRICE,
    Candidate,
    Found,
    Refused,
    State,
    after,
    in_lane,
)
from membership.rules.promotions.tail import Tail
from membership.rules.promotions.units import Units
from membership.values.deals import Nudge, Verdict
from membership.values.promotions import LINE_PRICE, MANUAL, POINTS, ROUNDING, Promotion, Tier


def explain(
    search: Search,
    best: Best,
    units: Units,
    start: State,
    shut: Sequence[tuple[Promotion, Refused]],
    tail: Tail,
) -> tuple[list[Verdict], list[Nudge]]:
    """A verdict for each candidate in the pipeline's order, then the closed ones; and the nudges."""
    totals = {
        place: sum(amount for _, amount in cuts) for place, cuts in by_holder(units, best.state).items()
    }
    verdicts: list[Verdict] = []
    nudges: list[Nudge] = []
    if totals.get(MEMBER_PRICE):
        verdicts.append(Verdict("applied", "member_price", LINE_PRICE, discount=totals[MEMBER_PRICE]))
    elif start.holders:
        verdicts.append(Verdict("not_lower", "member_price", LINE_PRICE))
    for place, state in _states(search, best, units, start):
        candidate = search.candidates[place]
        if place in best.state.applied:
            verdicts.append(_verdict(candidate, "applied", totals.get(place, 0)))
        else:
            verdicts.append(_refusal(search, best, units, place, state))
            if search.rivals.refusal(place, best.state) is not None:
                continue  # a little more would not bring it either
        nudges += _nudges(candidate, verdicts[-1], state)
    verdicts += [_closed(promotion, refused) for promotion, refused in shut]
    return [*verdicts, *_of_tail(tail)], nudges


def _states(search: Search, best: Best, units: Units, start: State) -> Iterator[tuple[int, State]]:
    """The best run once more: the state in which each candidate's turn came."""
    state = start
    for place, candidate in enumerate(search.candidates):
        state = in_lane(state, candidate.promotion.lane)
        yield place, state
        if place in best.state.applied:
            found = attempt(candidate, state, units)
            if isinstance(found, Found):
                state = after(state, units, place, found)


def _refusal(search: Search, best: Best, units: Units, place: int, state: State) -> Verdict:
    """Why a candidate is not in the best run: what is missing, who keeps it out, or by how much it would be worse."""
    candidate = search.candidates[place]
    found = attempt(candidate, state, units)
    if isinstance(found, Refused):
        return _verdict(candidate, found.code, numbers=found.numbers)
    numbers = {"discount": found.total}
    least = search.least_with(place)
    if least is not None:
        numbers["lost_by"] = least - best.payable
    refused = search.rivals.refusal(place, best.state)
    if refused is None:
        return _verdict(candidate, "lost", numbers=numbers)
    is_rival = refused.code == "group_taken" and candidate.promotion.group_mode == "best"
    return _verdict(candidate, "lost" if is_rival else refused.code, numbers={**numbers, **refused.numbers})


def _verdict(
    candidate: Candidate, code: str, discount: int = 0, numbers: dict[str, int] | None = None
) -> Verdict:
    promotion = candidate.promotion
    return Verdict(
        code,
        "coupon" if promotion.needs_coupon else "promotion",
        promotion.lane,
        promotion.id,
        promotion.version,
        candidate.coupon_id,
        discount,
        numbers or {},
    )


def _closed(promotion: Promotion, refused: Refused) -> Verdict:
    source = "coupon" if promotion.needs_coupon else "promotion"
    return Verdict(
        refused.code, source, promotion.lane, promotion.id, promotion.version, numbers=refused.numbers
    )


def _of_tail(tail: Tail) -> list[Verdict]:
    amounts = (
        (POINTS, "points", tail.points_off),
        (MANUAL, "manual", tail.manual_off),
        (ROUNDING, "rounding", tail.rounding),
    )
    return [Verdict("applied", source, lane, discount=amount) for lane, source, amount in amounts if amount]


def _nudges(candidate: Candidate, verdict: Verdict, state: State) -> list[Nudge]:
    """What a little more would bring: the first tier or threshold, the tier after the one that applied, or that once more."""
    promotion = candidate.promotion
    benefit = promotion.benefit
    if verdict.code in ("short_amount", "short_quantity"):
        tier = min(benefit.tiers, key=lambda t: t.threshold, default=None)
        value = tier.value if tier else benefit.amount
        short = verdict.numbers["short"]
        counts = verdict.code.removeprefix("short_")
    elif verdict.code == "applied" and benefit.tiers:
        have = counted(candidate, state)
        tier = min((t for t in benefit.tiers if t.threshold > have), key=lambda t: t.threshold, default=None)
        once_more = _once_more(candidate, state)
        if once_more is not None and (tier is None or once_more.threshold < tier.threshold):
            tier = once_more
        if tier is None:
            return []
        value, short, counts = tier.value, tier.threshold - have, benefit.counts
    else:
        return []
    is_percent = benefit.kind in ("threshold_percent", "percent_off", "nth_percent")
    percent = (value if tier else benefit.percent_bp) if is_percent else 0
    return [
        Nudge(
            promotion.id,
            more_amount=short if counts == "amount" else 0,
            more_quantity=short if counts == "quantity" else 0,
            off=0 if is_percent else value,
            percent_bp=percent,
        )
    ]


def _once_more(candidate: Candidate, state: State) -> Tier | None:
    """Where each whole threshold counts (每满减): the next one, with all that is off from there; None where it brings no more."""
    benefit = candidate.promotion.benefit
    found = reached(candidate, state)
    if isinstance(found, Refused) or not benefit.every or benefit.kind != "threshold_off":
        return None
    tier, times = found
    value = tier.value * (times + 1)
    if benefit.max_discount is not None:
        value = min(value, benefit.max_discount)
    if not tier.threshold or times == benefit.max_times or value <= tier.value * times:
        return None
    return Tier(tier.threshold * (times + 1), value)
