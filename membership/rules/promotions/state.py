"""Where a pipeline's run stands: a value that is copied on each step, so that runs can share what they began with."""

from dataclasses import dataclass, field, replace
from typing import Any

from core.money import largest_remainder
from membership.rules.promotions.units import Units
from membership.values.promotions import FREE, LINE_PRICE, Limits, Promotion

Cuts = list[tuple[int, int]]
MEMBER_PRICE = -1  # who holds a unit's line price, where it is no promotion


@dataclass(frozen=True, slots=True)
class Candidate:
    """A promotion that the cart, the moment and the buyer allow; ``units`` it may count and cut, ``rewards`` it may give."""

    promotion: Promotion
    units: tuple[int, ...]
    rewards: tuple[int, ...]
    limits: Limits = FREE
    coupon_id: Any = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a candidate would take off which unit, and the bits of the units that it uses up."""

    cuts: Cuts
    used: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return sum(amount for _, amount in self.cuts)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a candidate gives nothing here, with the numbers."""

    code: str
    numbers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """A run so far: each unit's net, the nets at the present lane's entry, units used up, candidates applied in turn.

    ``holders``: who made a unit's line price, and how much lower it is than listed. ``taken``: the later cuts.
    """

    nets: list[int]
    entry: list[int]
    net: int
    lane: int = LINE_PRICE
    used: int = 0
    applied: tuple[int, ...] = ()
    applied_bits: int = 0
    holders: dict[int, tuple[int, int]] = field(default_factory=dict)
    taken: tuple[tuple[int, Cuts], ...] = ()


def first_state(units: Units) -> State:
    """Everything at list price."""
    nets = list(units.listed)
    return State(nets, nets, units.total)


def in_lane(state: State, lane: int) -> State:
    """The state on entering a lane: what thresholds read is the net as it is now."""
    return state if lane == state.lane else replace(state, lane=lane, entry=state.nets)


def after(state: State, units: Units, place: int, found: Found) -> State:
    """The state once a candidate was applied."""
    nets = list(state.nets)
    if state.lane == LINE_PRICE:
        return _line_prices(state, units, nets, place, found)
    leaves = cut(units, nets, found.cuts)
    return State(
        nets,
        state.entry,
        state.net - found.total,
        state.lane,
        state.used | found.used,
        (*state.applied, place),
        state.applied_bits | 1 << place,
        state.holders,
        (*state.taken, (place, leaves)),
    )


def cut(units: Units, nets: list[int], cuts: Cuts) -> Cuts:
    """Take the cuts off the nets; a set's cut falls on its components by largest remainder. Answers who bears what."""
    leaves: Cuts = []
    for unit, amount in cuts:
        nets[unit] -= amount
        children = units.children[unit]
        if children:
            parts = largest_remainder(amount, [nets[child] for child in children])
            for child, part in zip(children, parts, strict=True):
                nets[child] -= part
                leaves.append((child, part))
        else:
            leaves.append((unit, amount))
            if units.parent[unit] >= 0:
                nets[units.parent[unit]] -= amount
    return leaves


def _line_prices(state: State, units: Units, nets: list[int], place: int, found: Found) -> State:
    """A lower line price takes the place of the one before: never both."""
    holders = dict(state.holders)
    for unit, amount in found.cuts:
        whole = units.listed[unit] - nets[unit] + amount
        holders[unit] = (place, whole)
        nets[unit] = units.listed[unit]
        for child in units.children[unit]:
            nets[child] = units.listed[child]
        cut(units, nets, [(unit, whole)])
    lower = replace(state, nets=nets, net=state.net - found.total, holders=holders)
    if place == MEMBER_PRICE:
        return lower
    return replace(lower, applied=(*state.applied, place), applied_bits=state.applied_bits | 1 << place)
