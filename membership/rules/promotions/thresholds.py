"""At which nets of an order something begins to give more: where what is payable falls though the net rises.

What a promotion asks for is the net at the entry of its lane. Those of the lanes before it lower the order's net first, so
each threshold is led back through them: by how much it must be higher when one of them applies. Too many nets do no harm.
"""

from collections.abc import Iterable, Iterator, Sequence

from membership.rules.money import WHOLE_BP, part_bp
from membership.rules.promotions.state import Candidate

MOST = 64


class TooMany(Exception):
    """There are more than can be looked at."""


def thresholds_of(whole: Sequence[Candidate], net: int, listed: int, ends: Iterable[int]) -> list[int]:
    """The nets before any of these (candidates on the whole order, in the pipeline's order) that may matter, up to ``net``.

    ``ends``: the nets after all of them that matter, too. ``listed``: the order at list prices.
    """
    found = _before(whole, set(ends), net, listed)
    for candidate in whole:
        lane = candidate.promotion.lane
        earlier = [other for other in whole if other.promotion.lane < lane]
        found |= _before(earlier, set(_asked(candidate, net)), net, listed)
    return sorted(found - {0})


def _before(whole: Sequence[Candidate], nets: set[int], highest: int, listed: int) -> set[int]:
    """The nets from which these, or some of them, lead to one of ``nets``."""
    for candidate in reversed(whole):
        nets = nets | {before for net in nets for before in _led_back(candidate, net, highest, listed)}
        nets = {net for net in nets if net <= highest}
        if len(nets) > MOST:
            raise TooMany
    return nets


def _asked(candidate: Candidate, net: int) -> Iterator[int]:
    """The nets at lane entry at which it begins to give something, or more."""
    yield candidate.promotion.conditions.min_amount
    benefit = candidate.promotion.benefit
    for tier in benefit.tiers if benefit.counts == "amount" else ():
        for times in range(1, _times(candidate, tier.threshold, net) + 1):
            yield tier.threshold * times


def _led_back(candidate: Candidate, net: int, highest: int, listed: int) -> Iterator[int]:
    """The least nets from which it leaves this one, by each thing that it may give."""
    benefit = candidate.promotion.benefit
    if benefit.max_discount is not None:
        yield net + benefit.max_discount
    if benefit.kind in ("percent_off", "threshold_percent"):
        for percent in {benefit.percent_bp, *(tier.value for tier in benefit.tiers)} - {0}:
            if candidate.promotion.basis == "original":
                yield net + part_bp(listed, percent)
            elif percent < WHOLE_BP:
                yield _least_before(net, percent)
        return
    if benefit.kind == "amount_off":
        yield net + benefit.amount
    for tier in benefit.tiers:
        for times in range(1, _times(candidate, tier.threshold, highest) + 1):
            yield net + tier.value * times


def _times(candidate: Candidate, threshold: int, net: int) -> int:
    """How often a tier may be counted: as often as the highest net, or the units, reach it."""
    benefit = candidate.promotion.benefit
    have = len(candidate.units) if benefit.counts == "quantity" else net
    times = have // threshold if benefit.every and threshold else 1
    times = min(times, benefit.max_times or times)
    if times > MOST:
        raise TooMany
    return times


def _least_before(net: int, percent: int) -> int:
    """The least amount of which so many basis points off leave this net."""
    found = max(0, net * WHOLE_BP // (WHOLE_BP - percent) - 2)
    while found - part_bp(found, percent) < net:
        found += 1
    return found
