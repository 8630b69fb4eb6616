"""Cost cards: what a dish and everything in it costs at standard prices, level by level."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from inventory.rules.closure import Needs, gross, needs_of
from inventory.rules.exact import rounded
from inventory.values.recipes import Node, Recipe, item_node

PLACES = 8
Prices = Mapping[UUID, Decimal]


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line of a card, for one batch: net and gross in the item's stock unit, and what that costs.

    ``unit_cost`` is None where a price is missing for something in it.
    """

    item_id: UUID
    net: Fraction
    usable: Fraction
    gross: Fraction
    unit_cost: Fraction | None

    @property
    def cost(self) -> Fraction | None:
        """What the line costs, in the major unit."""
        return None if self.unit_cost is None else self.unit_cost * self.gross


@dataclass(frozen=True, slots=True)
class Card:
    """One level: a recipe's lines, and what one of its output costs (None where a price is missing)."""

    node: Node
    batch: Fraction
    lines: tuple[CardLine, ...]
    unit_cost: Fraction | None
    missing: frozenset[UUID]


def cards_of(recipes: Mapping[Node, Recipe], top: Node, prices: Prices) -> list[Card]:
    """The card of ``top`` and of every semi-finished item in it, each once, the top first."""
    if top not in recipes:
        return []
    below = _below(recipes, top)
    needs = needs_of(recipes, below)
    return [_card(recipes[node], needs, prices) for node in below]


def unit_cost(needs: Needs | None, item_id: UUID, prices: Prices) -> Fraction | None:
    """What one stock unit of an item costs: by what is needed for it, or at its own price when it is bought."""
    amounts = needs.exact() if needs is not None else {item_id: Fraction(1)}
    return cost_of(amounts, prices)


def cost_of(amounts: Mapping[UUID, Fraction], prices: Prices) -> Fraction | None:
    """Σ amount × price in the major unit, exactly; None where a price is missing."""
    if any(item_id not in prices for item_id, amount in amounts.items() if amount):
        return None
    return sum((amount * Fraction(prices[i]) for i, amount in amounts.items() if amount), Fraction(0))


def shown(number: Fraction | None, places: int = PLACES) -> Decimal | None:
    """A figure as it is shown: half-even to eight decimals."""
    return None if number is None else rounded(number, places)


def _below(recipes: Mapping[Node, Recipe], top: Node) -> list[Node]:
    found = {top: None}
    waiting = [top]
    while waiting:
        for component in recipes[waiting.pop(0)].components:
            node = item_node(component.item_id)
            if node in recipes and node not in found:
                found[node] = None
                waiting.append(node)
    return list(found)


def _card(recipe: Recipe, needs: Mapping[Node, Needs], prices: Prices) -> Card:
    lines = tuple(
        CardLine(
            component.item_id,
            component.net,
            component.usable,
            gross(component, recipe) * recipe.batch,
            unit_cost(needs.get(item_node(component.item_id)), component.item_id, prices),
        )
        for component in recipe.components
    )
    amounts = needs[recipe.node].exact()
    missing = frozenset(item_id for item_id, amount in amounts.items() if amount and item_id not in prices)
    return Card(recipe.node, recipe.batch, lines, cost_of(amounts, prices), missing)
