"""The best deal of many candidates, part by part: only what is really coupled multiplies, and the answer is exact.

What parts save adds up. Where nothing reads the order's net, the most of each part is the best. Where something does, a net
a little higher may pay: what is payable only falls at a threshold, so the lowest net from each threshold on is looked at,
and, where nets come to the same, those with fewer promotions.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from membership.rules.money import WHOLE_BP
from membership.rules.promotions.outcomes import Enumerator, Outcome, Outcomes, Rank
from membership.rules.promotions.parting import Case, Parting, Places
from membership.rules.promotions.rivals import Rivals
from membership.rules.promotions.state import Candidate, State
from membership.rules.promotions.sums import Sums
from membership.rules.promotions.tail import tail_of
from membership.rules.promotions.thresholds import TooMany, thresholds_of
from membership.rules.promotions.units import Units
from membership.values.carts import Cart

MOST_STEPS = 64  # thresholds, and nets that come to the same


@dataclass(frozen=True, slots=True)
class Joined:
    """The best run, how many were made."""

    state: State
    payable: int
    looked_at: int


@dataclass(frozen=True, slots=True)
class _Told:
    """A case with what its parts may save; ``net`` is what is left when they save nothing."""

    case: Case
    sums: Sums
    net: int


class Joint:
    """One cart's candidates, searched part by part."""

    def __init__(
        self, candidates: Sequence[Candidate], units: Units, cart: Cart, start: State, rivals: Rivals
    ) -> None:
        self._candidates = candidates
        self._units = units
        self._cart = cart
        self._start = start
        self._parting = Parting(candidates, units)
        self._runs = Enumerator(candidates, units, rivals)
        self._outcomes: dict[tuple[Places, Places], Outcomes] = {}
        self._told: list[_Told] = []
        self._best: tuple[int, Rank] | None = None
        self._state = start
        self._least_with: dict[int, int] = {}

    def best(self) -> Joined | None:
        """The best run of all choice sets; None when they cannot be taken apart, or what is left is too much."""
        if not self._parting.can_part:
            return None
        try:
            for place in self._parting.alone:
                self._look_at(self._runs.run_of([place], self._start))
            for case in self._parting.cases():
                told = self._tell(case)
                self._told.append(told)
                self._decide(told)
        except TooMany:
            return None
        return Joined(self._state, self._best[0] if self._best else 0, self._runs.ends)

    def least_with(self, place: int) -> int | None:
        """The least that is payable where that candidate applies, as far as it was looked at; None when it never does.

        Where it is in a part, the case in which it leaves the least net is looked at.
        """
        least: tuple[int, _Told, Outcome] | None = None
        for told in self._told:
            most = told.sums.with_most(place)
            if most is not None and (least is None or told.net - most.saved < least[0]):
                least = (told.net - most.saved, told, most)
        if least is not None:
            with suppress(TooMany):  # what was looked at before stands
                self._end_with(least[1], least[2].applied)
        return self._least_with.get(place)

    def _tell(self, case: Case) -> _Told:
        outcomes = []
        lines: set[int] = set()
        for part in case.parts:
            key = (part, case.wide)
            if key not in self._outcomes:
                found = self._runs.outcomes_of(part, self._start, case.wide, self._parting.lines_of(part))
                if found is None:
                    raise TooMany
                self._outcomes[key] = found
            outcomes.append(self._outcomes[key])
            lines |= self._parting.lines_of(part)
        plain = self._runs.run_of(case.wide, self._start)
        tops, line_of = self._units.tops, self._units.line_of
        net = sum(self._start.nets[u] if line_of[u] in lines else plain.nets[u] for u in tops)
        sums = Sums(outcomes)
        if not sums.can_tell:
            raise TooMany
        return _Told(case, sums, net)

    def _decide(self, told: _Told) -> None:
        """Look at the lowest net from each threshold on, and at those that come to the same."""
        for highest in self._highest(told):
            payable = None
            for turn, saved in enumerate(told.sums.from_most(highest)):
                if turn > MOST_STEPS:
                    raise TooMany
                found = told.sums.choice(saved)
                if found is None:
                    raise TooMany
                here = self._end_with(told, found.applied)
                if (payable is not None and here > payable) or self._is_steep(told):
                    break
                payable = here

    def _highest(self, told: _Told) -> Iterator[int]:
        """The most that may be saved so that the net still reaches each threshold; first of all, the most of all."""
        yield told.sums.most
        for threshold in self._thresholds(told):
            if 0 <= told.net - threshold < told.sums.most:
                yield told.net - threshold

    def _thresholds(self, told: _Told) -> list[int]:
        whole = [self._candidates[place] for place in sorted(told.case.whole)]
        found = thresholds_of(whole, told.net, self._units.total, self._points_begin())
        if len(found) > MOST_STEPS:
            raise TooMany
        return found

    def _points_begin(self) -> set[int]:
        """The nets at which one more block of points may be used."""
        points = self._cart.points
        if points is None or points.worth <= 0 or points.highest_bp <= 0:
            return set()
        blocks = points.points // points.block
        if blocks > MOST_STEPS:
            raise TooMany
        share = points.worth * WHOLE_BP
        return {-(-block * share // points.highest_bp) for block in range(1, blocks + 1)}

    def _is_steep(self, told: _Told) -> bool:
        """Whether a higher net always comes to more, so that the first one is the only one."""
        cart = self._cart
        is_rounded = cart.round_unit > 1 and cart.round_mode != "none"
        return not told.case.whole and cart.manual is None and not is_rounded and cart.points is None

    def _end_with(self, told: _Told, applied: Sequence[int]) -> int:
        """The least of the runs that begin with this choice: the whole ones after it."""
        state = self._runs.run_of((*applied, *told.case.wide), self._start)
        ends = self._runs.ends_of(told.case.whole, state)
        if ends is None:
            raise TooMany
        return min(self._look_at(end) for end in ends)

    def _look_at(self, end: State) -> int:
        payable = tail_of(end.net, self._cart).payable
        for place in end.applied:
            if payable < self._least_with.get(place, payable + 1):
                self._least_with[place] = payable
        mine = (payable, self._runs.rank_of(end.applied))
        if self._best is None or mine < self._best:
            self._best, self._state = mine, end
        return payable
