"""What can become of one part of the candidates: each net that it can come to, and the best choice for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from membership.rules.promotions.benefits import attempt
from membership.rules.promotions.rivals import Rivals
from membership.rules.promotions.state import Candidate, Found, State, after, in_lane
from membership.rules.promotions.units import Units

Rank = tuple[int, tuple[tuple[int, int], ...]]  # fewer promotions, then by priority and id
MOST_ENDS = 4_096


@dataclass(frozen=True, slots=True)
class Outcome:
    """A part's ``saved`` money, by the best choice that saves just so much."""

    saved: int
    rank: Rank
    applied: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """A part's outcomes, those that save most first; ``most_with``: the outcome that saves most with a candidate in it."""

    every: tuple[Outcome, ...]
    most_with: dict[int, Outcome]


@dataclass(frozen=True, slots=True)
class _Fork:
    step: int
    state: State
    off_groups: frozenset[str]


class Enumerator:
    """Goes through every choice among some candidates, as the pipeline would."""

    def __init__(self, candidates: Sequence[Candidate], units: Units, rivals: Rivals) -> None:
        self._candidates = candidates
        self._units = units
        self._rivals = rivals
        self.ends = 0

    def ends_of(self, places: Sequence[int], start: State, forced: Sequence[int] = ()) -> list[State] | None:
        """The states in which the choices end; ``forced`` ones apply wherever they can. None when there are too many, all parts together."""
        walk = sorted((*places, *forced))
        found: list[State] = []
        forks = [_Fork(0, start, frozenset())]
        while forks:
            found.append(self._run(forks.pop(), walk, frozenset(forced), forks))
            if self.ends + len(found) + len(forks) > MOST_ENDS:
                return None
        self.ends += len(found)
        return found

    def rank_of(self, applied: Sequence[int]) -> Rank:
        """How a choice stands among those that cost the same."""
        chosen = [self._candidates[place].promotion for place in applied]
        return len(chosen), tuple(sorted((promotion.priority, promotion.id.int) for promotion in chosen))

    def outcomes_of(
        self, places: Sequence[int], start: State, forced: Sequence[int], lines: frozenset[int]
    ) -> Outcomes | None:
        """A part's outcomes; what forced ones take off counts on the part's own ``lines`` alone."""
        ends = self.ends_of(places, start, forced)
        if ends is None:
            return None
        own = [unit for unit in self._units.tops if self._units.line_of[unit] in lines]
        before = sum(start.nets[unit] for unit in own)
        kept: dict[int, Outcome] = {}
        most_with: dict[int, Outcome] = {}
        for end in ends:
            applied = tuple(place for place in end.applied if place not in forced)
            saved = before - sum(end.nets[unit] for unit in own)
            outcome = Outcome(saved, self.rank_of(applied), applied)
            known = kept.get(saved)
            if known is None or outcome.rank < known.rank:
                kept[saved] = outcome
            for place in applied:
                most = most_with.get(place)
                if most is None or (-saved, outcome.rank) < (-most.saved, most.rank):
                    most_with[place] = outcome
        return Outcomes(tuple(sorted(kept.values(), key=lambda one: -one.saved)), most_with)

    def run_of(self, chosen: Sequence[int], start: State) -> State:
        """The pipeline with exactly these allowed, each where it can."""
        state = start
        for place in sorted(chosen):
            state = in_lane(state, self._candidates[place].promotion.lane)
            found = attempt(self._candidates[place], state, self._units)
            if isinstance(found, Found) and not self._rivals.bar(place, state):
                state = after(state, self._units, place, found)
        return state

    def _run(self, fork: _Fork, walk: Sequence[int], forced: frozenset[int], forks: list[_Fork]) -> State:
        state, off_groups = fork.state, fork.off_groups
        for step in range(fork.step, len(walk)):
            place = walk[step]
            promotion = self._candidates[place].promotion
            state = in_lane(state, promotion.lane)
            if promotion.group in off_groups or self._rivals.bar(place, state):
                continue
            found = attempt(self._candidates[place], state, self._units)
            if not isinstance(found, Found):
                continue
            if place not in forced:
                is_first = promotion.group is not None and promotion.group_mode == "first"
                without = off_groups | {promotion.group} if is_first and promotion.group else off_groups
                forks.append(_Fork(step + 1, state, without))
            state = after(state, self._units, place, found)
        return state
