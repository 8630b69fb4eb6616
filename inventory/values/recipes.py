"""Recipes as values: what one batch takes, and what it yields."""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID


class Node(NamedTuple):
    """What a recipe makes: a stock item (``kind`` "item"), or a product of the menu ("product") in a variant or none."""

    kind: str
    id: UUID
    variant_id: UUID | None = None


def item_node(item_id: UUID) -> Node:
    """The node of a stock item."""
    return Node("item", item_id)


def product_node(product_id: UUID, variant_id: UUID | None = None) -> Node:
    """The node of a dish, an option or a set meal's wrapping."""
    return Node("product", product_id, variant_id)


@dataclass(frozen=True, slots=True)
class Component:
    """What a batch takes of an item: ``net`` in its stock unit (negative in a modifier that takes something away).

    ``usable`` is the line's yield, or else the item's: 0.9375 is 93.75 %, 8 is what soaks up to 800 %.
    """

    item_id: UUID
    net: Fraction
    usable: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A batch: ``batch`` is the output after cooking loss, in the node's unit.

    ``share``: of the batch's cost, what this output bears; the rest falls to its by-products.
    """

    node: Node
    batch: Fraction
    components: tuple[Component, ...]
    share: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class ByProduct:
    """What a batch leaves beside its output: ``quantity`` of an item, bearing ``share`` of the cost."""

    item_id: UUID
    quantity: Fraction
    share: Fraction
