"""The most that candidates could still take off: what the search needs to leave out choice sets that cannot win.

No cut ever raises a net, so what a candidate takes off the nets of now is never less than what it will take off later.
Candidates that go unit by unit (percentages, amounts a unit, special prices) are taken off one after the other, because
each leaves less for the next: what they leave of a unit only grows with what they find, and by no more. The others count
in full, on the nets of now. Where rewards are the cheapest units, the dearest ones are counted: others may use up the cheap.
"""

from collections.abc import Sequence

from membership.rules.money import WHOLE_BP, part_bp
from membership.rules.promotions.benefits import attempt, reached, short_of
from membership.rules.promotions.rivals import Rivals
from membership.rules.promotions.state import Candidate, Refused, State, in_lane
from membership.rules.promotions.units import Units
from membership.values.promotions import ITEM, Limits

FINE = 1_000  # parts of a minor unit: what is rounded on the way stays below one unit each time


class Bounds:
    """Lower bounds for one cart's candidates."""

    def __init__(self, candidates: Sequence[Candidate], units: Units, rivals: Rivals) -> None:
        self._candidates = candidates
        self._units = units
        self._rivals = rivals
        self._is_stepwise = [_is_stepwise(candidate, units) for candidate in candidates]
        self._known: dict[tuple[int, int, tuple[int, ...]], int] = {}

    def lowest_net(self, begin: int, state: State, off_groups: frozenset[str]) -> int:
        """No way of going on from here, with the candidates from ``begin`` on, brings the net below this."""
        left = [net * FINE for net in state.nets]
        rounded = 0
        lumps = _Lumps()
        seen = state
        for place in range(begin, len(self._candidates)):
            candidate = self._candidates[place]
            if candidate.promotion.group in off_groups or self._rivals.bar(place, state):
                continue
            if candidate.promotion.lane != seen.lane:
                seen = in_lane(state, candidate.promotion.lane)
            if short_of(candidate, seen) is not None:
                continue
            if self._is_stepwise[place]:
                rounded += _step(candidate, seen, left, self._units)
            else:
                lumps.add(candidate, self._most(place, candidate, seen))
        whole = sum(left[unit] for unit in self._units.tops) // FINE
        return max(0, min(whole - rounded - lumps.together, state.net - lumps.alone))

    def _most(self, place: int, candidate: Candidate, seen: State) -> int:
        """The most of a lump; worked out once for the same nets of the same units."""
        if candidate.promotion.benefit.tiers:
            return _most(candidate, seen, self._units)
        nets = tuple([seen.nets[unit] for unit in (*candidate.units, *candidate.rewards)])
        key = (place, seen.used if candidate.promotion.consumes else 0, nets)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = _most(candidate, seen, self._units)
        return found


class _Lumps:
    """What candidates take off in one piece; of those that cannot stand together, the largest."""

    def __init__(self) -> None:
        self._plain: dict[int, int] = {}
        self._alone_in_lane: dict[int, int] = {}
        self._groups: dict[str, int] = {}
        self.alone = 0

    @property
    def together(self) -> int:
        """The most of all that can stand beside others."""
        lanes = {*self._plain, *self._alone_in_lane}
        by_lane = sum(max(self._plain.get(x, 0), self._alone_in_lane.get(x, 0)) for x in lanes)
        return by_lane + sum(self._groups.values())

    def add(self, candidate: Candidate, most: int) -> None:
        """One more."""
        promotion = candidate.promotion
        if promotion.exclusivity == "order":
            self.alone = max(self.alone, most)
        elif promotion.group is not None and promotion.group_mode != "all":
            self._groups[promotion.group] = max(self._groups.get(promotion.group, 0), most)
        elif promotion.exclusivity == "lane":
            self._alone_in_lane[promotion.lane] = max(self._alone_in_lane.get(promotion.lane, 0), most)
        else:
            self._plain[promotion.lane] = self._plain.get(promotion.lane, 0) + most


def _is_stepwise(candidate: Candidate, units: Units) -> bool:
    promotion = candidate.promotion
    benefit = promotion.benefit
    if promotion.exclusivity != "none" or (promotion.group is not None and promotion.group_mode != "all"):
        return False
    if benefit.max_discount or benefit.max_units or candidate.limits.budget_left is not None:
        return False
    if any(units.parent[unit] >= 0 for unit in candidate.units):
        return False
    if benefit.kind in ("percent_off", "threshold_percent"):
        return promotion.basis == "running"
    return benefit.kind == "special_price" or (benefit.kind == "amount_off" and promotion.lane == ITEM)


