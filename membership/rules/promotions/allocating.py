"""Who bears what: a run's cuts as allocations on lines, split over the funders so that lines and funders both add up."""

from collections.abc import Sequence
from uuid import UUID

from core.money import largest_remainder
from membership.rules.money import split_grid
from membership.rules.promotions.state import MEMBER_PRICE, Candidate, Cuts, State
from membership.rules.promotions.tail import Tail
from membership.rules.promotions.units import Units
from membership.values.deals import Allocation
from membership.values.promotions import LINE_PRICE, MANUAL, POINTS, ROUNDING

Key = tuple[UUID, UUID]  # the bearing line, and the line as the guest sees it


def allocations_of(
    units: Units, candidates: Sequence[Candidate], state: State, tail: Tail
) -> list[Allocation]:
    """Every part of every benefit, in the pipeline's order; lines in order of product and id."""
    found: list[Allocation] = []
    nets = _by_line(units, [(unit, units.listed[unit]) for unit in _leaves(units)])
    sets = _whole_sets(units, candidates, state)
    for place, cuts in by_holder(units, state).items():
        rows = _cascaded(_by_line(units, cuts), nets, sets)
        for key, amount in rows.items():
            nets[key] -= amount
        if place == MEMBER_PRICE:
            found += [_plain(key, LINE_PRICE, "member_price", amount) for key, amount in rows.items()]
        else:
            found += _funded(candidates[place], rows)
    return found + _of_tail(nets, tail)


def by_holder(units: Units, state: State) -> dict[int, Cuts]:
    """What each applied candidate took off which unit, with line prices split over a set's components."""
    found: dict[int, Cuts] = {}
    for unit, (place, amount) in sorted(state.holders.items()):
        found.setdefault(place, []).extend(_over_components(units, unit, amount))
    for place, cuts in state.taken:
        found.setdefault(place, []).extend(cuts)
    return found


def nets_of(units: Units, allocations: Sequence[Allocation]) -> dict[UUID, int]:
    """What each line comes to; components for themselves, not in their set."""
    nets: dict[UUID, int] = {}
    for unit in _leaves(units):
        nets[units.bearer[unit]] = nets.get(units.bearer[unit], 0) + units.listed[unit]
    for part in allocations:
        nets[part.line_id] -= part.amount
    return nets


def _over_components(units: Units, unit: int, amount: int) -> Cuts:
    children = units.children[unit]
    if not children:
        return [(unit, amount)]
    parts = largest_remainder(amount, [units.listed[child] for child in children])
    return list(zip(children, parts, strict=True))


def _leaves(units: Units) -> list[int]:
    return [unit for unit in range(len(units.listed)) if not units.children[unit]]


def _by_line(units: Units, cuts: Cuts) -> dict[Key, int]:
    rows: dict[Key, int] = {}
    for unit, amount in cuts:
        key = (units.bearer[unit], units.lines[units.line_of[unit]].id)
        rows[key] = rows.get(key, 0) + amount
    return {key: amount for key, amount in rows.items() if amount}


def _whole_sets(units: Units, candidates: Sequence[Candidate], state: State) -> set[UUID]:
    """The sets of which no component was cut for itself."""
    apart = {
        units.line_of[unit]
        for place in state.applied
        for unit in (*candidates[place].units, *candidates[place].rewards)
        if units.parent[unit] >= 0
    }
    return {line.id for place, line in enumerate(units.lines) if line.components and place not in apart}


def _cascaded(rows: dict[Key, int], nets: dict[Key, int], sets: set[UUID]) -> dict[Key, int]:
    """A set's part falls on its components by what each comes to on the whole line, however many units it is for."""
    found: dict[Key, int] = {}
    for key, amount in rows.items():
        if key[1] not in sets:
            found[key] = amount
        elif key not in found:
            together = [other for other in nets if other[1] == key[1]]
            whole = sum(rows.get(other, 0) for other in together)
            parts = largest_remainder(whole, [nets[other] for other in together])
            found |= dict(zip(together, parts, strict=True))
    return {key: amount for key, amount in found.items() if amount}


def _funded(candidate: Candidate, rows: dict[Key, int]) -> list[Allocation]:
    promotion = candidate.promotion
    source = "coupon" if promotion.needs_coupon else "promotion"
    whole = largest_remainder(sum(rows.values()), [funder.weight for funder in promotion.funders])
    grid = split_grid(list(rows.values()), whole)
    return [
        Allocation(*key, promotion.lane, source, part, promotion.id, promotion.version, funder.who)
        for key, parts in zip(rows, grid, strict=True)
        for funder, part in zip(promotion.funders, parts, strict=True)
        if part
    ]


def _of_tail(nets: dict[Key, int], tail: Tail) -> list[Allocation]:
    """The last lanes fall on all lines by largest remainder; rounding up on the dearest ones likewise."""
    found = []
    amounts = (
        (POINTS, "points", tail.points_off),
        (MANUAL, "manual", tail.manual_off),
        (ROUNDING, "rounding", tail.rounding),
    )
    for lane, source, amount in amounts:
        if amount:
            lines: dict[UUID, int] = {}
            for key, net in nets.items():
                lines[key[1]] = lines.get(key[1], 0) + net
            parts = dict(zip(lines, largest_remainder(amount, list(lines.values())), strict=True))
            firsts = {key[1]: key for key in reversed(nets)}
            rows = _cascaded({firsts[line]: part for line, part in parts.items()}, nets, set(lines))
            for key, part in rows.items():
                nets[key] -= part
                found.append(_plain(key, lane, source, part))
    return found


def _plain(key: Key, lane: int, source: str, amount: int) -> Allocation:
    return Allocation(*key, lane, source, amount)
