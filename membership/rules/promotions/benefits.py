"""What a candidate takes off, by kind: cuts on units, or why there are none. Percent: half up, once a line or once an order."""

from collections.abc import Callable, Sequence

from core.money import largest_remainder
from membership.rules.money import WHOLE_BP, part_bp
from membership.rules.promotions.state import Candidate, Cuts, Found, Refused, State
from membership.rules.promotions.units import Units, unit_prices
from membership.values.promotions import ITEM, Tier

Answer = Found | Refused
NOTHING_LEFT = Refused("no_unit_left")


def attempt(candidate: Candidate, state: State, units: Units) -> Answer:
    """What the candidate would take off now, with its conditions, caps and budget looked at."""
    refused = short_of(candidate, state)
    if refused is not None:
        return refused
    found = KINDS[candidate.promotion.benefit.kind](candidate, state, units)
    if isinstance(found, Refused):
        return found
    found = _at_most(found, candidate.promotion.benefit.max_discount)
    total = found.total
    if total <= 0:
        return NOTHING_LEFT
    budget = candidate.limits.budget_left
    if budget is not None and total > budget:
        return Refused("budget", {"left": budget, "needs": total})
    return found


def reached(candidate: Candidate, state: State) -> tuple[Tier, int] | Refused:
    """The highest tier reached at lane entry and how many times over; or how much is missing to the first."""
    benefit = candidate.promotion.benefit
    have = counted(candidate, state)
    tier = max(
        (t for t in benefit.tiers if t.threshold <= have), key=lambda t: (t.threshold, t.value), default=None
    )
    if tier is None:
        lowest = min(benefit.tiers, key=lambda t: t.threshold)
        return _missing(benefit.counts, lowest.threshold - have, lowest.threshold)
    times = have // tier.threshold if benefit.every and tier.threshold else 1
    return tier, min(times, benefit.max_times or times)


def counted(candidate: Candidate, state: State) -> int:
    """What a threshold reads: the net at lane entry, or the units; gifts left out."""
    if candidate.promotion.benefit.counts == "quantity":
        return len(candidate.units)
    return sum(state.entry[unit] for unit in candidate.units)


def short_of(candidate: Candidate, state: State) -> Refused | None:
    """What is missing to a candidate's own conditions at lane entry; None when nothing is."""
    needs = candidate.promotion.conditions
    if needs.min_quantity and len(candidate.units) < needs.min_quantity:
        return _missing("quantity", needs.min_quantity - len(candidate.units), needs.min_quantity)
    if needs.min_amount:
        have = sum(state.entry[unit] for unit in candidate.units)
        if have < needs.min_amount:
            return _missing("amount", needs.min_amount - have, needs.min_amount)
    return None


def _missing(counts: str, short: int, threshold: int) -> Refused:
    return Refused(f"short_{counts}", {"short": short, "threshold": threshold})


def _special_price(candidate: Candidate, state: State, units: Units) -> Answer:
    price = candidate.promotion.benefit.price or 0
    cuts: Cuts = []
    for unit in _cheapest(candidate, state, units):
        line = units.lines[units.line_of[unit]]
        asked = (
            unit_prices(line, price, units.extra[unit])[0] if line.is_weighed else price + units.extra[unit]
        )
        if asked < state.nets[unit]:
            cuts.append((unit, state.nets[unit] - max(asked, 0)))
    return Found(cuts) if cuts else Refused("not_lower")


def _percent_off(candidate: Candidate, state: State, units: Units) -> Answer:
    percent = candidate.promotion.benefit.percent_bp
    chosen = _cheapest(candidate, state, units)
    if candidate.promotion.lane == ITEM:
        return Found(_percent_of_lines(candidate, state, units, chosen, percent))
    return Found(_percent_of_order(candidate, state, units, chosen, percent))


def _amount_off(candidate: Candidate, state: State, units: Units) -> Answer:
    amount = candidate.promotion.benefit.amount
    chosen = _cheapest(candidate, state, units)
    if candidate.promotion.lane == ITEM:
        return Found([(unit, cut) for unit in chosen if (cut := min(amount, state.nets[unit])) > 0])
    return Found(spread(amount, chosen, state.nets, units))


def _threshold_off(candidate: Candidate, state: State, units: Units) -> Answer:
    found = reached(candidate, state)
    if isinstance(found, Refused):
        return found
    tier, times = found
    return Found(spread(tier.value * times, candidate.units, state.nets, units))


def _threshold_percent(candidate: Candidate, state: State, units: Units) -> Answer:
    found = reached(candidate, state)
    if isinstance(found, Refused):
        return found
    return Found(_percent_of_order(candidate, state, units, candidate.units, found[0].value))


