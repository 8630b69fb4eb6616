"""The book of recipes as values: versions with where and when they hold, and the closure's rows."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from inventory.values.recipes import ByProduct, Component, Node


class Scope(NamedTuple):
    """Where a recipe holds: at one store, in one region, or in the whole brand (both None)."""

    store_id: UUID | None = None
    region_id: UUID | None = None


BRAND = Scope()


@dataclass(frozen=True, slots=True)
class Version:
    """A published version of a recipe, with the interval in which it is the newest. ``batch`` in the node's stock unit."""

    id: UUID
    node: Node
    scope: Scope
    valid_from: datetime
    valid_to: datetime | None
    batch: Fraction
    components: tuple[Component, ...]
    by_products: tuple[ByProduct, ...] = ()

    def holds_at(self, moment: datetime) -> bool:
        """Whether it is in force at the moment."""
        return self.valid_from <= moment and (self.valid_to is None or moment < self.valid_to)


Amounts = dict[UUID, Decimal]


@dataclass(frozen=True, slots=True)
class Span:
    """What one of a node needs from ``valid_from`` until before ``valid_to``, under its own version ``version_id``."""

    valid_from: datetime
    valid_to: datetime | None
    version_id: UUID
    needs: Amounts
    staged: Amounts


class Place(NamedTuple):
    """A node in a scope: what has one line of spans."""

    node: Node
    scope: Scope
