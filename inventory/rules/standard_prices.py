"""Which standard price of an item held on a day: the store's own, else the brand's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID


class PriceFrom(NamedTuple):
    """A standard price and its first day."""

    valid_from: date
    price: Fraction


@dataclass(frozen=True, slots=True)
class PriceHistory:
    """The prices of items, each in order of their days: of one store, and of the brand."""

    own: Mapping[UUID, Sequence[PriceFrom]] = field(default_factory=dict)
    brand: Mapping[UUID, Sequence[PriceFrom]] = field(default_factory=dict)

    def on(self, day: date, until: date | None = None) -> dict[UUID, Fraction]:
        """What held on the day. ``until``: an item that had no price yet, at the first that it got until then."""
        last = day if until is None else until
        found = {
            item_id: first.price
            for prices in (self.brand, self.own)
            for item_id, (first, *_) in prices.items()
            if first.valid_from <= last
        }
        for prices in (self.brand, self.own):
            for item_id, changes in prices.items():
                for change in changes:
                    if change.valid_from <= day:
                        found[item_id] = change.price
        return found
