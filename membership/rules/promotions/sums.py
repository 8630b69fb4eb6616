"""What independent parts can save together: which sums there are, and the best choice for a given one.

Sums are bits of one number: shifted by what a part's outcome saves, and joined. Ranks of parts join like sorted lists:
whoever is first with the same company is first with any.
"""

from collections.abc import Iterator, Sequence

from membership.rules.promotions.outcomes import Outcome, Outcomes

MOST_SAVED = 4_000_000
MOST_STEPS = 20_000
NOTHING = Outcome(0, (0, ()), ())


class Sums:
    """The sums of what parts save, one outcome of each. ``can_tell``: they are not too large to be told."""

    def __init__(self, parts: Sequence[Outcomes]) -> None:
        self._parts = parts
        self.most = sum(part.every[0].saved for part in parts)
        self.can_tell = self.most <= MOST_SAVED and min((p.every[-1].saved for p in parts), default=0) >= 0
        self._after: list[int] = []

    def from_most(self, highest: int) -> Iterator[int]:
        """The sums from ``highest`` on downwards."""
        bits = self._bits()[0] & ((1 << (highest + 1)) - 1) if highest >= 0 else 0
        while bits:
            found = bits.bit_length() - 1
            yield found
            bits ^= 1 << found

    def choice(self, saved: int) -> Outcome | None:
        """The best choice that saves just so much; None when it would take too long to find."""
        if saved == self.most:
            return _joined([part.every[0] for part in self._parts])
        bits = self._bits()
        layer = {0: NOTHING}
        steps = 0
        for place, part in enumerate(self._parts):
            following: dict[int, Outcome] = {}
            for before in layer.values():
                for outcome in part.every:
                    rest = saved - before.saved - outcome.saved
                    if rest < 0 or not bits[place + 1] >> rest & 1:
                        continue
                    steps += 1
                    found = _joined((before, outcome))
                    known = following.get(found.saved)
                    if known is None or found.rank < known.rank:
                        following[found.saved] = found
            if steps > MOST_STEPS:
                return None
            layer = following
        return layer[saved]

    def with_most(self, place: int) -> Outcome | None:
        """The choice that saves most with this candidate in it; None when it is in no part."""
        holds = [part for part in self._parts if place in part.most_with]
        if not holds:
            return None
        return _joined([part.most_with.get(place, part.every[0]) for part in self._parts])

    def _bits(self) -> list[int]:
        """For each part, the sums of it and those after it."""
        if not self._after:
            found = [1]
            for part in reversed(self._parts):
                bits = 0
                for outcome in part.every:
                    bits |= found[-1] << outcome.saved
                found.append(bits)
            self._after = found[::-1]
        return self._after


def _joined(outcomes: Sequence[Outcome]) -> Outcome:
    return Outcome(
        sum(one.saved for one in outcomes),
        (
            sum(one.rank[0] for one in outcomes),
            tuple(sorted(pair for one in outcomes for pair in one.rank[1])),
        ),
        tuple(place for one in outcomes for place in one.applied),
    )
