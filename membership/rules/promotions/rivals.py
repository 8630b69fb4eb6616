"""Who keeps whom from applying: exclusivity and groups of which one applies, worked out once for a cart."""

from collections.abc import Sequence

from membership.rules.promotions.state import Candidate, Refused, State
from membership.values.promotions import Promotion


class Rivals:
    """For each candidate the places of those that it cannot stand beside, as bits."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._candidates = candidates
        self._of = [0] * len(candidates)
        choosy = [place for place, candidate in enumerate(candidates) if _is_choosy(candidate.promotion)]
        for place in choosy:
            for other in range(len(candidates)):
                mine, theirs = candidates[place].promotion, candidates[other].promotion
                if other != place and (excludes(mine, theirs) or _share_a_group(mine, theirs)):
                    self._of[place] |= 1 << other
                    self._of[other] |= 1 << place

    def bar(self, place: int, state: State) -> bool:
        """Whether one that was applied keeps the candidate from applying."""
        return bool(self._of[place] & state.applied_bits)

    def refusal(self, place: int, state: State) -> Refused | None:
        """Which promotion, applied, keeps the candidate out; None when none does."""
        mine = self._candidates[place].promotion
        for other in state.applied:
            if other != place and self._of[place] >> other & 1:
                theirs = self._candidates[other].promotion
                return Refused("excluded" if excludes(mine, theirs) else "group_taken", {"by": theirs.id})
        return None


def excludes(one: Promotion, other: Promotion) -> bool:
    """Whether one of the two wants the order, or their lane, for itself."""
    if "order" in (one.exclusivity, other.exclusivity):
        return True
    return one.lane == other.lane and "lane" in (one.exclusivity, other.exclusivity)


def _share_a_group(one: Promotion, other: Promotion) -> bool:
    return one.group is not None and one.group == other.group and one.group_mode != "all"


def _is_choosy(promotion: Promotion) -> bool:
    return promotion.exclusivity != "none" or (promotion.group is not None and promotion.group_mode != "all")
