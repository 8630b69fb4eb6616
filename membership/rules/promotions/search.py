"""The best deal: the pipeline run for every choice set, begun where the runs before still agree.

Runs that cannot come out lower are left out by a bound, so that "every set" stays exact. Ties: fewer promotions, then
priority, then id. Up to EXHAUSTIVE sets all are decided so; beyond that part by part (``joint``), where the candidates can be
taken apart; else BOUNDED forks at most are looked at, and that is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from membership.rules.promotions.benefits import attempt
from membership.rules.promotions.bounds import Bounds
from membership.rules.promotions.joint import Joint
from membership.rules.promotions.rivals import Rivals
from membership.rules.promotions.state import Candidate, Found, Refused, State, after, in_lane
from membership.rules.promotions.tail import lowest_payable, tail_of
from membership.rules.promotions.units import Units
from membership.values.carts import Cart

EXHAUSTIVE = 4_096
BOUNDED = 64
BOUNDED_RIVAL = 12  # the same for each candidate that lost: by how much
CHEAP_RUNS = 40
NO_GROUPS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Best:
    """The best run, how many were made, and whether no set was left undecided."""

    state: State
    payable: int
    looked_at: int
    is_exhaustive: bool


@dataclass(frozen=True, slots=True)
class _Fork:
    """A run that goes on from ``place`` with the candidate before it left out."""

    place: int
    state: State
    off_groups: frozenset[str]


class Search:
    """One cart's candidates, in the pipeline's order, from one first state (lane 1 with member prices)."""

    def __init__(self, candidates: Sequence[Candidate], units: Units, cart: Cart, start: State) -> None:
        self.candidates = candidates
        self._units = units
        self._cart = cart
        self._start = start
        self._least_with: dict[int, int] = {}
        self._saw_all = True
        self.rivals = Rivals(candidates)
        self._bounds = Bounds(candidates, units, self.rivals)
        self._is_small = choice_sets(candidates) <= EXHAUSTIVE
        self._joint = Joint(candidates, units, cart, start, self.rivals)
        self._is_joined = False

    def best(self) -> Best | None:
        """The best run of all: part by part where there are many choice sets, else or where that fails fork by fork."""
        if not self._is_small:
            joined = self._joint.best()
            if joined is not None:
                self._is_joined = True
                return Best(joined.state, joined.payable, joined.looked_at, True)
        return self._best_of_forks()

    def _best_of_forks(self) -> Best | None:
        best: Best | None = None
        forks = [_Fork(0, self._start, NO_GROUPS)]
        looked_at = tried = 0
        while forks and (self._is_small or tried < BOUNDED):
            fork = forks.pop()
            tried += 1
            if best is not None and self._may_prune(looked_at) and self._cannot_win(fork, best):
                self._saw_all = False
                continue
            state = self._run(fork, None, forks)
            if state is None:
                continue
            looked_at += 1
            payable = self._payable(state)
            if best is None or self._rank(state, payable) < self._rank(best.state, best.payable):
                best = Best(state, payable, looked_at, True)
        self._saw_all &= not forks
        return best and replace(best, looked_at=looked_at, is_exhaustive=not forks)

    def least_with(self, forced: int) -> int | None:
        """The least that is payable where that candidate applies; None when it never does.

        Runs made before are remembered; beyond them only those are made that may come out lower.
        """
        if self._is_joined:
            return self._joint.least_with(forced)
        forks = [] if self._saw_all else [_Fork(0, self._start, NO_GROUPS)]
        tried = 0
        while forks and (self._is_small or tried < BOUNDED_RIVAL):
            fork = forks.pop()
            tried += 1
            known = self._least_with.get(forced)
            if known is not None and self._lowest(fork) >= known:
                continue
            state = self._run(fork, forced, forks)
            if state is not None:
                self._payable(state)
        return self._least_with.get(forced)

    def _payable(self, state: State) -> int:
        """What a finished run comes to; remembered for every candidate that applied in it."""
        payable = tail_of(state.net, self._cart).payable
        for place in state.applied:
            if payable < self._least_with.get(place, payable + 1):
                self._least_with[place] = payable
        return payable

    def _run(self, fork: _Fork, forced: int | None, forks: list[_Fork]) -> State | None:
        """Apply whatever can from here on; each other choice on the way becomes a fork."""
        state, off_groups = fork.state, fork.off_groups
        for place in range(fork.place, len(self.candidates)):
            candidate = self.candidates[place]
            promotion = candidate.promotion
            state = in_lane(state, promotion.lane)
            found = self._attempt(place, state, off_groups)
            if found is None:
                if place == forced:
                    return None
                continue
            if place != forced:
                is_first = promotion.group is not None and promotion.group_mode == "first"
                without = off_groups | {promotion.group} if is_first and promotion.group else off_groups
                forks.append(_Fork(place + 1, state, without))
            state = after(state, self._units, place, found)
        return state

    def _attempt(self, place: int, state: State, off_groups: frozenset[str]) -> Found | None:
        candidate = self.candidates[place]
        if candidate.promotion.group in off_groups or self.rivals.bar(place, state):
            return None
        found = attempt(candidate, state, self._units)
        return None if isinstance(found, Refused) else found

    def _cannot_win(self, fork: _Fork, best: Best) -> bool:
        lowest = self._lowest(fork)
        if lowest != best.payable:
            return lowest > best.payable
        is_more_needed = lowest < lowest_payable(fork.state.net, self._cart)
        return len(fork.state.applied) + is_more_needed > len(best.state.applied)

    def _may_prune(self, looked_at: int) -> bool:
        """The first few runs cost less than the bounds that would spare them."""
        return not self._is_small or looked_at >= CHEAP_RUNS

    def _lowest(self, fork: _Fork) -> int:
        net = self._bounds.lowest_net(fork.place, fork.state, fork.off_groups)
        return lowest_payable(net, self._cart)

    def _rank(self, state: State, payable: int) -> tuple[int, int, list[tuple[int, int]]]:
        chosen = [self.candidates[place].promotion for place in state.applied]
        return payable, len(chosen), sorted((promotion.priority, promotion.id.int) for promotion in chosen)


def choice_sets(candidates: Sequence[Candidate]) -> int:
    """How many choice sets there are: a group of which one applies counts its members and none, all others on or off."""
    found = 1
    groups: dict[str, int] = {}
    for candidate in candidates:
        promotion = candidate.promotion
        if promotion.group is None or promotion.group_mode == "all":
            found *= 2
        elif promotion.group_mode == "first":
            groups[promotion.group] = 1
        else:
            groups[promotion.group] = groups.get(promotion.group, 0) + 1
    for members in groups.values():
        found *= members + 1
    return found
