"""The most that candidates could still take off: what the search needs to leave out choice sets that cannot win.

No cut ever raises a net, so what a candidate takes off the nets of now is never less than what it will take off later.
Where rewards are the cheapest units, the dearest ones are counted, because others may use up the cheap ones.
"""

from collections.abc import Sequence

from membership.rules.money import WHOLE_BP
from membership.rules.promotions.benefits import attempt
from membership.rules.promotions.state import Candidate, Refused, State, in_lane
from membership.rules.promotions.units import Units
from membership.values.promotions import Limits


def lowest_net(
    candidates: Sequence[Candidate], begin: int, state: State, units: Units, off_groups: frozenset[str]
) -> int:
    """No way of going on from here brings the net below this."""
    plain: dict[int, int] = {}
    alone_in_lane: dict[int, int] = {}
    groups: dict[str, int] = {}
    alone = 0
    for candidate in candidates[begin:]:
        promotion = candidate.promotion
        if is_barred(candidates, candidate, state, off_groups):
            continue
        most = _most(candidate, state, units)
        if promotion.exclusivity == "order":
            alone = max(alone, most)
        elif promotion.group is not None and promotion.group_mode != "all":
            groups[promotion.group] = max(groups.get(promotion.group, 0), most)
        elif promotion.exclusivity == "lane":
            alone_in_lane[promotion.lane] = max(alone_in_lane.get(promotion.lane, 0), most)
        else:
            plain[promotion.lane] = plain.get(promotion.lane, 0) + most
    lanes = {*plain, *alone_in_lane}
    together = sum(max(plain.get(lane, 0), alone_in_lane.get(lane, 0)) for lane in lanes)
    return max(0, state.net - max(alone, together + sum(groups.values())))


def is_barred(
    candidates: Sequence[Candidate], candidate: Candidate, state: State, off_groups: frozenset[str]
) -> bool:
    """Whether what was applied before, or left out, keeps the candidate from applying."""
    return candidate.promotion.group in off_groups or barred(candidates, candidate, state) is not None


def barred(candidates: Sequence[Candidate], candidate: Candidate, state: State) -> Refused | None:
    """Which promotion, applied before, keeps the candidate from applying; None when none does."""
    mine = candidate.promotion
    for place in state.applied:
        other = candidates[place].promotion
        is_same_lane = other.lane == mine.lane
        if "order" in (mine.exclusivity, other.exclusivity) or (
            is_same_lane and "lane" in (mine.exclusivity, other.exclusivity)
        ):
            return Refused("excluded", {"by": other.id})
        if mine.group is not None and mine.group == other.group and mine.group_mode != "all":
            return Refused("group_taken", {"by": other.id})
    return None


def _most(candidate: Candidate, state: State, units: Units) -> int:
    kind = candidate.promotion.benefit.kind
    budget = candidate.limits.budget_left
    if kind in ("buy_get", "nth_percent"):
        most = _dearest_rewards(candidate, state)
    else:
        free = Candidate(candidate.promotion, candidate.units, candidate.rewards, Limits())
        found = attempt(free, in_lane(state, candidate.promotion.lane), units)
        most = 0 if isinstance(found, Refused) else found.total
        if most and candidate.promotion.benefit.max_units:
            most += candidate.promotion.benefit.max_units  # other units, on other lines, may round up
    return most if budget is None else min(most, budget)


def _dearest_rewards(candidate: Candidate, state: State) -> int:
    benefit = candidate.promotion.benefit
    rewards = sorted((state.nets[u] for u in candidate.rewards if not state.used >> u & 1), reverse=True)
    triggers = sum(1 for u in candidate.units if not state.used >> u & 1)
    times = min(triggers // benefit.buy, len(rewards) // benefit.get)
    times = min(times, benefit.max_times or times)
    percent = benefit.percent_bp or WHOLE_BP
    most = sum(-(-net * percent // WHOLE_BP) for net in rewards[: times * benefit.get])
    if (
        candidate.promotion.basis == "original"
    ):  # a part of the list price may be more than that part of the net
        most = sum(rewards[: times * benefit.get])
    return most if benefit.max_discount is None else min(most, benefit.max_discount)
