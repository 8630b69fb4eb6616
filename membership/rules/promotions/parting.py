"""Candidates taken apart into parts that cannot touch each other: they share no line, no unit and no group.

What touches everything is told apart first. *Wide* ones go line by line, whatever the others do (a percentage of every
dish): whether they apply is decided once, for all parts. *Whole* ones read and lower the order's net as one sum (a
threshold of the order): they come after all parts. Ones that want their lane for themselves are decided one by one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from membership.rules.promotions.state import Candidate
from membership.rules.promotions.units import Units
from membership.values.promotions import ITEM, LINE_PRICE, ORDER

MOST_CASES = 64
SUMMED = frozenset({"percent_off", "amount_off", "threshold_off", "threshold_percent"})
Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One way of deciding what touches everything: parts of places that may apply, wide ones with each, and whole ones."""

    parts: tuple[Places, ...]
    wide: Places
    whole: Places


class Parting:
    """One cart's candidates, sorted by what they touch. ``can_part``: they can be taken apart at all."""

    def __init__(self, candidates: Sequence[Candidate], units: Units) -> None:
        self._candidates = candidates
        self._units = units
        every = range(len(candidates))
        self.alone = tuple(p for p in every if candidates[p].promotion.exclusivity == "order")
        others = [p for p in every if candidates[p].promotion.exclusivity != "order"]
        self._choosy = [p for p in others if candidates[p].promotion.exclusivity == "lane"]
        self.whole = tuple(p for p in others if self._is_whole(p))
        self._wide = [p for p in others if p not in self.whole and self._is_wide(p)]
        self._narrow = [p for p in others if p not in self.whole and p not in self._wide]
        self.can_part = (
            self._is_in_order() and self._count_cases() <= MOST_CASES and not self._has_firsts_apart()
        )

    def cases(self) -> Iterator[Case]:
        """Every way of deciding; together they hold every choice set but those of the ones that stand alone."""
        for chosen in product(*self._choices()):
            shut = {lane for lane, place in chosen if place is not None}
            kept = {place for _, place in chosen if place is not None}
            may = [
                p
                for p in (*self._narrow, *self.whole)
                if p in kept or (p not in self._choosy and self._lane(p) not in shut)
            ]
            wide = [
                p for p in self._wide if p in kept or (p not in self._choosy and self._lane(p) not in shut)
            ]
            for applied in product((False, True), repeat=len(wide)):
                on = tuple(p for p, is_on in zip(wide, applied, strict=True) if is_on)
                whole = tuple(p for p in may if p in self.whole)
                yield Case(tuple(self._parts([p for p in may if p not in self.whole])), on, whole)

    def lines_of(self, places: Sequence[int]) -> frozenset[int]:
        """The lines that candidates touch."""
        return frozenset(
            self._units.line_of[unit]
            for place in places
            for unit in (*self._candidates[place].units, *self._candidates[place].rewards)
        )

    def _choices(self) -> list[list[tuple[int, int | None]]]:
        """For each lane that somebody wants for themselves: nobody, or one of those."""
        lanes = sorted({self._lane(p) for p in self._choosy})
        return [[(lane, None), *((lane, p) for p in self._choosy if self._lane(p) == lane)] for lane in lanes]

    def _count_cases(self) -> int:
        found = 1 << len(self._wide)
        for choices in self._choices():
            found *= len(choices)
        return found

    def _parts(self, places: Sequence[int]) -> list[Places]:
        """Places that share a line or a group, together."""
        parts: list[tuple[set[object], list[int]]] = []
        for place in places:
            promotion = self._candidates[place].promotion
            keys: set[object] = set(self.lines_of([place]))
            if promotion.group is not None and promotion.group_mode != "all":
                keys.add(promotion.group)
            touched = [part for part in parts if part[0] & keys]
            parts = [part for part in parts if not part[0] & keys]
            together = sorted([place, *(p for part in touched for p in part[1])])
            parts.append((keys.union(*(part[0] for part in touched)), together))
        return [tuple(part[1]) for part in parts]

    def _is_in_order(self) -> bool:
        """Whole ones come after everything else, and share no group with it."""
        first = min((self._lane(p) for p in self.whole), default=None)
        if first is None:
            return True
        if any(line.gift_of is not None for line in self._units.lines):
            return False  # what thresholds read is less than the order's net
        rest = (*self._narrow, *self._wide)
        groups = {self._candidates[p].promotion.group for p in self.whole} - {None}
        return all(self._lane(p) < first and self._candidates[p].promotion.group not in groups for p in rest)

    def _has_firsts_apart(self) -> bool:
        """Leaving out the first of a group shuts the group: where others are decided apart, that would be overlooked."""
        firsts = any(candidate.promotion.group_mode == "first" for candidate in self._candidates)
        return firsts and bool(self.alone or self._choosy)

    def _is_whole(self, place: int) -> bool:
        candidate = self._candidates[place]
        benefit = candidate.promotion.benefit
        return (
            candidate.promotion.lane >= ORDER
            and benefit.kind in SUMMED
            and benefit.max_units is None
            and self._covers_all(candidate)
        )

    def _is_wide(self, place: int) -> bool:
        candidate = self._candidates[place]
        promotion, benefit = candidate.promotion, candidate.promotion.benefit
        is_by_line = (benefit.kind in ("percent_off", "amount_off") and promotion.lane == ITEM) or (
            benefit.kind == "special_price" and promotion.lane == LINE_PRICE
        )
        is_free = (
            benefit.max_units is None
            and benefit.max_discount is None
            and candidate.limits.budget_left is None
            and not promotion.conditions.min_amount
            and (promotion.group is None or promotion.group_mode == "all")
        )
        return is_by_line and is_free and len(self.lines_of([place])) > 1

    def _covers_all(self, candidate: Candidate) -> bool:
        scope = candidate.promotion.scope
        return not scope.names_some and not scope.excluded_ids

    def _lane(self, place: int) -> int:
        return self._candidates[place].promotion.lane
