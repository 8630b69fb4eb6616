"""How a view looks at a store's items: what holds them, what dishes used of them, what they should cost.

*Raw-equivalent* turns counted semi-finished items back into raw by the closure, and sees no production. *Staged* stops at
stocked semi-finished items: their production counts, and what it should have taken is theory of what it is made of. What is
counted without being a stage of its own is turned back in both. What is made for nothing (a by-product that bears no cost) has
nothing to be turned back into: it is a stage of its own, at a standard price of nothing, so that what was paid for it is not lost.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from inventory.values.costs import ZERO
from inventory.values.report import Eaten, Facts, Paid

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Source:
    """An item that holds some of another: ``factor`` of it in each unit, ``share`` of each unit's value."""

    item_id: UUID
    factor: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class View:
    """How a view looks at an item: what else holds it, whether productions count, and what dishes used.

    ``turned_back``: semi-finished items that have no line, because what is in them stands in others. ``free``: those that the
    view would turn back, and nothing is in them.
    """

    holders: Mapping[UUID, Sequence[Source]]
    turned_back: Collection[UUID]
    free: Collection[UUID]
    is_staged: bool
    eaten: Eaten
    staged: Eaten

    def sources(self, item_id: UUID) -> list[Source]:
        """The item itself, and all that holds it."""
        return [Source(item_id, ONE, ONE), *self.holders.get(item_id, ())]

    def is_stage(self, item_id: UUID) -> bool:
        """Whether productions of the item, and from it, count."""
        return self.is_staged or item_id in self.free

    def eaten_of(self, item_id: UUID) -> Eaten:
        """What dishes used of it, and of other items."""
        return self.staged if item_id in self.free else self.eaten

    def price(self, facts: Facts, item_id: UUID) -> Fraction:
        """The standard price of a unit in the item's window."""
        return ZERO if item_id in self.free else price_of(facts, item_id, facts.frozen.get(item_id))

    def last_paid(self, facts: Facts, item_id: UUID, since: datetime) -> Fraction | None:
        """What a unit of it was last received at until then, by itself or in what holds it."""
        known = (
            Paid(paid.at, part_of(paid.unit_cost, source))
            for source in self.sources(item_id)
            if (paid := facts.last_paid.get((source.item_id, since)))
        )
        last = max(known, default=None, key=lambda paid: paid.at)
        return last.unit_cost if last else None


def raw_view(facts: Facts) -> View:
    """Every counted semi-finished item as what is in it."""
    return _view(facts, facts.needs, facts.theory.raw, is_staged=False)


def staged_view(facts: Facts) -> View:
    """Stocked semi-finished items as themselves."""
    return _view(facts, facts.unstocked, facts.theory.staged, is_staged=True)


def part_of(unit_cost: Fraction, source: Source) -> Fraction:
    """What a unit of the item in it cost, of what a unit of the source did."""
    return unit_cost * source.share / source.factor


def price_of(facts: Facts, item_id: UUID, prices: Mapping[UUID, Fraction] | None = None) -> Fraction:
    """The standard price of an item; of a semi-finished one without its own, that of its raw needs. ``prices``: else those
    of the facts' day."""
    known = facts.prices if prices is None else prices
    price = known.get(item_id)
    if price is not None:
        return price
    return sum((need * known.get(raw, ZERO) for raw, need in facts.needs.get(item_id, {}).items()), ZERO)


def _view(
    facts: Facts, semis: Mapping[UUID, Mapping[UUID, Fraction]], eaten: Eaten, *, is_staged: bool
) -> View:
    """``semis``: what is turned back, into what."""
    parts = {semi: {part: need for part, need in needs.items() if need} for semi, needs in semis.items()}
    free = frozenset(semi for semi, needs in parts.items() if not needs)
    turned_back = parts.keys() - free
    return View(_holders(facts, parts), turned_back, free, is_staged, eaten, facts.theory.staged)


def _holders(facts: Facts, semis: Mapping[UUID, Mapping[UUID, Fraction]]) -> dict[UUID, list[Source]]:
    """By item, the semi-finished items that hold it; their value is shared by what each part should cost when the item's
    window begins."""
    holders: dict[UUID, list[Source]] = {}
    for semi_id, needs in semis.items():
        shares: dict[int, dict[UUID, Fraction]] = {}
        for part, need in needs.items():
            prices = facts.frozen.get(part, facts.prices)
            if id(prices) not in shares:
                shares[id(prices)] = _shares(facts, needs, prices)
            holders.setdefault(part, []).append(Source(semi_id, need, shares[id(prices)][part]))
    return holders


def _shares(
    facts: Facts, needs: Mapping[UUID, Fraction], prices: Mapping[UUID, Fraction]
) -> dict[UUID, Fraction]:
    costs = {part: need * price_of(facts, part, prices) for part, need in needs.items()}
    worth = sum(costs.values(), ZERO)
    return {part: cost / worth if worth else Fraction(1, len(needs)) for part, cost in costs.items()}
