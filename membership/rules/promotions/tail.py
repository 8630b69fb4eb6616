"""The last lanes, which nobody competes in: points as discount, what somebody takes off by hand, rounding off."""

from dataclasses import dataclass

from core.money import round_off
from membership.rules.money import WHOLE_BP, part_bp
from membership.values.carts import Cart


@dataclass(frozen=True, slots=True)
class Tail:
    """What the last lanes take off a net; ``rounding`` is negative where it was rounded up."""

    payable: int
    points_off: int = 0
    points_used: int = 0
    manual_off: int = 0
    rounding: int = 0


def tail_of(net: int, cart: Cart) -> Tail:
    """The last lanes, on the net that the promotions left."""
    off, used = _points(net, cart)
    left = net - off
    manual = _manual(left, cart)
    left -= manual
    payable = round_off(left, cart.round_unit, cart.round_mode)
    return Tail(payable, off, used, manual, left - payable)


def lowest_payable(net: int, cart: Cart) -> int:
    """What is payable for this or any higher net is never less: points are counted as if they came in parts."""
    points = cart.points
    if points is not None:
        worth = points.points // points.block * points.worth
        net -= min(worth, net * points.highest_bp // WHOLE_BP)
    net -= _manual(net, cart)
    return round_off(net, cart.round_unit, cart.round_mode)


def _points(net: int, cart: Cart) -> tuple[int, int]:
    points = cart.points
    if points is None or points.worth <= 0:
        return 0, 0
    most = net * points.highest_bp // WHOLE_BP
    blocks = max(0, min(points.points // points.block, most // points.worth))
    return blocks * points.worth, blocks * points.block


def _manual(net: int, cart: Cart) -> int:
    manual = cart.manual
    if manual is None:
        return 0
    off = min(net, manual.amount + part_bp(net, manual.percent_bp))
    return off if manual.most is None else min(off, manual.most)