def _step(candidate: Candidate, seen: State, left: list[int], units: Units) -> int:
    """Take off each unit what the candidate may; answers how many minor units may be lost to rounding."""
    benefit = candidate.promotion.benefit
    if benefit.kind == "amount_off":
        for unit in candidate.units:
            left[unit] = max(0, left[unit] - benefit.amount * FINE)
        return 0
    if benefit.kind == "special_price":
        found = attempt(candidate, seen, units)
        for unit, amount in () if isinstance(found, Refused) else found.cuts:
            left[unit] = min(left[unit], (seen.nets[unit] - amount) * FINE)
        return 0
    percent = benefit.percent_bp
    if benefit.kind == "threshold_percent":
        tier = reached(candidate, seen)
        percent = 0 if isinstance(tier, Refused) else max(
            t.value for t in benefit.tiers if t.threshold <= tier[0].threshold
        )  # fmt: skip
    for unit in candidate.units:
        left[unit] -= left[unit] * percent // WHOLE_BP
    return len(candidate.units) if percent else 0


def _most(candidate: Candidate, seen: State, units: Units) -> int:
    benefit = candidate.promotion.benefit
    whole = sum(seen.nets[unit] for unit in candidate.units)
    if benefit.kind in ("buy_get", "nth_percent"):
        most = _dearest_rewards(candidate, seen)
    elif benefit.kind == "threshold_off":
        tier = reached(candidate, seen)
        most = 0 if isinstance(tier, Refused) else _of_tiers(candidate, tier[0].threshold, seen)
    elif benefit.kind == "amount_off" and candidate.promotion.lane != ITEM:
        most = min(benefit.amount, whole)
    elif benefit.kind == "percent_off" and candidate.promotion.lane != ITEM and benefit.max_units is None:
        base = units.listed if candidate.promotion.basis == "original" else seen.nets
        most = part_bp(sum(base[unit] for unit in candidate.units), benefit.percent_bp)
    elif benefit.kind == "threshold_percent":
        most = whole * max(tier.value for tier in benefit.tiers) // WHOLE_BP + 1
        if candidate.promotion.basis == "original":
            most = whole
    else:
        return _as_attempted(candidate, seen, units)
    return _capped(candidate, most)


def _of_tiers(candidate: Candidate, highest: int, seen: State) -> int:
    """The most that any tier up to the one reached gives: a lower one may give more, when it counts every time."""
    benefit = candidate.promotion.benefit
    have = (
        len(candidate.units)
        if benefit.counts == "quantity"
        else sum(seen.entry[unit] for unit in candidate.units)
    )
    most = 0
    for tier in benefit.tiers:
        if tier.threshold <= highest:
            times = have // tier.threshold if benefit.every and tier.threshold else 1
            most = max(most, tier.value * min(times, benefit.max_times or times))
    return most


def _as_attempted(candidate: Candidate, seen: State, units: Units) -> int:
    found = attempt(Candidate(candidate.promotion, candidate.units, candidate.rewards, Limits()), seen, units)
    most = 0 if isinstance(found, Refused) else found.total
    if most and candidate.promotion.benefit.max_units:
        most += candidate.promotion.benefit.max_units  # other units, on other lines, may round up
    return _capped(candidate, most)


def _dearest_rewards(candidate: Candidate, seen: State) -> int:
    benefit = candidate.promotion.benefit
    rewards = sorted((seen.nets[u] for u in candidate.rewards if not seen.used >> u & 1), reverse=True)
    triggers = sum(1 for u in candidate.units if not seen.used >> u & 1)
    times = min(triggers // benefit.buy, len(rewards) // benefit.get)
    both = len({u for u in (*candidate.units, *candidate.rewards) if not seen.used >> u & 1})
    times = min(times, both // (benefit.buy + benefit.get), benefit.max_times or times)
    given = rewards[: times * benefit.get]
    if (
        candidate.promotion.basis == "original"
    ):  # a part of the list price may be more than that part of the net
        return sum(given)
    percent = benefit.percent_bp or WHOLE_BP
    return sum(-(-net * percent // WHOLE_BP) for net in given)


def _capped(candidate: Candidate, most: int) -> int:
    caps = (candidate.promotion.benefit.max_discount, candidate.limits.budget_left)
    return min([most, *(cap for cap in caps if cap is not None)])