def _buy_get(candidate: Candidate, state: State, units: Units) -> Answer:
    """Rewards are the cheapest units (ties by product, then line), as many as the rest can trigger."""
    benefit = candidate.promotion.benefit
    triggers = [unit for unit in candidate.units if not state.used >> unit & 1]
    rewards = [unit for unit in candidate.rewards if not state.used >> unit & 1]
    needed = benefit.buy + benefit.get
    both = len({*triggers, *rewards})
    most = min(len(triggers) // benefit.buy, len(rewards) // benefit.get, both // needed)
    if not most:
        return _too_few(candidate, needed, len({*candidate.units, *candidate.rewards}))
    rewards.sort(key=lambda unit: (state.nets[unit], units.rank[unit]))
    triggers.sort(key=lambda unit: (state.nets[unit], units.rank[unit]))
    for times in range(min(most, benefit.max_times or most), 0, -1):
        given = _rewards(triggers, rewards, times * benefit.buy, times * benefit.get)
        if given is not None:
            spent = [unit for unit in triggers if unit not in set(given)][: times * benefit.buy]
            percent = benefit.percent_bp or WHOLE_BP
            cuts = _percent_of_lines(candidate, state, units, given, percent)
            return Found(cuts, _bits(units, [*given, *spent]))
    return _too_few(candidate, needed, both)


def _rewards(triggers: list[int], rewards: list[int], buy: int, get: int) -> list[int] | None:
    """The cheapest ``get`` rewards that leave ``buy`` triggers; None when there are none."""
    given: list[int] = []
    can_trigger, left = set(triggers), len(triggers)
    for unit in rewards:
        if len(given) == get:
            break
        if unit in can_trigger:
            if left - 1 < buy:
                continue
            left -= 1
        given.append(unit)
    return given if len(given) == get and left >= buy else None


def _bundle_price(candidate: Candidate, state: State, units: Units) -> Answer:
    """The dearest units first, set by set, as long as a set costs more than its price."""
    benefit = candidate.promotion.benefit
    free = [unit for unit in candidate.units if not state.used >> unit & 1]
    if len(free) < benefit.buy:
        return _too_few(candidate, benefit.buy, len(candidate.units))
    free.sort(key=lambda unit: (-state.nets[unit], units.rank[unit]))
    cuts: Cuts = []
    spent: list[int] = []
    for begin in range(0, len(free) - benefit.buy + 1, benefit.buy):
        chosen = free[begin : begin + benefit.buy]
        off = sum(state.nets[unit] for unit in chosen) - (benefit.price or 0)
        if off <= 0 or (benefit.max_times and len(spent) >= benefit.max_times * benefit.buy):
            break
        cuts += spread(off, chosen, state.nets, units)
        spent += chosen
    return Found(cuts, _bits(units, spent)) if cuts else Refused("not_lower")


def _gift(candidate: Candidate, state: State, units: Units) -> Answer:
    benefit = candidate.promotion.benefit
    waiting = [unit for unit in candidate.rewards if not state.used >> unit & 1]
    waiting.sort(key=lambda unit: (state.nets[unit], units.rank[unit]))
    given = waiting[: benefit.get]
    if not given:
        gift_ids = sorted(str(product_id) for product_id in benefit.gift_ids)
        return Refused("gift_open", {"quantity": benefit.get, "gift_ids": gift_ids})
    return Found([(unit, state.nets[unit]) for unit in given], _bits(units, given))


def _percent_of_lines(
    candidate: Candidate, state: State, units: Units, chosen: Sequence[int], percent: int
) -> Cuts:
    base = units.listed if candidate.promotion.basis == "original" else state.nets
    cuts: Cuts = []
    for together in units.in_lines(chosen):
        have = sum(state.nets[unit] for unit in together)
        off = min(part_bp(sum(base[unit] for unit in together), percent), have)
        parts = largest_remainder(off, [state.nets[unit] for unit in together]) if off else []
        cuts += [(unit, part) for unit, part in zip(together, parts, strict=False) if part]
    return cuts


def _percent_of_order(
    candidate: Candidate, state: State, units: Units, chosen: Sequence[int], percent: int
) -> Cuts:
    base = units.listed if candidate.promotion.basis == "original" else state.nets
    return spread(part_bp(sum(base[unit] for unit in chosen), percent), chosen, state.nets, units)


def spread(amount: int, chosen: Sequence[int], nets: list[int], units: Units) -> Cuts:
    """An amount, at most what the units come to, over their lines by largest remainder, and so over each line's units."""
    lines = units.in_lines(chosen)
    weights = [sum(nets[unit] for unit in together) for together in lines]
    amount = min(amount, sum(weights))
    if amount <= 0:
        return []
    cuts: Cuts = []
    for together, part in zip(lines, largest_remainder(amount, weights), strict=True):
        if part:
            shares = largest_remainder(part, [nets[unit] for unit in together])
            cuts += [(unit, share) for unit, share in zip(together, shares, strict=True) if share]
    return cuts


def _cheapest(candidate: Candidate, state: State, units: Units) -> Sequence[int]:
    most = candidate.promotion.benefit.max_units
    if most is None or most >= len(candidate.units):
        return candidate.units
    return sorted(candidate.units, key=lambda unit: (state.nets[unit], units.rank[unit]))[:most]


def _at_most(found: Found, most: int | None) -> Found:
    if most is None or found.total <= most:
        return found
    parts = largest_remainder(most, [amount for _, amount in found.cuts])
    cuts = [(unit, part) for (unit, _), part in zip(found.cuts, parts, strict=True) if part]
    return Found(cuts, found.used)


def _too_few(candidate: Candidate, needed: int, have: int) -> Refused:
    return _missing("quantity", needed - have, needed) if have < needed else NOTHING_LEFT


def _bits(units: Units, spent: Sequence[int]) -> int:
    bits = 0
    for unit in spent:
        bits |= units.mask[unit]
    return bits


KINDS: dict[str, Callable[[Candidate, State, Units], Answer]] = {
    "special_price": _special_price,
    "percent_off": _percent_off,
    "amount_off": _amount_off,
    "threshold_off": _threshold_off,
    "threshold_percent": _threshold_percent,
    "buy_get": _buy_get,
    "nth_percent": _buy_get,
    "bundle_price": _bundle_price,
    "gift": _gift,
}
